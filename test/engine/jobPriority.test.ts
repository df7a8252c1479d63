import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { assert } from "../../engine/result.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { bpmn, extension, job, node } from "../bpmnText.ts";

const priority = (text: string) => (text === "" ? "" : `<zeebe:jobPriorityDefinition priority="${text}" />`);

/** A process with one service task that has an end listener. */
async function modelWith(own: string, ofProcess: string) {
  const listener = '<zeebe:executionListener eventType="end" type="audit" />';
  const extensions = `${priority(own)}<zeebe:executionListeners>${listener}</zeebe:executionListeners>`;
  const charge = job("serviceTask", "charge", extension(extensions));
  const xml = bpmn("p", [node("startEvent", "start"), charge, node("endEvent", "end"), "start -> charge -> end"]);
  const process = `<bpmn:extensionElements>${priority(ofProcess)}</bpmn:extensionElements>`;
  const { processes } = await parseModel(xml.replace(/<bpmn:process[^>]*>/, (tag) => tag + process));
  const [model] = processes;
  assert(model, "the model is executed");
  return model;
}

test.each([
  { whose: "nobody's", own: "", ofProcess: "", expected: 0 },
  { whose: "the element's", own: "-5", ofProcess: "7", expected: -5 },
  { whose: "the element's, computed", own: "=urgency * 2", ofProcess: "7", expected: 12 },
  { whose: "the process's", own: "", ofProcess: "=urgency", expected: 6 },
])("a job has $whose priority, and a listener's job none", async ({ own, ofProcess, expected }) => {
  const model = await modelWith(own, ofProcess);
  const state = emptyState(keyOfSequence(1n));
  const created = (command: Command) => {
    const ran = run(model, state, command, { nowMs: 0 });
    return ran.ok ? ran.events.find((event) => event.type === "jobCreated") : undefined;
  };
  const charge = created({ type: "startInstance", variables: { urgency: 6 }, startElementIds: null });
  expect(charge).toMatchObject({ jobType: "charge", priority: expected });
  const audit = created({ type: "completeJob", jobKey: charge?.jobKey ?? "", variables: {} });
  expect(audit).toMatchObject({ jobType: "audit", priority: 0 });
});
