import { expect, test } from "vitest";
import { Store } from "../../server/store/store.ts";
import { crashModels } from "./crashModel.ts";
import {
  association,
  boundaryEvent,
  bpmnProcess,
  callActivity,
  compensationHandler,
  compensationTrigger,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  repeated,
  serviceTask,
  startEvent,
  throwEvent,
  timer,
  userTask,
} from "./diagrams.ts";
import { freshDatabase } from "./freshDatabase.ts";
import { allEnded, complete, deployed, jobsOf, rowsOf, start } from "./openStores.ts";
import { type Carried, explained } from "./plansOf.ts";

const everything = definitions(
  message("called-off", "called off", "=order"),
  bpmnProcess(
    "everything",
    startEvent("begin"),
    serviceTask("book"),
    boundaryEvent("undo", "book", compensationTrigger()),
    compensationHandler(serviceTask("cancel")),
    association("undo", "cancel"),
    repeated(serviceTask("each"), 'inputCollection="=[1, 2, 3]" inputElement="item"'),
    userTask("approve"),
    boundaryEvent("off", "approve", messageTrigger("called-off")),
    boundaryEvent("late", "approve", timer("timeDuration", "PT1H"), { isInterrupting: false }),
    endEvent("told"),
    throwEvent("undone", compensationTrigger()),
    endEvent("end"),
    endEvent("approved"),
    path("begin", "book", "each", "approve", "approved"),
    path("late", "told"),
    path("off", "undone", "end"),
  ),
);

/** One instance after the other, so that no batch has two: each of them would look into its own partition. */
const calls = [
  definitions(
    bpmnProcess(
      "caller",
      startEvent("begin"),
      callActivity("call", "called"),
      endEvent("end"),
      path("begin", "call", "end"),
    ),
  ),
  definitions(
    bpmnProcess("called", startEvent("begin"), serviceTask("work"), endEvent("end"), path("begin", "work", "end")),
  ),
];

/**
 * Statements that cannot know the instance, because they are there to find it. Each is answered by an index of every
 * partition; none grows with what has ended.
 */
const finding: readonly (readonly [what: string, is: RegExp])[] = [
  ["jobs of a type", /millrace\.job\b[\s\S]*where type = \$1/],
  ["timers that are due", /due_at/],
  ["outbox rows that nobody has carried out", /from millrace\.outbox where defect is null|update millrace\.outbox/],
  ["waits for a message", /message_name/],
  ["waits for a signal", /signal_name/],
  ["the instance that a call has begun", /caller_key/],
  ["instances begun for a correlation key", /start_correlation_key/],
];

/** Of the tests, and of pages, which search. */
const looking = /^select (count|state, count|state from|j\.key)|process_id = 'x'/;

test("every statement about an instance looks into one partition of each table", async () => {
  const carried: Carried[] = [];
  const database = await freshDatabase();
  const connection = await explained(database, carried);
  const store = await Store.open({ connection, layout: "hash", log: console.error });
  const watcher = await Store.open({ connection: database, layout: "hash", log: console.error });
  try {
    const keys = await deployed(store, everything, ...calls, ...crashModels.timers);
    carried.length = 0;
    const ended = [
      await calledOff(store, watcher, keys.everything),
      await approved(store, watcher, keys.everything),
      await worked(store, watcher, keys.caller),
      await worked(store, watcher, keys.crash),
    ];
    await allEnded(watcher, ended);
    await store.settled();
  } finally {
    await store.close();
    await watcher.close();
  }
  const many = carried.filter(({ partitions }) => [...partitions.values()].some((looked) => looked.size > 1));
  const unexplained = many.filter(({ text }) => !finding.some(([, is]) => is.test(text)) && !looking.test(text));
  expect(unexplained.map(({ text }) => text)).toEqual([]);
  const tables = new Set(carried.flatMap(({ partitions }) => [...partitions.keys()]));
  for (const table of ["process_instance", "element_instance", "variable", "job", "user_task", "loop", "compensation"])
    expect(tables, `a statement about ${table}`).toContain(table);
});

async function workedBy(store: Store, type: string): Promise<number> {
  const jobs = await jobsOf(store, type, { jobsMax: 1 });
  for (const job of jobs) await complete(store, job);
  return jobs.length;
}

async function untilTask(store: Store, watcher: Store, definitionKey: string | undefined) {
  const { processInstanceKey } = await start(store, definitionKey, { order: "o1" });
  while ((await workedBy(store, "book")) + (await workedBy(store, "each")) > 0);
  const [task] = await rowsOf<{ key: string }>(
    watcher,
    "select key from millrace.user_task where process_instance_key = $1",
    processInstanceKey,
  );
  return { processInstanceKey, userTaskKey: task?.key ?? "" };
}

async function approved(store: Store, watcher: Store, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey, userTaskKey } = await untilTask(store, watcher, definitionKey);
  const command = { type: "completeUserTask" as const, userTaskKey, variables: { ok: true }, by: null };
  await store.executeFor(userTaskKey, command, "tester");
  return processInstanceKey;
}

async function calledOff(store: Store, watcher: Store, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey } = await untilTask(store, watcher, definitionKey);
  const publication = { name: "called off", correlationKey: "o1", variables: {}, timeToLiveMs: 0, messageId: null };
  await store.publish(publication);
  await store.settled();
  await workedBy(store, "cancel");
  return processInstanceKey;
}

async function worked(store: Store, watcher: Store, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey } = await start(store, definitionKey, { n: 1 });
  for (;;) {
    await store.settled();
    await workedBy(store, "work");
    const open = "select 1 from millrace.process_instance where key = $1 and state = 'ACTIVE'";
    if ((await rowsOf(watcher, open, processInstanceKey)).length === 0) return processInstanceKey;
  }
}
