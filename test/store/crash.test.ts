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
async function killedAfter(lines: number, connection: object): Promise<Said> {
  const child = spawn(process.execPath, [fixture, JSON.stringify(connection)], {
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

const events = (entries: readonly JournalEntry[]): Event[] => entries.flatMap((entry) => [...entry.events]);

/** Everything happened once: what a crash must neither lose nor repeat. */
function expectOnce(key: string, entries: readonly JournalEntry[]): void {
  const completed = events(entries).flatMap((event) => (event.type === "elementCompleted" ? [event.elementId] : []));
  const times = (elementId: string) => completed.filter((id) => id === elementId).length;
  expect(["begin", "split", "pause", "work", "join", "end", "crash"].map(times), key).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(times("reminded")).toBeLessThanOrEqual(2);
  expect(entries.filter(({ command }) => command.type === "startInstance")).toHaveLength(1);
  expect(entries.filter(({ command }) => command.type === "completeJob")).toHaveLength(1);
}

const openRows = [
  "element_instance where state = 'ACTIVE'",
  "job where ended_at is null or available_at is not null",
  "subscription where state = 'OPEN'",
  "token",
  "incident",
  "outbox",
];

test.each([4, 8, 10])("instances of a process that was killed end, each once (seed %d)", async (seed) => {
  const random = randomFrom(seed);
  const nodes = new Nodes();
  nodes.connection = await freshDatabase();
  const said = await killedAfter(20 + Math.floor(random() * 1.7 * crashInstances), nodes.connection);

  const store = await nodes.open();
  await finish(store);
  const instances = await rowsOf<{ key: string; state: string }>(
    store,
    "select key, state from millrace.process_instance",
  );
  const keys = instances.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([...said.started]));
  expect(new Set(instances.map(({ state }) => state))).toEqual(new Set(["COMPLETED"]));
  const kept = "millrace.job where key = any($1) and state = 'COMPLETED' and worker <> 'after'";
  expect(await countOf(store, kept, said.completed)).toBe(said.completed.length);
  for (const [key, entries] of await journalsOf(store, keys)) expectOnce(key, entries);
  for (const rows of openRows) expect(await countOf(store, `millrace.${rows}`), rows).toBe(0);
  expect(await countOf(store, "pgboss.job where name = 'timer'")).toBe(0);
  await expectIntact(store, keys);
  await store.close();
  expect(nodes.logged).toEqual([]);
});
