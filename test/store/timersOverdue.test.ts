import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { describe, expect, test } from "vitest";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, catchEvent, definitions, endEvent, path, startEvent, timer } from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { allEnded, at, countOf, deployed, Nodes, rowsOf, start, stateOf } from "./openStores.ts";

/** Starts a program with what it needs loaded once, as `npm start` does. */
const runner = fileURLToPath(new URL("../../cli/run.js", import.meta.url));
const fixture = fileURLToPath(new URL("timersUntilKilled.ts", import.meta.url));

const hourMs = 3_600_000;

const pausing = (id: string, trigger: string) =>
  definitions(
    bpmnProcess(id, startEvent("begin"), catchEvent("pause", trigger), endEvent("end"), path("begin", "pause", "end")),
  );

async function nodesAlone(): Promise<Nodes> {
  const nodes = new Nodes();
  nodes.connection = await freshDatabase(nodes.layout);
  return nodes;
}

/** Instances that wait an hour, and nobody who would wake them. */
async function waiting(nodes: Nodes, count: number): Promise<string[]> {
  const store = await nodes.open();
  const { overdue } = await deployed(store, pausing("overdue", timer("timeDuration", "PT1H")));
  const started = [];
  for (let n = 0; n < count; n += 1) started.push((await start(store, overdue)).processInstanceKey);
  await store.close();
  return started;
}

const attempts = (store: Store) =>
  rowsOf<{ attempts: number; defect: string | null }>(store, "select attempts, defect from millrace.timer_attempt");

describe("a timer whose command ends its process", () => {
  test("is put aside when it was begun three times, and no other with it", async () => {
    const nodes = await nodesAlone();
    const keys = await waiting(nodes, 5);
    const poison = at(keys, 2);
    const others = keys.filter((key) => key !== poison);
    for (let n = 0; n < 3; n += 1) {
      const args = [runner, fixture, JSON.stringify(nodes.connection), String(2 * hourMs), poison];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
      await once(child, "exit");
      expect(child.signalCode).toBe("SIGKILL");
    }

    const ahead = () => Date.now() + 2 * hourMs;
    const store = await nodes.open(ahead);
    await allEnded(store, others);
    const isAside = (rows: Awaited<ReturnType<typeof attempts>>) => rows.length === 1 && rows[0]?.defect !== null;
    await eventually("one timer to be put aside", async () => isAside(await attempts(store)));
    expect(await attempts(store)).toEqual([{ attempts: 3, defect: "It was begun 3 times and never came to an end" }]);
    expect(await stateOf(store, poison)).toBe("ACTIVE");
    expect(await countOf(store, "pgboss.job where name = 'timer'")).toBe(0);
    await store.close();
    expect(nodes.logged).toEqual([
      expect.stringMatching(/^Error in the background: Error: Timer \d+ is put aside: It/),
    ]);

    const again = await nodes.open(ahead);
    expect(await stateOf(again, poison)).toBe("ACTIVE");
    await again.pool.query("delete from millrace.timer_attempt");
    await again.close();
    const mended = await nodes.open(ahead);
    await allEnded(mended, [poison]);
    await mended.close();
    expect(nodes.logged).toHaveLength(1);
  });

  test("so is one that meets a defect, and the others of its batch fire", async () => {
    const nodes = await nodesAlone();
    const [defective = "", sound = ""] = await waiting(nodes, 2);
    const store = await nodes.open();
    await store.pool.query("update millrace.subscription set element_id = 'nowhere' where process_instance_key = $1", [
      defective,
    ]);
    for (let hours = 2; hours < 6; hours += 1) await store.setClock(Date.now() + hours * hourMs);
    expect(await stateOf(store, sound)).toBe("COMPLETED");
    expect(await attempts(store)).toEqual([{ attempts: 3, defect: expect.stringContaining("3 times") }]);
    const { length } = nodes.logged;
    await store.setClock(null);
    await store.close();
    expect(nodes.logged.slice(length)).toEqual([]);
  });

  test("leaves no count when its element is gone", async () => {
    const nodes = await nodesAlone();
    const [key = ""] = await waiting(nodes, 1);
    const store = await nodes.open();
    await store.pool.query(
      "insert into millrace.timer_attempt select process_instance_key, key, 2 from millrace.subscription",
    );
    await store.execute(key, { type: "cancelInstance" }, "tester");
    await store.close();
    const after = await nodes.open();
    await eventually("the count to be dropped", async () => (await attempts(after)).length === 0);
    await after.close();
  });
});

