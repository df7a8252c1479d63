import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { App } from "../routes/context.ts";
import type { Log } from "../store/log.ts";
import type { Metrics } from "./metrics.ts";
import type { Tracing } from "./traces.ts";

/** What proxies send; anything else could forge lines of a log. */
const requestId = /^[\w.:-]{1,128}$/;

/** The id that a proxy has given the request, or a new one; in the log and in the answer's `x-request-id`. */
export function identify({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && requestId.test(given) ? given : randomUUID();
}

/** Counts every request, and traces and logs it where that is wanted. */
export function watchRequests(
  app: App,
  { metrics, tracing, log }: { metrics: Metrics; tracing: Tracing | null; log: Log | null },
): void {
  // With callbacks: a promise for each hook of each request is felt.
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  if (tracing) tracing.watch(app);
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    const seconds = reply.elapsedTime / 1_000;
    metrics.answered(request.method, route, reply.statusCode, seconds);
    log?.(`${request.method} ${route} ${reply.statusCode} in ${seconds.toFixed(3)} s`, {
      level: "debug",
      requestId: request.id,
    });
    done();
  });
}
