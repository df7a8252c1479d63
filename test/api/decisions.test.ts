import { existsSync, readFileSync } from "node:fs";
import {
  type CamundaClient,
  DecisionDefinitionId,
  DecisionDefinitionKey,
  type DecisionDefinitionResult,
  DecisionEvaluationInstanceKey,
  type DecisionInstanceGetQueryResult,
  type DecisionInstanceResult,
  DecisionRequirementsKey,
  type DecisionRequirementsResult,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, describe, expect, test } from "vitest";
import { dmn, literal, table } from "../store/decisionTables.ts";
import { fieldsOf, once, strictClient } from "./client.ts";
import { tour } from "./models.ts";
import { at, openServers } from "./server.ts";

const servers = openServers();
let client: CamundaClient;

/** What a customer gets: a table on top of a table. */
const discounts = dmn(
  "discounts",
  table("standing", {
    name: "Standing of a customer",
    inputs: ["orders"],
    outputs: ["standing"],
    rules: [
      ["< 10", '"new"'],
      [">= 10", '"regular"'],
    ],
  }),
  table("discount", {
    name: "Discount",
    requires: ["standing"],
    inputs: ["standing", "amount"],
    outputs: ["percent"],
    rules: [
      ['"new"', "-", "0"],
      ['"regular"', "<= 1000", "5"],
      ['"regular"', "> 1000", "amount / 1000"],
    ],
  }),
);

const failing = dmn(
  "failing",
  table("twice", {
    name: "Twice",
    inputs: ["n"],
    outputs: ["out"],
    rules: [
      ["> 1", '"one"'],
      ["> 2", '"two"'],
    ],
  }),
  literal("around", '"is " + twice', ["twice"]),
);

/** A table of 10 rules with one input. */
const benchmark = "../shared/models/c8/camunda-community-hub+camunda-8-benchmark/complex_decision.dmn";

const deploy = (...files: readonly (readonly [name: string, content: string])[]) =>
  client.createDeployment({ resources: files.map(([name, content]) => new File([content], name)) });

const evaluate = (id: string, variables: Record<string, unknown>) =>
  client.evaluateDecision({ decisionDefinitionId: DecisionDefinitionId.assumeExists(id), variables });

beforeAll(async () => {
  client = strictClient(at(servers, 0).address);
  await deploy(["discounts.dmn", discounts]);
  await deploy(["failing.dmn", failing]);
});

const definitionNamed = async (id: string) =>
  (
    await client.searchDecisionDefinitions(
      { filter: { decisionDefinitionId: DecisionDefinitionId.assumeExists(id), isLatestVersion: true } },
      once,
    )
  ).items[0];

describe("a deployment", () => {
  test("tells of every file and every decision, beside its processes", async () => {
    const xml = dmn("first", table("one", { inputs: ["x"], outputs: ["y"], rules: [["-", "1"]] }), literal("two", "2"));
    const { deployments } = await deploy(["first.dmn", xml], ["tour.bpmn", tour]);
    expect(deployments).toMatchObject([
      { processDefinition: { processDefinitionId: "tour" }, decisionDefinition: null, decisionRequirements: null },
      {
        processDefinition: null,
        decisionDefinition: null,
        decisionRequirements: {
          decisionRequirementsId: "first.file",
          decisionRequirementsName: "first model",
          version: 1,
          resourceName: "first.dmn",
          tenantId: "<default>",
        },
      },
      { decisionRequirements: null, decisionDefinition: { decisionDefinitionId: "one", version: 1, name: "one" } },
      { decisionRequirements: null, decisionDefinition: { decisionDefinitionId: "two", version: 1, name: "two" } },
    ]);
    const again = await deploy(["first.dmn", xml], ["tour.bpmn", tour]);
    expect(again.deployments).toEqual(deployments);
  });
});

