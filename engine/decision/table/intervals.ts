import { compareNumbers, type Numeric } from "../../feel/numbers.ts";
import type { Interval } from "./cells.ts";

/** An interval, and the rule that has it. */
export interface Held {
  readonly interval: Interval;
  readonly rule: number;
}

/** Intervals by where they lie: those around a centre, and those left and right of it. */
export interface IntervalTree {
  readonly center: number;
  /** Of those around the centre, by their start, ascending. */
  readonly byStart: readonly Held[];
  /** The same by their end, descending. */
  readonly byEnd: readonly Held[];
  readonly left: IntervalTree | null;
  readonly right: IntervalTree | null;
}

/** Null when there is nothing to find. As deep as the logarithm of their number: each half has at most half the ends. */
export function intervalTree(held: readonly Held[]): IntervalTree | null {
  const some = held.filter(({ interval: { start, end } }) => start <= end);
  if (some.length === 0) return null;
  const ends = some.flatMap(({ interval: { start, end } }) => [start, end]).filter(Number.isFinite);
  ends.sort((one, other) => one - other);
  const center = ends[ends.length >> 1] ?? 0;
  const around = some.filter(({ interval: { start, end } }) => start <= center && center <= end);
  return {
    center,
    byStart: around.toSorted((one, other) => ascending(one.interval.start, other.interval.start)),
    byEnd: around.toSorted((one, other) => ascending(other.interval.end, one.interval.end)),
    left: intervalTree(some.filter(({ interval }) => interval.end < center)),
    right: intervalTree(some.filter(({ interval }) => interval.start > center)),
  };
}

/** Differences of infinities are no numbers. */
const ascending = (one: number, other: number) => (one < other ? -1 : one > other ? 1 : 0);

/** The rules of all intervals that hold a value, in no order; null when they are more than wanted. */
export function stabbed(tree: IntervalTree | null, value: Numeric, max = Number.POSITIVE_INFINITY): number[] | null {
  const rules: number[] = [];
  for (let at = tree; at; ) {
    const side = compareNumbers(value, at.center);
    const isLeft = side <= 0;
    for (const { interval, rule } of isLeft ? at.byStart : at.byEnd) {
      if (isLeft ? compareNumbers(interval.start, value) > 0 : compareNumbers(interval.end, value) < 0) break;
      if (holds(interval, value)) rules.push(rule);
      if (rules.length > max) return null;
    }
    at = side === 0 ? null : isLeft ? at.left : at.right;
  }
  return rules;
}

export function holds({ start, end, isStartIncluded, isEndIncluded }: Interval, value: Numeric): boolean {
  const fromStart = compareNumbers(value, start);
  const fromEnd = compareNumbers(value, end);
  return (isStartIncluded ? fromStart >= 0 : fromStart > 0) && (isEndIncluded ? fromEnd <= 0 : fromEnd < 0);
}
