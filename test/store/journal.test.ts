import { describe, expect, test } from "vitest";
import type { Command } from "../../engine/vocabulary.ts";
import {
  boundaryEvent,
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  parallelGateway,
  path,
  serviceTask,
  startEvent,
  subProcess,
  timer,
  userTask,
} from "./diagrams.ts";
import { brokenAt, expectIntact, journalsOf } from "./journalChecks.ts";
import { at, complete, deployed, jobsOf, openStores, rowsOf, start } from "./openStores.ts";
import { Replays } from "./stateChecks.ts";

const nodes = openStores(2);

/** Everything that a state can hold: tokens before a join, jobs, tasks, waits, incidents and variables in scopes. */
const everything = definitions(
  message("news.message", "news", "=topic"),
  message("unkeyed.message", "unkeyed", "=missing"),
  bpmnProcess(
    "everything",
    startEvent("begin"),
    parallelGateway("split"),
    subProcess(
      "inside",
      startEvent("inner-begin"),
      serviceTask("charge", { amount: "=price * 2" }),
      boundaryEvent("reminded", "charge", timer("timeCycle", "R3/PT1H"), { isInterrupting: false }),
      boundaryEvent("called-off", "charge", messageTrigger("news.message")),
      endEvent("inner-end"),
      path("inner-begin", "charge", "inner-end"),
      path("reminded", "inner-end"),
      path("called-off", "inner-end"),
    ),
    userTask("approve"),
    catchEvent("news", messageTrigger("news.message")),
    catchEvent("later", timer("timeDuration", "PT1H")),
    catchEvent("broken", messageTrigger("unkeyed.message")),
    parallelGateway("join"),
    endEvent("end"),
    path("begin", "split", "inside", "join", "end"),
    path("split", "approve", "join"),
    path("split", "news", "join"),
    path("split", "later", "join"),
    path("split", "broken", "join"),
  ),
);

const replays = new Replays();

const expectReplay = (key: string, when: string) => replays.expectRows(nodes.store, [key], when);

const keyOf = async (table: string, instance: string, condition: string): Promise<string> => {
  const text = `select key from millrace.${table} where process_instance_key = $1 and ${condition}`;
  return at(await rowsOf<{ key: string }>(nodes.store, text, instance), 0).key;
};

/** Commands that reach every kind of event, each against the rows of the moment. */
const steps: readonly [string, (key: string) => Promise<Command>][] = [
  [
    "sets variables in an inner scope",
    async (key) => ({
      type: "setVariables",
      elementKey: await keyOf("element_instance", key, "element_id = 'inside'"),
      variables: { price: 3, text: 'é"\\\u0000\ud800', nested: { list: [1, null, { deep: true }] } },
      isLocal: true,
    }),
  ],
  [
    "assigns a task",
    async (key) => ({
      type: "assignUserTask",
      userTaskKey: await keyOf("user_task", key, "state = 'CREATED'"),
      assignee: "ada",
      isOverrideAllowed: false,
    }),
  ],
  [
    "fires a cycle",
    async (key) => ({
      type: "triggerTimer",
      subscriptionKey: await keyOf("subscription", key, "element_id = 'reminded' and state = 'OPEN'"),
    }),
  ],
  [
    "fails a job for the last time",
    async (key) => ({
      type: "failJob",
      jobKey: await keyOf("job", key, "type = 'charge'"),
      retries: 0,
      message: "no funds",
      retryDelayMs: 0,
      variables: { reason: "funds" },
    }),
  ],
  [
    "gives it retries",
    async (key) => ({ type: "updateJob", jobKey: await keyOf("job", key, "type = 'charge'"), retries: 3 }),
  ],
  [
    "resolves its incident",
    async (key) => ({
      type: "resolveIncident",
      incidentKey: await keyOf("incident", key, "job_key is not null and state = 'ACTIVE'"),
    }),
  ],
  [
    "fires a timer",
    async (key) => ({
      type: "triggerTimer",
      subscriptionKey: await keyOf("subscription", key, "element_id = 'later' and state = 'OPEN'"),
    }),
  ],
  [
    "completes the task",
    async (key) => ({
      type: "completeUserTask",
      userTaskKey: await keyOf("user_task", key, "state = 'CREATED'"),
      variables: { approved: true },
      by: "ada",
    }),
  ],
  [
    "throws an error that nobody catches",
    async (key) => ({
      type: "throwJobError",
      jobKey: await keyOf("job", key, "type = 'charge'"),
      errorCode: "E",
      message: "lost",
      variables: {},
    }),
  ],
  [
    "interrupts the task by a message",
    async (key) => ({
      type: "correlateMessage",
      subscriptionKey: await keyOf("subscription", key, "element_id = 'called-off' and state = 'OPEN'"),
      messageKey: "1",
      variables: { called: "off" },
    }),
  ],
  ["cancels what is left", async () => ({ type: "cancelInstance" })],
];

describe("the journal", () => {
  test("its events give the state that the rows give, after every command, on whichever node", async () => {
    const { everything: definitionKey } = await deployed(nodes.store, everything);
    const { processInstanceKey } = await start(nodes.store, definitionKey, { price: 1, topic: "t" });
    await expectReplay(processInstanceKey, "after the start");
    for (const [n, [what, command]] of steps.entries()) {
      await at(nodes.stores, n).execute(processInstanceKey, await command(processInstanceKey), "tester");
      await expectReplay(processInstanceKey, what);
    }
    await expectIntact(nodes.store, [processInstanceKey]);
  });

  test("a change of any part of it is seen", async () => {
    const xml = definitions(
      bpmnProcess(
        "seen",
        startEvent("begin"),
        serviceTask("seen.task"),
        endEvent("end"),
        path("begin", "seen.task", "end"),
      ),
    );
    const { seen } = await deployed(nodes.store, xml);
    const { processInstanceKey } = await start(nodes.store, seen, { amount: 1 });
    for (const job of await jobsOf(nodes.store, "seen.task")) await complete(nodes.store, job, { paid: true });
    await expectIntact(nodes.store, [processInstanceKey]);

    const entries = (await journalsOf(nodes.store, [processInstanceKey])).get(processInstanceKey) ?? [];
    const [first, second] = [at(entries, 0), at(entries, 1)];
    expect(brokenAt([first, second])).toBeNull();
    expect(brokenAt([{ ...first, actor: "somebody else" }, second])).toBe(1);
    expect(brokenAt([first, { ...second, at: new Date(second.at.getTime() + 1) }])).toBe(2);
    expect(brokenAt([first, { ...second, command: first.command }])).toBe(2);
    expect(brokenAt([first, { ...second, events: second.events.slice(1) }])).toBe(2);
    expect(brokenAt([second])).toBe(2);
  });
});
