import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Event } from "../../engine/vocabulary.ts";
import type { Store } from "../../server/store/store.ts";
import { crashInstances } from "./crashModel.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { expectIntact, type JournalEntry, journalsOf } from "./journalChecks.ts";
import { complete, countOf, jobsOf, Nodes, rowsOf } from "./openStores.ts";

/** Starts a program with what it needs loaded once, as `npm start` does. */
const runner = fileURLToPath(new URL("../../cli/run.js", import.meta.url));
const fixture = fileURLToPath(new URL("workUntilKilled.ts", import.meta.url));

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Said {
  readonly started: readonly string[];
  readonly completed: readonly string[];
}

/** Lets a process work on the database and kills it after this many lines; answers what it had said until then. */
async function killedAfter(lines: number, connection: object, model: string): Promise<Said> {
  const child = spawn(process.execPath, [runner, fixture, JSON.stringify(connection), model], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === lines) child.kill("SIGKILL");
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  const keysOf = (verb: string) =>
    said.flatMap((line) => (line.startsWith(`${verb} `) ? [line.slice(verb.length + 1)] : []));
  return { started: keysOf("started"), completed: keysOf("completed") };
}

/** Works jobs until no instance is active. */
async function finish(store: Store): Promise<void> {
  while ((await countOf(store, "millrace.process_instance where state = 'ACTIVE'")) > 0) {
    const jobs = await jobsOf(store, "work", { waitMs: 100, worker: "after" });
    await Promise.all(jobs.map((job) => complete(store, job, { worker: "after" })));
  }
}

const openRows = [
  "element_instance where state = 'ACTIVE'",
  "job where ended_at is null or available_at is not null",
  "subscription where state = 'OPEN'",
  "token",
  "incident",
  "loop",
  "loop_output",
  "outbox",
];

/** Kills a process at a random moment, finishes what it has begun, and checks that nothing was lost. */
async function crash(seed: number, model: string): Promise<{ processId: string; entries: readonly JournalEntry[] }[]> {
  const random = randomFrom(seed);
  const nodes = new Nodes();
  nodes.connection = await freshDatabase(nodes.layout);
  const said = await killedAfter(20 + Math.floor(random() * 1.7 * crashInstances), nodes.connection, model);

  const store = await nodes.open();
  await finish(store);
  await store.settled();
  const instances = await rowsOf<{ key: string; state: string; processId: string }>(
    store,
    `select key, state, process_id as "processId" from millrace.process_instance`,
  );
  const keys = instances.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([...said.started]));
  expect(new Set(instances.map(({ state }) => state))).toEqual(new Set(["COMPLETED"]));
  const kept = "millrace.job where key = any($1) and state = 'COMPLETED' and worker <> 'after'";
  expect(await countOf(store, kept, said.completed)).toBe(said.completed.length);
  for (const rows of openRows) expect(await countOf(store, `millrace.${rows}`), rows).toBe(0);
  expect(await countOf(store, "pgboss.job where name = 'timer'")).toBe(0);
  await expectIntact(store, keys);
  const journals = await journalsOf(store, keys);
  await store.close();
  expect(nodes.logged).toEqual([]);
  return instances.map(({ key, processId }) => ({ processId, entries: journals.get(key) ?? [] }));
}

const completedOnce = (entries: readonly JournalEntry[]) => {
  const events = entries.flatMap((entry): readonly Event[] => entry.events);
  const completed = events.flatMap((event) => (event.type === "elementCompleted" ? [event.elementId] : []));
  return (elementId: string) => completed.filter((id) => id === elementId).length;
};

const commandsOf = (entries: readonly JournalEntry[], type: string) =>
  entries.filter(({ command }) => command.type === type).length;

/** Everything happened once: what a crash must neither lose nor repeat. */
test.each([4, 8])("instances of a process that was killed end, each once (seed %d)", async (seed) => {
  for (const { entries } of await crash(seed, "timers")) {
    const times = completedOnce(entries);
    expect(["begin", "split", "pause", "work", "join", "end", "crash"].map(times)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(times("reminded")).toBeLessThanOrEqual(2);
    expect(commandsOf(entries, "startInstance")).toBe(1);
    expect(commandsOf(entries, "completeJob")).toBe(1);
  }
});

test.each([3, 9])("so do those that call each other and throw signals (seed %d)", async (seed) => {
  const instances = await crash(seed, "calls");
  const callers = instances.filter(({ processId }) => processId === "caller");
  for (const { entries } of callers) {
    const times = completedOnce(entries);
    // The two calls and what repeats them.
    expect(["begin", "heard", "call", "join", "end", "caller"].map(times)).toEqual([1, 1, 3, 1, 1, 1]);
    const told = ["startInstance", "completeCall", "triggerSignal"].map((type) => commandsOf(entries, type));
    expect(told).toEqual([1, 2, 1]);
  }
  const called = instances.filter(({ processId }) => processId === "called");
  expect(called).toHaveLength(2 * callers.length);
  for (const { entries } of called) {
    const times = completedOnce(entries);
    expect(["begin", "work", "tell", "end", "called"].map(times)).toEqual([1, 1, 1, 1, 1]);
  }
});
