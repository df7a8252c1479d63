import { parseNumber } from "../numbers.ts";
import { stringValue } from "../stringLiteral.ts";
import { parseTemporal } from "../temporal/parse.ts";
import type { Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import type { Code } from "./scope.ts";
import { childrenOf } from "./tree.ts";

const constant =
  (value: ReturnType<Code>): Code =>
  () =>
    value;

/** Texts, numbers, `true`, `null`, `@"2024-02-29"` (DMN 1.5 §10.3.1.2, rules 33 to 37 and 62). */
export const literals: Rules = {
  Expression: (node, scope, compiler) => compiler.compile(onlyChild(node), scope),
  ParenthesizedExpression: (node, scope, compiler) => {
    const [, inner] = childrenOf(node);
    if (!inner) throw new Faulty(node.from, "expected an expression between the brackets");
    return compiler.compile(inner, scope);
  },
  null: () => constant(null),
  BooleanLiteral: (node, _, compiler) => constant(compiler.textOf(node) === "true"),
  NumericLiteral: (node, _, compiler) => {
    const text = compiler.textOf(node).replace(/\s+|\/\*[\s\S]*?\*\//g, "");
    const value = parseNumber(text);
    if (value === null) throw new Faulty(node.from, `expected a number, got "${text}"`);
    return constant(value);
  },
  StringLiteral: (node, _, compiler) => constant(stringValue(compiler.textOf(node))),
  AtLiteral: (node, _, compiler) => {
    const text = stringValue(compiler.textOf(onlyChild(node)));
    const value = parseTemporal(text);
    if (value !== null) return constant(value);
    return ({ run }) => run.warn(`Expected a date, time or duration behind "@", got "${text}"`);
  },
};

function onlyChild(node: Parameters<Rules[string]>[0]) {
  const [child] = childrenOf(node);
  if (!child) throw new Faulty(node.from, "expected an expression");
  return child;
}
