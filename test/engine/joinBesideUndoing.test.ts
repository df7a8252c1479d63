import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { boundary, bpmn, error, job, type Node, node, subProcess } from "../bpmnText.ts";

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

test("an inclusive join does not wait for a sub-process that lives again only to be undone", async () => {
  const { processes, findings } = await parseModel(xml);
  const [model] = processes;
  if (!model) throw new Error(findings[0]?.message);
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command) => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
  };
  const jobs = () =>
    [...state.jobs.values()].map(({ key, elementKey }) => [state.elements.get(elementKey)?.elementId, key]);
  say({ type: "startInstance", variables: {}, startElementIds: null });
  expect(jobs()).toMatchObject([["work", expect.anything()]]);
  const [[, jobKey = ""] = []] = jobs();
  say({ type: "throwJobError", jobKey, errorCode: "BROKEN", message: "", variables: {} });
  expect(jobs().map(([elementId]) => elementId)).toEqual(["undoing", "after"]);
});
