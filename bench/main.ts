import { writeFile } from "node:fs/promises";
import type { ContestantName, Figures } from "./contestant.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { type Run, reportOf } from "./report.ts";
import { type BenchServer, startServer } from "./server.ts";
import { Side } from "./side.ts";
import { requireSpace } from "./space.ts";

const sides: Side[] = [];

// Their death ends the run, which then puts its server and files away.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    for (const side of sides) side.kill();
  });

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(usage);
  else await publish(await measure(options), options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Leaves nothing behind: neither processes nor files. */
async function measure(options: Options): Promise<Run> {
  await requireSpace(options);
  const startedMs = performance.now();
  const server = await startServer();
  try {
    const rounds = await compete(server, options);
    const { roundMs, warmUpMs, scale } = options;
    const settings = { roundMs, warmUpMs, scale, seconds: Math.round((performance.now() - startedMs) / 1_000) };
    return { machine: server.machine, settings, rounds };
  } finally {
    for (const side of sides) side.kill();
    await server.stop();
  }
}

async function publish(run: Run, { json }: Options): Promise<void> {
  const { text, figures } = reportOf(run);
  if (json !== null) await writeFile(json, `${JSON.stringify({ ...run, ...figures }, null, 2)}\n`);
  console.log(text);
}

/** All contestants in every round, one at a time; each round begins with another one, to be fair to drift. */
async function compete(server: BenchServer, options: Options): Promise<Record<ContestantName, Figures>[]> {
  progress(`starting ${options.names.join(", ")}`);
  await Promise.all(options.names.map((name) => openSide(server, name, options)));
  const order = options.names.flatMap((name) => sides.find((side) => side.name === name) ?? []);
  for (const side of order) {
    progress(`warming up ${side.name}`);
    await side.round(options.warmUpMs);
  }
  const rounds: Record<string, Figures>[] = [];
  for (let at = 0; at < options.rounds; at++) {
    const figures: Record<string, Figures> = {};
    for (const side of rotated(order, at)) {
      progress(`round ${at + 1} of ${options.rounds}: ${side.name}`);
      await server.checkpoint();
      figures[side.name] = await side.round(options.roundMs);
    }
    rounds.push(figures);
  }
  progress("");
  for (const side of sides.splice(0)) await side.close();
  return rounds;
}

async function openSide(server: BenchServer, name: ContestantName, { scale }: Options): Promise<void> {
  const connection = await server.database(name.toLowerCase());
  const side = new Side(name, connection, scale);
  sides.push(side);
  await side.ready;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** One line on a terminal that is overwritten; nothing in a file. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}
