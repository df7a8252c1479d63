import { describe, expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { boundary, bpmn, job, message, messageRef, type Node, node, type Part, subProcess } from "../bpmnText.ts";

/*
 * Repeated activities cost the same per instance, however many there are. Counted, not timed: events, and how often the
 * engine looks into its state, where going through a whole map counts as many looks as the map has entries.
 */

interface Cost {
  /** Per inner instance, over all commands from the start to the end. */
  readonly events: number;
  readonly looks: number;
}

async function costOf(parts: readonly Part[], count: number): Promise<Cost> {
  const { processes, findings } = await parseModel(bpmn("p", parts));
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const looks = { count: 0 };
  const bare = emptyState(keyOfSequence(1n));
  const counted = <M extends Map<string, unknown>>(map: M) => countingLooks(map, looks);
  const state: InstanceState = {
    ...bare,
    elements: counted(bare.elements),
    jobs: counted(bare.jobs),
    subscriptions: counted(bare.subscriptions),
    incidents: counted(bare.incidents),
    compensations: counted(bare.compensations),
  };
  let events = 0;
  const say = (command: Command) => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
    events += ran.events.length;
  };
  const items = Array.from({ length: count }, (_, index) => `item ${index}`);
  say({ type: "startInstance", variables: { items }, startElementIds: null });
  for (let next = nextStep(bare); next; next = nextStep(bare)) say(next);
  expect(bare.incidents.size).toBe(0);
  expect(bare.elements.size).toBe(0);
  return { events: events / count, looks: looks.count / count };
}

/** Completes the oldest open job, or brings the message that has been waited for longest. */
function nextStep({ jobs, subscriptions }: InstanceState): Command | null {
  const [oldest] = jobs.keys();
  if (oldest !== undefined) return { type: "completeJob", jobKey: oldest, variables: { result: 1 } };
  const [subscriptionKey] = subscriptions.keys();
  return subscriptionKey === undefined
    ? null
    : { type: "correlateMessage", subscriptionKey, messageKey: "1", variables: { result: 1 } };
}

function countingLooks<M extends Map<string, unknown>>(map: M, looks: { count: number }): M {
  return new Proxy(map, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== "function") return member;
      const isWhole = ["values", "keys", "entries", "forEach", Symbol.iterator].includes(property);
      return (...given: unknown[]) => {
        looks.count += isWhole ? target.size : 1;
        return Reflect.apply(member, target, given);
      };
    },
  });
}

const repeated = (attributes: string, inner = ""): Partial<Node> => ({
  inside: [
    `<bpmn:multiInstanceLoopCharacteristics ${attributes}>
      <bpmn:extensionElements>
        <zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=result" />
      </bpmn:extensionElements>${inner}
    </bpmn:multiInstanceLoopCharacteristics>`,
  ],
});

const around = (middle: Node, ...more: Part[]): Part[] => [
  node("startEvent", "start"),
  middle,
  node("endEvent", "end"),
  `start -> ${middle.id} -> end`,
  ...more,
];

const inside = (work: Node, ...more: Part[]): Part[] => [
  node("startEvent", "begin"),
  work,
  node("endEvent", "done"),
  `begin -> ${work.id} -> done`,
  ...more,
];

const condition = (name: string, text: string) =>
  `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
const conditional = (text: string): Partial<Node> => ({
  inside: [`<bpmn:conditionalEventDefinition>${condition("condition", text)}</bpmn:conditionalEventDefinition>`],
});

const models: Readonly<Record<string, readonly Part[]>> = {
  "tasks at once": around(job("serviceTask", "each", repeated(""))),
  "tasks one after the other": around(job("serviceTask", "each", repeated('isSequential="true"'))),
  "tasks with a completion condition": around(
    job("serviceTask", "each", repeated("", condition("completionCondition", "=numberOfActiveInstances &lt; 0"))),
  ),
  "tasks that are ended by a condition": around(
    job(
      "serviceTask",
      "each",
      repeated("", condition("completionCondition", "=numberOfCompletedInstances >= numberOfInstances / 2")),
    ),
  ),
  "tasks that can be undone": around(
    job("serviceTask", "each", repeated("")),
    boundary("undone", "each", { inside: ["<bpmn:compensateEventDefinition />"] }),
    job("serviceTask", "undo", { attributes: { isForCompensation: "true" } }),
    node("association", "undoes", { attributes: { sourceRef: "undone", targetRef: "undo" } }),
  ),
  "receive tasks": around(node("receiveTask", "each", messageRef("answer", "=item"), repeated(""))),
  "sub-processes with boundary events": around(
    subProcess(
      "each",
      inside(job("serviceTask", "work"), boundary("stop", "work", message("stop", "=item")), "stop -> done"),
      repeated(""),
    ),
  ),
  "sub-processes with an inclusive join": around(
    subProcess(
      "each",
      [
        ...inside(job("serviceTask", "work")),
        node("inclusiveGateway", "join"),
        node("manualTask", "last"),
        "begin -> join",
        "work -> join",
        "join -> last",
      ],
      repeated(""),
    ),
  ),
  "sub-processes with conditional events": around(
    subProcess(
      "each",
      inside(job("serviceTask", "work"), boundary("stop", "work", conditional('=item = "other"')), "stop -> done"),
      repeated(""),
    ),
  ),
};

describe("repeated activities cost the same per instance, however many there are", () => {
  test.each(Object.entries(models))("%s", async (_, parts) => {
    const few = await costOf(parts, 100);
    const many = await costOf(parts, 1_000);
    expect(many.events).toBeLessThanOrEqual(few.events);
    expect(many.looks).toBeLessThanOrEqual(few.looks);
  });

  test("ten thousand tasks at once", async () => {
    const parts = models["tasks at once"] ?? [];
    const [some, many] = [await costOf(parts, 1_000), await costOf(parts, 10_000)];
    expect(many.events).toBeLessThanOrEqual(some.events);
    expect(many.looks).toBeLessThanOrEqual(some.looks);
  });
});
