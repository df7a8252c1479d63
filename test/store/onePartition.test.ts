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
 * Statements that cannot know the instance, because they are there to find it, known by what they look for. Each is
 * answered by an index of every partition; none grows with what has ended.
 */
const finding: readonly (readonly [what: string, is: RegExp])[] = [
  ["jobs of a type", /from millrace\.job\s+where type = \$1 and available_at <= updated_at/],
  ["the next timer that is due", /select min\(due_at\) from millrace\.subscription\s+where state = 'OPEN'/],
  ["outbox rows that nobody has carried out", /from millrace\.outbox where defect is null order by id/],
  ["waits for a message", /where s\.message_name = \$2 and s\.correlation_key = \$3/],
];

test("every statement about an instance looks into one partition of each table", async () => {
  const carried: Carried[] = [];
  const database = await freshDatabase("hash");
  const connection = await explained(database, carried);
  const store = await Store.open({ connection, layout: "hash", log: console.error });
  const other = await Store.open({ connection, layout: "hash", log: console.error });
  const watcher = await Store.open({ connection: database, layout: "hash", log: console.error });
  try {
    const keys = await deployed(store, everything, ...calls, ...crashModels.timers);
    carried.length = 0;
    const servers = { store, other, watcher };
    const ended = [
      await calledOff(servers, keys.everything),
      await approved(servers, keys.everything),
      await worked(servers, keys.caller),
      await worked(servers, keys.crash),
    ];
    await allEnded(watcher, ended);
    await store.settled();
  } finally {
    await store.close();
    await other.close();
    await watcher.close();
  }
  const many = carried.filter(({ partitions }) => [...partitions.values()].some((looked) => looked.size > 1));
  const unexplained = many.filter(({ text }) => !finding.some(([, is]) => is.test(text)));
  expect(unexplained.map(({ text }) => text)).toEqual([]);
  for (const [what, is] of finding)
    expect(
      many.some(({ text }) => is.test(text)),
      what,
    ).toBe(true);
  const tables = new Set(carried.flatMap(({ partitions }) => [...partitions.keys()]));
  for (const table of ["process_instance", "element_instance", "variable", "job", "user_task", "loop", "compensation"])
    expect(tables, `a statement about ${table}`).toContain(table);
});

/** What one server has begun the other goes on with, so that it reads the instance's rows. */
interface Servers {
  readonly store: Store;
  readonly other: Store;
  readonly watcher: Store;
}

async function workedBy({ store, other }: Servers, type: string): Promise<number> {
  const jobs = await jobsOf(store, type, { jobsMax: 1 });
  for (const job of jobs) await complete(other, job);
  return jobs.length;
}

async function untilTask(servers: Servers, definitionKey: string | undefined) {
  const { processInstanceKey } = await start(servers.store, definitionKey, { order: "o1" });
  while ((await workedBy(servers, "book")) + (await workedBy(servers, "each")) > 0);
  const [task] = await rowsOf<{ key: string }>(
    servers.watcher,
    "select key from millrace.user_task where process_instance_key = $1",
    processInstanceKey,
  );
  return { processInstanceKey, userTaskKey: task?.key ?? "" };
}

async function approved(servers: Servers, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey, userTaskKey } = await untilTask(servers, definitionKey);
  const command = { type: "completeUserTask" as const, userTaskKey, variables: { ok: true }, by: null };
  await servers.store.executeFor(userTaskKey, command, "tester");
  return processInstanceKey;
}

async function calledOff(servers: Servers, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey } = await untilTask(servers, definitionKey);
  const publication = { name: "called off", correlationKey: "o1", variables: {}, timeToLiveMs: 0, messageId: null };
  await servers.store.publish(publication);
  await servers.store.settled();
  await workedBy(servers, "cancel");
  return processInstanceKey;
}

async function worked(servers: Servers, definitionKey: string | undefined): Promise<string> {
  const { processInstanceKey } = await start(servers.store, definitionKey, { n: 1 });
  for (;;) {
    await servers.store.settled();
    await workedBy(servers, "work");
    const open = "select 1 from millrace.process_instance where key = $1 and state = 'ACTIVE'";
    if ((await rowsOf(servers.watcher, open, processInstanceKey)).length === 0) return processInstanceKey;
  }
}
