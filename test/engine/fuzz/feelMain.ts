import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { FeelWord } from "./feelWorker.ts";

/**
 * FEEL by the hundred thousand: `npm run fuzz -- feel --seed 1 --minutes 5`. No expression throws, takes more than 50 ms or
 * 64 MB, or gives something else than feelin where that has a result, but for the differences in docs/feel.md; every tenth
 * seed is a decision table, which gives what its rules give one by one. A seed that does otherwise is told with the line
 * that repeats it, and ends the run with 1.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "1" },
    count: { type: "string" },
  },
});
const first = numberOf("--seed", values.seed);
const untilMs = performance.now() + numberOf("--minutes", values.minutes) * 60_000;
const last = first + (values.count === undefined ? Number.MAX_SAFE_INTEGER / 2 : numberOf("--count", values.count));
/** The engine, feelin and the largest variables take 96 of it. */
const memoryMb = 96 + 64;
/** Nothing heard from the worker for so long: it hangs. */
const patienceMs = 20_000;
/** More of them say nothing new. */
const failuresMax = 50;

const verdicts = new Map<string, number>();
const differences = new Map<string, number>();
let [failures, slowestMs, slowest, largestMb] = [0, 0, first, 0];

const beganMs = performance.now();
let next = first;
while (next < last && failures < failuresMax && performance.now() < untilMs) next = await work(next);
const seconds = ((performance.now() - beganMs) / 1_000).toFixed(0);
console.log(`${next - first} seeds from ${first} in ${seconds} s: ${told(verdicts)}`);
console.log(`slowest ${slowestMs.toFixed(0)} ms (seed ${slowest}), at most ${largestMb.toFixed(0)} MB`);
console.log(`differences from feelin that are known:\n${told(differences, "\n")}`);
console.log(failures === 0 ? "nothing found" : `${failures} seeds failed`);
process.exitCode = failures > 0 ? 1 : 0;

/** Works seeds in a thread of their own until the time is up or one ends the thread; answers where to go on. */
function work(from: number): Promise<number> {
  const worker = new Worker(new URL("./feelWorker.ts", import.meta.url), {
    workerData: { from, to: last },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let current = from;
  return new Promise((resolve) => {
    const leave = (goOn: number) => {
      clearTimeout(alarm);
      worker.removeAllListeners();
      worker.terminate().then(() => resolve(goOn));
    };
    const giveUp = (why: string) => {
      fail(current, why);
      leave(current + 1);
    };
    let alarm = setTimeout(giveUp, patienceMs, "hangs");
    worker.on("message", (word: FeelWord) => {
      clearTimeout(alarm);
      alarm = setTimeout(giveUp, patienceMs, "hangs");
      if (word.kind !== "begins") return note(word);
      current = word.seed;
      if (current >= last || failures >= failuresMax || performance.now() > untilMs) leave(current);
    });
    worker.on("error", (error) => giveUp(`ended the thread: ${error.message}`));
  });
}

function note(word: Exclude<FeelWord, { kind: "begins" }>): void {
  if (word.kind === "threw") return fail(word.seed, word.error);
  if (word.kind === "differs") {
    differences.set(word.known, (differences.get(word.known) ?? 0) + 1);
    return;
  }
  verdicts.set(word.verdict, (verdicts.get(word.verdict) ?? 0) + 1);
  largestMb = Math.max(largestMb, word.heapMb);
  if (word.ms > slowestMs) [slowestMs, slowest] = [word.ms, word.seed];
}

function fail(seed: number, why: string): void {
  failures += 1;
  console.log(`seed ${seed}: ${why}\n  again: npm run fuzz -- feel --count 1 --seed ${seed}`);
}

function told(counts: ReadonlyMap<string, number>, between = ", "): string {
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  return sorted.map(([name, times]) => `${name} ${times}`).join(between);
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new Error(`Expected a number as ${option}, got "${text}"`);
}
