import { describe, expect, test } from "vitest";
import { evaluationsPerStep, stepsPerCommandMax, valueBytesPerCommandMax } from "../../engine/bounds.ts";
import type { Json, Variables } from "../../engine/feel/values.ts";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import {
  besides,
  boundary,
  bpmn,
  extension,
  mapped,
  messageRef,
  type Node,
  node,
  type Part,
  subProcess,
} from "../bpmnText.ts";

/*
 * What one command may do while it holds its locks. Counted in events: an ordinary step makes two or three of them.
 */

/** Of a loop that is stopped at the bound of steps: with what is given once for repeated activities and signals. */
const eventsMax = 4 * stepsPerCommandMax;

const repeated = (count: string, attributes = ""): Partial<Node> => ({
  inside: [
    `<bpmn:multiInstanceLoopCharacteristics ${attributes}>
      <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">${count}</bpmn:loopCardinality>
    </bpmn:multiInstanceLoopCharacteristics>`,
  ],
});
const oneByOne = 'isSequential="true"';

const whileOff: Partial<Node> = {
  inside: [
    `<bpmn:standardLoopCharacteristics testBefore="false">
      <bpmn:loopCondition xsi:type="bpmn:tFormalExpression">=isOn = null</bpmn:loopCondition>
    </bpmn:standardLoopCharacteristics>`,
  ],
};

const alarm: Partial<Node> = {
  inside: ['<bpmn:signalEventDefinition signalRef="alarm" />'],
  roots: ['<bpmn:signal id="alarm" name="alarm" />'],
};

/** Begins, and goes round through `body` until somebody says that it is on. */
const round = (body: Part & { id: string }): Part[] => [
  node("startEvent", "start"),
  node("exclusiveGateway", "again"),
  body,
  node("exclusiveGateway", "isOver"),
  node("endEvent", "over"),
  `start -> again -> ${body.id} -> isOver`,
  "isOver -> again default",
  "isOver -> over if =isOn = true",
];

const around = (body: Part & { id: string }): Part[] => [
  node("startEvent", `${body.id}-start`),
  body,
  node("endEvent", `${body.id}-end`),
  `${body.id}-start -> ${body.id} -> ${body.id}-end`,
];

/** Waits for a message, and hears the alarm as often as it is given. */
const hearing = (...heard: readonly Part[]): Part[] => [
  node("receiveTask", "hears", messageRef("m", '="k"')),
  boundary("heard", "hears", besides, alarm),
  ...heard,
];

const throwing = node("intermediateThrowEvent", "throws", alarm);

async function began(parts: readonly Part[], variables: Variables = {}) {
  const { processes, findings } = await parseModel(bpmn("p", parts));
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command): readonly Event[] => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
    return ran.events;
  };
  return { events: say({ type: "startInstance", variables, startElementIds: null }), state, say };
}

const endless: Readonly<Record<string, readonly Part[]>> = {
  "through two instances at once": round(node("task", "t", repeated("2"))),
  "through a hundred instances at once": round(node("task", "t", repeated("100"))),
  "through a hundred instances one after the other": round(node("task", "t", repeated("100", oneByOne))),
  "through a sub-process with instances": round(subProcess("s", around(node("task", "t", repeated("100"))))),
  "of a repeated sub-process with instances": around(
    subProcess("s", around(node("task", "t", repeated("100"))), whileOff),
  ),
  "through instances that hold instances": round(
    subProcess("s", around(node("task", "t", repeated("10"))), repeated("10")),
  ),
  "of a signal that wakes its own thrower beside its activity": [
    ...hearing(node("endEvent", "answers", alarm), "heard -> answers"),
    node("startEvent", "start"),
    throwing,
    "start -> hears",
    "start -> throws",
  ],
  "of a signal that wakes its own thrower in an event sub-process": [
    ...round(node("receiveTask", "r", messageRef("m", '="k"'))),
    throwing,
    "start -> throws",
    node("subProcess", "woken", {
      attributes: { triggeredByEvent: "true" },
      parts: [
        node("startEvent", "wakes", alarm, { attributes: { isInterrupting: "false" } }),
        node("endEvent", "wakesAgain", alarm),
        "wakes -> wakesAgain",
      ],
    }),
  ],
  "that throws a signal to many": [
    ...round(throwing),
    subProcess("s", around(subProcess("inner", hearing(node("endEvent", "noted"), "heard -> noted"))), repeated("50")),
    "start -> s",
  ],
};

