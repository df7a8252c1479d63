import {
  type ActivatedJobResult,
  type CamundaClient,
  ElementInstanceKey,
  type JobResult,
  ProcessDefinitionId,
  type UserTaskKey,
  type UserTaskProperties,
} from "@camunda8/orchestration-cluster-api";
import { beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "../store/freshDatabase.ts";
import { fieldsOf, once, strictClient } from "./client.ts";
import { asked, heard, signed, unasked } from "./constructModels.ts";
import { ask, at, deploy, openServers, searchPaths, send, startInstance, startServer } from "./server.ts";

const servers = openServers(2);
let client: CamundaClient;
/** Of another server on the same database. */
let other: CamundaClient;

beforeAll(async () => {
  client = strictClient(at(servers, 0).address);
  other = strictClient(at(servers, 1).address);
  for (const xml of [asked, heard, signed, unasked]) await deploy(at(servers, 0), xml);
});

const start = (processId: string, variables = {}) =>
  client.createProcessInstance({ processDefinitionId: ProcessDefinitionId.assumeExists(processId), variables });

/** Waits for the next job of a type; every test takes what it has caused. */
async function next(type: string, by = client): Promise<ActivatedJobResult> {
  const { jobs } = await by.activateJobs({ type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 30_000 });
  const [job] = jobs;
  if (!job) throw new Error(`Expected a job of type ${type}`);
  return job;
}

async function answer(type: string, result?: JobResult): Promise<ActivatedJobResult> {
  const job = await next(type);
  await client.completeJob({ jobKey: job.jobKey, ...(result ? { result } : {}) });
  return job;
}

const taskOf = async ({ processInstanceKey }: Awaited<ReturnType<typeof start>>) => {
  const { items } = await client.searchUserTasks({ filter: { processInstanceKey } }, once);
  const [task] = items;
  if (!task) throw new Error("Expected a task");
  return task;
};

/** An instance whose task has been created: its creating listener has agreed. */
async function created(): Promise<{ instance: Awaited<ReturnType<typeof start>>; userTaskKey: UserTaskKey }> {
  const instance = await start("asked");
  await answer("creating");
  return { instance, userTaskKey: (await taskOf(instance)).userTaskKey };
}

const stateOf = async (userTaskKey: UserTaskKey) => (await client.getUserTask({ userTaskKey }, once)).state;

describe("a user task's listeners", () => {
  test("are asked before the task is there, and may correct it", async () => {
    const instance = await start("asked");
    const job = await next("creating");
    expect(job).toMatchObject({ kind: "TASK_LISTENER", listenerEventType: "CREATING", elementId: "decide" });
    const task = await taskOf(instance);
    expect(task.state).toBe("CREATING");
    expect(Object.keys(job.userTask ?? {}).sort()).toEqual(fieldsOf<UserTaskProperties>(askedFields));
    expect(job.userTask).toMatchObject({ userTaskKey: task.userTaskKey, assignee: null, changedAttributes: [] });
    const corrections = {
      assignee: "anna",
      candidateGroups: ["chiefs"],
      candidateUsers: [],
      dueDate: "2031-05-01T10:00:00Z",
      followUpDate: "2031-04-01T00:00:00Z",
      priority: 80,
    };
    await client.completeJob({ jobKey: job.jobKey, result: { type: "userTask", corrections } });
    // The corrected assignee is given the task, which its listener is asked about.
    expect(await answer("assigning")).toMatchObject({
      userTask: {
        assignee: "anna",
        changedAttributes: ["assignee"],
        priority: 80,
        dueDate: "2031-05-01T10:00:00.000Z",
      },
    });
    expect(await taskOf(instance)).toMatchObject({
      state: "CREATED",
      assignee: "anna",
      candidateGroups: ["chiefs"],
      dueDate: "2031-05-01T10:00:00.000Z",
      followUpDate: "2031-04-01T00:00:00.000Z",
      priority: 80,
    });
  });

  test("let a completion happen before its caller is answered", async () => {
    const { instance, userTaskKey } = await created();
    const completed = client.completeUserTask({ userTaskKey, variables: { isGood: true }, action: "approve" });
    const job = await next("completing", other);
    expect(job.userTask).toMatchObject({ action: "approve", userTaskKey });
    expect(await stateOf(userTaskKey)).toBe("COMPLETING");
    await expect(client.assignUserTask({ userTaskKey, assignee: "ben" })).rejects.toMatchObject({ status: 409 });
    await other.completeJob({ jobKey: job.jobKey, result: { type: "userTask", denied: false } });
    await completed;
    expect(await stateOf(userTaskKey)).toBe("COMPLETED");
    expect((await client.getProcessInstance(instance, once)).state).toBe("COMPLETED");
  });

  test("deny, and the caller is told why", async () => {
    const { userTaskKey } = await created();
    const server = at(servers, 0);
    const completed = send(server, "POST", `/v2/user-tasks/${userTaskKey}/completion`, { variables: { a: 1 } });
    const job = await answer("completing", {
      type: "userTask",
      denied: true,
      deniedReason: "Two signatures are missing",
    });
    expect(job.userTask?.action).toBe("complete");
    expect(await completed).toMatchObject({
      status: 409,
      body: { code: "USER_TASK_DENIED", detail: "Two signatures are missing" },
    });
    expect(await stateOf(userTaskKey)).toBe("CREATED");
    const { items } = await client.searchJobs({ filter: { jobKey: job.jobKey } }, once);
    expect(items).toMatchObject([
      {
        kind: "TASK_LISTENER",
        listenerEventType: "COMPLETING",
        isDenied: true,
        deniedReason: "Two signatures are missing",
      },
    ]);
    const again = client.completeUserTask({ userTaskKey });
    await answer("completing");
    await again;
    const agreed = await client.searchJobs({ filter: { isDenied: false, listenerEventType: "COMPLETING" } }, once);
    expect(agreed.items.length).toBeGreaterThan(0);
  });

  test("may deny without a reason", async () => {
    const { userTaskKey } = await created();
    const assigned = client.assignUserTask({ userTaskKey, assignee: "anna" });
    await answer("assigning", { type: "userTask", denied: true });
    await expect(assigned).rejects.toMatchObject({ status: 409 });
    expect((await client.getUserTask({ userTaskKey }, once)).assignee).toBeNull();
  });

  test("correct an assignment, or take it back", async () => {
    const { userTaskKey } = await created();
    const assigned = client.assignUserTask({ userTaskKey, assignee: "anna", action: "claim" });
    const job = await answer("assigning", { type: "userTask", corrections: { assignee: "ben" } });
    expect(job.userTask).toMatchObject({ action: "claim", assignee: "anna", changedAttributes: ["assignee"] });
    await assigned;
    expect((await client.getUserTask({ userTaskKey }, once)).assignee).toBe("ben");
    const updated = client.updateUserTask({ userTaskKey, changeset: { priority: 10 } });
    await answer("updating", { type: "userTask", corrections: { assignee: "" } });
    await updated;
    expect(await client.getUserTask({ userTaskKey }, once)).toMatchObject({ assignee: null, priority: 10 });
    const freed = client.unassignUserTask({ userTaskKey });
    expect((await answer("assigning")).userTask).toMatchObject({ action: "unassign", assignee: null });
    await freed;
  });

  test("hold an update until they agree", async () => {
    const { userTaskKey } = await created();
    const updated = client.updateUserTask({ userTaskKey, changeset: { priority: 90 }, action: "hurry" });
    const job = await next("updating");
    expect(job.userTask).toMatchObject({ action: "hurry", priority: 90, changedAttributes: ["priority"] });
    expect(await client.getUserTask({ userTaskKey }, once)).toMatchObject({ state: "UPDATING", priority: 50 });
    await client.completeJob({ jobKey: job.jobKey });
    await updated;
    expect(await client.getUserTask({ userTaskKey }, once)).toMatchObject({ state: "CREATED", priority: 90 });
  });

  test("leave nothing to decide when the task is canceled", async () => {
    const { instance, userTaskKey } = await created();
    const completed = client.completeUserTask({ userTaskKey });
    await next("completing");
    await client.cancelProcessInstance({ ...instance });
    await expect(completed).rejects.toMatchObject({ status: 404 });
  });

  test("go on when the caller has gone", async () => {
    const { userTaskKey } = await created();
    const leaving = new AbortController();
    const address = `${at(servers, 0).address}/v2/user-tasks/${userTaskKey}/completion`;
    const gone = fetch(address, { method: "POST", signal: leaving.signal });
    const job = await next("completing");
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await client.completeJob({ jobKey: job.jobKey });
    expect(await stateOf(userTaskKey)).toBe("COMPLETED");
  });

  test("are still asked when a server that stops answers their callers", async () => {
    const connection = await freshDatabase("range");
    const server = await startServer(connection);
    await deploy(server, asked);
    const processInstanceKey = await startInstance(server, "asked");
    const jobOf = async (type: string) => {
      const activation = { type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 30_000 };
      return (await ask(server, "POST", "/v2/jobs/activation", activation)).jobs[0].jobKey;
    };
    await ask(server, "POST", `/v2/jobs/${await jobOf("creating")}/completion`);
    const { items } = await ask(server, "POST", searchPaths.userTask, { filter: { processInstanceKey } });
    const completed = send(server, "POST", `/v2/user-tasks/${items[0].userTaskKey}/completion`);
    const jobKey = await jobOf("completing");
    await server.close();
    expect(await completed).toMatchObject({ status: 504, body: { code: "LISTENERS_TIMEOUT" } });
    const again = await startServer(connection);
    await ask(again, "POST", `/v2/jobs/${jobKey}/completion`, { result: { type: "userTask" } });
    expect((await ask(again, "GET", `/v2/user-tasks/${items[0].userTaskKey}`)).state).toBe("COMPLETED");
    await again.close();
  });
});

describe("a user task without listeners", () => {
  test("is changed at once", async () => {
    const { userTaskKey } = await taskOf(await start("unasked"));
    const changeset = {
      candidateGroups: ["clerks"],
      candidateUsers: ["anna", "ben"],
      dueDate: "2031-05-01T12:00:00Z",
      followUpDate: "2031-04-01T12:00:00Z",
      priority: 99,
    };
    await client.updateUserTask({ userTaskKey, changeset });
    expect(await client.getUserTask({ userTaskKey }, once)).toMatchObject({
      ...changeset,
      dueDate: "2031-05-01T12:00:00.000Z",
      followUpDate: "2031-04-01T12:00:00.000Z",
    });
    // The client refuses the empty text that takes a date away.
    const path = `/v2/user-tasks/${userTaskKey}`;
    await ask(at(servers, 0), "PATCH", path, { changeset: { dueDate: "", followUpDate: null, candidateUsers: [] } });
    expect(await client.getUserTask({ userTaskKey }, once)).toMatchObject({
      candidateUsers: [],
      candidateGroups: ["clerks"],
      dueDate: null,
      followUpDate: "2031-04-01T12:00:00.000Z",
      priority: 99,
    });
  });
});

test("a worker of the client decides", async () => {
  const worker = client.createJobWorker({
    jobType: "four-eyes",
    jobTimeoutMs: 30_000,
    maxParallelJobs: 10,
    jobHandler: (job) =>
      Number(job.variables.signatures) < 2
        ? job.complete({}, { type: "userTask", denied: true, deniedReason: "Two signatures are missing" })
        : job.complete({}, { type: "userTask", corrections: { priority: 80 } }),
  });
  const instance = await start("signed", { signatures: 1 });
  const { userTaskKey } = await taskOf(instance);
  await expect(client.completeUserTask({ userTaskKey })).rejects.toMatchObject({ status: 409 });
  const elementInstanceKey = ElementInstanceKey.assumeExists(instance.processInstanceKey);
  await client.createElementInstanceVariables({ elementInstanceKey, variables: { signatures: 2 } });
  await client.completeUserTask({ userTaskKey });
  expect(await taskOf(instance)).toMatchObject({ state: "COMPLETED", priority: 80 });
  worker.stop();
});

test("a listener without tries left is an incident of its kind", async () => {
  const { instance, userTaskKey } = await created();
  const completed = client.completeUserTask({ userTaskKey });
  const { jobKey } = await next("completing");
  await client.failJob({ jobKey, retries: 0, errorMessage: "no answer" });
  const { processInstanceKey } = instance;
  const filter = { processInstanceKey, errorType: "TASK_LISTENER_NO_RETRIES" } as const;
  const [incident] = (await client.searchIncidents({ filter }, once)).items;
  if (!incident) throw new Error("Expected an incident");
  expect(incident).toMatchObject({ errorMessage: "no answer", jobKey });
  await client.resolveIncident({ incidentKey: incident.incidentKey });
  await answer("completing");
  await completed;
});

test("execution listeners are jobs before and after an element", async () => {
  const instance = await start("heard");
  expect(await answer("before-work")).toMatchObject({
    kind: "EXECUTION_LISTENER",
    listenerEventType: "START",
    userTask: null,
  });
  expect(await answer("work")).toMatchObject({ kind: "BPMN_ELEMENT", listenerEventType: "UNSPECIFIED" });
  await answer("after-work");
  const { items } = await client.searchJobs(
    {
      filter: { processInstanceKey: instance.processInstanceKey, kind: "EXECUTION_LISTENER" },
      sort: [{ field: "jobKey" }],
    },
    once,
  );
  expect(items).toMatchObject([
    { listenerEventType: "START", isDenied: null, deniedReason: null },
    { listenerEventType: "END", isDenied: null, deniedReason: null },
  ]);
  expect((await client.getProcessInstance(instance, once)).state).toBe("COMPLETED");
});

// biome-ignore format: lists
const askedFields = { action: true, assignee: true, candidateGroups: true, candidateUsers: true, changedAttributes: true, dueDate: true, followUpDate: true, formKey: true, priority: true, userTaskKey: true } as const;
