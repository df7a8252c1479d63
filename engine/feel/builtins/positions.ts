import type { Numeric } from "../numbers.ts";

/** What stands before the point: positions, lengths and scales are cut, not rounded. */
export function truncated(value: Numeric): number {
  if (typeof value === "number") return Math.trunc(value) + 0;
  // The library writes all digits of a number to make JavaScript's of it: 6,144 of the largest.
  if (value.e > 308) return value.isNegative() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return value.e < 0 ? 0 : Math.trunc(value.toNumber());
}

/**
 * The index from 0 of a position from 1, or from -1 at the end; null when it is 0 or before the first. It may lie behind
 * the last.
 */
export function indexOfPosition(position: Numeric, length: number): number | null {
  const whole = truncated(position);
  if (whole > 0) return whole - 1;
  return whole === 0 || length + whole < 0 ? null : length + whole;
}
