import { isWithin } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { wholeNumber } from "../numbers.ts";
import { type Feel, type FeelList, isContext, isList, kindOf, Range, Temporal } from "../value.ts";
import type { Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import { entryNamed, nameOf } from "./names.ts";
import { type Code, itemScope, type Scope, within } from "./scope.ts";
import { childrenOf } from "./tree.ts";

/** `a.b`, `list[filter]` (DMN 1.5 §10.3.2.5). */
export const paths: Rules = {
  PathExpression: (node, scope, compiler) => {
    const [first, last] = [childrenOf(node)[0], childrenOf(node).at(-1)];
    if (!first || !last) throw new Faulty(node.from, "expected a path");
    const value = compiler.compile(first, scope);
    const name = nameOf(last, compiler.text);
    return (frame) => propertyOf(value(frame), name, frame.run);
  },
  FilterExpression: (node, scope, compiler) => {
    const [first, , condition] = childrenOf(node);
    if (!first || !condition) throw new Faulty(node.from, "expected a filter");
    const value = compiler.compile(first, scope);
    if (condition.name === "NumericLiteral") {
      const index = compiler.compile(condition, scope);
      return (frame) => itemAt(listOf(value(frame)), index(frame), frame.run);
    }
    const inner: Scope = itemScope(scope);
    const filter = compiler.compile(condition, inner);
    return filtered(value, filter, compiler.costOf(condition));
  },
};

/** What is asked of a date or duration is computed, some of it with decimals. */
const temporalSteps = 10;

/** Of a list, of each of its items. Null with a warning when there is no such property. */
export function propertyOf(value: Feel, name: string, run: Evaluation): Feel {
  if (isList(value)) {
    run.spend(value.length);
    run.take(8 * value.length);
    return value.map((item) => propertyOf(item, name, run));
  }
  const property = ownProperty(value, name, run);
  return property === undefined
    ? run.warn(() => `Expected a value with "${name}", got ${kindOf(value)} without it`)
    : property;
}

function ownProperty(value: Feel, name: string, run: Evaluation): Feel | undefined {
  if (isContext(value)) return entryNamed(value, name, run);
  if (value instanceof Temporal) {
    run.spend(temporalSteps);
    return value.property(name);
  }
  if (!(value instanceof Range)) return undefined;
  switch (name) {
    case "start":
      return value.start;
    case "end":
      return value.end;
    case "start included":
      return value.isStartIncluded;
    case "end included":
      return value.isEndIncluded;
    default:
      return undefined;
  }
}

const listOf = (value: Feel): FeelList => (value === null ? [] : isList(value) ? value : [value]);

/** From 1, or from the end with -1. */
function itemAt(list: FeelList, index: Feel, run: Evaluation): Feel {
  const at = typeof index === "number" ? wholeNumber(index) : null;
  const item = at === null ? undefined : list[at > 0 ? at - 1 : list.length + at];
  return item === undefined || at === 0 ? run.warn(`Expected an index from 1 to ${list.length}, got ${at}`) : item;
}

/** A filter that gives a number for the first item is an index, one that is a range keeps what it holds. */
function filtered(value: Code, filter: Code, cost: number): Code {
  return (frame) => {
    const { run } = frame;
    const source = value(frame);
    const list = listOf(source);
    // An index into nothing must not be taken for a filter of nothing.
    if (list.length === 0) {
      const index = filter(within(frame, [null]));
      return typeof index === "number" ? itemAt(list, index, run) : [];
    }
    const kept: Feel[] = [];
    for (const [at, item] of list.entries()) {
      run.spend(cost);
      const holds = filter(within(frame, [item]));
      if (at === 0 && typeof holds === "number") return itemAt(list, holds, run);
      if (holds === true || (holds instanceof Range && isWithin(item, holds, run) === true)) {
        run.take(8);
        kept.push(item);
      }
    }
    return kept;
  };
}
