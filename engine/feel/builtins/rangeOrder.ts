import { compare } from "../comparison.ts";
import { type Feel, Range } from "../value.ts";

/** Something that has an order. */
export type Point = Feel;

/** Two points are of different kinds. */
export class Unordered extends Error {}

export function order(one: Point, two: Point): number {
  const result = compare(one, two, null);
  if (result === null) throw new Unordered();
  return result;
}

/** A point as the range that holds only itself. */
export const at = (value: Point) => new Range(value, value, { start: true, end: true });

/** An end that is not there is beyond all others; an end that is not included is behind its value, or before it. */
interface End {
  readonly value: Point;
  readonly beyond: -1 | 0 | 1;
  readonly beside: -1 | 0 | 1;
}

const startOf = ({ start, hasStart, isStartIncluded }: Range): End => ({
  value: start,
  beyond: hasStart ? 0 : -1,
  beside: isStartIncluded ? 0 : 1,
});

const endOf = ({ end, hasEnd, isEndIncluded }: Range): End => ({
  value: end,
  beyond: hasEnd ? 0 : 1,
  beside: isEndIncluded ? 0 : -1,
});

function endsOrder(one: End, two: End): number {
  if (one.beyond !== 0 || two.beyond !== 0) return one.beyond - two.beyond;
  return order(one.value, two.value) || one.beside - two.beside;
}

export const startOrder = (one: Range, two: Range) => endsOrder(startOf(one), startOf(two));
export const endOrder = (one: Range, two: Range) => endsOrder(endOf(one), endOf(two));
export const isBefore = (one: Range, two: Range) => endsOrder(endOf(one), startOf(two)) < 0;

export const meets = (one: Range, two: Range) =>
  one.isEndIncluded && two.isStartIncluded && order(one.end, two.start) === 0;

export const overlapsBefore = (one: Range, two: Range) =>
  startOrder(one, two) < 0 && !isBefore(one, two) && endOrder(one, two) <= 0;

export const finishes = (one: Range, two: Range) => endOrder(one, two) === 0 && startOrder(one, two) >= 0;

export const includes = (one: Range, two: Range) => startOrder(one, two) <= 0 && endOrder(one, two) >= 0;

export const starts = (one: Range, two: Range) => startOrder(one, two) === 0 && endOrder(one, two) <= 0;

/** Whether a point is an end of a range, and in it. */
export const isFirst = (value: Point, within: Range) => endsOrder(startOf(within), startOf(at(value))) === 0;
export const isLast = (value: Point, within: Range) => endsOrder(endOf(within), endOf(at(value))) === 0;
