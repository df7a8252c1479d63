import type { Numeric } from "../numbers.ts";

/** What stands before the point: positions, lengths and scales are cut, not rounded. */
export const truncated = (value: Numeric): number =>
  Math.trunc(typeof value === "number" ? value : value.toNumber()) + 0;

/**
 * The index from 0 of a position from 1, or from -1 at the end; null when it is 0 or before the first. It may lie behind
 * the last.
 */
export function indexOfPosition(position: Numeric, length: number): number | null {
  const whole = truncated(position);
  if (whole > 0) return whole - 1;
  return whole === 0 || length + whole < 0 ? null : length + whole;
}
