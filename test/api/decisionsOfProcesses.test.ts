import {
  type CamundaClient,
  DecisionEvaluationInstanceKey,
  ElementId,
  ProcessInstanceKey,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, expect, test } from "vitest";
import { dmn, literal, table } from "../store/decisionTables.ts";
import { bpmnProcess, definitions, endEvent, path, startEvent } from "../store/diagrams.ts";
import { once, strictClient } from "./client.ts";
import { at, openServers, startInstance } from "./server.ts";

const servers = openServers();
let client: CamundaClient;
const definitionKeys: Record<string, string> = {};

const businessRuleTask = (id: string, decisionId: string, how = "") =>
  `<bpmn:businessRuleTask id="${id}"><bpmn:extensionElements><zeebe:calledDecision decisionId="${decisionId}" resultVariable="${id}" ${how} /></bpmn:extensionElements></bpmn:businessRuleTask>`;

const deciding = definitions(
  bpmnProcess(
    "deciding",
    startEvent("begin"),
    businessRuleTask("first", "shipping"),
    businessRuleTask("second", "shipping", 'bindingType="deployment"'),
    endEvent("end"),
    path("begin", "first", "second", "end"),
  ),
);

const shipping = (express: string) =>
  dmn(
    "shipping",
    literal("heavy", "weight > 20"),
    table("shipping", {
      requires: ["heavy"],
      inputs: ["heavy", "urgent"],
      outputs: ["by"],
      rules: [
        ["true", "-", '"truck"'],
        ["false", "true", express],
        ["-", "false", '"mail"'],
      ],
    }),
  );

beforeAll(async () => {
  client = strictClient(at(servers, 0).address);
  const files = [new File([deciding], "deciding.bpmn"), new File([shipping('"plane"')], "shipping.dmn")];
  const { deployments } = await client.createDeployment({ resources: files });
  const [process] = deployments;
  definitionKeys.deciding = process?.processDefinition?.processDefinitionKey ?? "";
  await client.createDeployment({ resources: [new File([shipping('"drone"')], "shipping.dmn")] });
});

const decisionsOf = async (processInstanceKey: string) => {
  const filter = { processInstanceKey: ProcessInstanceKey.assumeExists(processInstanceKey) };
  return (await client.searchDecisionInstances({ filter }, once)).items;
};

test("decisions of a process are found by its instance and by the element that asked", async () => {
  const instance = await startInstance(at(servers, 0), "deciding", { weight: 1, urgent: true });
  const items = await decisionsOf(instance);
  expect(items).toMatchObject([
    { decisionDefinitionId: "heavy", decisionDefinitionVersion: 2, result: "false" },
    { decisionDefinitionId: "shipping", decisionDefinitionVersion: 2, result: '"drone"' },
    { decisionDefinitionId: "heavy", decisionDefinitionVersion: 1, result: "false" },
    { decisionDefinitionId: "shipping", decisionDefinitionVersion: 1, result: '"plane"' },
  ]);
  for (const item of items)
    expect(item).toMatchObject({
      processInstanceKey: instance,
      rootProcessInstanceKey: instance,
      processDefinitionKey: definitionKeys.deciding,
      state: "EVALUATED",
    });
  const filter = {
    processInstanceKey: ProcessInstanceKey.assumeExists(instance),
    elementId: ElementId.assumeExists("second"),
  };
  const [second] = (await client.searchElementInstances({ filter }, once)).items;
  if (!second) throw new Error("Expected an element instance, got none");
  const { elementInstanceKey } = second;
  const asked = await client.searchDecisionInstances({ filter: { elementInstanceKey } }, once);
  expect(asked.items).toEqual(items.slice(2));
  const [, made] = asked.items;
  if (!made) throw new Error("Expected two decisions, got fewer");
  const { decisionEvaluationInstanceKey } = made;
  expect(await client.getDecisionInstance({ decisionEvaluationInstanceKey }, once)).toMatchObject({
    evaluatedInputs: [
      { inputId: "shipping.in.0", inputName: "heavy", inputValue: "false" },
      { inputId: "shipping.in.1", inputName: "urgent", inputValue: "true" },
    ],
    matchedRules: [{ ruleId: "shipping.rule.1", ruleIndex: 2, evaluatedOutputs: [{ outputValue: '"plane"' }] }],
  });
});

test("a decision that fails in a process is kept beside its incident, with what it saw and the rules that matched", async () => {
  const instance = await startInstance(at(servers, 0), "deciding", { weight: 30, urgent: false });
  const items = await decisionsOf(instance);
  expect(items).toMatchObject([
    { decisionDefinitionId: "heavy", state: "EVALUATED", result: "true" },
    { decisionDefinitionId: "shipping", state: "FAILED", result: "null", decisionDefinitionType: "DECISION_TABLE" },
  ]);
  const filter = { processInstanceKey: ProcessInstanceKey.assumeExists(instance) };
  const { items: incidents } = await client.searchIncidents({ filter }, once);
  expect(incidents).toMatchObject([{ errorType: "DECISION_EVALUATION_ERROR", elementId: "first" }]);
  expect(incidents[0]?.errorMessage).toContain(items[1]?.evaluationFailure);
  const { decisionEvaluationInstanceKey = DecisionEvaluationInstanceKey.assumeExists("0-0") } = items[1] ?? {};
  expect(await client.getDecisionInstance({ decisionEvaluationInstanceKey }, once)).toMatchObject({
    evaluatedInputs: [{ inputValue: "true" }, { inputValue: "false" }],
    matchedRules: [{ ruleIndex: 1 }, { ruleIndex: 3 }],
  });
});