describe("a loop that never waits stops at the bound of steps", () => {
  test.each(Object.entries(endless))("%s", async (_, parts) => {
    const { events, state } = await began(parts);
    expect(events.length).toBeLessThan(eventsMax);
    const [incident] = state.incidents.values();
    expect(incident).toMatchObject({ code: "UNSPECIFIED", message: expect.stringContaining("steps without waiting") });
  });
});

const honest: Readonly<Record<string, readonly Part[]>> = {
  "ten thousand instances at once": around(node("task", "t", repeated("10000"))),
  "ten thousand instances one after the other": around(node("task", "t", repeated("10000", oneByOne))),
  "ten thousand sub-processes": around(subProcess("s", around(node("task", "t")), repeated("10000"))),
  "instances in instances, ten thousand in all": around(
    subProcess("s", around(node("task", "t", repeated("100"))), repeated("100")),
  ),
  "instances in instances, one after the other": around(
    subProcess("s", around(node("task", "t", repeated("100", oneByOne))), repeated("100", oneByOne)),
  ),
  "two repeated activities, one behind the other": [
    node("task", "first", repeated("5000")),
    node("task", "second", repeated("5000")),
    "first -> second",
  ],
};

describe("many instances of an activity are no such loop", () => {
  test.each(Object.entries(honest))("%s", async (_, parts) => {
    const { state } = await began(parts);
    expect([...state.incidents.values()]).toEqual([]);
    expect(state.elements.size).toBe(0);
  });

  test("nor are thousands that wait for the same signal", async () => {
    const { state, say } = await began([
      node("startEvent", "start"),
      subProcess("s", hearing(node("endEvent", "noted"), "heard -> noted"), repeated("5000")),
      node("receiveTask", "later", messageRef("m", '="k"')),
      throwing,
      "start -> s",
      "start -> later -> throws",
    ]);
    const [later] = [...state.subscriptions.values()].filter(({ elementId }) => elementId === "later");
    const subscriptionKey = later?.subscriptionKey ?? "";
    const events = say({ type: "correlateMessage", subscriptionKey, messageKey: "1", variables: {} });
    expect(events.filter((event) => event.type === "elementCompleted" && event.elementId === "noted").length).toBe(
      5_000,
    );
    expect([...state.incidents.values()]).toEqual([]);
  });
});

describe("what expressions make in one command is bounded", () => {
  const script = (expression: string) =>
    node("scriptTask", "t", extension(`<zeebe:script expression="${expression}" resultVariable="v" />`));

  test.each<[string, Json]>([
    ["=v + v", "ab"],
    ["=[v, v]", 1],
    ["=v", "a copy".repeat(100_000)],
  ])("a loop of %s", async (expression, v) => {
    const { state, say } = await began(round(script(expression)), { v });
    const [incident] = state.incidents.values();
    const message = `Expected values of at most ${valueBytesPerCommandMax} bytes in one command, got more`;
    expect(incident).toMatchObject({ elementId: "t", code: "EXTRACT_VALUE_ERROR" });
    expect(incident?.message).toContain(message);

    say({ type: "setVariables", elementKey: state.key, variables: { v: 0, isOn: true }, isLocal: false });
    say({ type: "resolveIncident", incidentKey: incident?.incidentKey ?? "" });
    expect(state.elements.size).toBe(0);
  });

  test("a loop through a task with hundreds of mappings", async () => {
    const outputs = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`o${index}`, "=v"]));
    const { events, state } = await began(round(node("task", "t", mapped({ outputs }))), { v: 1 });
    const set = events.filter(({ type }) => type === "variableSet").length;
    expect(set).toBeLessThan((evaluationsPerStep + 1) * stepsPerCommandMax);
    expect([...state.incidents.values()]).toMatchObject([{ code: "UNSPECIFIED" }]);
  });

  test("a loop through a gateway with hundreds of conditions", async () => {
    const [conditions, eventsPerRound] = [300, 20];
    const { events, state } = await began([
      node("startEvent", "start"),
      node("exclusiveGateway", "again"),
      node("complexGateway", "decides"),
      node("endEvent", "over"),
      "start -> again -> decides",
      "decides -> again default",
      ...Array.from({ length: conditions }, (_, index) => `decides -> over if =v = ${index}`),
    ]);
    const rounds = (evaluationsPerStep * stepsPerCommandMax) / conditions;
    expect(events.length).toBeLessThan(eventsPerRound * rounds);
    expect([...state.incidents.values()]).toMatchObject([{ code: "UNSPECIFIED" }]);
  });
});
