import { expressionLengthMax } from "../../../engine/bounds.ts";
import { type Random, randomFrom } from "../simulation/random.ts";
import { expression, type Place, unaryTests } from "./feelGrammar.ts";
import { type Tree, textOf, tree } from "./feelTree.ts";
import { type JsonVariables, tameVariables, wildVariables } from "./feelVariables.ts";

/** What a seed makes: an expression, or an entry of a decision table, and variables for it. */
export interface Subject {
  /** Those that are tame are compared with another evaluator. */
  readonly kind: "tame" | "wild" | "repeated" | "mutated" | "bytes";
  readonly top: "Expression" | "UnaryTests";
  readonly tree: Tree;
  readonly variables: JsonVariables;
}

export function subjectOf(seed: number): Subject {
  const random = randomFrom(seed);
  const kind = random.pick(["tame", "tame", "wild", "wild", "repeated", "mutated", "bytes"] as const);
  const top = random.chance(20) ? "UnaryTests" : "Expression";
  const isTame = kind === "tame";
  const depth = isTame ? 1 + random.number(4) : 1 + random.number(6);
  const place: Place = { random, depth, bound: [], isTame, isTest: top === "UnaryTests" };
  const variables = isTame ? tameVariables(random) : wildVariables(random);
  const made = top === "UnaryTests" ? unaryTests(place) : expression(place);
  return { kind, top, tree: changed(made, { kind, top }, random), variables };
}

function changed(made: Tree, { kind, top }: Pick<Subject, "kind" | "top">, random: Random): Tree {
  switch (kind) {
    case "tame":
    case "wild":
      return made;
    case "repeated":
      return top === "Expression" ? repeated(made, random) : made;
    case "mutated":
      return tree("mutated", mutated(textOf(made), random));
    case "bytes":
      return tree("bytes", bytes(random));
    default:
      return kind satisfies never;
  }
}

/** The same over and over: what is not paid for adds up. */
const repeated = (made: Tree, random: Random): Tree =>
  random.pick([
    tree("repeated", "for i in 1..1000000 return ", made),
    tree("repeated", "every i in 1..1000000 satisfies (", made, ") = null or true"),
    tree("repeated", "count(for i in 1..1000 return count(for v in 1..1000 return ", made, "))"),
    tree("grown", "for i in 1..100 return if i = 1 then ", made, " else [partial[-1], partial[-1]]"),
    tree("grown", "for i in 1..100 return if i = 1 then string(", made, ") else partial[-1] + partial[-1]"),
  ]);

const signs = [
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  '"',
  "\\",
  ".",
  "..",
  ",",
  ":",
  "-",
  "*",
  "**",
  "?",
  "@",
  "`",
  "//",
] as const;
const words = [
  "for",
  "in",
  "return",
  "if",
  "then",
  "else",
  "and",
  "or",
  "not",
  "between",
  "instance of",
  "null",
  "every",
  "function",
  "🐎",
  "\0",
  "\ud800",
  "'''",
  '"""',
  "/*",
  "ſ",
] as const;

function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.number(3); left > 0; left--) {
    const at = random.number(result.length + 1);
    const length = random.number(12);
    result = random.pick<() => string>([
      () => result.slice(0, at) + result.slice(at + length),
      () => `${result.slice(0, at)}${random.pick(signs)}${result.slice(at)}`,
      () => `${result.slice(0, at)} ${random.pick(words)} ${result.slice(at)}`,
      () =>
        result.slice(0, at) + result.slice(at, at + length).repeat(1 + random.number(40)) + result.slice(at + length),
      () => result.slice(at) + result.slice(0, at),
    ])();
  }
  return result.slice(0, expressionLengthMax - 1);
}

function bytes(random: Random): string {
  const length = 1 + random.number(random.chance(5) ? 3_900 : 60);
  const one = random.pick<() => string>([
    () => String.fromCharCode(random.number(128)),
    () => String.fromCharCode(random.number(65_536)),
    () => random.pick(signs),
    () => `${random.chance(50) ? random.pick(words) : random.pick(signs)} `,
    () => random.pick(["(", "["]),
    () => random.pick(["1", "+", "-", "a", " ", "."]),
  ]);
  return Array.from({ length }, one)
    .join("")
    .slice(0, expressionLengthMax - 1);
}
