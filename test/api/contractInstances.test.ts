import {
  BusinessId,
  type CamundaClient,
  ElementId,
  ElementInstanceKey,
  type ElementInstanceResult,
  ProcessDefinitionId,
  type ProcessDefinitionResult,
  type ProcessInstanceResult,
  Tag,
  type VariableSearchResult,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, describe, expect, test } from "vitest";
import { fieldsOf, once, strictClient } from "./client.ts";
import { brief, tour } from "./models.ts";
import { at, deploy, openServers } from "./server.ts";

const servers = openServers();
let client: CamundaClient;
const tourId = ProcessDefinitionId.assumeExists("tour");

beforeAll(async () => {
  const server = at(servers, 0);
  client = strictClient(server.address);
  await deploy(server, tour);
  await deploy(server, brief);
});

const start = (orderId: string) =>
  client.createProcessInstance({
    processDefinitionId: tourId,
    variables: { orderId },
    businessId: BusinessId.assumeExists(orderId),
  });

const keysOf = (item: object | undefined) => Object.keys(item ?? {}).sort();

describe("the cluster", () => {
  test("says what it is, that it works, and who asks", async () => {
    expect(await client.getTopology()).toMatchObject({ gatewayVersion: "8.9.0", clusterSize: 1 });
    expect(await client.getStatus()).toBeUndefined();
    expect(await client.getAuthentication()).toMatchObject({ username: "anonymous", authorizedComponents: ["*"] });
  });
});

describe("process definitions", () => {
  test("are searched and read", async () => {
    const { items, page } = await client.searchProcessDefinitions(
      {
        filter: { processDefinitionId: { $like: "to*" }, isLatestVersion: true },
        sort: [{ field: "tenantId" }, { field: "name", order: "DESC" }],
      },
      once,
    );
    expect(page.totalItems).toBe(1);
    expect(keysOf(items[0])).toEqual(
      fieldsOf<ProcessDefinitionResult>({
        name: true,
        resourceName: true,
        version: true,
        versionTag: true,
        processDefinitionId: true,
        tenantId: true,
        processDefinitionKey: true,
        hasStartForm: true,
        state: true,
      }),
    );
    const [found] = items;
    if (!found) throw new Error("Expected a definition");
    expect(await client.getProcessDefinition(found, once)).toEqual(found);
    expect(await client.getProcessDefinitionXml(found, once)).toBe(tour);
  });

  test("count their elements over all instances", async () => {
    await start("counted");
    const { items } = await client.searchProcessDefinitions({ filter: { processDefinitionId: tourId } }, once);
    const [found] = items;
    if (!found) throw new Error("Expected a definition");
    const statistics = await client.getProcessDefinitionStatistics(found, once);
    expect(statistics.items.map(({ elementId }) => elementId)).toContain("prepare");
  });
});

