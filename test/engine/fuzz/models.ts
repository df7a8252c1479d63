import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { fileOf, modelsToChange } from "./attempt.ts";
import type { Word } from "./worker.ts";

/**
 * Mutated BPMN files by the thousand: `node test/engine/fuzz/main.ts --count 10000 --seed 1`. To read one, and to tell
 * its instances something, never throws and takes a second at most, all together 512 MB. A seed that does otherwise is
 * told with the line that repeats it, and ends the run with 1; `--write model.bpmn` writes the first seed's file.
 */
const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    write: { type: "string" },
  },
});
const count = wholeNumber("--count", values.count);
const first = wholeNumber("--seed", values.seed);
/** Per file; the samples and the engine themselves take a tenth of it. */
const memoryMb = 512;
const secondMs = 1_000;
/** Nothing heard from the worker for so long: it hangs. */
const patienceMs = 20_000;

if (values.write !== undefined) writeFileSync(values.write, fileOf(first, modelsToChange()));

const verdicts = new Map<string, number>();
const codes = new Map<string, number>();
const failures: string[] = [];
let [commands, slowestMs, slowest] = [0, 0, first];

const beganMs = performance.now();
for (let next = first; next < first + count; ) next = await work(next, first + count);
const seconds = ((performance.now() - beganMs) / 1_000).toFixed(0);
const told = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([name, times]) => `${name} ${times}`)
    .join(", ");
console.log(
  `${count} files from seed ${first} in ${seconds} s: ${told(verdicts)}; ${commands} commands; slowest ${slowestMs.toFixed(0)} ms (seed ${slowest})`,
);
console.log(told(codes));
console.log(failures.length === 0 ? "nothing found" : `${failures.length} seeds failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Works seeds in a thread of their own until all are done or one ends the thread; answers where to go on. */
function work(from: number, to: number): Promise<number> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { from, to },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let current = from;
  return new Promise((resolve) => {
    const giveUp = (why: string) => {
      fail(current, why);
      worker.removeAllListeners("exit");
      worker.terminate().then(() => resolve(current + 1));
    };
    let alarm = setTimeout(giveUp, patienceMs, "hangs");
    worker.on("message", (word: Word) => {
      clearTimeout(alarm);
      alarm = setTimeout(giveUp, patienceMs, "hangs");
      if (word.kind === "begins") current = word.seed;
      else if (word.kind === "done") note(word);
      else if (word.kind === "threw") fail(word.seed, word.error);
      else current = to;
    });
    worker.on("error", (error) => fail(current, `ended the thread: ${error.message}`));
    worker.on("exit", () => {
      clearTimeout(alarm);
      resolve(current >= to ? to : current + 1);
    });
  });
}

function note(word: Word & { kind: "done" }): void {
  verdicts.set(word.verdict, (verdicts.get(word.verdict) ?? 0) + 1);
  for (const code of new Set(word.codes)) codes.set(code, (codes.get(code) ?? 0) + 1);
  commands += word.commands;
  if (word.ms > slowestMs) [slowestMs, slowest] = [word.ms, word.seed];
  if (word.ms > secondMs) fail(word.seed, `took ${word.ms.toFixed(0)} ms`);
}

function fail(seed: number, why: string): void {
  failures.push(why);
  console.log(`seed ${seed}: ${why}\n  again: node test/engine/fuzz/main.ts --count 1 --seed ${seed}`);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`Expected a whole number as ${option}, got "${text}"`);
}
