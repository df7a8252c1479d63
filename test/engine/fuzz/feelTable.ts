import { isDeepStrictEqual } from "node:util";
import { evaluateDecision } from "../../../engine/decision/evaluate.ts";
import { readDecisions } from "../../../engine/decision/read.ts";
import { compare, equal } from "../../../engine/feel/comparison.ts";
import { compileExpression, compileUnaryTests } from "../../../engine/feel/compile.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import { add, isNumeric, type Numeric } from "../../../engine/feel/numbers.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { type Json, toJson } from "../../../engine/feel/values.ts";
import { type Random, randomFrom } from "../simulation/random.ts";
import { unaryTests } from "./feelGrammar.ts";
import { textOf } from "./feelTree.ts";

/** A decision table as text, and values for its inputs. */
export interface TableCase {
  readonly policy: string;
  readonly aggregation: string | null;
  /** By rules, and by inputs in them. */
  readonly entries: readonly (readonly string[])[];
  readonly outputs: readonly string[];
  readonly inputs: readonly Json[];
}

const policies = ["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"] as const;
const priorities = ['"c"', '"a"', "2", "1"];

export function tableOf(seed: number): TableCase {
  const random = randomFrom(seed);
  const policy = random.pick(policies);
  const columns = 1 + random.number(3);
  const rules = random.number(random.chance(20) ? 60 : 9);
  const many = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
  return {
    policy,
    aggregation: policy === "COLLECT" && random.chance(60) ? random.pick(["SUM", "COUNT", "MIN", "MAX"]) : null,
    entries: many(rules, () => many(columns, () => entryOf(random))),
    outputs: many(rules, () => random.pick(["1", "2", '"a"', '"c"', "x0", "2.5", "null", '"é\\n"', "x0 + 1"])),
    inputs: many(columns, () => inputOf(random)),
  };
}

const numbers = ["0", "1", "2", "2.0", "-1", "0.1", "10", "9007199254740993", "0.30", "1e2"] as const;
const texts = ['"a"', '"b"', '""', '"a,b"', '"\\"a"', '"é"', '"- "', '"< 5"', '"\\u0061"'] as const;

const inputOf = (random: Random): Json =>
  random.pick<Json>([
    0,
    1,
    2,
    -1,
    0.1,
    10,
    0.3,
    100,
    "a",
    "b",
    "",
    "a,b",
    '"a',
    "é",
    "< 5",
    true,
    false,
    null,
    [1],
    ["a", 1],
    {},
  ]);

function entryOf(random: Random): string {
  if (random.chance(25)) return "-";
  if (random.chance(15)) {
    const text = textOf(unaryTests({ random, depth: 2, bound: [], isTame: true, isTest: true }));
    // It fails for good, and only one of the two may come to it.
    return text.includes("assert(") ? "-" : text;
  }
  const tests = Array.from({ length: 1 + random.number(3) }, () => testOf(random)).join(
    random.pick([",", ", ", " , "]),
  );
  return random.chance(15) ? `not(${tests})` : tests;
}

