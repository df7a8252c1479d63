import { calculate, negated, type Operator } from "../arithmetic.ts";
import { compare, equal, isWithin } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { isInstance } from "../types.ts";
import { type Feel, kindOf, Range } from "../value.ts";
import type { Compiler, Rule, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import type { Code, Scope } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";
import { knownTypeAt } from "./typeNames.ts";
import { memberTest } from "./unaryTests.ts";

/** Arithmetic, comparison, `between`, `in`, `instance of` (DMN 1.5 §10.3.1.2, rules 4 to 7, 49 to 53). */
export const operations: Rules = {
  ArithmeticExpression: (node, scope, compiler) => {
    const [first, second, third] = childrenOf(node);
    if (!first || !second) throw new Faulty(node.from, "expected an operand");
    if (!third) {
      const operand = compiler.compile(second, scope);
      return (frame) => negated(operand(frame), frame.run);
    }
    const [left, right] = [compiler.compile(first, scope), compiler.compile(third, scope)];
    const operator = operatorOf(compiler.textOf(second), second);
    return (frame) => calculate(operator, left(frame), right(frame), frame.run);
  },
  Comparison: (node, scope, compiler) => {
    const [first, operator, ...others] = childrenOf(node);
    if (!first || !operator) throw new Faulty(node.from, "expected an operand");
    if (operator.name === "between") return between(first, others, scope, compiler);
    if (operator.name === "in") return memberTest(first, others, scope, compiler);
    const [second] = others;
    if (!second) throw new Faulty(operator.to, "expected an operand");
    const [left, right] = [compiler.compile(first, scope), compiler.compile(second, scope)];
    return compared(comparatorOf(compiler.textOf(operator), operator), left, right);
  },
  InstanceOfExpression: (node, scope, compiler) => {
    const children = childrenOf(node);
    const [first, type] = [children[0], children.at(-1)];
    if (!first || !type) throw new Faulty(node.from, "expected a value and a type");
    const value = compiler.compile(first, scope);
    const wanted = knownTypeAt(type, compiler);
    if (wanted.type === null) return ({ run }) => run.warn(`Expected a type, but ${wanted.reason}`);
    return (frame) => isInstance(value(frame), wanted.type, frame.run);
  },
};

function operatorOf(text: string, node: SyntaxNode): Operator {
  if (text === "+" || text === "-" || text === "*" || text === "/" || text === "**") return text;
  if (text === "^") return "**";
  throw new Faulty(node.from, `unexpected operator "${text}"`);
}

/** What compares two values: true, false or null. */
export type Comparator = "=" | "!=" | "<" | "<=" | ">" | ">=";

export function comparatorOf(text: string, node: SyntaxNode): Comparator {
  if (text === "=" || text === "!=" || text === "<" || text === "<=" || text === ">" || text === ">=") return text;
  throw new Faulty(node.from, `unexpected operator "${text}"`);
}

/** Plain numbers, which conditions compare most, take the short way. */
function compared(comparator: Comparator, left: Code, right: Code): Code {
  switch (comparator) {
    case "=":
      return (frame) => areEqual(left(frame), right(frame), frame.run);
    case "!=":
      return (frame) => inverted(areEqual(left(frame), right(frame), frame.run));
    case "<":
      return ordered(
        (a, b) => a < b,
        (order) => order < 0,
        comparator,
        left,
        right,
      );
    case "<=":
      return ordered(
        (a, b) => a <= b,
        (order) => order <= 0,
        comparator,
        left,
        right,
      );
    case ">":
      return ordered(
        (a, b) => a > b,
        (order) => order > 0,
        comparator,
        left,
        right,
      );
    case ">=":
      return ordered(
        (a, b) => a >= b,
        (order) => order >= 0,
        comparator,
        left,
        right,
      );
    default:
      return comparator satisfies never;
  }
}

function ordered(
  ofNumbers: (left: number, right: number) => boolean,
  ofOrder: (order: number) => boolean,
  comparator: Comparator,
  left: Code,
  right: Code,
): Code {
  return (frame) => {
    const [a, b] = [left(frame), right(frame)];
    if (typeof a === "number" && typeof b === "number") return ofNumbers(a, b);
    const order = compare(a, b, frame.run);
    return order === null ? cannotCompare(comparator, a, b, frame.run) : ofOrder(order);
  };
}

const cannotCompare = (comparator: Comparator, left: Feel, right: Feel, run: Evaluation): null =>
  run.warn(`Expected values that "${comparator}" can compare, got ${kindOf(left)} and ${kindOf(right)}`);

export function areEqual(left: Feel, right: Feel, run: Evaluation): boolean | null {
  const result = equal(left, right, run);
  return result === null ? cannotCompare("=", left, right, run) : result;
}

const inverted = (value: boolean | null): boolean | null => (value === null ? null : !value);

const between = (first: SyntaxNode, others: readonly SyntaxNode[], scope: Scope | null, compiler: Compiler): Code => {
  const [from, , to] = others;
  if (!from || !to) throw new Faulty(first.to, "expected two ends");
  const [value, start, end] = [first, from, to].map((node) => compiler.compile(node, scope)) as [Code, Code, Code];
  return (frame) => {
    const range = new Range(start(frame), end(frame), { start: true, end: true });
    const tested = value(frame);
    const isIn = isWithin(tested, range, frame.run);
    return (
      isIn ??
      frame.run.warn(`Expected values that "between" can compare, got ${kindOf(tested)} and ${kindOf(range.start)}`)
    );
  };
};

export type { Rule };
