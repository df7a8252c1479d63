import { parentPort, workerData } from "node:worker_threads";
import { attemptFeel, type FeelAttempt } from "./feelAttempt.ts";
import { attemptTable } from "./feelTable.ts";

/** What one evaluation may take, of this thread's processor time, and what it may leave on the heap. */
const evaluatedMsMax = 50;
const heapMbMax = 64;
/** Reading has no budget of steps, but an end: expressions have 4,000 characters at most. */
const readMsMax = 1_000;

/** What the thread says: that it begins a seed, and what became of it. */
export type FeelWord =
  | { readonly kind: "begins"; readonly seed: number }
  | {
      readonly kind: "done";
      readonly seed: number;
      readonly verdict: string;
      readonly ms: number;
      readonly heapMb: number;
    }
  | { readonly kind: "differs"; readonly known: string }
  | { readonly kind: "threw"; readonly seed: number; readonly error: string };

/** Every tenth seed is a decision table. */
const seedsPerTable = 10;

const { from, to } = workerData as { from: number; to: number };
const say = (word: FeelWord) => parentPort?.postMessage(word);
const isTooMuch = ({ readMs, evaluatedMs, heapMb }: FeelAttempt) =>
  readMs > readMsMax || evaluatedMs > evaluatedMsMax || heapMb > heapMbMax;

for (let seed = from; seed <= to; seed++) {
  say({ kind: "begins", seed });
  // What it begins with lies behind the last.
  if (seed === to) break;
  try {
    if (seed % seedsPerTable === 0) await table(seed);
    else expression(seed);
  } catch (error) {
    say({ kind: "threw", seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function table(seed: number): Promise<void> {
  const answer = await attemptTable(seed);
  say({ kind: "done", seed, verdict: `table ${typeof answer === "string" ? answer : "decided"}`, ms: 0, heapMb: 0 });
}

function expression(seed: number): void {
  const { verdict, isCompared, difference, readMs, evaluatedMs, heapMb } = leastOf(seed);
  if (readMs > readMsMax) throw new Error(`Reading it took ${readMs.toFixed(0)} ms`);
  if (evaluatedMs > evaluatedMsMax) throw new Error(`It took ${evaluatedMs.toFixed(0)} ms`);
  if (heapMb > heapMbMax) throw new Error(`It made ${heapMb.toFixed(0)} MB`);
  if (difference && !difference.known) {
    const { text, ours, theirs } = difference;
    throw new Error(`${text} gives ${JSON.stringify(ours)}, and ${JSON.stringify(theirs)} in feelin`);
  }
  if (difference?.known) say({ kind: "differs", known: difference.known.what });
  say({ kind: "done", seed, verdict: isCompared ? `compared ${verdict}` : verdict, ms: evaluatedMs, heapMb });
}

/** What takes too much is tried again: compilers and the collector of rubbish work on their own, and others on the machine. */
function leastOf(seed: number): FeelAttempt {
  let least = attemptFeel(seed);
  for (let again = 0; again < 3 && isTooMuch(least); again++) {
    const other = attemptFeel(seed);
    least = {
      ...other,
      readMs: Math.min(least.readMs, other.readMs),
      evaluatedMs: Math.min(least.evaluatedMs, other.evaluatedMs),
      heapMb: Math.min(least.heapMb, other.heapMb),
    };
  }
  return least;
}