function testOf(random: Random): string {
  const number = () => random.pick(numbers);
  return random.pick<() => string>([
    number,
    number,
    () => random.pick(texts),
    () => random.pick(texts),
    () => random.pick(["true", "false", "null", "[1, 2]", "x0", "? > 1", 'date("2024-01-01")', "trueish"]),
    () => `${random.pick(["<", "<=", ">", ">=", "< ", ">= "])}${number()}`,
    () =>
      `${random.pick(["[", "(", "]"])}${number()}${random.pick(["..", " .. "])}${number()}${random.pick(["]", ")", "["])}`,
  ])();
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const cell = (tag: string, text: string) => `<${tag}><text>${escaped(text)}</text></${tag}>`;

function xmlOf({ policy, aggregation, entries, outputs, inputs }: TableCase): string {
  const columns = inputs.map((_, at) => `<input id="i${at}">${cell("inputExpression", `x${at}`)}</input>`).join("");
  const values = policy === "PRIORITY" || policy === "OUTPUT ORDER" ? cell("outputValues", priorities.join(", ")) : "";
  const rules = entries.map((row, at) => {
    const cells = row.map((entry) => cell("inputEntry", entry)).join("");
    return `<rule id="r${at}">${cells}${cell("outputEntry", outputs[at] ?? "null")}</rule>`;
  });
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="m"><decision id="d" name="d"><decisionTable id="t" hitPolicy="${policy}"${aggregation ? ` aggregation="${aggregation}"` : ""}>${columns}<output id="o" name="o">${values}</output>${rules.join("")}</decisionTable></decision></definitions>`;
}

const moment = { nowMs: 0, random: () => 0.5 };

/** What a table gives: its rules that matched, from 1, and its output; a failure is a text. */
export type TableAnswer = { readonly matched: readonly number[]; readonly output: Json } | "refused" | "violated";

/** Throws when the table, which is indexed, gives something else than each rule by itself. */
export async function attemptTable(seed: number): Promise<TableAnswer> {
  const table = tableOf(seed);
  const [indexed, naive] = [await indexedAnswer(table), naiveAnswer(table)];
  if (!isDeepStrictEqual(indexed, naive))
    throw new Error(`Expected ${JSON.stringify(naive)}, got ${JSON.stringify(indexed)} from ${JSON.stringify(table)}`);
  return naive;
}

async function indexedAnswer(table: TableCase): Promise<TableAnswer> {
  const { model } = await readDecisions(xmlOf(table));
  if (!model) return "refused";
  const asked = evaluateDecision(model, "d", lookupOf(table), moment);
  if (!asked.ok) throw new Error(asked.message);
  if (!asked.value.ok) return "violated";
  const matched = (asked.value.evaluated[0]?.matchedRules ?? []).map(({ index }) => index);
  return { matched, output: plain(asked.value.value) };
}

const lookupOf = ({ inputs }: TableCase) => {
  const named = new Map<string, Json>(inputs.map((value, at) => [`x${at}`, value]));
  return (name: string): Feel | undefined => named.get(name);
};

/** Decimals as their texts. */
const plain = (value: Feel): Json => JSON.parse(JSON.stringify(toJson(value))) as Json;

function naiveAnswer(table: TableCase): TableAnswer {
  const run = () => new Evaluation(moment);
  const lookup = lookupOf(table);
  const rules = table.entries.map((row) => row.map((entry) => compileUnaryTests(entry)));
  const outputs = table.outputs.map((text) => compileExpression(text));
  if ([...rules.flat(), ...outputs].some((read) => !read.ok)) return "refused";
  const matching = rules.flatMap((row, at) => {
    const isMet = row.every((read, column) => {
      const input = table.inputs[column] ?? null;
      return read.ok && read.value.evaluate((name) => (name === "?" ? input : lookup(name)), run()) === true;
    });
    return isMet ? [at] : [];
  });
  const taken = table.policy === "FIRST" ? matching.slice(0, 1) : matching;
  const values = taken.map((at): Feel => {
    const read = outputs[at];
    return read?.ok ? read.value.evaluate(lookup, run()) : null;
  });
  const output = outputOf(table, values, run());
  return output === undefined ? "violated" : { matched: taken.map((at) => at + 1), output: plain(output) };
}

/** Undefined where the policy does not allow it (DMN 1.5 §8.2.10). */
function outputOf({ policy, aggregation }: TableCase, values: readonly Feel[], run: Evaluation): Feel | undefined {
  const [first = null] = values;
  if (values.length === 0) return aggregation === "COUNT" ? 0 : null;
  if (policy === "UNIQUE") return values.length === 1 ? first : undefined;
  if (policy === "ANY") return values.every((value) => equal(value, first, run) === true) ? first : undefined;
  if (policy === "FIRST") return first;
  if (policy === "PRIORITY" || policy === "OUTPUT ORDER") {
    const ranked = values.toSorted((one, other) => rankOf(one) - rankOf(other));
    return policy === "PRIORITY" ? (ranked[0] ?? null) : ranked;
  }
  if (aggregation === null) return values;
  if (aggregation === "COUNT") return values.length;
  if (aggregation === "SUM") return values.every(isNumeric) ? values.reduce(sum, 0) : null;
  const side = aggregation === "MIN" ? -1 : 1;
  // Everything has to have an order, to itself too.
  const isOrdered = values.every((value) => compare(value, first, run) !== null);
  return isOrdered
    ? values.reduce((best, value) => ((compare(value, best, run) ?? 0) * side > 0 ? value : best))
    : null;
}

const sum = (one: Feel, other: Feel): Numeric | null => (isNumeric(one) && isNumeric(other) ? add(one, other) : null);

const rankOf = (value: Feel): number => {
  const at = priorities.indexOf(JSON.stringify(toJson(value)));
  return at === -1 ? priorities.length : at;
};
