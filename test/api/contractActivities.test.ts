import {
  type CamundaClient,
  ElementId,
  type JobResult,
  ProcessDefinitionId,
  type ProcessInstanceCallHierarchyEntry,
  type ProcessInstanceKey,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, describe, expect, test } from "vitest";
import { fieldsOf, once, strictClient } from "./client.ts";
import { calling, chosen, shipped, steered, unusual } from "./constructModels.ts";
import { brief } from "./models.ts";
import { ask, at, deploy, openServers, searchPaths, send } from "./server.ts";

const servers = openServers();
let client: CamundaClient;

beforeAll(async () => {
  const server = at(servers, 0);
  client = strictClient(server.address);
  for (const xml of [
    calling("outer", "middle"),
    calling("middle", "waiting"),
    calling("waiting", "nowhere"),
    calling("short", "brief"),
    brief,
    shipped,
    chosen,
    steered,
    unusual,
  ])
    await deploy(server, xml);
});

/** Starts an instance; what it calls has begun. */
async function start(processId: string, variables = {}) {
  const processDefinitionId = ProcessDefinitionId.assumeExists(processId);
  const created = await client.createProcessInstance({ processDefinitionId, variables });
  await at(servers, 0).store.settled();
  return created;
}

const elementsOf = async (processInstanceKey: ProcessInstanceKey) =>
  (await client.searchElementInstances({ filter: { processInstanceKey } }, once)).items;

const stateOf = async (instance: { processInstanceKey: ProcessInstanceKey }) =>
  (await client.getProcessInstance(instance, once)).state;

/** Takes all jobs of a type that there are. */
const take = async (type: string) =>
  (await client.activateJobs({ type, timeout: 60_000, maxJobsToActivate: 100, requestTimeout: -1 })).jobs;

async function completeOne(type: string, more: { variables?: Record<string, unknown>; result?: JobResult } = {}) {
  const [job, ...others] = await take(type);
  if (!job || others.length > 0) throw new Error(`Expected one job of type ${type}, got ${job ? 2 : 0}`);
  await client.completeJob({ jobKey: job.jobKey, ...more });
  return job;
}

describe("called instances", () => {
  test("know who called them, down from the outermost", async () => {
    const outer = await start("outer");
    const { items } = await client.searchProcessInstances(
      { filter: { parentProcessInstanceKey: outer.processInstanceKey } },
      once,
    );
    const [middle] = items;
    if (!middle) throw new Error("Expected a called instance");
    const [call] = (await elementsOf(outer.processInstanceKey)).filter(({ type }) => type === "CALL_ACTIVITY");
    expect(middle).toMatchObject({
      processDefinitionId: "middle",
      parentElementInstanceKey: call?.elementInstanceKey,
      rootProcessInstanceKey: outer.processInstanceKey,
    });
    const inner = await client.searchProcessInstances(
      { filter: { parentProcessInstanceKey: middle.processInstanceKey } },
      once,
    );
    const [waiting] = inner.items;
    if (!waiting) throw new Error("Expected a called instance");
    expect(waiting.rootProcessInstanceKey).toBe(outer.processInstanceKey);
    const hierarchy = await client.getProcessInstanceCallHierarchy(waiting, once);
    expect(hierarchy).toEqual([
      {
        processInstanceKey: outer.processInstanceKey,
        processDefinitionKey: outer.processDefinitionKey,
        processDefinitionName: "The outer",
      },
      {
        processInstanceKey: middle.processInstanceKey,
        processDefinitionKey: middle.processDefinitionKey,
        processDefinitionName: "The middle",
      },
      {
        processInstanceKey: waiting.processInstanceKey,
        processDefinitionKey: waiting.processDefinitionKey,
        processDefinitionName: "The waiting",
      },
    ]);
    expect(Object.keys(hierarchy[0] ?? {}).sort()).toEqual(
      fieldsOf<ProcessInstanceCallHierarchyEntry>({
        processInstanceKey: true,
        processDefinitionKey: true,
        processDefinitionName: true,
      }),
    );
  });

  test("have only themselves when nobody called them, and are named by their id when they have no name", async () => {
    const short = await start("short");
    expect(await client.getProcessInstanceCallHierarchy(short, once)).toHaveLength(1);
    const { items } = await client.searchProcessInstances(
      { filter: { parentProcessInstanceKey: short.processInstanceKey } },
      once,
    );
    const [called] = items;
    if (!called) throw new Error("Expected a called instance");
    expect(called.state).toBe("COMPLETED");
    expect((await client.getProcessInstanceCallHierarchy(called, once)).at(-1)?.processDefinitionName).toBe("brief");
    expect(await stateOf(short)).toBe("COMPLETED");
  });

  test("that cannot be started are an incident, and end with their caller only", async () => {
    const middle = await start("middle");
    const { items } = await client.searchProcessInstances(
      { filter: { parentProcessInstanceKey: middle.processInstanceKey } },
      once,
    );
    const [waiting] = items;
    if (!waiting) throw new Error("Expected a called instance");
    const incidents = await client.searchIncidents(
      { filter: { errorType: "CALLED_ELEMENT_ERROR", elementId: "call" } },
      once,
    );
    expect(incidents.items.map(({ processInstanceKey }) => processInstanceKey)).toContain(waiting.processInstanceKey);
    const path = `/v2/process-instances/${waiting.processInstanceKey}/cancellation`;
    expect(await send(at(servers, 0), "POST", path)).toMatchObject({
      status: 409,
      body: { code: "INSTANCE_CALLED", detail: expect.stringContaining(middle.processInstanceKey) },
    });
    await client.cancelProcessInstance({ ...middle });
    await at(servers, 0).store.settled();
    expect([await stateOf(middle), await stateOf(waiting)]).toEqual(["TERMINATED", "TERMINATED"]);
  });
});

