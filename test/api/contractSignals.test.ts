import {
  type CamundaClient,
  ProcessDefinitionId,
  ProcessDefinitionKey,
  type ProcessInstanceKey,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, describe, expect, test } from "vitest";
import { once, strictClient } from "./client.ts";
import { alarmed, warned } from "./constructModels.ts";
import { at, deploy, openServers } from "./server.ts";

const servers = openServers();
let client: CamundaClient;
/** Keys of definitions by process id. */
const definitions: Record<string, string> = {};

beforeAll(async () => {
  const server = at(servers, 0);
  client = strictClient(server.address);
  for (const xml of [alarmed, warned("mild", 20), warned("hot", 30)])
    Object.assign(definitions, await deploy(server, xml));
});

const instancesOf = async (processId: string) => {
  await at(servers, 0).store.settled();
  const filter = { processDefinitionId: ProcessDefinitionId.assumeExists(processId) };
  return (await client.searchProcessInstances({ filter }, once)).items;
};

const variableOf = async (processInstanceKey: ProcessInstanceKey, name: string) =>
  (await client.searchVariables({ filter: { processInstanceKey, name } }, once)).items[0]?.value;

describe("a signal", () => {
  test("starts instances, and reaches all that wait for it", async () => {
    const { signalKey, tenantId } = await client.broadcastSignal({ signalName: "alarm", variables: { where: "roof" } });
    expect(signalKey).toMatch(/^\d+$/);
    expect(tenantId).toBe("<default>");
    await client.broadcastSignal({ signalName: "alarm" });
    const [first, second] = await instancesOf("alarmed");
    expect([first?.state, second?.state]).toEqual(["ACTIVE", "ACTIVE"]);
    expect(first && (await variableOf(first.processInstanceKey, "where"))).toBe('"roof"');
    await client.broadcastSignal({ signalName: "over", variables: { by: "chief" } });
    expect((await instancesOf("alarmed")).map(({ state }) => state)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(first && (await variableOf(first.processInstanceKey, "by"))).toBe('"chief"');
  });

  test("for nobody is no error, and nothing keeps it", async () => {
    await client.broadcastSignal({ signalName: "unheard" });
    await client.broadcastSignal({ signalName: "over" });
    await client.broadcastSignal({ signalName: "alarm" });
    expect((await instancesOf("alarmed")).filter(({ state }) => state === "ACTIVE")).toHaveLength(1);
  });
});

describe("conditional start events", () => {
  test("start what their variables call for", async () => {
    const cold = await client.evaluateConditionals({ variables: { temperature: 10 } });
    expect(cold.processInstances).toEqual([]);
    const warm = await client.evaluateConditionals({ variables: { temperature: 25 } });
    expect(warm).toMatchObject({
      tenantId: "<default>",
      processInstances: [{ processDefinitionKey: definitions.mild }],
    });
    const [started] = warm.processInstances;
    expect(started && (await variableOf(started.processInstanceKey, "temperature"))).toBe("25");
    const hot = await client.evaluateConditionals({ variables: { temperature: 35 } });
    expect(hot.processInstances).toHaveLength(2);
    expect(hot.conditionalEvaluationKey).not.toBe(warm.conditionalEvaluationKey);
  });

  test("are asked for one definition only", async () => {
    const processDefinitionKey = ProcessDefinitionKey.assumeExists(definitions.hot ?? "");
    const { processInstances } = await client.evaluateConditionals({
      processDefinitionKey,
      variables: { temperature: 35 },
    });
    expect(processInstances).toMatchObject([{ processDefinitionKey }]);
    const unknown = ProcessDefinitionKey.assumeExists("1");
    await expect(client.evaluateConditionals({ processDefinitionKey: unknown, variables: {} })).rejects.toMatchObject({
      status: 404,
    });
  });
});
