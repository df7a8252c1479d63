import type { ServerResponse } from "node:http";
import type { App } from "./context.ts";

/**
 * Callers who wait for their answer. Each gets a signal that is aborted when its connection closes, and when the server
 * stops: it answers those who wait, or it would stop when they have what they wait for.
 */
export function waitingCallers(app: App): (reply: { readonly raw: ServerResponse }) => AbortSignal {
  const waiting = new Set<AbortController>();
  let isStopping = false;
  app.addHook("preClose", async () => {
    isStopping = true;
    for (const caller of waiting) caller.abort();
  });
  return ({ raw }) => {
    const gone = new AbortController();
    // Requests still come on connections that were open before.
    if (raw.destroyed || isStopping) gone.abort();
    waiting.add(gone);
    // The response closes with its connection, which outlives many responses.
    raw.once("close", () => {
      gone.abort();
      waiting.delete(gone);
    });
    return gone.signal;
  };
}