test("a repeated activity is a body with an inner instance for each item", async () => {
  const instance = await start("shipped", { items: ["a", "b", "c"] });
  const elements = (await elementsOf(instance.processInstanceKey)).filter(({ elementId }) => elementId === "ship");
  expect(elements.map(({ type }) => type)).toEqual([
    "MULTI_INSTANCE_BODY",
    "SERVICE_TASK",
    "SERVICE_TASK",
    "SERVICE_TASK",
  ]);
  const statistics = await client.getProcessInstanceStatistics(instance, once);
  expect(statistics.items).toContainEqual({ elementId: "ship", active: 3, canceled: 0, incidents: 0, completed: 0 });
  const inner = await client.searchElementInstances(
    { filter: { elementInstanceScopeKey: elements[0]?.elementInstanceKey } },
    once,
  );
  expect(inner.items).toHaveLength(3);
  const jobs = await take("ship");
  expect(jobs.map(({ variables }) => variables.item)).toEqual(["a", "b", "c"]);
  for (const { jobKey, variables } of jobs.reverse())
    await client.completeJob({ jobKey, variables: { parcel: `p-${variables.item}` } });
  const { items } = await client.searchVariables(
    { filter: { processInstanceKey: instance.processInstanceKey, name: "parcels" } },
    once,
  );
  expect(items.map(({ value }) => value)).toEqual(['["p-a","p-b","p-c"]']);
  expect(await stateOf(instance)).toBe("COMPLETED");
});

