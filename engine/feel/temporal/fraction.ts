/** `.5` of half a second in nanoseconds; nothing when there is none. */
export const fractionText = (nanos: number): string =>
  nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;

/** Nanoseconds from the digits behind the point, nine at most. */
export const fractionNanos = (digits: string): number => Number(digits.padEnd(9, "0"));