describe("definitions and requirements", () => {
  const definitionFields: Record<keyof DecisionDefinitionResult, true> = {
    decisionDefinitionId: true,
    decisionDefinitionKey: true,
    decisionRequirementsId: true,
    decisionRequirementsKey: true,
    decisionRequirementsName: true,
    decisionRequirementsVersion: true,
    name: true,
    tenantId: true,
    version: true,
  };
  const requirementsFields: Record<keyof DecisionRequirementsResult, true> = {
    decisionRequirementsId: true,
    decisionRequirementsKey: true,
    decisionRequirementsName: true,
    resourceName: true,
    tenantId: true,
    version: true,
  };

  test("are found, got, and shown as they were deployed", async () => {
    const definition = await definitionNamed("discount");
    expect(Object.keys(definition ?? {}).sort()).toEqual(fieldsOf(definitionFields));
    expect(definition).toMatchObject({ name: "Discount", version: 1, decisionRequirementsId: "discounts.file" });
    const { decisionDefinitionKey, decisionRequirementsKey } = definition ?? {};
    if (!decisionDefinitionKey || !decisionRequirementsKey) throw new Error("Expected keys, got none");
    expect(await client.getDecisionDefinition({ decisionDefinitionKey }, once)).toEqual(definition);
    expect(await client.getDecisionDefinitionXml({ decisionDefinitionKey }, once)).toBe(discounts);
    expect(await client.getDecisionRequirementsXml({ decisionRequirementsKey }, once)).toBe(discounts);
    const requirements = await client.getDecisionRequirements({ decisionRequirementsKey }, once);
    expect(Object.keys(requirements).sort()).toEqual(fieldsOf(requirementsFields));
    const found = await client.searchDecisionRequirements(
      { filter: { decisionRequirementsName: "discounts model", resourceName: "discounts.dmn" } },
      once,
    );
    expect(found.items).toEqual([requirements]);
  });

  test("that are not there are not found", async () => {
    const decisionDefinitionKey = DecisionDefinitionKey.assumeExists("1");
    const decisionRequirementsKey = DecisionRequirementsKey.assumeExists("1");
    const asked = [
      [() => client.getDecisionDefinition({ decisionDefinitionKey }, once), "No decision matches"],
      [() => client.getDecisionDefinitionXml({ decisionDefinitionKey }, once), "No decision matches"],
      [
        () => client.getDecisionRequirements({ decisionRequirementsKey }, once),
        "No decision requirements have this key",
      ],
      [
        () => client.getDecisionRequirementsXml({ decisionRequirementsKey }, once),
        "No decision requirements have this key",
      ],
      [() => client.evaluateDecision({ decisionDefinitionKey }), "No decision matches"],
      [() => evaluate("nowhere", {}), "No decision matches"],
    ] as const;
    for (const [ask, title] of asked) await expect(ask()).rejects.toMatchObject({ status: 404, title });
  });
});

