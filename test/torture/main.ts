import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { groups } from "./chaos.ts";
import type { Plant } from "./plant.ts";
import { Random } from "./random.ts";
import { torture } from "./torture.ts";

/**
 * Two servers on one database under load, while everything is killed and cut: `npm run torture -- --minutes 10 --seed 42`.
 * Exits with 1 when anything was lost, doubled or not asked for, and then keeps the data directory.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    drivers: { type: "string", default: "24" },
    directory: { type: "string" },
    port: { type: "string" },
    only: { type: "string" },
  },
});

const seed = numberOf("--seed", values.seed);
const minutes = numberOf("--minutes", values.minutes);
const directory = values.directory ?? mkdtempSync(join(tmpdir(), "millrace-torture-"));
const beganMs = performance.now();
const totals = new Map<string, number>();

const say = (line: string) =>
  console.log(`${((performance.now() - beganMs) / 1_000).toFixed(1).padStart(7)} s  ${line}`);
say(`seed ${seed}, ${minutes} minutes, data in ${directory}`);
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

const { violations, instances, commands, plant } = await torture({
  seed,
  directory,
  port: values.port === undefined ? null : numberOf("--port", values.port),
  ticks: Math.ceil(20 * (1 + minutes)),
  drivers: numberOf("--drivers", values.drivers),
  log: say,
  storm,
});
say(`${instances} instances, ${commands} commands`);
for (const [outcome, some] of Map.groupBy(plant.ledger.all(), (attempt) => attempt.outcome)) {
  const answers = [...Map.groupBy(some, ({ answer }) => answer)].map(([answer, { length }]) => `${length} ${answer}`);
  say(`${some.length} requests ${outcome}: ${answers.join(", ")}`);
}
say(`disturbed: ${[...totals].map(([name, times]) => `${name} ${times}`).join(", ")}`);
for (const violation of violations) console.log(`VIOLATION ${violation}`);
say(`seed ${seed}: ${violations.length} violations`);
if (violations.length === 0 && values.directory === undefined) {
  plant.postgres.remove();
  rmSync(directory, { recursive: true, force: true });
} else say(`the data is kept in ${directory}`);
process.exit(violations.length > 0 ? 1 : 0);

/** All groups side by side, each with its own row of chances. */
async function storm(disturbed: Plant): Promise<void> {
  const random = new Random(seed).branch();
  const untilMs = performance.now() + minutes * 60_000;
  await Promise.all(Object.keys(groups).map((group) => disturb(disturbed, group, random.branch(), untilMs)));
}

async function disturb(disturbed: Plant, group: string, random: Random, untilMs: number): Promise<void> {
  const only = values.only?.split(",");
  const choices = Object.entries(groups[group] ?? {}).filter(([name]) => !only || only.includes(name));
  if (choices.length === 0) return pause(untilMs - performance.now());
  while (performance.now() < untilMs) {
    await pause(Math.min(random.between(500, 5_000), Math.max(0, untilMs - performance.now())));
    const [name, harm] = random.of(choices);
    totals.set(name, (totals.get(name) ?? 0) + 1);
    say(`${group}: ${name}; ${disturbed.load.begun.length} instances begun`);
    // It could not be done while something else was broken, which is as good.
    await harm(disturbed, random).catch((error: Error) => say(`${group}: ${name} failed: ${error.message}`));
  }
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  throw new Error(`Expected a number as ${option}, got "${text}"`);
}
