import { beforeAll, describe, expect, test } from "vitest";
import type {
  CheckAnswer,
  Explanation,
  ExplanationCause,
  JournalEntry,
  Overview,
  ProcessSummary,
} from "../../server/contract.ts";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  parallelGateway,
  path,
  serviceTask,
  startEvent,
  timer,
} from "../store/diagrams.ts";
import { alarmed, calling, chosen } from "./constructModels.ts";
import { sample, tour } from "./models.ts";
import { ask, at, deploy, openServers, send, startInstance } from "./server.ts";

const servers = openServers();

/** Waits at a timer and at a join that has one of its two tokens. */
const patience = definitions(
  bpmnProcess(
    "patience",
    startEvent("begin"),
    parallelGateway("split"),
    catchEvent("later", timer("timeDuration", "P30D")),
    parallelGateway("join"),
    serviceTask("first"),
    endEvent("end"),
    path("begin", "split", "later", "join", "end"),
    path("split", "first", "join"),
  ),
);

/** An exclusive gateway with the only way on that it has. */
const exclusive = (target: string, condition: string) =>
  `<bpmn:exclusiveGateway id="stop" default="out" /><bpmn:sequenceFlow id="on" sourceRef="stop" targetRef="${target}">
   <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;

const defaultTo = (target: string) => `<bpmn:sequenceFlow id="out" sourceRef="stop" targetRef="${target}" />`;

beforeAll(async () => {
  const server = at(servers, 0);
  await deploy(server, tour);
  await deploy(server, patience);
});

const get = (path: string) => ask(at(servers, 0), "GET", path);
const post = (path: string, body?: unknown) => ask(at(servers, 0), "POST", path, body);

async function causesOf(key: string): Promise<ExplanationCause[]> {
  const { causes }: Explanation = await get(`/api/process-instances/${key}/explanation`);
  return causes;
}

async function take(type: string, key: string, timeout = 60_000): Promise<string> {
  const { jobs } = await post("/v2/jobs/activation", {
    type,
    worker: "w",
    timeout,
    maxJobsToActivate: 100,
    requestTimeout: -1,
  });
  return jobs.find((job: { processInstanceKey: string }) => job.processInstanceKey === key).jobKey;
}

describe("an instance", () => {
  test("explains each thing that it waits for", async () => {
    const key = await startInstance(at(servers, 0), "tour", { orderId: "X-1" });
    expect(await causesOf(key)).toMatchObject([
      {
        kind: "job",
        elementId: "prepare",
        elementName: "Prepare",
        jobType: "prepare",
        sentence: 'No worker has taken the job "prepare" yet.',
      },
    ]);
    const job = await take("prepare", key);
    expect(await causesOf(key)).toMatchObject([
      { kind: "job", sentence: 'Worker "w" has the job "prepare".', dueAt: expect.any(String) },
    ]);
    await post(`/v2/jobs/${job}/failure`, { retries: 0, errorMessage: "paper jam" });
    const { sentence, causes }: Explanation = await get(`/api/process-instances/${key}/explanation`);
    expect(sentence).toBe("Prepare has stopped and needs you.");
    expect(causes).toMatchObject([{ kind: "incident", detail: "paper jam", alsoStopped: 0, jobType: "prepare" }]);

    await post(`/v2/incidents/${causes[0]?.incidentKey}/resolution`);
    await post(`/v2/jobs/${job}/completion`, {});
    const [task] = await causesOf(key);
    expect(task).toMatchObject({
      kind: "userTask",
      assignee: null,
      sentence: "Nobody of clerks, chiefs has claimed it.",
      dueAt: "2031-05-01T12:00:00.000Z",
    });
    await post(`/v2/user-tasks/${task?.userTaskKey}/completion`, {});
    expect(await causesOf(key)).toMatchObject([
      { kind: "message", messageName: "approved", correlationKey: "X-1", elementId: "approval" },
    ]);

    await post("/v2/messages/correlation", { name: "approved", correlationKey: "X-1" });
    expect(await get(`/api/process-instances/${key}/explanation`)).toEqual({
      sentence: "It waits for nothing: it completed.",
      causes: [],
    });
  });

  test("says that a job is free again when its worker's time is over", async () => {
    const key = await startInstance(at(servers, 0), "tour", { orderId: "X-4" });
    await take("prepare", key, 1);
    const overdue = 'Worker "w" had the job "prepare" and did not answer in time; it is free again.';
    await eventually("the lock to run out", async () => (await causesOf(key))[0]?.sentence === overdue);
    expect((await causesOf(key))[0]).not.toHaveProperty("dueAt");
  });

  test.each([
    ["mapping", serviceTask("stop", { a: "=assert(1, false)" }), "An input or output mapping failed."],
    ["value", catchEvent("stop", timer("timeDuration", "=missing")), "An expression gave no usable value."],
    ["condition", exclusive("end", "=missing") + defaultTo("end"), "A condition could not be decided."],
    ["loop", exclusive("stop", "=true") + defaultTo("end"), "A bound of the engine was reached."],
  ])("says in a sentence what has stopped it: %s", async (name, element, sentence) => {
    const id = `stopped-by-${name}`;
    const flows = path("begin", "stop") + (element.includes("sequenceFlow") ? "" : path("stop", "end"));
    await deploy(at(servers, 0), definitions(bpmnProcess(id, startEvent("begin"), element, endEvent("end"), flows)));
    const key = await startInstance(at(servers, 0), id);
    expect(await causesOf(key)).toMatchObject([{ kind: "incident", sentence }]);
  });

  test("explains timers and joins", async () => {
    const key = await startInstance(at(servers, 0), "patience");
    await post(`/v2/jobs/${await take("first", key)}/completion`, {});
    const causes = await causesOf(key);
    expect(causes.map(({ kind, elementId }) => `${kind} ${elementId}`).sort()).toEqual(["join join", "timer later"]);
    expect(causes.find(({ kind }) => kind === "timer")?.dueAt).toMatch(/Z$/);
    expect(causes.find(({ kind }) => kind === "join")?.sentence).toBe("It has 1 of 2 tokens; later is missing.");
  });

  test("explains signals, calls, and what somebody is to begin", async () => {
    for (const xml of [alarmed, chosen, calling("outer", "waiting"), calling("waiting", "nowhere")])
      await deploy(at(servers, 0), xml);
    await post("/v2/signals/broadcast", { signalName: "alarm" });
    const called = await startInstance(at(servers, 0), "outer");
    await at(servers, 0).store.settled();
    const instanceOf = async (filter: object) =>
      (await post("/v2/process-instances/search", { filter })).items[0].processInstanceKey as string;
    const heard = await instanceOf({ processDefinitionId: "alarmed" });
    expect(await causesOf(heard)).toMatchObject([{ kind: "signal", elementId: "wait", signalName: "over" }]);
    const calledInstanceKey = await instanceOf({ parentProcessInstanceKey: called });
    expect(await causesOf(called)).toMatchObject([{ kind: "call", elementId: "call", calledInstanceKey }]);
    const adHoc = await startInstance(at(servers, 0), "chosen");
    expect(await causesOf(adHoc)).toMatchObject([{ kind: "inside", elementId: "choose" }]);
  });

  test("keeps a journal of who did what, newest first", async () => {
    const server = at(servers, 0);
    const key = await startInstance(server, "tour", { orderId: "X-2" });
    const job = await take("prepare", key);
    await send(
      server,
      "POST",
      `/v2/jobs/${job}/completion`,
      { variables: { a: 1 } },
      { "x-millrace-user": "Zo%C3%AB" },
    );
    const { items }: { items: JournalEntry[] } = await get(`/api/process-instances/${key}/journal`);
    expect(items.map(({ revision, actor, command }) => [revision, actor, command.type])).toEqual([
      [2, "Zoë", "completeJob"],
      [1, "anonymous", "startInstance"],
    ]);
    expect(items[0]?.command).toMatchObject({ jobKey: job, variables: { a: 1 } });
    expect(items[0]?.events.map(({ type }) => type)).toContain("jobCompleted");
    expect(Date.parse(items[0]?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(items[1]?.at ?? ""));
  });
});

describe("the overview", () => {
  test("counts what is open, and names the workers that ask", async () => {
    const before: Overview = await get("/api/overview");
    const processes = (await get("/api/processes")).items.length;
    expect(before).toMatchObject({ environment: "test", version: "0.0.0", processes });
    const key = await startInstance(at(servers, 0), "tour", { orderId: "X-3" });
    const job = await take("prepare", key);
    await post(`/v2/jobs/${job}/failure`, { retries: 0 });
    expect(await get("/api/overview")).toMatchObject({
      runningInstances: before.runningInstances + 1,
      openIncidents: before.openIncidents + 1,
      openUserTasks: before.openUserTasks,
      workers: expect.arrayContaining(["w"]),
    });
    await post(`/v2/process-instances/${key}/cancellation`);
    expect(await get("/api/overview")).toMatchObject({
      runningInstances: before.runningInstances,
      openIncidents: before.openIncidents,
    });
  });

  test("lists processes with their versions and what runs in them", async () => {
    const server = at(servers, 0);
    const xml = patience.replace('id="patience"', 'id="listed" name="Änderung"');
    await deploy(server, xml);
    const first = await startInstance(server, "listed");
    await deploy(server, xml.replace("P30D", "P31D"));
    await post(`/v2/process-instances/${first}/cancellation`);
    await startInstance(server, "listed");
    const { items }: { items: ProcessSummary[] } = await get("/api/processes");
    const listed = items.find(({ processDefinitionId }) => processDefinitionId === "listed");
    expect(listed?.name).toBe("Änderung");
    expect(listed?.versions).toMatchObject([
      { version: 2, running: 1, completed: 0, incidents: 0, canStart: true, versionTag: null },
      { version: 1, running: 0, completed: 0, incidents: 0, canStart: true },
    ]);
  });
});

describe("a check", () => {
  const check = async (xml: string): Promise<CheckAnswer> =>
    (await send(at(servers, 0), "POST", "/api/check", xml, { "content-type": "text/xml" })).body;

  test("tells the findings of decisions as well", async () => {
    const xml = `<?xml version="1.0"?><!-- a > b --><dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://d">
      <dmn:decision id="rate" name="rate"><dmn:literalExpression id="text"><dmn:text>amount *</dmn:text></dmn:literalExpression></dmn:decision></dmn:definitions>`;
    expect(await check(xml)).toMatchObject({ findings: [{ code: "EXPRESSION_INVALID", severity: "error", line: 2 }] });
  });

  test("finds nothing in what can be deployed, and deploys nothing", async () => {
    expect(await check(sample("order-fulfilment"))).toEqual({ findings: [] });
    const found = await post("/v2/process-definitions/search", { filter: { processDefinitionId: "order-fulfilment" } });
    expect(found.items).toEqual([]);
  });

  test("tells what a deployment would", async () => {
    const xml = tour.replace('correlationKey="=orderId"', 'correlationKey="=orderId +"');
    const { findings } = await check(xml);
    expect(findings).toMatchObject([{ code: "EXPRESSION_INVALID", severity: "error" }]);
    const form = new FormData();
    form.append("resources", new File([xml], "tour.bpmn"));
    const refused = await send(at(servers, 0), "POST", "/v2/deployments", form);
    expect(refused.body.findings).toEqual(findings);
  });

  test("reads XML only", async () => {
    const answer = await send(at(servers, 0), "POST", "/api/check", { xml: tour });
    expect(answer).toMatchObject({ status: 400, body: { code: "BODY_INVALID" } });
  });
});