describe("a decision", () => {
  test("is made with everything that it requires, and tells how", async () => {
    const made = await evaluate("discount", { orders: 12, amount: 2500 });
    const definition = await definitionNamed("discount");
    expect(made).toMatchObject({
      decisionDefinitionId: "discount",
      decisionDefinitionKey: definition?.decisionDefinitionKey,
      decisionDefinitionName: "Discount",
      decisionDefinitionVersion: 1,
      decisionRequirementsId: "discounts.file",
      output: "2.5",
      failedDecisionDefinitionId: null,
      failureMessage: null,
    });
    expect(made.evaluatedDecisions).toMatchObject([
      {
        decisionDefinitionId: "standing",
        decisionDefinitionName: "Standing of a customer",
        decisionDefinitionType: "DECISION_TABLE",
        output: '"regular"',
        evaluatedInputs: [{ inputId: "standing.in.0", inputName: "orders", inputValue: "12" }],
        matchedRules: [
          {
            ruleId: "standing.rule.1",
            ruleIndex: 2,
            evaluatedOutputs: [{ outputId: "standing.out.0", outputName: "standing", outputValue: '"regular"' }],
          },
        ],
      },
      {
        decisionDefinitionId: "discount",
        decisionEvaluationInstanceKey: `${made.decisionEvaluationKey}-2`,
        evaluatedInputs: [{ inputValue: '"regular"' }, { inputValue: "2500" }],
        matchedRules: [{ ruleId: "discount.rule.2", ruleIndex: 3 }],
      },
    ]);
  });

  test("is asked for by key, and by id in its newest version", async () => {
    const xml = (value: string) => dmn("newer", literal("newer", value));
    await deploy(["newer.dmn", xml("1")]);
    const first = await definitionNamed("newer");
    await deploy(["newer.dmn", xml("2")]);
    const decisionDefinitionKey = DecisionDefinitionKey.assumeExists(first?.decisionDefinitionKey ?? "");
    expect((await client.evaluateDecision({ decisionDefinitionKey })).output).toBe("1");
    expect(await evaluate("newer", {})).toMatchObject({ output: "2", decisionDefinitionVersion: 2 });
  });

  test("that fails is an answer: which decision, and why", async () => {
    const made = await evaluate("around", { n: 3 });
    expect(made).toMatchObject({ output: "null", failedDecisionDefinitionId: "twice" });
    expect(made.failureMessage).toMatch(/Twice|twice/);
    expect(made.evaluatedDecisions).toMatchObject([{ decisionDefinitionId: "twice", output: "null" }]);
  });

  test.skipIf(!existsSync(benchmark))("as Camunda Modeler draws it is made", async () => {
    await deploy(["complex_decision.dmn", readFileSync(benchmark, "utf8")]);
    const made = await evaluate("benchmark-decision-2x10", { listItem: "c" });
    expect(made.output).toBe('"hey - Camunda starts with a c :-) "');
    expect(made.evaluatedDecisions[0]?.evaluatedInputs).toEqual([
      { inputId: "Input_1", inputName: "List Item", inputValue: '"c"' },
    ]);
  });

  test("keeps all digits of its numbers", async () => {
    await deploy(["digits.dmn", dmn("digits", literal("digits", "[x, 0.1 + 0.2]"))]);
    const body = '{"decisionDefinitionId":"digits","variables":{"x":12345678901234567890.12345}}';
    const { output } = JSON.parse(await raw("/v2/decision-definitions/evaluation", body)) as { output: string };
    expect(output).toBe("[12345678901234567890.12345,0.3]");
  });
});

/** What the server answers, before anybody reads its numbers. */
async function raw(path: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return (await fetch(at(servers, 0).address + path, { method: "POST", headers, body })).text();
}

