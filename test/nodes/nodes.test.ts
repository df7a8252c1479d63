import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { killAll } from "../api/program.ts";
import { eventually } from "../postgres/until.ts";
import {
  bpmnProcess,
  catchEvent,
  definitions,
  endEvent,
  message,
  messageTrigger,
  path,
  serviceTask,
  startEvent,
  timer,
} from "../store/diagrams.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { rollingRestart } from "./rolling.ts";
import { Node, urlOf } from "./servers.ts";

/** Three servers of the program, each in its own process, on one database. */
const nodes: Node[] = [];

const at = (index: number): Node => {
  const node = nodes[index];
  if (!node) throw new Error(`Expected a server ${index}, got none`);
  return node;
};

const work = "nodes.work";
const worked = definitions(
  bpmnProcess("worked", startEvent("begin"), serviceTask(work), endEvent("end"), path("begin", work, "end")),
);
const awaited = definitions(
  bpmnProcess(
    "awaited",
    startEvent("begin"),
    catchEvent("paid", messageTrigger("message-paid")),
    endEvent("end"),
    path("begin", "paid", "end"),
  ),
  message("message-paid", "paid", "=orderId"),
);
const timed = definitions(
  bpmnProcess(
    "timed",
    startEvent("begin"),
    catchEvent("soon", timer("timeDuration", "PT2S")),
    endEvent("end"),
    path("begin", "soon", "end"),
  ),
);

beforeAll(async () => {
  const database = urlOf(await freshDatabase("range"));
  nodes.push(...(await Promise.all([0, 1, 2].map(() => Node.start(database)))));
  const files = { worked, awaited, timed };
  const resources = Object.entries(files).map(([name, xml]) => new File([xml], `${name}.bpmn`));
  await at(0).client().createDeployment({ resources });
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  killAll();
});

const start = async (node: Node, processDefinitionId: string, variables: Record<string, unknown> = {}) =>
  (await node.client().createProcessInstance({ processDefinitionId, variables } as never)).processInstanceKey;

const poll = async (
  node: Node,
  more: { timeout?: number; requestTimeout?: number; maxJobsToActivate?: number } = {},
) => {
  const usual = { type: work, worker: "nodes", timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 50_000 };
  return (await node.client().activateJobs({ ...usual, ...more })).jobs;
};

const stateOf = async (node: Node, processInstanceKey: Awaited<ReturnType<typeof start>>) =>
  (await node.client().getProcessInstance({ processInstanceKey }, { consistency: { waitUpToMs: 0 } })).state;

const ended = (node: Node, key: Awaited<ReturnType<typeof start>>) =>
  eventually(`instance ${key} to end`, async () => (await stateOf(node, key)) === "COMPLETED");

describe("three servers on one database", () => {
  // Much less than the time after which a worker that nobody wakes looks by itself.
  test("a job that one makes wakes a worker at the second, who completes it at the third", {
    timeout: 8_000,
  }, async () => {
    const polled = poll(at(1));
    const isAsked = async () => {
      const overview = await fetch(`${at(1).address}/api/overview`);
      return ((await overview.json()) as { workers: string[] }).workers.includes("nodes");
    };
    await eventually("the worker to wait", isAsked);
    const key = await start(at(0), "worked");
    const [job] = await polled;
    expect(job?.processInstanceKey).toBe(key);
    if (job) await at(2).client().completeJob({ jobKey: job.jobKey });
    expect(await stateOf(at(0), key)).toBe("COMPLETED");
  });

  test("a message that one publishes reaches what waits at another", async () => {
    const key = await start(at(1), "awaited", { orderId: "N-1" });
    await at(2).client().publishMessage({ name: "paid", correlationKey: "N-1", timeToLive: 0, variables: {} });
    await ended(at(0), key);
  });

  test("what was answered is kept when a server is killed, and goes on at the others", {
    timeout: 120_000,
  }, async () => {
    const [doomed, other] = [at(0), at(1)];
    const timers = await Promise.all(Array.from({ length: 5 }, () => start(doomed, "timed")));
    const works = await Promise.all(Array.from({ length: 20 }, () => start(doomed, "worked")));
    // Its worker goes down with it; the locks run out.
    expect(await poll(doomed, { timeout: 1_000, maxJobsToActivate: 20 })).toHaveLength(20);
    const polled = poll(other, { maxJobsToActivate: 20 });
    await doomed.crash();
    const done = new Set<string>();
    for (let jobs = await polled; done.size < works.length; jobs = await poll(other, { maxJobsToActivate: 20 })) {
      await Promise.all(jobs.map(({ jobKey }) => other.client().completeJob({ jobKey })));
      for (const job of jobs) done.add(job.processInstanceKey);
      if (done.size >= works.length) break;
    }
    expect([...done].sort()).toEqual([...works].sort());
    for (const key of timers) await ended(at(2), key);
    await doomed.restart();
    expect(await stateOf(doomed, works[0] ?? timers[0] ?? ("" as never))).toBe("COMPLETED");
  });

  test("no request fails while all are stopped and started again, one after the other", {
    timeout: 240_000,
  }, async () => {
    // Few requests: this machine has to start servers as well.
    const volume = { rounds: 1, customers: 2, workers: 1, thinkMs: 20 };
    const { started, completed, existing, failures, ends } = await rollingRestart(nodes, volume);
    expect(failures).toEqual([]);
    expect(ends).toEqual(nodes.map(() => ({ code: 0, stderr: "" })));
    expect(completed).toBe(started);
    expect(existing).toBe(started);
  });
});
