import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CamundaClient, type CreateProcessInstanceResult, Tag } from "@camunda8/orchestration-cluster-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { orderFulfilment } from "../../processes/work/orderFulfilment.ts";
import type { Outcome } from "../../processes/work/vocabulary.ts";
import { eventually } from "../postgres/until.ts";
import { once, strictClient } from "./client.ts";
import { at, openServers } from "./server.ts";

const servers = openServers();
const file = fileURLToPath(new URL("../../processes/order-fulfilment.bpmn", import.meta.url));
let client: CamundaClient;

beforeAll(() => {
  client = strictClient(at(servers, 0).address);
});
afterAll(() => client.stopAllWorkers());

const order = {
  orderId: "O-1",
  customer: "anna@example.org",
  items: [{ sku: "lamp", quantity: 2 }],
  amount: 80,
  card: "4111 1111 1111 1111",
};

/** Works every job of the sample, as its own workers do. */
function work(): void {
  for (const [jobType, workOn] of Object.entries(orderFulfilment))
    client.createJobWorker({
      jobType,
      workerName: "contract",
      jobTimeoutMs: 30_000,
      jobHandler: async (job) => {
        const outcome: Outcome = await workOn(job.variables, { countInstances: async () => 0 });
        switch (outcome.kind) {
          case "completed":
            return job.complete(outcome.variables);
          case "errorThrown":
            return job.error({ errorCode: outcome.code, errorMessage: outcome.message });
          case "failed":
            return job.fail({ errorMessage: outcome.message, retries: job.retries - 1 });
          default:
            return outcome satisfies never;
        }
      },
    });
}

async function userTaskOf({ processInstanceKey }: CreateProcessInstanceResult) {
  const filter = { processInstanceKey, state: "CREATED" } as const;
  const { items } = await client.searchUserTasks(
    { filter },
    {
      consistency: {
        waitUpToMs: 20_000,
        pollIntervalMs: 20,
        predicate: ({ items: found }) => (found?.length ?? 0) > 0,
      },
    },
  );
  return items[0];
}

const waitsFor = (instance: CreateProcessInstanceResult, messageName: string) =>
  eventually(`a wait for ${messageName}`, async () => {
    const { processInstanceKey } = instance;
    const filter = { processInstanceKey, messageName, messageSubscriptionState: "CREATED" } as const;
    return (await client.searchMessageSubscriptions({ filter }, once)).items.length > 0;
  });

const isCompleted = (instance: CreateProcessInstanceResult) =>
  eventually("the instance to complete", async () => {
    const { state } = await client.getProcessInstance(instance, once);
    return state === "COMPLETED";
  });

test("the official client deploys, starts, works, completes tasks and publishes messages", async () => {
  const deployed = await client.deployResourcesFromFiles([file]);
  expect(deployed.processes).toMatchObject([{ processDefinitionId: "order-fulfilment", processDefinitionVersion: 1 }]);
  work();
  const processDefinitionId = deployed.processes[0]?.processDefinitionId;
  if (processDefinitionId === undefined) throw new Error("Expected a deployed process");

  const instance = await client.createProcessInstance({
    processDefinitionId,
    variables: order,
    tags: [Tag.fromString("contract")],
  });
  const task = await userTaskOf(instance);
  if (!task) throw new Error("Expected a user task");
  expect(task).toMatchObject({
    elementId: "pick-items",
    candidateGroups: ["warehouse"],
    tags: [Tag.fromString("contract")],
  });
  const seen = await client.searchUserTaskVariables({ userTaskKey: task.userTaskKey }, once);
  expect(seen.items).toContainEqual(expect.objectContaining({ name: "pickList", value: '["2 x lamp"]' }));

  await client.assignUserTask({ userTaskKey: task.userTaskKey, assignee: "wim" });
  await client.completeUserTask({ userTaskKey: task.userTaskKey, variables: { parcelWeight: 1.5 } });
  await waitsFor(instance, "parcel-handed-over");
  await client.publishMessage({ name: "parcel-handed-over", correlationKey: "O-1", timeToLive: 60_000 });
  await isCompleted(instance);

  const flows = await client.getProcessInstanceSequenceFlows(instance, once);
  expect(flows.items.map(({ elementId }) => elementId)).toContain("on-its-way-to-order-fulfilled");
});

test("a declined card takes the customer's payment by message instead", async () => {
  const variables = { ...order, orderId: "O-2", amount: 5_000 };
  const { processInstanceKey } = await client.getProcessInstance(await startOf(variables), once);
  const instance = { processInstanceKey } as CreateProcessInstanceResult;
  await waitsFor(instance, "payment-received");
  const correlated = await client.correlateMessage({ name: "payment-received", correlationKey: "O-2" });
  expect(correlated.processInstanceKey).toBe(processInstanceKey);
  expect((await userTaskOf(instance))?.elementId).toBe("pick-items");
});

async function startOf(variables: typeof order): Promise<CreateProcessInstanceResult> {
  const { processes } = await client.deployResourcesFromFiles([file]);
  const processDefinitionKey = processes[0]?.processDefinitionKey;
  if (processDefinitionKey === undefined) throw new Error("Expected a deployed process");
  return client.createProcessInstance({ processDefinitionKey, variables });
}

test("nothing was an error for the server", () => {
  expect(at(servers, 0).logged).toEqual([]);
});

test("the file that is deployed is the file that is answered", async () => {
  const { items } = await client.searchProcessDefinitions({ filter: { isLatestVersion: true } }, once);
  const processDefinitionKey = items[0]?.processDefinitionKey;
  if (processDefinitionKey === undefined) throw new Error("Expected a definition");
  expect(await client.getProcessDefinitionXml({ processDefinitionKey }, once)).toBe(readFileSync(file, "utf8"));
});
