import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command } from "../../engine/vocabulary.ts";
import { bpmn, job, node } from "../bpmnText.ts";

/** Whether it is done can only be said when `n` is known; before it leaves, somebody is asked. */
const adHoc = node("adHocSubProcess", "some", {
  extensions: [
    '<zeebe:adHoc activeElementsCollection="=[&quot;one&quot;, &quot;other&quot;]" />',
    '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="asked" /></zeebe:executionListeners>',
  ],
  parts: [job("serviceTask", "one"), job("serviceTask", "other")],
  inside: ['<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=n &gt; 0</bpmn:completionCondition>'],
});
const xml = bpmn("p", [node("startEvent", "start"), adHoc, node("endEvent", "end"), "start -> some -> end"]);

test("what could not be said of a scope is no incident any more once the scope is over", async () => {
  const [model] = (await parseModel(xml)).processes;
  if (!model) throw new Error("expected a model without findings");
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command) => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
  };
  const complete = (n?: number) => {
    const [jobKey = ""] = state.jobs.keys();
    say({ type: "completeJob", jobKey, variables: n === undefined ? {} : { n } });
  };
  say({ type: "startInstance", variables: {}, startElementIds: null });
  complete();
  expect([...state.incidents.values()]).toMatchObject([{ elementId: "some", code: "CONDITION_ERROR" }]);
  complete(1);
  expect([...state.incidents.values()]).toEqual([]);
  expect([...state.jobs.values()]).toMatchObject([{ kind: "EXECUTION_LISTENER" }]);
  complete();
  expect(state.elements.size).toBe(0);
});