describe("decisions that were made", () => {
  const instanceFields: Record<keyof DecisionInstanceResult, true> = {
    decisionDefinitionId: true,
    decisionDefinitionKey: true,
    decisionDefinitionName: true,
    decisionDefinitionType: true,
    decisionDefinitionVersion: true,
    decisionEvaluationInstanceKey: true,
    decisionEvaluationKey: true,
    elementInstanceKey: true,
    evaluationDate: true,
    evaluationFailure: true,
    processDefinitionKey: true,
    processInstanceKey: true,
    result: true,
    rootDecisionDefinitionKey: true,
    rootProcessInstanceKey: true,
    state: true,
    tenantId: true,
  };
  const gotFields: Record<keyof DecisionInstanceGetQueryResult, true> = {
    ...instanceFields,
    evaluatedInputs: true,
    matchedRules: true,
  };

  test("are found and got as they were answered", async () => {
    const made = await evaluate("discount", { orders: 1, amount: 20 });
    const filter = { decisionEvaluationKey: made.decisionEvaluationKey };
    const { items } = await client.searchDecisionInstances({ filter }, once);
    expect(items.map((item) => Object.keys(item).sort())).toEqual([fieldsOf(instanceFields), fieldsOf(instanceFields)]);
    expect(items).toMatchObject([
      { decisionDefinitionId: "standing", state: "EVALUATED", result: '"new"', evaluationFailure: null },
      { decisionDefinitionId: "discount", state: "EVALUATED", result: "0", processInstanceKey: null },
    ]);
    const [first, second] = items;
    expect(first?.rootDecisionDefinitionKey).toBe(made.decisionDefinitionKey);
    if (!second) throw new Error("Expected two decisions, got one");
    const { decisionEvaluationInstanceKey } = second;
    const got = await client.getDecisionInstance({ decisionEvaluationInstanceKey }, once);
    expect(Object.keys(got).sort()).toEqual(fieldsOf(gotFields));
    expect(got).toEqual({
      ...second,
      evaluatedInputs: made.evaluatedDecisions[1]?.evaluatedInputs,
      matchedRules: made.evaluatedDecisions[1]?.matchedRules,
    });
  });

  test("are found by state, by decision, and the newest first", async () => {
    const failed = await evaluate("around", { n: 4 });
    const { items } = await client.searchDecisionInstances(
      { filter: { state: "FAILED" }, sort: [{ field: "evaluationDate", order: "DESC" }], page: { limit: 1 } },
      once,
    );
    expect(items).toMatchObject([
      {
        decisionDefinitionId: "twice",
        decisionEvaluationKey: failed.decisionEvaluationKey,
        rootDecisionDefinitionKey: failed.decisionDefinitionKey,
        evaluationFailure: failed.failureMessage,
        decisionDefinitionType: "DECISION_TABLE",
        result: "null",
      },
    ]);
    const definition = await definitionNamed("discount");
    const filter = {
      decisionRequirementsKey: definition?.decisionRequirementsKey ?? DecisionRequirementsKey.assumeExists("1"),
    };
    const ofFile = (await client.searchDecisionInstances({ filter }, once)).items;
    expect(new Set(ofFile.map(({ decisionDefinitionId }) => decisionDefinitionId))).toEqual(
      new Set(["standing", "discount"]),
    );
  });

  test("that are not there are not found", async () => {
    for (const key of ["1-1", "4194304-7"]) {
      const decisionEvaluationInstanceKey = DecisionEvaluationInstanceKey.assumeExists(key);
      await expect(client.getDecisionInstance({ decisionEvaluationInstanceKey }, once)).rejects.toMatchObject({
        status: 404,
        title: "No decision that was made has this key",
      });
    }
  });
});

describe("an expression", () => {
  test.each<[expression: string, result: unknown]>([
    ["=x + y", 3],
    ["= for i in 1..x + y return i * i", [1, 4, 9]],
    ['={due: date("2026-01-31") + duration("P1M"), open: y > x}', { due: "2026-02-28", open: true }],
    ["just text", "just text"],
  ])("%s", async (expression, result) => {
    const answer = await client.evaluateExpression({ expression, variables: { x: 1, y: 2 } });
    expect(answer).toEqual({ expression, result, warnings: [] });
  });

  test("tells why something is null", async () => {
    const { result, warnings } = await client.evaluateExpression({ expression: '="a" + 1' });
    expect([result, warnings.length]).toEqual([null, 1]);
  });

  test("keeps all digits of its numbers", async () => {
    const answer = await raw(
      "/v2/expression/evaluation",
      '{"expression":"=x * 10","variables":{"x":0.12345678901234567890123}}',
    );
    expect(answer).toBe('{"expression":"=x * 10","result":1.2345678901234567890123,"warnings":[]}');
  });

  test("is refused when its result is larger than a command may be", async () => {
    const text = "x".repeat(200_000);
    const evaluated = client.evaluateExpression({ expression: "=for i in 1..200 return text", variables: { text } });
    await expect(evaluated).rejects.toMatchObject({ status: 400, title: "The expression cannot be evaluated" });
  });
});
