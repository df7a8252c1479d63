import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { boundary, bpmn, error, job, type Node, node, type Part, subProcess } from "../bpmnText.ts";

const compensation: Partial<Node> = { inside: ["<bpmn:compensateEventDefinition />"] };

/** One way does `s` and then `work`; when `work` fails, `s` is undone, and that is the end of the way. */
const xml = bpmn("p", [
  node("startEvent", "start"),
  node("inclusiveGateway", "split"),
  subProcess("s", [
    node("task", "done"),
    boundary("undo", "done", compensation),
    job("serviceTask", "undoing", { attributes: { isForCompensation: "true" } }),
    node("association", "undoes", { attributes: { sourceRef: "undo", targetRef: "undoing" } }),
  ]),
  job("serviceTask", "work"),
  boundary("failed", "work", error()),
  node("intermediateThrowEvent", "undoAll", compensation),
  node("endEvent", "undone"),
  node("task", "other"),
  node("inclusiveGateway", "merge"),
  job("serviceTask", "after"),
  node("endEvent", "end"),
  "start -> split -> s -> work -> merge -> after -> end",
  "split -> other -> merge",
  "failed -> undoAll -> undone",
]);

async function began(xml: string) {
  const { processes, findings } = await parseModel(xml);
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command) => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
  };
  say({ type: "startInstance", variables: {}, startElementIds: null });
  /** Ids of the elements that have open jobs. */
  const jobs = () => [...state.jobs.values()].map(({ elementKey }) => state.elements.get(elementKey)?.elementId);
  const oldest = () => [...state.jobs.keys()][0] ?? "";
  const complete = () => say({ type: "completeJob", jobKey: oldest(), variables: {} });
  const fail = () => say({ type: "throwJobError", jobKey: oldest(), errorCode: "BROKEN", message: "", variables: {} });
  return { state, jobs, complete, fail };
}

test("an inclusive join does not wait for a sub-process that lives again only to be undone", async () => {
  const { jobs, fail } = await began(xml);
  expect(jobs()).toEqual(["work"]);
  fail();
  expect(jobs()).toEqual(["undoing", "after"]);
});

/** Each of two is undone by itself, and undoing may fail. */
const undoable: Part[] = [
  job("serviceTask", "each", {
    inside: [
      `<bpmn:multiInstanceLoopCharacteristics isSequential="true">
        <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality>
      </bpmn:multiInstanceLoopCharacteristics>`,
    ],
  }),
  boundary("undo", "each", compensation),
  job("serviceTask", "undoing", { attributes: { isForCompensation: "true" } }),
  node("association", "undoes", { attributes: { sourceRef: "undo", targetRef: "undoing" } }),
  boundary("failed", "undoing", error()),
];

const repeated = bpmn("p", [
  node("startEvent", "start"),
  ...undoable,
  node("inclusiveGateway", "split"),
  node("task", "one"),
  node("task", "other"),
  node("inclusiveGateway", "merge"),
  job("serviceTask", "after"),
  node("endEvent", "told"),
  node("intermediateThrowEvent", "undoAll", compensation),
  node("endEvent", "end"),
  "start -> each -> undoAll -> end",
  "failed -> split -> one -> merge -> after -> told",
  "split -> other -> merge",
]);

test("an inclusive join joins on the way out of a handler of a repeated activity", async () => {
  const { state, jobs, complete, fail } = await began(repeated);
  complete();
  complete();
  expect(jobs()).toEqual(["undoing"]);
  fail();
  expect(jobs()).toEqual(["undoing", "after"]);
  complete();
  complete();
  expect(state.elements.size).toBe(0);
});

test("a way out of such a handler may cancel the transaction around", async () => {
  const { state, jobs, complete, fail } = await began(
    bpmn("p", [
      node("startEvent", "start"),
      node("transaction", "t", {
        parts: [
          node("startEvent", "first"),
          ...undoable,
          node("endEvent", "cancels", { inside: ["<bpmn:cancelEventDefinition />"] }),
          node("intermediateThrowEvent", "undoAll", compensation),
          node("endEvent", "last"),
          "first -> each -> undoAll -> last",
          "failed -> cancels",
        ],
      }),
      boundary("canceled", "t", { inside: ["<bpmn:cancelEventDefinition />"] }),
      job("serviceTask", "after"),
      "start -> t",
      "canceled -> after",
    ]),
  );
  complete();
  complete();
  fail();
  expect(jobs()).toEqual(["undoing"]);
  complete();
  expect(jobs()).toEqual(["after"]);
  complete();
  expect(state.elements.size).toBe(0);
});
