import { describe, expect, test } from "vitest";
import { Reads } from "../../server/store/reads.ts";
import {
  adHocSubProcess,
  association,
  boundaryEvent,
  bpmnProcess,
  callActivity,
  catchEvent,
  compensationHandler,
  compensationTrigger,
  conditionalFlow,
  conditionTrigger,
  definitions,
  endEvent,
  exclusiveGateway,
  listening,
  parallelGateway,
  path,
  repeated,
  serviceTask,
  signal,
  signalTrigger,
  startEvent,
  throwEvent,
  userTask,
} from "./diagrams.ts";
import { at, complete, deployed, jobsOf, openStores, rowsOf, start } from "./openStores.ts";

const nodes = openStores(1);

/** Why an instance of the first process waits, each cause as `element: sentence`. */
async function explained(key: string): Promise<{ sentence: string; causes: string[] }> {
  await nodes.store.settled();
  const { sentence, causes } = await new Reads(nodes.store).explanation(key);
  return { sentence, causes: causes.map((cause) => `${cause.elementId}: ${cause.sentence}`) };
}

async function startFirst(files: readonly string[], variables = {}): Promise<string> {
  const keys = await deployed(nodes.store, ...files);
  const [first] = Object.values(keys);
  return (await start(nodes.store, first, variables)).processInstanceKey;
}

const between = (id: string, ...elements: readonly string[]) =>
  bpmnProcess(id, startEvent("begin"), ...elements, endEvent("end"));

describe("an instance says why it waits", () => {
  test("for a signal", async () => {
    const xml = definitions(
      signal("go", "all clear"),
      between("signaled", catchEvent("wait", signalTrigger("go")), path("begin", "wait", "end")),
    );
    expect(await explained(await startFirst([xml]))).toEqual({
      sentence: "It waits at wait.",
      causes: ['wait: No signal "all clear" has come.'],
    });
  });

  test("for a condition", async () => {
    const xml = definitions(
      between("conditional", catchEvent("wait", conditionTrigger("=stock &gt; 3")), path("begin", "wait", "end")),
    );
    const { causes } = await explained(await startFirst([xml], { stock: 1 }));
    expect(causes).toEqual(['wait: Its condition "=stock > 3" is not true yet.']);
  });

  test("for the process that it has called", async () => {
    const called = definitions(between("inner", userTask("ask"), path("begin", "ask", "end")));
    const calling = definitions(between("outer", callActivity("call", "inner"), path("begin", "call", "end")));
    const key = await startFirst([calling, called]);
    const { causes } = await explained(key);
    const [child] = await rowsOf<{ key: string }>(
      nodes.store,
      "select key from millrace.process_instance where parent_key = $1",
      key,
    );
    expect(causes).toEqual([`call: It has called "inner" and waits for its process instance ${child?.key}.`]);
  });

  test("for tokens that are still to come, and for those that never can", async () => {
    const xml = definitions(
      between(
        "joining",
        parallelGateway("split"),
        userTask("one"),
        exclusiveGateway("choice", "choice-to-off"),
        parallelGateway("join"),
        endEvent("off"),
        path("begin", "split", "one", "join", "end"),
        path("split", "choice"),
        conditionalFlow("choice", "join", "=isGood"),
        path("choice", "off"),
      ),
    );
    const good = await startFirst([xml], { isGood: true });
    expect((await explained(good)).causes).toContain("join: It has 1 of 2 tokens; one is missing.");
    const bad = await startFirst([xml], { isGood: false });
    const [task] = await rowsOf<{ key: string }>(
      nodes.store,
      "select key from millrace.user_task where process_instance_key = $1",
      bad,
    );
    await nodes.store.execute(
      bad,
      { type: "completeUserTask", userTaskKey: task?.key ?? "", variables: {}, by: null },
      "t",
    );
    expect(await explained(bad)).toEqual({
      sentence: "It waits at join.",
      causes: ["join: It has 1 of 2 tokens; none can come from choice any more, so it can never go on."],
    });
  });

  test("for somebody to activate something", async () => {
    const xml = definitions(
      between("free", adHocSubProcess("desk", userTask("call"), userTask("write")), path("begin", "desk", "end")),
    );
    expect((await explained(await startFirst([xml]))).causes).toEqual([
      "desk: Nothing in it is active. It waits for somebody to activate call and write.",
    ]);
  });

  test("for a listener's worker", async () => {
    const xml = definitions(
      between(
        "listened",
        listening(serviceTask("listened.work"), "start", "audit"),
        path("begin", "listened.work", "end"),
      ),
    );
    expect((await explained(await startFirst([xml]))).causes).toEqual([
      'listened.work: No worker has taken the job "audit" of its start listener yet.',
    ]);
  });

  test("for what it repeats", async () => {
    const xml = definitions(
      between(
        "repeating",
        repeated(serviceTask("repeating.work"), 'inputCollection="=[1, 2, 3]"'),
        path("begin", "repeating.work", "end"),
      ),
    );
    const key = await startFirst([xml]);
    await complete(nodes.store, at(await jobsOf(nodes.store, "repeating.work", { jobsMax: 1 }), 0));
    const { sentence, causes } = await explained(key);
    expect(sentence).toBe("It waits in 2 places: repeating.work.");
    expect(causes).toContain("repeating.work: 1 of 3 are done, 2 are active.");
  });

  test("until what was done is undone", async () => {
    const xml = definitions(
      between(
        "undoing",
        serviceTask("book"),
        boundaryEvent("undo", "book", compensationTrigger()),
        compensationHandler(serviceTask("refund")),
        association("undo", "refund"),
        throwEvent("off", compensationTrigger()),
        path("begin", "book", "off", "end"),
      ),
    );
    const key = await startFirst([xml]);
    await complete(nodes.store, at(await jobsOf(nodes.store, "book"), 0));
    const { sentence, causes } = await explained(key);
    expect(sentence).toBe("It waits at refund.");
    expect(causes).toContain("off: It waits until book is undone. book is being undone now.");
  });
});
