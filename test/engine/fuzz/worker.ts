import { parentPort, workerData } from "node:worker_threads";
import { attempt, modelsToChange } from "./attempt.ts";

/** What a worker says: that it begins a seed, and what became of it. */
export type Word =
  | { readonly kind: "begins"; readonly seed: number }
  | {
      readonly kind: "done";
      readonly seed: number;
      readonly ms: number;
      readonly verdict: string;
      readonly codes: readonly string[];
      readonly commands: number;
    }
  | { readonly kind: "threw"; readonly seed: number; readonly error: string }
  | { readonly kind: "finished" };

/** Longer than this and the seed is tried again, as something else may have had the processor. */
const secondMs = 1_000;

const { from, to } = workerData as { from: number; to: number };
const models = modelsToChange();
const say = (word: Word) => parentPort?.postMessage(word);
for (let seed = from; seed < to; seed++) {
  say({ kind: "begins", seed });
  try {
    let result = await attempt(seed, models);
    let ms = result.slowestMs;
    for (let again = 0; again < 2 && ms > secondMs; again++) {
      result = await attempt(seed, models);
      ms = Math.min(ms, result.slowestMs);
    }
    const { verdict, codes, commands } = result;
    say({ kind: "done", seed, ms, verdict, codes, commands });
  } catch (error) {
    say({ kind: "threw", seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
say({ kind: "finished" });