describe("an ad-hoc sub-process", () => {
  const keyOf = async (processInstanceKey: ProcessInstanceKey) => {
    const found = (await elementsOf(processInstanceKey)).find(({ type }) => type === "AD_HOC_SUB_PROCESS");
    if (!found) throw new Error("Expected an ad-hoc sub-process");
    return found.elementInstanceKey;
  };

  test("begins the activities that it is told to, and what follows them", async () => {
    const instance = await start("chosen");
    const adHocSubProcessInstanceKey = await keyOf(instance.processInstanceKey);
    await client.activateAdHocSubProcessActivities({
      adHocSubProcessInstanceKey,
      elements: [
        { elementId: ElementId.assumeExists("left"), variables: { hand: "l" } },
        { elementId: ElementId.assumeExists("right") },
      ],
    });
    expect(await completeOne("left")).toMatchObject({ variables: { hand: "l" } });
    await completeOne("right");
    const statistics = await client.getProcessInstanceStatistics(instance, once);
    expect(statistics.items).toContainEqual({
      elementId: "choose",
      active: 1,
      canceled: 0,
      incidents: 0,
      completed: 0,
    });
    const types = (await elementsOf(instance.processInstanceKey)).map(({ type }) => type);
    expect(types.filter((type) => type === "AD_HOC_SUB_PROCESS_INNER_INSTANCE")).toHaveLength(2);
    await completeOne("after");
    expect(await stateOf(instance)).toBe("COMPLETED");
  });

  test("ends what is active in it when it is told to", async () => {
    const instance = await start("chosen");
    const adHocSubProcessInstanceKey = await keyOf(instance.processInstanceKey);
    const only = (elementId: string) => [{ elementId: ElementId.assumeExists(elementId) }];
    await client.activateAdHocSubProcessActivities({ adHocSubProcessInstanceKey, elements: only("left") });
    await client.activateAdHocSubProcessActivities({
      adHocSubProcessInstanceKey,
      elements: only("right"),
      cancelRemainingInstances: true,
    });
    expect(await take("left")).toEqual([]);
    await completeOne("right");
    await client.cancelProcessInstance({ ...instance });
    await expect(
      client.activateAdHocSubProcessActivities({ adHocSubProcessInstanceKey, elements: only("left") }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test("is steered by a worker's results", async () => {
    const instance = await start("steered");
    const first = await completeOne("steer", {
      result: {
        type: "adHocSubProcess",
        activateElements: [{ elementId: ElementId.assumeExists("left"), variables: { hand: "l" } }],
      },
    });
    expect(first).toMatchObject({ kind: "AD_HOC_SUB_PROCESS", listenerEventType: "UNSPECIFIED", userTask: null });
    expect(await completeOne("left")).toMatchObject({ variables: { hand: "l" } });
    await completeOne("steer", {
      result: { type: "adHocSubProcess", isCompletionConditionFulfilled: true, isCancelRemainingInstances: true },
    });
    expect(await stateOf(instance)).toBe("COMPLETED");
  });

  test("refuses a result of another kind, and activities that it has not", async () => {
    const instance = await start("steered");
    const server = at(servers, 0);
    const [job] = await take("steer");
    const path = `/v2/jobs/${job?.jobKey}/completion`;
    expect(await send(server, "POST", path, { result: { type: "userTask" } })).toMatchObject({
      status: 400,
      body: { code: "JOB_RESULT_INVALID" },
    });
    const activateElements = [{ elementId: "end" }];
    expect(await send(server, "POST", path, { result: { type: "adHocSubProcess", activateElements } })).toMatchObject({
      status: 400,
      body: { code: "JOB_RESULT_INVALID", detail: expect.stringContaining('"end"') },
    });
    await client.cancelProcessInstance({ ...instance });
  });
});

describe("types of elements that the client does not know", () => {
  test("are told by those that it knows, and found by them", async () => {
    const { processInstanceKey } = await start("unusual");
    const elements = await elementsOf(processInstanceKey);
    const typeOf = (elementId: string) => elements.find((element) => element.elementId === elementId)?.type;
    expect([typeOf("pay"), typeOf("first")]).toEqual(["SUB_PROCESS", "UNKNOWN"]);
    const subProcesses = await client.searchElementInstances(
      { filter: { processInstanceKey, type: "SUB_PROCESS" } },
      once,
    );
    expect(subProcesses.items.map(({ elementId }) => elementId)).toEqual(["pay"]);
    const { items } = await ask(at(servers, 0), "POST", searchPaths.elementInstance, {
      filter: { processInstanceKey, type: { $in: ["UNKNOWN", "PROCESS"] } },
      sort: [{ field: "type" }],
    });
    expect(items.map((item: { elementId: string }) => item.elementId)).toEqual(["unusual", "first"]);
  });
});
