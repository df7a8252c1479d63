import type { Budget } from "./evaluation.ts";

/** What a command knows of the world: arguments, so that the same ones give the same. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Numbers from 0 to below 1, of `random number()` and `uuid()`. */
  readonly random: () => number;
  /** What the expressions of a command may take together. */
  readonly budget?: Budget;
  /** Hears of each evaluation why something in it became null first; null when nothing did. */
  readonly warned?: (reason: string | null) => void;
}

/** Numbers that follow from a text, which is asked for with the first of them; nobody who does not know it knows them. */
export function randomFrom(seed: () => string): () => number {
  let next: (() => number) | null = null;
  return () => {
    next ??= generator(seed());
    return next();
  };
}

/** Small Fast Counter with 128 bits of state (C. Doty-Humphrey, PractRand), and FNV-1a over the seed for each quarter. */
function generator(seed: string): () => number {
  let [a, b, c, counter] = [0x811c9dc5, 0x9e3779b9, 0x243f6a88, 0xb7e15162].map((basis) => hashed(seed, basis)) as [
    number,
    number,
    number,
    number,
  ];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first ones are still close to the seed.
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hashed(text: string, basis: number): number {
  let hash = basis;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
