import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Drain } from "./drain.ts";
import type { App } from "./routes/context.ts";

/** How long a stopping server waits for callers that are still sending or reading, in milliseconds. */
const graceMs = 5_000;

/** The latest request of a connection. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Lets the server stop. Connections that never carried a request are closed at once: browsers open some ahead, and Node
 * does not count them as idle. Those on which a request is worked on are closed when it is answered, however long that
 * takes. Callers that do not finish sending or reading are left after a grace.
 */
export function closeConnections(app: App, drain: Drain): void {
  const open = new Map<Socket, Exchange | null>();
  let isStopping = false;
  app.server.on("connection", (socket) => {
    open.set(socket, null);
    socket.once("close", () => open.delete(socket));
  });
  app.server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    open.set(request.socket, { request, response });
    drain.came();
    // Once for each response, whether it was sent or its caller has gone.
    response.once("close", () => drain.answered());
    // Streams began before anybody knew that their connection would have to close.
    response.once("finish", () => {
      if (isStopping) request.socket.end();
    });
  });
  app.addHook("onSend", (_, reply, payload, done) => {
    if (drain.isDraining) reply.header("connection", "close");
    done(null, payload);
  });
  app.addHook("preClose", async () => {
    isStopping = true;
    drain.begin();
    for (const [socket, exchange] of open) if (exchange === null) socket.destroy();
    setTimeout(() => {
      for (const [socket, exchange] of open) if (!exchange || !isWorkedOn(exchange)) socket.destroy();
    }, graceMs).unref();
  });
}

const isWorkedOn = ({ request, response }: Exchange) => request.complete && !response.writableEnded;
