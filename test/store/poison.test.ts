import { expect, test } from "vitest";
import type { Json, Variables } from "../../engine/feel/values.ts";
import type { Command } from "../../engine/vocabulary.ts";
import type { CommittedBatch } from "../../server/store/observer.ts";
import { silent } from "../../server/store/observer.ts";
import { Store } from "../../server/store/store.ts";
import { bpmnProcess, definitions, endEvent, path, serviceTask, startEvent, userTask } from "./diagrams.ts";
import { expectIntact } from "./journalChecks.ts";
import { layout } from "./layout.ts";
import { at, blocked, complete, countOf, deployed, jobsOf, openStores, rowsOf, start, stateOf } from "./openStores.ts";

const nodes = openStores(1);

const oneTask = (id: string) =>
  definitions(
    bpmnProcess(
      id,
      startEvent("begin"),
      serviceTask(`${id}.work`),
      endEvent("end"),
      path("begin", `${id}.work`, "end"),
    ),
  );

async function jobsOfNew(id: string, count: number) {
  const { [id]: definitionKey } = await deployed(nodes.store, oneTask(id));
  await Promise.all(Array.from({ length: count }, (_, number) => start(nodes.store, definitionKey, { number })));
  const jobs = await jobsOf(nodes.store, `${id}.work`);
  expect(jobs).toHaveLength(count);
  return jobs;
}

/** A store that has no state in memory, and the batches that it commits. */
async function freshStore(): Promise<{ store: Store; batches: CommittedBatch[] }> {
  const batches: CommittedBatch[] = [];
  const observer = { ...silent, committed: (batch: CommittedBatch) => batches.push(batch) };
  const { connection } = nodes;
  const log = (line: unknown) => nodes.logged.push(typeof line === "string" ? line : JSON.stringify(line));
  return { store: await Store.open({ layout, connection, log, observer }), batches };
}

/** Which were refused, and why. */
const refused = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.flatMap((outcome, number) => (outcome.status === "rejected" ? [{ number, reason: outcome.reason }] : []));

test("one command of 200 that throws in the engine costs some halvings, and fails alone", async () => {
  const jobs = await jobsOfNew("thrown", 200);
  // The job's element is gone behind the engine's back: its assertion stops the command.
  await nodes.store.pool.query("delete from millrace.element_instance where key = $1", [at(jobs, 77).elementKey]);
  const { store, batches } = await freshStore();
  const outcomes = await Promise.allSettled(jobs.map((job) => complete(store, job)));
  await store.close();
  expect(refused(outcomes)).toMatchObject([{ number: 77, reason: { message: expect.stringContaining("Defect: ") } }]);
  expect(nodes.logged.splice(0).join()).toContain("Defect: ");
  // One half of 200, of 100, … is committed at each step.
  expect(batches.length).toBeLessThanOrEqual(Math.ceil(Math.log2(200)) + 1);
  expect(batches.flatMap(({ orders }) => orders)).toHaveLength(199);
});

test("a row that violates a constraint fails its command and no other, and each instance keeps its order", async () => {
  const jobs = await jobsOfNew("violated", 50);
  const poisoned = at(jobs, 20);
  await nodes.store.pool.query(
    `insert into millrace.journal select process_instance_key, 2, at, actor, command, events, hash
     from millrace.journal where process_instance_key = $1`,
    [poisoned.processInstanceKey],
  );
  const outcomes = await Promise.allSettled(
    jobs.flatMap(({ processInstanceKey: elementKey, key }) => [
      nodes.store.execute(elementKey, { type: "setVariables", elementKey, variables: { a: 1 }, isLocal: true }, "me"),
      complete(nodes.store, { key }),
    ]),
  );
  // The second command of that instance fails for the same reason.
  expect(refused(outcomes)).toMatchObject(
    [40, 41].map((number) => ({ number, reason: { message: expect.stringContaining("duplicate key") } })),
  );
  expect(nodes.logged.splice(0).join()).toContain("duplicate key");
  expect(await stateOf(nodes.store, poisoned.processInstanceKey)).toBe("ACTIVE");
  const others = jobs.filter((job) => job !== poisoned).map(({ processInstanceKey }) => processInstanceKey);
  await expectIntact(nodes.store, others);
  const orders = await rowsOf<{ commands: string }>(
    nodes.store,
    `select string_agg(command::json ->> 'type', ' ' order by revision) as commands from millrace.journal
     where process_instance_key = any($1) group by process_instance_key`,
    others,
  );
  expect(orders).toEqual(others.map(() => ({ commands: "startInstance setVariables completeJob" })));
});

test("an instance that somebody holds is refused for now, and the others of its batch are carried out", async () => {
  const jobs = await jobsOfNew("held", 20);
  const held = await nodes.store.pool.connect();
  await held.query("begin");
  await held.query("select from millrace.process_instance where key = $1 for update", [at(jobs, 7).processInstanceKey]);
  const connection = { ...nodes.connection, lock_timeout: 200 };
  const impatient = await Store.open({ layout, connection, log: () => {} });
  const outcomes = await Promise.allSettled(jobs.map((job) => complete(impatient, job)));
  await held.query("rollback");
  held.release();
  await impatient.close();
  expect(refused(outcomes)).toMatchObject([{ number: 7, reason: { code: "RESOURCE_EXHAUSTED" } }]);
});

