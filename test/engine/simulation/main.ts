import { parseArgs } from "node:util";
import { Broken, kindOf, simulate } from "./simulate.ts";

/**
 * Random processes and commands for as long as is asked for: `npm run simulate -- --minutes 10`. `--seed 7` repeats
 * one; `--from 1000` begins elsewhere, `--count 500` ends there. Exits with 1 when anything was found; each finding is
 * printed with its shortest story and its models.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string" },
    from: { type: "string", default: "1" },
    count: { type: "string" },
  },
});

const first = wholeNumber("--seed", values.seed ?? values.from);
const count = values.seed === undefined ? wholeNumber("--count", values.count ?? "1000000000") : 1;
const untilMs = performance.now() + Number(values.minutes) * 60_000;
if (!(untilMs > 0)) throw new Error(`Expected a number as --minutes, got "${values.minutes}"`);

const found = new Map<string, { count: number; shortest: Broken }>();
const beganMs = performance.now();
let [seeds, commands] = [0, 0];
for (let seed = first; seed < first + count && (seeds === 0 || performance.now() < untilMs); seed++) {
  seeds += 1;
  try {
    commands += (await simulate(seed)).commands;
  } catch (error) {
    if (!(error instanceof Broken)) throw new Error(`seed ${seed}`, { cause: error });
    const kind = kindOf(error.what);
    const before = found.get(kind);
    const isShorter = !before || error.message.length < before.shortest.message.length;
    found.set(kind, { count: (before?.count ?? 0) + 1, shortest: isShorter ? error : before.shortest });
    console.log(`seed ${seed}: ${error.what.split("\n")[0]}`);
  }
}

for (const { shortest, count: times } of found.values())
  console.log(
    `\n${"=".repeat(80)}\nfound ${times} times; the shortest:\n${shortest.message}\n${shortest.cause instanceof Error ? shortest.cause.stack : ""}`,
  );
const seconds = (performance.now() - beganMs) / 1_000;
console.log(
  `${seeds} seeds from ${first}, ${commands} commands in ${seconds.toFixed(0)} s (${(seeds / seconds).toFixed(1)} seeds/s); ${found.size} kinds of finding`,
);
process.exitCode = found.size > 0 ? 1 : 0;

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`Expected a whole number as ${option}, got "${text}"`);
}
