/** Random choices that a seed repeats on every machine (mulberry32). */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  number(below: number): number;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Undefined only when there is nothing to pick. */
  pickAny<T>(items: readonly T[]): T | undefined;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    chance: (percent) => number(100) < percent,
    pick: (items) => items[number(items.length)] ?? items[0],
    pickAny: (items) => items[number(items.length)],
  };
}