describe("process instances", () => {
  test("are created, read, searched and cancelled", async () => {
    const created = await client.createProcessInstance({
      processDefinitionId: tourId,
      processDefinitionVersion: 1,
      variables: { orderId: "I-1" },
      tags: [Tag.fromString("vip")],
      businessId: BusinessId.assumeExists("business-1"),
    });
    expect(created).toMatchObject({
      processDefinitionVersion: 1,
      tags: ["vip"],
      businessId: "business-1",
      variables: {},
    });
    const found = await client.getProcessInstance(created, once);
    expect(found).toMatchObject({ state: "ACTIVE", hasIncident: false, endDate: null });
    expect(keysOf(found)).toEqual(
      fieldsOf<ProcessInstanceResult>({
        processDefinitionId: true,
        processDefinitionName: true,
        processDefinitionVersion: true,
        processDefinitionVersionTag: true,
        startDate: true,
        endDate: true,
        state: true,
        hasIncident: true,
        tenantId: true,
        processInstanceKey: true,
        processDefinitionKey: true,
        parentProcessInstanceKey: true,
        parentElementInstanceKey: true,
        rootProcessInstanceKey: true,
        tags: true,
        businessId: true,
      }),
    );
    const searched = await client.searchProcessInstances({ filter: { businessId: "business-1" } }, once);
    expect(searched.items).toEqual([found]);
    await client.cancelProcessInstance({ ...created });
    expect((await client.getProcessInstance(created, once)).state).toBe("TERMINATED");
  });

  test("answer their variables when the caller waits for their end", async () => {
    const created = await client.createProcessInstance({
      processDefinitionId: ProcessDefinitionId.assumeExists("brief"),
      variables: { kept: { deep: [1, null, "ä"] }, left: 1 },
      awaitCompletion: true,
      fetchVariables: ["kept", "unknown"],
    });
    expect(created.variables).toEqual({ kept: { deep: [1, null, "ä"] } });
  });

  test("start where they are told to", async () => {
    const created = await client.createProcessInstance({
      processDefinitionId: tourId,
      variables: { orderId: "I-2" },
      startInstructions: [{ elementId: ElementId.assumeExists("review") }],
    });
    const { processInstanceKey } = created;
    const { items } = await client.searchElementInstances({ filter: { processInstanceKey, state: "ACTIVE" } }, once);
    expect(items.map(({ elementId }) => elementId)).toContain("review");
    expect(items.map(({ elementId }) => elementId)).not.toContain("prepare");
  });

  test("tell the flows they took and what is where in them", async () => {
    const created = await start("I-3");
    const flows = await client.getProcessInstanceSequenceFlows(created, once);
    expect(flows.items).toMatchObject([
      { elementId: "begin-to-prepare", processInstanceKey: created.processInstanceKey },
    ]);
    const { items } = await client.getProcessInstanceStatistics(created, once);
    expect(items).toContainEqual({ elementId: "prepare", active: 1, canceled: 0, incidents: 0, completed: 0 });
  });
});

describe("element instances", () => {
  test("are searched and read", async () => {
    const { processInstanceKey } = await start("E-1");
    const filter = { processInstanceKey, type: "SERVICE_TASK" } as const;
    const { items } = await client.searchElementInstances({ filter, sort: [{ field: "startDate" }] }, once);
    expect(items).toMatchObject([{ elementId: "prepare", elementName: "Prepare", state: "ACTIVE" }]);
    expect(keysOf(items[0])).toEqual(
      fieldsOf<ElementInstanceResult>({
        processDefinitionId: true,
        startDate: true,
        endDate: true,
        elementId: true,
        elementName: true,
        type: true,
        state: true,
        hasIncident: true,
        tenantId: true,
        elementInstanceKey: true,
        processInstanceKey: true,
        rootProcessInstanceKey: true,
        processDefinitionKey: true,
        incidentKey: true,
      }),
    );
    const [found] = items;
    if (!found) throw new Error("Expected an element instance");
    expect(await client.getElementInstance(found, once)).toEqual(found);
    const inside = await client.searchElementInstances(
      { filter: { elementInstanceScopeKey: processInstanceKey, hasIncident: false } },
      once,
    );
    expect(inside.items.map(({ elementId }) => elementId).sort()).toEqual(["begin", "prepare"]);
  });
});

describe("variables", () => {
  test("are set, searched and read", async () => {
    const { processInstanceKey } = await start("V-1");
    const elementInstanceKey = ElementInstanceKey.assumeExists(processInstanceKey);
    const long = "x".repeat(10_000);
    await client.createElementInstanceVariables({ elementInstanceKey, variables: { long, n: 0.1 }, local: true });
    const { items } = await client.searchVariables(
      { filter: { processInstanceKey, name: { $in: ["long", "n"] } }, sort: [{ field: "name" }] },
      once,
    );
    expect(items).toMatchObject([
      { name: "long", isTruncated: true },
      { name: "n", value: "0.1", isTruncated: false },
    ]);
    expect(keysOf(items[0])).toEqual(
      fieldsOf<VariableSearchResult>({
        name: true,
        value: true,
        isTruncated: true,
        tenantId: true,
        variableKey: true,
        scopeKey: true,
        processInstanceKey: true,
        rootProcessInstanceKey: true,
      }),
    );
    const [found] = items;
    if (!found) throw new Error("Expected a variable");
    const { isTruncated: _, ...whole } = { ...found, value: JSON.stringify(long) };
    expect(await client.getVariable(found, once)).toEqual(whole);
    const full = await client.searchVariables(
      { filter: { variableKey: found.variableKey }, truncateValues: false },
      once,
    );
    expect(full.items[0]?.value).toBe(JSON.stringify(long));
  });
});