describe("overdue timers", () => {
  test("that another process has in hand are its own, unless it holds them for too long", async () => {
    const nodes = await nodesAlone();
    const keys = await waiting(nodes, 3);
    const client = new pg.Client(nodes.connection);
    await client.connect();
    const makeDue = (count: number) =>
      client.query(
        "update millrace.subscription set due_at = now() - interval '6 s' where process_instance_key = any($1)",
        [keys.slice(0, count)],
      );
    await makeDue(1);
    const store = await nodes.open();
    await allEnded(store, keys.slice(0, 1));
    // What the start has found left behind is done when its lock is free.
    await client.query("select pg_advisory_lock(7325, 1)");
    await client.query("select pg_advisory_unlock_all()");
    await store.pool.query(
      `update pgboss.job set state = 'active', started_on = now() - case when data->>'processInstanceKey' = $1
         then interval '0 s' else interval '20 s' end where name = 'timer'`,
      [keys[1]],
    );
    await makeDue(3);
    await allEnded(store, keys.slice(2));
    expect(await stateOf(store, at(keys, 1))).toBe("ACTIVE");
    await client.end();
    await store.close();
  });
});

describe("a start event's cycle that no server has watched for an hour", () => {
  const startedBy = (id: string, cycle: string) =>
    definitions(bpmnProcess(id, startEvent("due", timer("timeCycle", cycle)), endEvent("end"), path("due", "end")));

  test("is made up for by one instance when it has no end, and in full when it has a count", async () => {
    const nodes = await nodesAlone();
    const before = await nodes.open();
    await deployed(
      before,
      startedBy("endless", "R/PT1M"),
      startedBy("cron", "0 * * * * *"),
      startedBy("counted", "R3/PT1M"),
    );
    const dueOf = async (store: Store) =>
      rowsOf<{ processId: string; dueAt: Date }>(
        store,
        `select process_id as "processId", due_at as "dueAt" from millrace.start_subscription order by process_id`,
      );
    const [, cron, endless] = await dueOf(before);
    await before.close();

    const after = await nodes.open(() => Date.now() + hourMs);
    const startedOf = (processId: string) =>
      countOf(after, "millrace.process_instance where process_id = $1", processId);
    await eventually("three instances", async () => (await startedOf("counted")) === 3);
    await eventually("the next times", async () =>
      (await dueOf(after)).every(({ dueAt }) => dueAt.getTime() > Date.now() + hourMs),
    );
    await after.settled();
    expect([await startedOf("endless"), await startedOf("cron")]).toEqual([1, 1]);
    const later = await dueOf(after);
    expect(later.map(({ processId }) => processId)).toEqual(["cron", "endless"]);
    // On the minute, as before.
    for (const [index, first] of [cron, endless].entries())
      expect((at(later, index).dueAt.getTime() - (first?.dueAt.getTime() ?? 0)) % 60_000).toBe(0);
    await after.close();
    expect(nodes.logged).toEqual([]);
  });
});

describe("the machine's clock", () => {
  test("that is set forward makes timers due at once, and one that is set back stops none", async () => {
    const nodes = await nodesAlone();
    let aheadMs = 0;
    const store = await nodes.open(() => Date.now() + aheadMs);
    /** Postgres runs on the same machine. */
    const setClock = async (ms: number) => {
      aheadMs = ms;
      await store.pool.query(
        `create or replace function pgboss.job_now() returns timestamptz language sql stable
         as $$ select now() + interval '${ms} ms' $$`,
      );
    };
    const { late } = await deployed(store, pausing("late", timer("timeDuration", "PT1H")));
    const { soon } = await deployed(store, pausing("soon", timer("timeDuration", "PT0.3S")));
    const { processInstanceKey: first } = await start(store, late);
    await setClock(hourMs);
    await allEnded(store, [first]);
    await setClock(-hourMs);
    const { processInstanceKey: second } = await start(store, soon);
    await allEnded(store, [second]);
    await store.close();
    expect(nodes.logged).toEqual([]);
  });
});
