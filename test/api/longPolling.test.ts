import { Agent, request } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { ask, at, deploy, openServers, type Server, send, startInstance, startServer } from "./server.ts";

const servers = openServers(2);

beforeAll(() => deploy(at(servers, 0), tour));

const activation = (more: object) => ({
  type: "prepare",
  worker: "poller",
  timeout: 60_000,
  maxJobsToActivate: 10,
  ...more,
});

const poll = (server: Server, more: object) => send(server, "POST", "/v2/jobs/activation", activation(more));

/** Becomes true when the promise is settled; asked without waiting. */
function watch(promise: Promise<unknown>): () => boolean {
  let isSettled = false;
  void promise.finally(() => {
    isSettled = true;
  });
  return () => isSettled;
}

/** The server has the worker's poll when its name is among the workers. */
const arrived = (server: Server, worker: string) =>
  eventually(`the poll of ${worker}`, async () => (await ask(server, "GET", "/api/overview")).workers.includes(worker));

describe("a long poll", () => {
  test("waits while there is nothing, and a new job wakes it, on every server", async () => {
    const [here, there] = [at(servers, 0), at(servers, 1)];
    const polls = [
      poll(here, { worker: "here", requestTimeout: 0, maxJobsToActivate: 1 }),
      poll(there, { worker: "there", requestTimeout: 0, maxJobsToActivate: 1 }),
    ];
    const settled = polls.map(watch);
    await Promise.all([arrived(here, "here"), arrived(there, "there")]);
    expect(settled.map((isSettled) => isSettled())).toEqual([false, false]);
    const keys = [
      await startInstance(here, "tour", { orderId: "L-1" }),
      await startInstance(here, "tour", { orderId: "L-2" }),
    ];
    const answers = await Promise.all(polls);
    expect(
      answers
        .flatMap(({ body }) => body.jobs.map((job: { processInstanceKey: string }) => job.processInstanceKey))
        .sort(),
    ).toEqual(keys);
  });

  test("answers nothing when its time is over", async () => {
    expect(await poll(at(servers, 0), { type: "nothing", requestTimeout: 1 })).toMatchObject({
      status: 200,
      body: { jobs: [] },
    });
  });

  test("answers at once when its time is negative", async () => {
    expect(await poll(at(servers, 0), { type: "nothing", requestTimeout: -1 })).toMatchObject({
      status: 200,
      body: { jobs: [] },
    });
  });

  test("takes a job that is given back or whose time has come", async () => {
    const server = at(servers, 0);
    const key = await startInstance(server, "tour", { orderId: "L-3" });
    const [job] = (await poll(server, { requestTimeout: -1, timeout: 60_000 })).body.jobs;
    const next = poll(server, { worker: "next", requestTimeout: 0 });
    await arrived(server, "next");
    await ask(server, "POST", `/v2/jobs/${job.jobKey}/failure`, { retries: 1, retryBackOff: 1 });
    expect((await next).body.jobs).toMatchObject([{ processInstanceKey: key, retries: 1 }]);
  });

  test("locks nothing for a worker that has gone", async () => {
    const server = at(servers, 0);
    const leaving = new AbortController();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    server.app.server.once("request", (_, response) => response.once("close", resolve));
    const body = JSON.stringify(activation({ worker: "leaving", requestTimeout: 0 }));
    const headers = { "content-type": "application/json" };
    const gone = fetch(`${server.address}/v2/jobs/activation`, {
      method: "POST",
      headers,
      body,
      signal: leaving.signal,
    });
    await arrived(server, "leaving");
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await closed;
    const key = await startInstance(server, "tour", { orderId: "L-4" });
    expect((await poll(server, { requestTimeout: -1 })).body.jobs).toMatchObject([
      { processInstanceKey: key, worker: "poller" },
    ]);
  });

  test("leaves nothing behind on a connection that goes on", async () => {
    const server = at(servers, 0);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<object>();
    server.app.server.on("request", ({ socket }) => sockets.add(socket));
    const listeners: number[] = [];
    for (let round = 0; round < 20; round++) {
      await once(agent, server, activation({ type: "nothing", requestTimeout: -1 }));
      const [socket] = sockets as Set<NodeJS.EventEmitter>;
      listeners.push(socket?.listenerCount("close") ?? -1);
    }
    agent.destroy();
    expect(sockets.size).toBe(1);
    expect(listeners.at(-1)).toBe(listeners[1]);
  });
});

describe("a server that stops", () => {
  test("answers the workers and callers that wait", async () => {
    const server = await startServer(await freshDatabase("range"));
    await deploy(server, tour);
    const polled = poll(server, { type: "nothing", worker: "waiting", requestTimeout: 600_000 });
    const body = {
      processDefinitionId: "tour",
      variables: { orderId: "L-5" },
      awaitCompletion: true,
      requestTimeout: 600_000,
    };
    const awaited = send(server, "POST", "/v2/process-instances", body);
    await arrived(server, "waiting");
    await eventually("the instance", async () => (await ask(server, "GET", "/api/overview")).runningInstances === 1);
    await server.close();
    expect(await polled).toMatchObject({ status: 200, body: { jobs: [] } });
    expect(await awaited).toMatchObject({ status: 504, body: { code: "COMPLETION_TIMEOUT" } });
  });
});

describe("a caller that waits for the end", () => {
  test("hears that it did not come in time", async () => {
    const body = {
      processDefinitionId: "tour",
      variables: { orderId: "L-6" },
      awaitCompletion: true,
      requestTimeout: 1,
    };
    const answer = await send(at(servers, 0), "POST", "/v2/process-instances", body);
    expect(answer).toMatchObject({ status: 504, body: { code: "COMPLETION_TIMEOUT" } });
  });

  test("gets the variables when somebody ends it on another server, however long it would have waited", async () => {
    const body = {
      processDefinitionId: "tour",
      variables: { orderId: "L-7" },
      tags: ["waits"],
      awaitCompletion: true,
      requestTimeout: 2 ** 40,
    };
    const awaited = send(at(servers, 0), "POST", "/v2/process-instances", body);
    const there = at(servers, 1);
    let key = "";
    await eventually("the instance", async () => {
      const { items } = await ask(there, "POST", "/v2/process-instances/search", { filter: { tags: ["waits"] } });
      key = items[0]?.processInstanceKey ?? "";
      return key !== "";
    });
    await ask(there, "PUT", `/v2/element-instances/${key}/variables`, { variables: { outcome: "no" } });
    await ask(there, "POST", `/v2/process-instances/${key}/cancellation`);
    expect((await awaited).body).toMatchObject({
      processInstanceKey: key,
      variables: { orderId: "L-7", outcome: "no" },
    });
  });
});

function once(agent: Agent, server: Server, body: object): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const headers = { "content-type": "application/json" };
  const sent = request(`${server.address}/v2/jobs/activation`, { agent, method: "POST", headers }, (response) => {
    response.resume().once("end", resolve);
  });
  sent.once("error", reject).end(JSON.stringify(body));
  return promise;
}
