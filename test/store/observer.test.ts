import { describe, expect, onTestFinished, test } from "vitest";
import { type Observer, silent } from "../../server/store/observer.ts";
import { Store } from "../../server/store/store.ts";
import { eventually } from "../postgres/until.ts";
import { bpmnProcess, catchEvent, definitions, endEvent, path, serviceTask, startEvent, timer } from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { layout } from "./layout.ts";
import { complete, deployed, jobsOf, start, walkOf } from "./openStores.ts";

/** A watched store, and what it told. */
async function watched(connection?: Awaited<ReturnType<typeof freshDatabase>>) {
  const database = connection ?? (await freshDatabase(layout));
  const told: unknown[] = [];
  const observer: Observer = {
    accepted: ({ command }) => told.push(["accepted", command.type]),
    committed: ({ orders, outcomes, processIdOf, seconds, commitSeconds, beganMs }) => {
      expect(beganMs).toBeGreaterThan(0);
      expect(commitSeconds).toBeGreaterThan(0);
      expect(seconds).toBeGreaterThan(commitSeconds);
      for (const [at, order] of orders.entries())
        told.push(["committed", order.command.type, outcomes[at]?.kind, processIdOf(order)]);
    },
    failed: ({ command }, reason) => told.push(["failed", command.type, reason]),
    activated: (jobType, waitedSeconds) => told.push(["activated", jobType, waitedSeconds]),
    fired: (lateSeconds) => told.push(["fired", lateSeconds]),
  };
  let ahead = 0;
  const logged: string[] = [];
  const store = await Store.open({
    layout,
    connection: database,
    log: (line) => void logged.push(line),
    nowMs: () => Date.now() + ahead,
    observer,
  });
  onTestFinished(() => store.close());
  const pass = (seconds: number) => {
    ahead += seconds * 1_000;
  };
  return { store, database, told, logged, pass };
}

const work = definitions(
  bpmnProcess("work", startEvent("begin"), serviceTask("ship"), endEvent("end"), path("begin", "ship", "end")),
);

describe("a store tells", () => {
  test("of commands, and of jobs how long they waited for a worker", async () => {
    const { store, told, pass } = await watched();
    const { work: definitionKey } = await deployed(store, work);
    await start(store, definitionKey);
    pass(3);
    const [job] = await jobsOf(store, "ship");
    if (!job) throw new Error("Expected a job, got none");
    await complete(store, job);
    await complete(store, job).catch(() => {});
    expect(told).toEqual([
      ["accepted", "startInstance"],
      ["committed", "startInstance", "done", "work"],
      ["activated", "ship", expect.closeTo(3, 0)],
      ["accepted", "completeJob"],
      ["committed", "completeJob", "done", "work"],
      ["accepted", "completeJob"],
      ["committed", "completeJob", "rejected", "work"],
    ]);
    expect(store.readings()).toMatchObject({
      waiting: { live: { orders: 0 } },
      runningBatches: 0,
      stateCache: { hits: 1 },
    });
    expect(store.readings().pools.commands.waiting).toBe(0);
  });

  test("of timers how late they fired, those that start an instance as well", async () => {
    const { store, told } = await watched();
    const pausing = definitions(
      bpmnProcess(
        "pausing",
        startEvent("begin"),
        catchEvent("pause", timer("timeDuration", "PT0S")),
        endEvent("end"),
        path("begin", "pause", "end"),
      ),
    );
    const due = definitions(
      bpmnProcess(
        "due",
        startEvent("begin", timer("timeDate", "2026-01-01T00:00:00Z")),
        endEvent("end"),
        path("begin", "end"),
      ),
    );
    const { pausing: definitionKey } = await deployed(store, pausing, due);
    await start(store, definitionKey);
    await eventually(
      "both timers to fire",
      async () => told.filter((one) => (one as string[])[0] === "fired").length === 2,
    );
    expect(told).toContainEqual(["committed", "triggerTimer", "done", "pausing"]);
  });

  test("and goes on when whoever watches fails", async () => {
    const logged: string[] = [];
    const failing = await Store.open({
      layout,
      connection: await freshDatabase(layout),
      log: (line) => void logged.push(line),
      observer: {
        ...silent,
        committed: () => {
          throw new Error("nobody there");
        },
      },
    });
    onTestFinished(() => failing.close());
    const { work: definitionKey } = await deployed(failing, work);
    const { processInstanceKey } = await start(failing, definitionKey);
    expect(await walkOf(failing, processInstanceKey)).toBe("+work +begin -begin +ship");
    expect(logged.join()).toContain("nobody there");
  });

  test("of a command that fails by itself", async () => {
    const { store, database } = await watched();
    const { work: definitionKey } = await deployed(store, work);
    await start(store, definitionKey);
    const [job] = await jobsOf(store, "ship");
    if (!job) throw new Error("Expected a job, got none");
    // The job's element is gone behind the engine's back; another store has no memory of it.
    await store.pool.query("delete from millrace.element_instance where key = $1", [job.elementKey]);
    const other = await watched(database);
    await expect(complete(other.store, job)).rejects.toThrow("Defect: ");
    expect(other.told).toEqual([
      ["accepted", "completeJob"],
      ["failed", "completeJob", "defect"],
    ]);
    expect(other.logged).toHaveLength(1);
  });
});
