import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { beforeAll, expect, test } from "vitest";
import type { Changed } from "../../server/contract.ts";
import { eventually } from "../postgres/until.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { brief, tour } from "./models.ts";
import { ask, at, deploy, openServers, type Server, startInstance, startServer } from "./server.ts";

const servers = openServers(2);

beforeAll(() => deploy(at(servers, 0), tour));

interface Listener {
  readonly headers: Headers;
  /** The next change that meets the condition. */
  until(isMeant: (changed: Changed) => boolean): Promise<Changed>;
  /** The stream ends, by the server or by {@link leave}. */
  ended(): Promise<void>;
  leave(): Promise<void>;
}

/** Listens as a page does; resolves when the server has begun to tell. */
async function listen(server: Server): Promise<Listener> {
  const response = await fetch(`${server.address}/api/events`);
  if (!response.body) throw new Error("Expected a stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? "";
  const next = async (): Promise<Changed | null> => {
    for (;;) {
      const at = text.indexOf("\n\n");
      if (at < 0) {
        const { value, done } = await reader.read();
        if (done) return null;
        text += value;
        continue;
      }
      const event = text.slice(0, at);
      text = text.slice(at + 2);
      const data = /^event: changed\ndata: (.*)$/.exec(event)?.[1];
      if (data !== undefined) return JSON.parse(data) as Changed;
    }
  };
  return {
    headers: response.headers,
    async until(isMeant) {
      for (;;) {
        const changed = await next();
        if (changed === null) throw new Error("Expected a change, the stream ended");
        if (isMeant(changed)) return changed;
      }
    },
    async ended() {
      while ((await next()) !== null);
    },
    leave: () => reader.cancel(),
  };
}

test("a change reaches the pages of every server, naming its instance", async () => {
  const listeners = await Promise.all(servers.map(listen));
  expect(listeners[0]?.headers.get("content-type")).toBe("text/event-stream");
  const key = await startInstance(at(servers, 0), "tour", { orderId: "E-1" });
  for (const listener of listeners) {
    const changed = await listener.until(({ processInstanceKeys }) => processInstanceKeys?.includes(key) ?? false);
    expect(changed.definitions).toBe(false);
  }
  const [job] = (await ask(at(servers, 1), "POST", "/v2/jobs/search", { filter: { processInstanceKey: key } })).items;
  await ask(at(servers, 1), "POST", `/v2/jobs/${job.jobKey}/completion`, {});
  for (const listener of listeners)
    await listener.until(({ processInstanceKeys }) => processInstanceKeys?.includes(key) ?? false);
  await deploy(at(servers, 1), brief);
  for (const listener of listeners) await listener.until(({ definitions }) => definitions);
  await Promise.all(listeners.map((listener) => listener.leave()));
});

test("a page that leaves is forgotten", async () => {
  const server = at(servers, 0);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.app.server.once("request", (_, response) => response.once("close", resolve));
  const listener = await listen(server);
  await listener.leave();
  await closed;
  await startInstance(server, "tour", { orderId: "E-2" });
  expect(server.logged).toEqual([]);
});

test("a page that does not read is cut off before it fills the memory", async () => {
  const server = at(servers, 0);
  const { promise, resolve } = Promise.withResolvers<ServerResponse>();
  server.app.server.once("request", (_, response) => resolve(response));
  const socket = connect(server.port, "127.0.0.1", () => {
    socket.pause();
    socket.write("GET /api/events HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
  });
  const response = await promise;
  const closed = once(response, "close");
  // Keys longer than any, so that what waits grows in seconds and not in minutes.
  const instances = ["9".repeat(1_000_000)];
  await eventually("the page to be cut off", () => {
    server.store.hub.emit({ instances, jobTypes: [], definitions: false });
    return response.destroyed;
  });
  await closed;
  socket.destroy();
});

test("a server that stops ends the streams", async () => {
  const server = await startServer(await freshDatabase("range"));
  const listener = await listen(server);
  await server.close();
  await listener.ended();
});

test("a server that stops does not wait for connections that nobody has used", async () => {
  const server = await startServer(await freshDatabase("range"));
  const { promise: accepted, resolve } = Promise.withResolvers<void>();
  server.app.server.once("connection", () => resolve());
  const socket = connect(server.port, "127.0.0.1");
  await accepted;
  const closed = once(socket, "close");
  await server.close();
  await closed;
});
