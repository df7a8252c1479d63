import { expect, test } from "vitest";
import { keyOfSequence } from "../../../engine/keys.ts";
import { parseModel } from "../../../engine/model/parse.ts";
import { run } from "../../../engine/run.ts";
import { emptyState } from "../../../engine/state.ts";
import { bpmn, extension, node } from "../../bpmnText.ts";
import { decision, definitions, literal, modelOf, requiresKnowledge } from "./decide.ts";

const calling = bpmn("calling", [
  node("startEvent", "start"),
  node("businessRuleTask", "decide", extension('<zeebe:calledDecision decisionId="d" resultVariable="result" />')),
  node("endEvent", "end"),
  "start -> decide -> end",
]);

/** A service that decides by a table of 100 inputs, called 300 times; `label` is what each of them is called. */
const repeating = (label: string) => {
  const input = `<input label="${label}"><inputExpression><text>1</text></inputExpression></input>`;
  const rule = `<rule>${"<inputEntry><text>-</text></inputEntry>".repeat(100)}<outputEntry><text>1</text></outputEntry></rule>`;
  const table = `<decisionTable id="t">${input.repeat(100)}<output/>${rule}</decisionTable>`;
  return definitions(
    `${decision("d", literal("count(for i in 1..300 return s())"), requiresKnowledge("s"))}${decision("inner", table)}
     <decisionService id="s" name="s"><variable name="s"/><outputDecision href="#inner"/></decisionService>`,
  );
};

async function eventsOf(label: string) {
  const [model] = (await parseModel(calling)).processes;
  if (!model) throw new Error("Expected a process");
  const found = { model: await modelOf(repeating(label)), decisionKey: "7" };
  const decisions = () => found;
  const start = { type: "startInstance", variables: {}, startElementIds: null } as const;
  const ran = run(model, emptyState(keyOfSequence(1n)), start, { nowMs: 0, seed: "", decisions });
  if (!ran.ok) throw new Error(ran.rejection.detail);
  return ran.events;
}

test("names of what is decided take room in a command, as its values do", async () => {
  const events = await eventsOf("a".repeat(3_000));
  expect(events.find(({ type }) => type === "incidentRaised")).toMatchObject({
    code: "DECISION_EVALUATION_ERROR",
    message: "Expected a decision whose values fit into a command, got more",
  });
});

test("a decision that is made often is kept while its names are short", async () => {
  const events = await eventsOf("score");
  const made = events.find(({ type }) => type === "decisionEvaluated");
  expect(made?.type === "decisionEvaluated" && made.evaluated).toHaveLength(301);
  expect(JSON.stringify(events).length).toBeLessThan(4_000_000);
});
