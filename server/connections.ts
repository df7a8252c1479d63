import type { Socket } from "node:net";
import type { App } from "./routes/context.ts";

/** How long a stopping server waits for callers that are still sending or reading, in milliseconds. */
const graceMs = 5_000;

/**
 * Lets the server stop. Connections that never carried a request are closed at once: browsers open some ahead, and Node
 * does not count them as idle. The others are closed when they are answered, or after a grace.
 */
export function closeConnections(app: App): void {
  const unused = new Set<Socket>();
  app.server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  app.server.on("request", ({ socket }) => unused.delete(socket));
  app.addHook("preClose", async () => {
    for (const socket of unused) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
}
