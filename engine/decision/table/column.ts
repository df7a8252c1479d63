import { isNumeric } from "../../feel/numbers.ts";
import type { Feel } from "../../feel/value.ts";
import type { LiteralTests, Scalar } from "./cells.ts";
import { type Held, holds, type IntervalTree, intervalTree, stabbed } from "./intervals.ts";

/** The entries of one input, searched by the value that came. */
export interface ColumnIndex {
  /** Rules that have the value among theirs, ascending. */
  readonly byValue: ReadonlyMap<Scalar, readonly number[]>;
  readonly byInterval: IntervalTree | null;
  /** Rules whose entry is `-`, or something that has to be evaluated; ascending. */
  readonly always: readonly number[];
}

/** `entries` are the literals of each rule in order; null where the index cannot tell. */
export function columnIndex(entries: readonly (LiteralTests | null)[]): ColumnIndex {
  const byValue = new Map<Scalar, number[]>();
  const held: Held[] = [];
  const always: number[] = [];
  for (const [rule, literals] of entries.entries()) {
    if (!literals) {
      always.push(rule);
      continue;
    }
    for (const value of literals.values) {
      const rules = byValue.get(value);
      if (rules) rules.push(rule);
      else byValue.set(value, [rule]);
    }
    for (const interval of literals.intervals) held.push({ interval, rule });
  }
  return { byValue, byInterval: intervalTree(held), always };
}

/**
 * The rules that have the value among their literals, in no order, perhaps repeated. Null when they are more than wanted:
 * another input leaves fewer, and intervals need not be gone through to the end.
 */
export function hitsOf(
  { byValue, byInterval }: ColumnIndex,
  value: Feel,
  max = Number.POSITIVE_INFINITY,
): readonly number[] | null {
  const equal = isPlain(value) ? (byValue.get(value) ?? []) : [];
  if (equal.length > max) return null;
  if (!isNumeric(value) || !byInterval) return equal;
  const within = stabbed(byInterval, value, max - equal.length);
  return within && [...equal, ...within];
}

/** Whether one of the literals holds, as FEEL tells: nothing but scalars meets one, lists and null never do. */
export const meets = ({ values, intervals }: LiteralTests, value: Feel): boolean =>
  (isPlain(value) && values.has(value)) || (isNumeric(value) && intervals.some((interval) => holds(interval, value)));

const isPlain = (value: Feel): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || typeof value === "number";
