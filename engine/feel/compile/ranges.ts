import { compare } from "../comparison.ts";
import { type Feel, kindOf, Range } from "../value.ts";
import type { Compiler, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { type Comparator, comparatorOf } from "./operations.ts";
import type { Code, Scope } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** Ranges as values: `[1..5)`, `> 5` (DMN 1.5 §10.3.2.7). Where a value is tested, `unaryTests.ts` has the rules. */
export const ranges: Rules = {
  Interval: (node, scope, compiler) => interval(node, scope, compiler),
  SimplePositiveUnaryTest: (node, scope, compiler) => {
    const [first, second] = childrenOf(node);
    if (!first) throw new Faulty(node.from, "expected a range");
    if (!second) return compiler.compile(first, scope);
    const comparator = comparatorOf(compiler.textOf(first), first);
    const end = compiler.compile(second, scope);
    return (frame) => openRange(comparator, end(frame)) ?? frame.run.warn(`"${comparator}" is no range`);
  },
};

export function interval(node: SyntaxNode, scope: Scope | null, compiler: Compiler): Code {
  const [opening, from, , to, closing] = childrenOf(node);
  if (!opening || !from || !to || !closing) throw new Faulty(node.from, "expected a range");
  const [start, end] = [compiler.compile(from, scope), compiler.compile(to, scope)];
  const included = { start: opening.name === "[", end: closing.name === "]" };
  return (frame) => {
    const [first, last] = [start(frame), end(frame)];
    if (first === null && last === null) return frame.run.warn("Expected ends of a range, got null and null");
    if (first !== null && last !== null) {
      const order = compare(first, last, frame.run);
      if (order === null)
        return frame.run.warn(
          `Expected ends of a range that can be compared, got ${kindOf(first)} and ${kindOf(last)}`,
        );
      if (order > 0) return frame.run.warn("Expected a range whose end is not before its start");
    }
    return new Range(first, last, included);
  };
}

/** `> 5` as a range; `!=` is none. */
export function openRange(comparator: Comparator, end: Feel): Range | null {
  switch (comparator) {
    case "=":
      return new Range(end, end, { start: true, end: true });
    case "<":
      return new Range(null, end, { start: null, end: false });
    case "<=":
      return new Range(null, end, { start: null, end: true });
    case ">":
      return new Range(end, null, { start: false, end: null });
    case ">=":
      return new Range(end, null, { start: true, end: null });
    case "!=":
      return null;
    default:
      return comparator satisfies never;
  }
}
