import type { ServerResponse } from "node:http";
import { Type } from "@sinclair/typebox";
import type { Changed } from "../contract.ts";
import type { App, Context } from "./context.ts";
import { problems } from "./schemas.ts";

/** Pages read again at each event; more often than this nobody can see. */
const everyMs = 100;

/** Proxies close connections that are silent for a minute. */
const heartbeatMs = 20_000;

/** More instances than this in one event mean "look at everything". */
const keysMax = 500;

/** What waits for a page that does not read, in bytes: a page that is so far behind connects again and reads afresh. */
const waitingBytesMax = 1_000_000;

/** Live changes as server-sent events; what a page has missed it reads when it connects again. */
export function eventRoutes(app: App, { store }: Context): void {
  const open = new Set<ServerResponse>();
  let isStopping = false;
  // A stopping server does not wait for pages that listen.
  app.addHook("preClose", async () => {
    isStopping = true;
    for (const response of open) response.end();
  });

  app.get(
    "/api/events",
    {
      schema: {
        tags: ["Millrace"],
        summary: "Live changes (server-sent events)",
        description: "`event: changed` with `processInstanceKeys` (null: many) and `definitions` as JSON in `data`.",
        produces: ["text/event-stream"],
        response: { 200: Type.String(), ...problems },
      },
    },
    (_, reply) => {
      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        ...(isStopping ? { connection: "close" } : {}),
        "x-accel-buffering": "no",
      });
      const write = (text: string) => {
        if (response.writableLength > waitingBytesMax) response.destroy();
        else response.write(text);
      };
      write("retry: 1000\n\n");
      if (isStopping) return void response.end();
      open.add(response);
      const stop = forward(store.hub, (changed) => write(`event: changed\ndata: ${JSON.stringify(changed)}\n\n`));
      const heartbeat = setInterval(() => write(": here\n\n"), heartbeatMs);
      response.once("close", () => {
        stop();
        clearInterval(heartbeat);
        open.delete(response);
      });
    },
  );
}

/** Gathers changes and sends them together. Answers the call that ends it. */
function forward(hub: Context["store"]["hub"], send: (changed: Changed) => void): () => void {
  let keys: Set<string> | null = new Set();
  let definitions = false;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    timer = null;
    send({ processInstanceKeys: keys && [...keys], definitions });
    keys = new Set();
    definitions = false;
  };
  const stop = hub.onChange((change) => {
    definitions ||= change.definitions;
    if (change.instances === null) keys = null;
    else for (const key of change.instances) keys?.add(key);
    if (keys && keys.size > keysMax) keys = null;
    timer ??= setTimeout(flush, everyMs);
  });
  return () => {
    stop();
    if (timer) clearTimeout(timer);
  };
}
