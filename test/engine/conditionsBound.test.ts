import { expect, test } from "vitest";
import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { bpmn, extension, type Node, node, subProcess } from "../bpmnText.ts";

/** Waits for a condition, and changes the variable that it looks at. */
const repeated: Partial<Node> = {
  inside: [
    `<bpmn:multiInstanceLoopCharacteristics>
      <bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">=count</bpmn:loopCardinality>
    </bpmn:multiInstanceLoopCharacteristics>`,
  ],
};
const isReached: Partial<Node> = {
  inside: [
    `<bpmn:conditionalEventDefinition>
      <bpmn:condition xsi:type="bpmn:tFormalExpression">=level &gt; 0</bpmn:condition>
    </bpmn:conditionalEventDefinition>`,
  ],
};
const waiting = subProcess(
  "each",
  [
    node("startEvent", "begin"),
    node("intermediateCatchEvent", "reached", isReached),
    node("scriptTask", "raise", extension('<zeebe:script expression="=level + 1" resultVariable="level" />')),
    node("endEvent", "done"),
    "begin -> reached -> raise -> done",
  ],
  repeated,
);
const xml = bpmn("p", [node("startEvent", "start"), waiting, node("endEvent", "end"), "start -> each -> end"]);

test("conditions that make one another be looked at again stop at the bound of steps, and go on", async () => {
  const [model] = (await parseModel(xml)).processes;
  if (!model) throw new Error("expected a model without findings");
  const state = emptyState(keyOfSequence(1n));
  const say = (command: Command): readonly Event[] => {
    const ran = run(model, state, command, { nowMs: 0 });
    if (!ran.ok) throw new Error(ran.rejection.detail);
    return ran.events;
  };
  say({ type: "startInstance", variables: { count: 1_500, level: 0 }, startElementIds: null });
  expect(state.subscriptions.size).toBe(1_500);
  say({ type: "setVariables", elementKey: state.key, variables: { level: 1 }, isLocal: false });
  const stopped = [...state.incidents.values()];
  expect(stopped.length).toBeGreaterThan(0);
  expect(stopped[0]?.message).toBe("Stopped at the bound of 10000 steps without waiting; resolve to go on");
  for (const { incidentKey } of stopped) say({ type: "resolveIncident", incidentKey });
  expect(state.elements.size).toBe(0);
});
