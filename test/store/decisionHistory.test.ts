import { afterEach, describe, expect, test } from "vitest";
import type { Layout } from "../../server/store/history/layout.ts";
import { makeRanges, partitionName } from "../../server/store/history/ranges.ts";
import { historyTables } from "../../server/store/history/tables.ts";
import { beginRange } from "../../server/store/keys.ts";
import type { Store } from "../../server/store/store.ts";
import { dmn, literal } from "./decisionTables.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { complete, countOf, deployed, jobsOf, Nodes, rowsOf, start } from "./openStores.ts";

const dayMs = 86_400_000;
const beginning = Date.parse("2026-01-01T00:00:00Z");

let nodes: Nodes;
let now = beginning;

/** The first server on a new database, with a decision deployed. */
async function firstNode(layout: Layout): Promise<Store> {
  now = beginning;
  nodes = new Nodes();
  nodes.layout = layout;
  nodes.connection = await freshDatabase(nodes.layout);
  const store = await node();
  await store.deploy([{ name: "one.dmn", content: dmn("one", literal("one", "n + 1")) }]);
  return store;
}

async function node(): Promise<Store> {
  const store = await nodes.open(() => now);
  nodes.stores.push(store);
  return store;
}

async function close(): Promise<void> {
  for (const store of nodes.stores.splice(0)) await store.close();
}

afterEach(close);

const decide = (store: Store) => store.decisions.evaluate({ binding: "latest", decisionId: "one" }, { n: 1 });

const kept = (store: Store, ...made: readonly { evaluationKey: string }[]) =>
  countOf(
    store,
    "millrace.decision_instance where evaluation_key = any($1)",
    made.map(({ evaluationKey }) => evaluationKey),
  );

/** The range that keys are taken from, for servers that start afterwards. */
async function inRange(store: Store, number: number): Promise<Store> {
  const client = await store.pool.connect();
  await beginRange(client, number);
  client.release();
  return node();
}

const partitions = async (store: Store) => {
  const found = await rowsOf<{ name: string }>(
    store,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'millrace.decision_instance'::regclass order by 1`,
  );
  return found.map(({ name }) => name);
};

/** As an earlier version leaves the database: laid out, without the tables of decisions and what came later. */
async function withoutDecisions(store: Store): Promise<void> {
  for (const table of ["decision_instance", "decision_definition", "decision_requirements"])
    await store.pool.query(`drop table millrace.${table}`);
  await store.pool.query(`
    alter table millrace.message drop column position;
    create index message_name_correlation_key_key_index on millrace.message (name, correlation_key, key)`);
  await store.pool.query(
    `delete from millrace_migrations.__drizzle_migrations where created_at >= (
       select created_at from millrace_migrations.__drizzle_migrations order by created_at offset 6 limit 1)`,
  );
  await close();
}

describe("a database of an earlier version", () => {
  test.each<[Layout, string[]]>([
    ["range", ["decision_instance_p0", "decision_instance_p1", "decision_instance_p2"]],
    ["hash", Array.from({ length: 8 }, (_, n) => `decision_instance_h${n}`)],
    ["whole", []],
  ])("laid out by %s gets the table of decisions laid out alike", async (layout, expected) => {
    const before = await firstNode(layout);
    if (layout === "range") await decide(await inRange(before, 1));
    await withoutDecisions(before);
    const store = await node();
    expect(await partitions(store)).toEqual(expected);
    await store.deploy([{ name: "one.dmn", content: dmn("one", literal("one", "n + 1")) }]);
    const made = await decide(store);
    expect([made.output, await kept(store, made)]).toEqual(["2", 1]);
    const again = await node();
    expect(await partitions(again)).toEqual(expected);
  });
});

describe("a server of an earlier version, beside this one,", () => {
  test("makes partitions without those of decisions, which are made before they are needed", async () => {
    const store = await firstNode("range");
    const client = await store.pool.connect();
    await makeRanges(client, 4);
    for (const number of [3, 4])
      await client.query(`drop table millrace.${partitionName("decision_instance", number)}`);
    client.release();
    const later = await inRange(store, 3);
    const made = await decide(later);
    expect(BigInt(made.evaluationKey) >> 43n).toBe(3n);
    expect(await kept(later, made)).toBe(1);
    expect(await partitions(later)).toEqual(
      [0, 1, 2, 3, 4].map((number) => partitionName("decision_instance", number)),
    );
  });

  test("drops a range without the part of decisions, which goes with the next look", async () => {
    const store = await firstNode("range");
    const made = await decide(store);
    await inRange(store, 1);
    for (const { name } of historyTables)
      if (name !== "decision_instance") await store.pool.query(`drop table millrace.${partitionName(name, 0)}`);
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
    expect(await kept(store, made)).toBe(0);
    expect(await partitions(store)).toEqual(["decision_instance_p1"]);
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
  });
});

describe("decisions that no process asked for", () => {
  test("stay for ever as long as no policy says otherwise", async () => {
    const store = await firstNode("range");
    const made = await decide(store);
    await decide(await inRange(store, 1));
    now += 10_000 * dayMs;
    await store.history.setRetention(1, "some process");
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect(await kept(store, made)).toBe(1);
  });

  test("go with their range by the policy of all others, and let the next range begin", async () => {
    const store = await firstNode("range");
    await store.history.setRetention(30);
    const made = await decide(store);
    const next = await inRange(store, 1);
    const later = await decide(next);
    now = beginning + 29 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect(await kept(store, made, later)).toBe(2);
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [0], instances: 0 });
    expect([await kept(store, made), await kept(store, later)]).toEqual([0, 1]);
    // The range in use began a week ago and more, so that the next one is begun.
    const third = await decide(await node());
    expect(BigInt(third.evaluationKey) >> 43n).toBe(2n);
  });

  test.each<Layout>(["range", "hash"])("are deleted beside instances that stay, by %s", async (layout) => {
    const store = await firstNode(layout);
    await store.history.setRetention(30);
    const task = definitions(
      bpmnProcess("task", startEvent("begin"), serviceTask("work"), endEvent("end"), path("begin", "work", "end")),
    );
    const keys = await deployed(store, task);
    const { processInstanceKey } = await start(store, keys.task);
    const made = [await decide(store), await decide(store)];
    now = beginning + 10 * dayMs;
    const young = await decide(store);
    if (layout === "range") await decide(await inRange(store, 1));
    now = beginning + 31 * dayMs;
    expect(await store.history.removeExpired()).toEqual({ ranges: [], instances: 0 });
    expect([await kept(store, ...made), await kept(store, young)]).toEqual([0, 1]);
    for (const job of await jobsOf(store, "work")) await complete(store, job);
    expect(await countOf(store, "millrace.process_instance where key = $1", processInstanceKey)).toBe(1);
  });
});
