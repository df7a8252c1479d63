import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../server/store/database.ts";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { crashModels } from "./crashModel.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent } from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { expectIntact } from "./journalChecks.ts";
import { allEnded, at, complete, countOf, deployed, jobsOf, Nodes, rowsOf, start } from "./openStores.ts";
import { type Break, Breaker } from "./retryBreaker.ts";

/** A store whose connections break, and one beside it that looks at what has become of everything. */
const nodes = new Nodes();
let breaker: Breaker;
let store: Store;
let beside: Store;
let definitionKey: string | undefined;

const oneTask = definitions(
  bpmnProcess("once", startEvent("begin"), serviceTask("work"), endEvent("end"), path("begin", "work", "end")),
);

beforeAll(async () => {
  const direct = await freshDatabase(nodes.layout);
  breaker = await Breaker.open(direct);
  nodes.connection = { ...direct, host: "127.0.0.1", port: breaker.port };
  store = await nodes.open();
  nodes.connection = direct;
  beside = await nodes.open();
  nodes.stores.push(store, beside);
  ({ once: definitionKey } = await deployed(beside, oneTask));
});

afterAll(async () => {
  await Promise.all(nodes.stores.map((one) => one.close()));
  await breaker.close();
  expect(nodes.logged.filter((line) => /defect/i.test(line))).toEqual([]);
});

beforeEach(() => {
  breaker.broken = 0;
});

const startMany = (count: number) => Promise.all(Array.from({ length: count }, () => start(store, definitionKey)));

/** Every one of these instances has had as many commands as it was given, and there are no others. */
async function expectOnce(keys: readonly string[], revision: number): Promise<void> {
  await expectIntact(beside, keys);
  const rows = await rowsOf<{ revision: number }>(
    beside,
    "select revision from millrace.process_instance where process_id = 'once'",
  );
  expect(rows.map((row) => row.revision)).toEqual(keys.map(() => revision));
  // With their jobs, which a worker of a later test would get.
  await beside.pool.query("delete from millrace.job where process_instance_key = any($1::bigint[])", [keys]);
  await beside.pool.query("delete from millrace.process_instance where process_id = 'once'");
}

test("what Postgres rolls back at the COMMIT is not taken for done", async () => {
  const work = inTransaction(store.pool, (tx) => tx.query("select 1 / 0").catch(() => "nobody has seen it"));
  await expect(work).rejects.toThrow("got ROLLBACK");
});

test.each<[string, Break[]]>([
  ["before Postgres has the COMMIT", ["before"]],
  ["before Postgres answers the COMMIT", ["during"]],
  ["before the answer comes", ["after"]],
  ["again and again", ["after", "before", "during"]],
])("what loses its connection %s happens once, and is answered", async (_, plan) => {
  breaker.plan.push(...plan);
  const started = await startMany(60);
  const jobs = await jobsOf(beside, "work");
  expect(jobs).toHaveLength(60);
  breaker.plan.push(...plan);
  const done = await Promise.all(jobs.map((job) => complete(store, job)));
  expect(done.map(({ revision, isEnded }) => ({ revision, isEnded }))).toEqual(
    jobs.map(() => ({ revision: 2, isEnded: true })),
  );
  expect(breaker.broken).toBeGreaterThanOrEqual(2);
  breaker.plan.length = 0;
  await expectOnce(
    started.map(({ processInstanceKey }) => processInstanceKey),
    2,
  );
});

test.each<Break>(["before", "during", "after"])(
  "what is refused is refused, wherever its COMMIT breaks (%s)",
  async (where) => {
    breaker.plan.push(where);
    const cancel = () => store.execute("4194304", { type: "cancelInstance" }, "tester");
    const outcomes = await Promise.allSettled([cancel(), cancel()]);
    expect(breaker.broken).toBe(1);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: "INSTANCE_NOT_FOUND" } });
  },
);

/** Keeps every transaction that writes a journal in its COMMIT, until the answered call lets them go. */
async function holdCommits(): Promise<{ pids: () => Promise<number[]>; letGo: () => Promise<void> }> {
  const client = new pg.Client(nodes.connection);
  await client.connect();
  await client.query(
    `create function hold() returns trigger language plpgsql as
       $$ begin perform pg_advisory_xact_lock_shared(4711); return null; end $$;
     create constraint trigger held after insert on millrace.journal
       deferrable initially deferred for each row execute function hold();
     select pg_advisory_lock(4711)`,
  );
  return {
    pids: async () => {
      const { rows } = await client.query<{ pid: number }>(
        "select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted",
      );
      return rows.map(({ pid }) => pid);
    },
    letGo: async () => {
      await client.query("select pg_advisory_unlock(4711)");
      await client.end();
    },
  };
}

const dropHold = () =>
  beside.pool.query("drop trigger held on millrace.journal; drop function hold()").then(() => undefined);

test("a COMMIT that is still under way is waited for", async () => {
  const held = await holdCommits();
  breaker.plan.push("during");
  const starting = startMany(20);
  const waits = "pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into millrace.journal%'";
  await eventually(
    "somebody to wait for the transaction's end",
    async () => (await countOf(beside, `${waits} and datname = current_database()`)) === 1,
  );
  await held.letGo();
  const started = await starting;
  await dropHold();
  expect(breaker.broken).toBe(1);
  await expectOnce(
    started.map(({ processInstanceKey }) => processInstanceKey),
    1,
  );
});

test("a COMMIT that is ended with its session is run again", async () => {
  const held = await holdCommits();
  const starting = startMany(20);
  await eventually("the batch to commit", async () => (await held.pids()).length > 0);
  for (const pid of await held.pids()) await beside.pool.query("select pg_terminate_backend($1)", [pid]);
  await held.letGo();
  const started = await starting;
  await dropHold();
  await expectOnce(
    started.map(({ processInstanceKey }) => processInstanceKey),
    1,
  );
});

test("calls, their answers and signals happen once although connections break all the time", async () => {
  const { caller } = await deployed(beside, ...crashModels.calls);
  const kinds = ["after", null, "during", null, "before", null] as const;
  breaker.plan.push(...Array.from({ length: 160 }, (_, n) => at(kinds, n)));
  const keys: string[] = [];
  for (let n = 0; n < 10; n += 1) keys.push((await start(store, caller, { n })).processInstanceKey);
  for (let left = 2 * keys.length; left > 0; ) {
    const jobs = await jobsOf(beside, "work", { waitMs: 5_000, jobsMax: 3 });
    await Promise.all(jobs.map((job) => complete(store, job)));
    left -= jobs.length;
  }
  await allEnded(beside, keys);
  breaker.plan.length = 0;
  expect(breaker.broken).toBeGreaterThan(5);
  const ofOne = await rowsOf<{ count: string }>(
    beside,
    `select count(*) from millrace.process_instance where parent_key = any($1) group by parent_key`,
    keys,
  );
  expect(ofOne).toEqual(keys.map(() => ({ count: "2" })));
  await expectIntact(beside, keys);
});
