import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { detachRange, makeRanges, rangesOf } from "../../server/store/history/ranges.ts";
import { sumUpStatistics } from "../../server/store/history/statistics.ts";
import { historyTables } from "../../server/store/history/tables.ts";
import { beginRange } from "../../server/store/keys.ts";
import { Store } from "../../server/store/store.ts";
import { bpmnProcess, callActivity, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { complete, countOf, deployed, jobsOf, Nodes, rowsOf, start } from "./openStores.ts";

const dayMs = 86_400_000;
const beginning = Date.parse("2026-01-01T00:00:00Z");

const oneTask = (id: string) =>
  definitions(bpmnProcess(id, startEvent("begin"), serviceTask("work"), endEvent("end"), path("begin", "work", "end")));

const calling = definitions(
  bpmnProcess(
    "caller",
    startEvent("begin"),
    callActivity("call", "short"),
    serviceTask("second"),
    endEvent("end"),
    path("begin", "call", "second", "end"),
  ),
);

let nodes: Nodes;
let now = beginning;
let keys: Record<string, string>;

beforeEach(async () => {
  now = beginning;
  nodes = new Nodes();
  nodes.layout = "range";
  nodes.connection = await freshDatabase(nodes.layout);
  keys = await deployed(await node(), oneTask("short"), oneTask("long"), calling);
});

afterEach(async () => {
  for (const store of nodes.stores.splice(0)) await store.close();
});

/** One more server; it has keys of the range that is in use now. */
async function node(): Promise<Store> {
  const store = await nodes.open(() => now);
  nodes.stores.push(store);
  return store;
}

async function begun(store: Store, processId: string): Promise<string> {
  const { processInstanceKey } = await start(store, keys[processId]);
  return processInstanceKey;
}

async function ended(store: Store, processId: string): Promise<string> {
  const key = await begun(store, processId);
  for (const job of await jobsOf(store, "work")) if (job.processInstanceKey === key) await complete(store, job);
  return key;
}

/** A server whose instances come into the next range, with one that has begun there. */
async function nextRange(store: Store, number: number): Promise<Store> {
  const client = await store.pool.connect();
  await beginRange(client, number);
  client.release();
  const next = await node();
  await begun(next, "long");
  now += 2 * 3_600_000;
  return next;
}

const rangesIn = async (store: Store) => {
  const client = await store.pool.connect();
  try {
    return await rangesOf(client);
  } finally {
    client.release();
  }
};

/** What is kept of an instance, in all tables that hold history. */
async function keptOf(store: Store, key: string): Promise<number> {
  const counts = historyTables.map(({ name, keyColumn }) =>
    countOf(store, `millrace.${name} where ${keyColumn} = $1`, key),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

const counted = async (store: Store) => {
  const client = await store.pool.connect();
  await sumUpStatistics(client);
  client.release();
  return rowsOf(
    store,
    `select d.process_id as "processId", s.active::int, s.completed::int from millrace.statistic s
     join millrace.process_definition d on d.key = s.definition_key
     where s.element_id = '' and d.process_id <> 'caller' order by d.process_id`,
  );
};

describe("instances that have ended", () => {
  test("stay for ever as long as no policy says otherwise", async () => {
    const store = nodes.store;
    const key = await ended(store, "short");
    await nextRange(store, 1);
    now += 100_000 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect(await keptOf(store, key)).toBeGreaterThan(5);
  });

  test("go with their range when its policy lets all of them go, and are counted no longer", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    const key = await ended(store, "short");
    const next = await nextRange(store, 1);
    now = beginning + 29 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect(await counted(store)).toEqual([
      { processId: "long", active: 1, completed: 0 },
      { processId: "short", active: 0, completed: 1 },
    ]);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
    expect(await keptOf(store, key)).toBe(0);
    expect(await counted(store)).toEqual([
      { processId: "long", active: 1, completed: 0 },
      { processId: "short", active: 0, completed: 0 },
    ]);
    // A week has gone: what begins now comes into a range of its own.
    const later = await node();
    expect(BigInt(await begun(later, "short")) >> 43n).toBe(2n);
    expect(await rangesIn(next)).toEqual([1, 2, 3]);
  });

  test("are deleted from a range in which another one still runs", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    const [gone, running] = [await ended(store, "short"), await begun(store, "short")];
    await nextRange(store, 1);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 1 });
    expect(await keptOf(store, gone)).toBe(0);
    const [job] = (await jobsOf(store, "work")).filter(({ processInstanceKey }) => processInstanceKey === running);
    if (job) await complete(store, job);
    expect(await rowsOf(store, "select state from millrace.process_instance where key = $1", running)).toEqual([
      { state: "COMPLETED" },
    ]);
  });

  test("are kept as long as the policy of their own process says", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    await store.history.setRetention(null, "long");
    const [short, long] = [await ended(store, "short"), await ended(store, "long")];
    await nextRange(store, 1);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 1 });
    expect([await keptOf(store, short), (await keptOf(store, long)) > 5]).toEqual([0, true]);
    await store.history.unsetRetention("long");
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
    expect(await store.history.retention()).toEqual({ days: 30, processes: [] });
  });

  test("stay as long as one that they called, or that called them, still runs", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    const caller = await begun(store, "caller");
    await store.settled();
    const [called] = await jobsOf(store, "work");
    if (called) await complete(store, called);
    await store.settled();
    const alone = await ended(store, "short");
    await nextRange(store, 1);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 1 });
    expect(await keptOf(store, alone)).toBe(0);
    expect(await keptOf(store, called?.processInstanceKey ?? "")).toBeGreaterThan(5);
    const [second] = (await jobsOf(store, "second")).filter(({ processInstanceKey }) => processInstanceKey === caller);
    if (second) await complete(store, second);
    now += 31 * dayMs;
    expect(await store.history.removeExpired()).toMatchObject({ ranges: [0] });
  });

  test("wait for their range when all of it goes within days", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    const first = await ended(store, "short");
    now += 2 * dayMs;
    await ended(store, "short");
    await nextRange(store, 1);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect(await keptOf(store, first)).toBeGreaterThan(5);
    now = beginning + 33 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
  });

  test("go also when a server was killed between detaching their range and dropping it", async () => {
    const store = nodes.store;
    await store.history.setRetention(30);
    await ended(store, "short");
    await nextRange(store, 1);
    now = beginning + 31 * dayMs;
    const client = await store.pool.connect();
    await detachRange(client, 0);
    client.release();
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
    expect(await countOf(store, "pg_class where relname like '%\\_p0'")).toBe(0);
    expect(await counted(store)).toEqual([
      { processId: "long", active: 1, completed: 0 },
      { processId: "short", active: 0, completed: 0 },
    ]);
  });
});

test("what was there before the tables were cut into ranges ages out by its own policy", async () => {
  nodes.connection = await freshDatabase();
  const whole = await Store.open({ connection: nodes.connection, layout: "whole", log: () => {}, nowMs: () => now });
  keys = await deployed(whole, oneTask("short"), oneTask("long"));
  const [gone, running] = [await ended(whole, "short"), await begun(whole, "long")];
  await whole.close();
  const store = await node();
  await store.history.setRetention(30);
  expect(await rangesIn(store)).toEqual([1]);
  await nextRange(store, 3);
  now = beginning + 31 * dayMs;
  expect(await store.history.removeExpired()).toMatchObject({ instances: 1 });
  expect([await keptOf(store, gone), (await keptOf(store, running)) > 5]).toEqual([0, true]);
});

test("partitions are there before any key of theirs is handed out", async () => {
  const store = nodes.store;
  const client = await store.pool.connect();
  await makeRanges(client, 3);
  await beginRange(client, 5);
  client.release();
  expect(BigInt(await begun(await node(), "short")) >> 43n).toBe(5n);
  expect(await rangesIn(store)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
