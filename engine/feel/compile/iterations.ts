import { isNumeric, wholeNumber } from "../numbers.ts";
import { FeelDate } from "../temporal/date.ts";
import { type Feel, isList, kindOf, Range } from "../value.ts";
import type { Compiler, Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { nameOf } from "./names.ts";
import { type Frame, namesScope, type Scope, within } from "./scope.ts";
import { childrenOf, type SyntaxNode } from "./tree.ts";

/** `for … return`, `some` and `every … satisfies` (DMN 1.5 §10.3.2.14, §10.3.2.15). */
export const iterations: Rules = {
  ForExpression: (node, scope, compiler) => {
    const { iterators, inner } = iteratorsOf(node, ["partial"], scope, compiler);
    const last = childrenOf(node).at(-1);
    if (!last) throw new Faulty(node.from, "expected an expression behind return");
    const body = compiler.compile(last, inner);
    const cost = compiler.costOf(last);
    const isPartialRead = compiler.textOf(last).includes("partial");
    return (frame) => {
      const results: Feel[] = [];
      const isWhole = eachOf(iterators, frame, [null], (round) => {
        round.run.spend(cost);
        round.run.take(8);
        if (isPartialRead) round.values[0] = copied(results, round);
        results.push(body(round));
        return true;
      });
      return isWhole === null ? null : results;
    };
  },
  QuantifiedExpression: (node, scope, compiler) => {
    const children = childrenOf(node);
    const decides = children[0]?.name === "some";
    const { iterators, inner } = iteratorsOf(node, [], scope, compiler);
    const last = children.at(-1);
    if (!last) throw new Faulty(node.from, "expected an expression behind satisfies");
    const condition = compiler.compile(last, inner);
    const cost = compiler.costOf(last);
    return (frame) => {
      let truth: boolean | null = !decides;
      const isWhole = eachOf(iterators, frame, [], (round) => {
        round.run.spend(cost);
        const holds = condition(round);
        if (holds === decides) truth = decides;
        else if (typeof holds !== "boolean") truth = null;
        return holds !== decides;
      });
      return isWhole === null ? null : truth;
    };
  },
};

/** What there was before a round; the list itself goes on. */
function copied(results: readonly Feel[], { run }: Frame): Feel {
  run.spend(results.length);
  run.take(8 * results.length);
  return [...results];
}

/** A variable with what it goes through; those before it may be read there. */
interface Iterator {
  readonly items: (frame: Frame) => Iterable<Feel> | null;
}

function iteratorsOf(node: SyntaxNode, before: readonly string[], scope: Scope | null, compiler: Compiler) {
  const list = childrenOf(node).find(({ name }) => name === "InExpressions");
  const parts = list ? childrenOf(list).filter(({ name }) => name === "InExpression") : [];
  const names: string[] = [...before];
  const iterators: Iterator[] = [];
  for (const part of parts) {
    const [name, , context] = childrenOf(part);
    if (!name || !context) throw new Faulty(part.from, "expected a name and what it goes through");
    iterators.push({ items: itemsOf(context, namesScope(names, scope), compiler) });
    names.push(nameOf(name, compiler.text));
  }
  return { iterators, inner: namesScope(names, scope) };
}

/** Calls `each` for every combination, until it answers false. Null when there is nothing to go through. */
function eachOf(
  iterators: readonly Iterator[],
  frame: Frame,
  before: readonly Feel[],
  each: (round: Frame) => boolean,
): boolean | null {
  const [first, ...others] = iterators;
  if (!first) return each(within(frame, [...before]));
  const items = first.items(within(frame, [...before]));
  if (items === null) return null;
  for (const item of items) {
    frame.run.spend(1);
    const goesOn = eachOf(others, frame, [...before, item], each);
    if (goesOn !== true) return goesOn;
  }
  return true;
}

function itemsOf(node: SyntaxNode, scope: Scope | null, compiler: Compiler): Iterator["items"] {
  const children = childrenOf(node);
  const [first, dots, second] = children;
  if (!first) throw new Faulty(node.from, "expected what to go through");
  const from = compiler.compile(first, scope);
  if (dots?.name === ".." && second) {
    const to = compiler.compile(second, scope);
    return (frame) => counted(from(frame), to(frame), frame);
  }
  return (frame) => {
    const value = from(frame);
    if (isList(value)) return value;
    if (!(value instanceof Range))
      return frame.run.warn(`Expected a list or a range to go through, got ${kindOf(value)}`);
    return counted(value.start, value.end, frame, { start: value.isStartIncluded, end: value.isEndIncluded });
  };
}

const closed = { start: true, end: true };

/** Whole numbers or days, up or down, without the ends that are not in it. */
function counted(from: Feel, to: Feel, { run }: Frame, included = closed): Iterable<Feel> | null {
  if (isNumeric(from) && isNumeric(to)) {
    const [first, last] = [wholeNumber(from), wholeNumber(to)];
    if (first !== null && last !== null) return between(first, last, included, (at) => at);
  }
  if (from instanceof FeelDate && to instanceof FeelDate)
    return between(from.epochDay, to.epochDay, included, (day) => FeelDate.ofEpochDay(day));
  run.warn(`Expected whole numbers or dates to count from and to, got ${kindOf(from)} and ${kindOf(to)}`);
  return null;
}

function* between(first: number, last: number, included: typeof closed, itemAt: (at: number) => Feel): Iterable<Feel> {
  const step = first <= last ? 1 : -1;
  const end = included.end ? last + step : last;
  for (let at = included.start ? first : first + step; step > 0 ? at < end : at > end; at += step) yield itemAt(at);
}