test("a statement that is cancelled is refused for now", async () => {
  const [job] = await jobsOfNew("cancelled", 1);
  const held = await nodes.store.pool.connect();
  await held.query("begin");
  await held.query("select from millrace.process_instance where key = $1 for update", [job?.processInstanceKey]);
  const outcome = complete(nodes.store, { key: job?.key ?? "" }).catch((error: unknown) => error);
  await blocked(nodes.store, 1);
  await nodes.store.pool.query(
    `select pg_cancel_backend(pid) from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  expect(await outcome).toMatchObject({ code: "RESOURCE_EXHAUSTED", message: expect.stringContaining("canceling") });
  await held.query("rollback");
  held.release();
  await complete(nodes.store, { key: job?.key ?? "" });
});

/** Lists within lists, this many. */
const nested = (depth: number): Json => {
  let value: Json = [];
  for (let n = 1; n < depth; n += 1) value = [value];
  return value;
};

const odd: Variables = {
  nothing: "\0",
  half: "\ud800",
  "na\0me": 1,
  huge: 1.797e308,
  tiny: 5e-324,
  integer: 2 ** 64,
  minusZero: -0,
  deep: nested(400),
  empty: "",
  long: "é".repeat(3 * 2 ** 20),
};

test("values that columns cannot hold are kept as JSON, each as it came", async () => {
  const { odd: definitionKey } = await deployed(nodes.store, oneTask("odd"));
  const names = Object.keys(odd);
  const started = await Promise.all(
    names.map((name) => start(nodes.store, definitionKey, { [name]: odd[name] ?? null })),
  );
  const jobs = await jobsOf(nodes.store, "odd.work");
  const came = new Map(jobs.map((job) => [job.processInstanceKey, job.variables]));
  for (const [at, { processInstanceKey }] of started.entries()) {
    const name = names[at] ?? "";
    const [value] = Object.values(came.get(processInstanceKey) ?? {});
    expect(JSON.stringify(value), name).toBe(JSON.stringify(odd[name]));
  }
  await Promise.all(jobs.map((job) => complete(nodes.store, job, { back: job.variables })));
  await expectIntact(
    nodes.store,
    started.map(({ processInstanceKey }) => processInstanceKey),
  );
});

test("twenty values of 3 MB are carried out side by side", async () => {
  const jobs = await jobsOfNew("large", 20);
  await Promise.all(jobs.map((job) => complete(nodes.store, job, { text: "x".repeat(3 * 2 ** 20) })));
  const large = "millrace.variable where octet_length(value) > 3000000 and process_instance_key = any($1)";
  const keys = jobs.map(({ processInstanceKey }) => processInstanceKey);
  expect(await countOf(nodes.store, large, keys)).toBe(20);
});

test.each<[string, (keys: Keys) => Command, object]>([
  ["a value of 40 MB", ({ jobKey }) => completed(jobKey, "x".repeat(40 * 2 ** 20)), { code: "BODY_TOO_LARGE" }],
  ["a value nested 600 deep", ({ jobKey }) => completed(jobKey, nested(600)), { code: "VALUE_REFUSED" }],
  ["a value nested 200,000 deep", ({ jobKey }) => completed(jobKey, nested(200_000)), { code: "VALUE_REFUSED" }],
  [
    "a number that its column cannot hold",
    ({ userTaskKey }) => ({ type: "updateUserTask", userTaskKey, changes: { priority: 2 ** 40 } }),
    { code: "VALUE_REFUSED", message: expect.stringContaining("out of range") },
  ],
])("%s is refused by itself", async (_, poison, refusal) => {
  const { both } = await deployed(nodes.store, twoTasks);
  await Promise.all(Array.from({ length: 20 }, () => start(nodes.store, both)));
  const jobs = await jobsOf(nodes.store, "both.work");
  const poisoned = at(jobs, 11);
  const [task] = await rowsOf<{ key: string }>(
    nodes.store,
    "select key from millrace.user_task where process_instance_key = $1",
    poisoned.processInstanceKey,
  );
  const command = poison({ jobKey: poisoned.key, userTaskKey: task?.key ?? "" });
  const outcomes = await Promise.allSettled(
    jobs.map((job) => (job === poisoned ? nodes.store.executeFor(job.key, command, "me") : complete(nodes.store, job))),
  );
  expect(refused(outcomes)).toMatchObject([{ number: 11, reason: refusal }]);
  await complete(nodes.store, poisoned);
  expect(nodes.logged).toEqual([]);
});

interface Keys {
  readonly jobKey: string;
  readonly userTaskKey: string;
}

const completed = (jobKey: string, value: Json): Command => ({ type: "completeJob", jobKey, variables: { value } });

const twoTasks = definitions(
  bpmnProcess(
    "both",
    startEvent("begin"),
    serviceTask("both.work"),
    userTask("look"),
    endEvent("end"),
    path("begin", "both.work", "end"),
    path("begin", "look", "end"),
  ),
);
