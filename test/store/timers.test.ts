import { describe, expect, test } from "vitest";
import type { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import {
  boundaryEvent,
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  path,
  serviceTask,
  startEvent,
  timer,
} from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import {
  allEnded,
  at,
  blocked,
  complete,
  countOf,
  deployed,
  jobsOf,
  Nodes,
  openStores,
  start,
  stateOf,
  walkOf,
} from "./openStores.ts";

const nodes = openStores(2);

const pausing = (id: string, trigger: string) =>
  definitions(
    bpmnProcess(id, startEvent("begin"), catchEvent("pause", trigger), endEvent("end"), path("begin", "pause", "end")),
  );

/** A service task named after the process with a boundary timer. */
const timed = (id: string, trigger: string, { isInterrupting }: { isInterrupting: boolean }) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.work`),
      boundaryEvent("late", `${id}.work`, trigger, { isInterrupting }),
      endEvent("end"),
      endEvent("told"),
      path("begin", `${id}.work`, "end"),
      path("late", "told"),
    ),
  );

const startedByTimer = (id: string, trigger: string) =>
  definitions(bpmnProcess(id, startEvent("due", trigger), endEvent("end"), path("due", "end")));

/** Jobs of pg-boss that would wake an instance, or any with a condition. */
const timerJobs = (store: Store, processInstanceKey: string) =>
  countOf(store, "pgboss.job where name = 'timer' and data->>'processInstanceKey' = $1", processInstanceKey);

const startTimers = (store: Store) => countOf(store, "pgboss.job where name = 'timer' and data->>'kind' = 'start'");

const instancesOf = (store: Store, processId: string) =>
  countOf(store, "millrace.process_instance where process_id = $1 and state = 'COMPLETED'", processId);

describe("timers", () => {
  test("durations and dates fire, each once, whichever node is first", async () => {
    const { soon } = await deployed(nodes.store, pausing("soon", timer("timeDuration", "=duration")));
    const { then } = await deployed(nodes.store, pausing("then", timer("timeDate", "=when")));
    const started = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n % 2 === 0
          ? start(at(nodes.stores, n), soon, { duration: `PT0.${1 + (n % 4)}S` })
          : start(at(nodes.stores, n), then, { when: new Date(Date.now() + 100 + n).toISOString() }),
      ),
    );
    const keys = started.map(({ processInstanceKey }) => processInstanceKey);
    await allEnded(nodes.store, keys);
    for (const key of keys)
      expect(await walkOf(nodes.store, key)).toMatch(
        /^\+(soon|then) \+begin -begin \+pause -pause \+end -end -(soon|then)$/,
      );
    expect(await countOf(nodes.store, "pgboss.job where data->>'processInstanceKey' = any($1)", keys)).toBe(0);
  });

  test("a boundary cycle fires as often as it says, while the activity goes on", async () => {
    const { cycle } = await deployed(
      nodes.store,
      timed("cycle", timer("timeCycle", "R3/PT0.1S"), { isInterrupting: false }),
    );
    const { processInstanceKey } = await start(nodes.store, cycle);
    await eventually(
      "the cycle to be over",
      async () =>
        (await countOf(nodes.store, "millrace.subscription where process_instance_key = $1", processInstanceKey)) ===
          3 && (await timerJobs(nodes.store, processInstanceKey)) === 0,
    );
    for (const job of await jobsOf(nodes.store, "cycle.work")) await complete(nodes.store, job);
    expect(await walkOf(nodes.store, processInstanceKey)).toBe(
      `+cycle +begin -begin +cycle.work${" +late -late +told -told".repeat(3)} -cycle.work +end -end -cycle`,
    );
  });

  test("an interrupting boundary timer takes the job from its worker", async () => {
    const { taken } = await deployed(
      nodes.store,
      timed("taken", timer("timeDuration", "PT0.2S"), { isInterrupting: true }),
    );
    const { processInstanceKey } = await start(nodes.store, taken);
    const job = at(await jobsOf(nodes.store, "taken.work"), 0);
    await allEnded(nodes.store, [processInstanceKey]);
    await expect(complete(nodes.store, job)).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
    expect(await walkOf(nodes.store, processInstanceKey)).toBe(
      "+taken +begin -begin +taken.work xtaken.work +late -late +told -told -taken",
    );
  });

  test("a timer is forgotten with its element", async () => {
    const { gone } = await deployed(
      nodes.store,
      timed("gone", timer("timeDuration", "PT1H"), { isInterrupting: true }),
    );
    const worked = await start(nodes.store, gone);
    const canceled = await start(nodes.store, gone);
    expect(await timerJobs(nodes.store, worked.processInstanceKey)).toBe(1);
    for (const job of await jobsOf(nodes.store, "gone.work"))
      if (job.processInstanceKey === worked.processInstanceKey) await complete(nodes.store, job);
    await at(nodes.stores, 1).execute(canceled.processInstanceKey, { type: "cancelInstance" }, "tester");
    expect(await timerJobs(nodes.store, worked.processInstanceKey)).toBe(0);
    expect(await timerJobs(nodes.store, canceled.processInstanceKey)).toBe(0);
  });

  test("a start event's cycle starts as many instances as it says", async () => {
    await deployed(nodes.store, startedByTimer("thrice", timer("timeCycle", "R3/PT0.2S")));
    await eventually("three instances", async () => (await instancesOf(nodes.store, "thrice")) === 3);
    expect(await countOf(nodes.store, "millrace.start_subscription where process_id = 'thrice'")).toBe(0);
    expect(await startTimers(nodes.store)).toBe(0);
    expect(await countOf(nodes.store, "millrace.process_instance where process_id = 'thrice'")).toBe(3);
  });

  test("a new version replaces the timers of the old one", async () => {
    await deployed(nodes.store, startedByTimer("replaced", timer("timeCycle", "R/PT1H")));
    expect(await startTimers(nodes.store)).toBe(1);
    await deployed(nodes.store, startedByTimer("replaced", timer("timeCycle", "R/PT2H")));
    expect(await startTimers(nodes.store)).toBe(1);
    expect(await countOf(nodes.store, "millrace.start_subscription where cycle = 'R/PT2H'")).toBe(1);
    await deployed(nodes.store, startedByTimer("replaced", ""));
    expect(await startTimers(nodes.store)).toBe(0);
    expect(await countOf(nodes.store, "millrace.start_subscription where process_id = 'replaced'")).toBe(0);
  });

  test("a timer that fires while a new version is deployed does not outlive it", async () => {
    await deployed(nodes.store, startedByTimer("overtaken", timer("timeCycle", "R/PT0.3S")));
    const held = await nodes.store.pool.connect();
    await held.query("begin");
    await held.query("select from millrace.start_subscription where process_id = 'overtaken' for update");
    await blocked(nodes.store, 1);
    const deploying = deployed(at(nodes.stores, 1), startedByTimer("overtaken", ""));
    await blocked(nodes.store, 2);
    await held.query("commit");
    held.release();
    await deploying;
    expect(await countOf(nodes.store, "millrace.start_subscription where process_id = 'overtaken'")).toBe(0);
    expect(await startTimers(nodes.store)).toBe(0);
  });

  test("a store that opens fires what is overdue, even if the timer's job is lost", async () => {
    const alone = new Nodes();
    alone.connection = await freshDatabase(alone.layout);
    const before = await alone.open();
    const { overdue } = await deployed(before, pausing("overdue", timer("timeDuration", "PT1H")));
    await deployed(before, startedByTimer("overdue-start", timer("timeDuration", "PT1H")));
    const started = await Promise.all(Array.from({ length: 20 }, () => start(before, overdue)));
    const keys = started.map(({ processInstanceKey }) => processInstanceKey);
    await before.pool.query("delete from pgboss.job where data->>'processInstanceKey' <> $1", [at(keys, 0)]);
    await before.close();

    const after = await alone.open(() => Date.now() + 2 * 3_600_000);
    await allEnded(after, keys);
    await eventually("the start event", async () => (await instancesOf(after, "overdue-start")) === 1);
    expect(await stateOf(after, at(keys, 7))).toBe("COMPLETED");
    expect(await countOf(after, "pgboss.job where name = 'timer'")).toBe(0);
    await after.close();
    expect(alone.logged).toEqual([]);
  });
});
