import { describe, expect, test } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import { boundaryEvent, bpmnProcess, definitions, endEvent, path, serviceTask, startEvent, timer } from "./diagrams.ts";
import { at, blocked, complete, countOf, deployed, jobsOf, openStores, rowsOf, start, stateOf } from "./openStores.ts";

const nodes = openStores(1);

const oneTask = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}-work`),
      endEvent("end"),
      path("begin", `${id}-work`, "end"),
    ),
  );

/** Starts instances of a process with one service task and answers their jobs. */
async function jobsOfNew(id: string, count: number) {
  const { [id]: definitionKey } = await deployed(nodes.store, oneTask(id));
  await Promise.all(Array.from({ length: count }, (_, number) => start(nodes.store, definitionKey, { number })));
  const jobs = await jobsOf(nodes.store, `${id}-work`);
  expect(jobs).toHaveLength(count);
  return jobs;
}

/** Rows of a table carry the number of the transaction that wrote them. */
const transactionsOf = (processId: string) =>
  countOf(
    nodes.store,
    `(select distinct j.xmin::text from millrace.journal j
      join millrace.process_instance i on i.key = j.process_instance_key where i.process_id = $1) as written`,
    processId,
  );

const revisionsOf = (processInstanceKey: string) =>
  rowsOf<{ revision: number; command: string }>(
    nodes.store,
    "select revision, command from millrace.journal where process_instance_key = $1 order by revision",
    processInstanceKey,
  );

describe("batches", () => {
  test("orders that arrive together share transactions", async () => {
    const jobs = await jobsOfNew("shared", 200);
    await Promise.all(jobs.map((job) => complete(nodes.store, job)));
    expect(
      await countOf(nodes.store, "millrace.process_instance where process_id = 'shared' and state = 'COMPLETED'"),
    ).toBe(200);
    expect(
      await countOf(nodes.store, "millrace.journal j where j.process_instance_key = any($1)", instancesOf(jobs)),
    ).toBe(400);
    // 400 orders; starting and completing take a handful of transactions each.
    expect(await transactionsOf("shared")).toBeLessThan(20);
  });

  test("an order goes on while the batch under way waits for a lock", async () => {
    const jobs = await jobsOfNew("beside", 2);
    const [held, free] = [at(jobs, 0), at(jobs, 1)];
    const holder = await nodes.store.pool.connect();
    await holder.query("begin");
    await holder.query("select from millrace.process_instance where key = $1 for update", [held.processInstanceKey]);
    const ended: string[] = [];
    const waiting = complete(nodes.store, held).finally(() => ended.push("held"));
    await blocked(nodes.store, 1);
    await complete(nodes.store, free);
    ended.push("free");
    await holder.query("commit");
    holder.release();
    await waiting.catch(() => undefined);
    expect(ended).toEqual(["free", "held"]);
  });

  test("an order that meets a defect fails alone", async () => {
    const jobs = await jobsOfNew("poisoned", 40);
    const poisoned = at(jobs, 17);
    // The job's element is gone behind the engine's back; its assertion stops the command.
    await nodes.store.pool.query("delete from millrace.element_instance where key = $1", [poisoned.elementKey]);
    const fresh = await nodes.open();
    const outcomes = await Promise.allSettled(jobs.map((job) => complete(fresh, job)));
    await fresh.close();

    expect(outcomes.flatMap(({ status }, number) => (status === "fulfilled" ? [] : [number]))).toEqual([17]);
    expect(at(outcomes, 17)).toMatchObject({ reason: { message: expect.stringContaining("Defect: ") } });
    expect(nodes.logged.splice(0).join()).toContain("Error in completeJob: Error: Defect");
    expect(await stateOf(nodes.store, poisoned.processInstanceKey)).toBe("ACTIVE");
    expect(await revisionsOf(poisoned.processInstanceKey)).toHaveLength(1);
    expect(
      await countOf(nodes.store, "millrace.process_instance where process_id = 'poisoned' and state = 'COMPLETED'"),
    ).toBe(39);
  });

  test("rejected commands change nothing and do not disturb the others", async () => {
    const jobs = await jobsOfNew("rejected", 50);
    const twice = jobs.flatMap((job) => [complete(nodes.store, job), complete(nodes.store, job)]);
    const unknown = { type: "completeJob", jobKey: "4194304001", variables: {} } as const;
    const outcomes = await Promise.allSettled([...twice, nodes.store.executeFor("4194304001", unknown, "tester")]);

    const rejected = outcomes.filter(({ status }) => status === "rejected");
    expect(rejected).toHaveLength(51);
    for (const outcome of rejected) expect(outcome).toMatchObject({ reason: { code: "JOB_NOT_FOUND" } });
    expect(await countOf(nodes.store, "millrace.journal where process_instance_key = any($1)", instancesOf(jobs))).toBe(
      100,
    );
  });

  test("commands of one instance are carried out in the order in which they were given", async () => {
    const [job] = await jobsOfNew("ordered", 1);
    const key = job?.processInstanceKey ?? "";
    const set = (count: number): Command => ({
      type: "setVariables",
      elementKey: key,
      variables: { count },
      isLocal: true,
    });
    const counts = Array.from({ length: 450 }, (_, count) => count);
    await Promise.all(counts.map((count) => nodes.store.execute(key, set(count), "tester")));

    const [, ...rows] = await revisionsOf(key);
    expect(rows.map(({ command }) => JSON.parse(command).variables.count)).toEqual(counts);
    const [variable] = await rowsOf<{ value: string }>(
      nodes.store,
      "select value from millrace.variable where process_instance_key = $1 and name = 'count'",
      key,
    );
    expect(variable?.value).toBe("449");
  });

  test("a command without effect is journaled, and the next one is carried out", async () => {
    const [job] = await jobsOfNew("nothing", 1);
    const key = job?.processInstanceKey ?? "";
    const nothing: Command = { type: "setVariables", elementKey: key, variables: {}, isLocal: true };
    await nodes.store.execute(key, nothing, "tester");
    await nodes.store.execute(key, nothing, "tester");
    await complete(nodes.store, { key: job?.key ?? "" });
    expect((await revisionsOf(key)).map(({ revision }) => revision)).toEqual([1, 2, 3, 4]);
    expect(await stateOf(nodes.store, key)).toBe("COMPLETED");
  });

  test("changes of different columns of one table in one batch are one batch", async () => {
    const jobs = await jobsOfNew("mixed", 3);
    const [first, second, third] = jobs;
    const keys = [first?.key ?? "", second?.key ?? "", third?.key ?? ""] as const;
    const fail = (jobKey: string): Command => ({
      type: "failJob",
      jobKey,
      retries: 2,
      message: "no",
      retryDelayMs: 0,
      variables: {},
    });
    const error = (jobKey: string): Command => ({
      type: "throwJobError",
      jobKey,
      errorCode: "E",
      message: "e",
      variables: {},
    });
    await nodes.store.executeFor(keys[0], error(keys[0]), "tester");
    await Promise.all(
      [fail(keys[1]), error(keys[1]), fail(keys[2]), error(keys[2])].map((command) =>
        nodes.store.executeFor("jobKey" in command ? command.jobKey : "", command, "tester"),
      ),
    );
    const written = await rowsOf<{ transaction: string }>(
      nodes.store,
      "select distinct xmin::text as transaction from millrace.job where key = any($1)",
      [keys[1], keys[2]],
    );
    expect(written).toHaveLength(1);
  });

  test("a listener that fails disturbs neither the order nor the other listeners", async () => {
    const [job] = await jobsOfNew("listened", 1);
    let heard = 0;
    const stops = [
      nodes.store.hub.onChange(() => {
        throw new Error("deaf ear");
      }),
      nodes.store.hub.onChange(() => {
        heard += 1;
      }),
    ];
    await complete(nodes.store, { key: job?.key ?? "" });
    for (const stop of stops) stop();
    expect(heard).toBe(1);
    expect(nodes.logged.splice(0).join()).toContain("deaf ear");
    expect(await revisionsOf(job?.processInstanceKey ?? "")).toHaveLength(2);
  });

  test("a defect in one batch leaves no trace of it in memory", async () => {
    const id = "rolled-back";
    const boundary = boundaryEvent("late", `${id}-work`, timer("timeDuration", "PT1H"));
    const xml = definitions(
      bpmnProcess(
        id,
        startEvent("begin"),
        serviceTask(`${id}-work`),
        boundary,
        endEvent("end"),
        path("begin", `${id}-work`, "end"),
        path("late", "end"),
      ),
    );
    const { [id]: definitionKey } = await deployed(nodes.store, xml);
    const started = await start(nodes.store, definitionKey);
    const [job] = await jobsOf(nodes.store, `${id}-work`);
    // Somebody wrote the next revision already: the batch fails when it writes its journal, after the command has run.
    await nodes.store.pool.query(
      `insert into millrace.journal select process_instance_key, 2, at, actor, command, events, hash
       from millrace.journal where process_instance_key = $1`,
      [started.processInstanceKey],
    );
    await expect(complete(nodes.store, { key: job?.key ?? "" })).rejects.toThrow("duplicate key");
    expect(nodes.logged.splice(0).join()).toContain("duplicate key");
    await nodes.store.pool.query("delete from millrace.journal where process_instance_key = $1 and revision = 2", [
      started.processInstanceKey,
    ]);
    await complete(nodes.store, { key: job?.key ?? "" });
    expect(await stateOf(nodes.store, started.processInstanceKey)).toBe("COMPLETED");
  });
});

const instancesOf = (jobs: readonly { processInstanceKey: string }[]) =>
  jobs.map(({ processInstanceKey }) => processInstanceKey);
