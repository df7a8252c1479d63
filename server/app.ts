import { readFileSync } from "node:fs";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import swaggerUi, { type FastifySwaggerUiOptions } from "@fastify/swagger-ui";
import { type FastifyError, fastify } from "fastify";
import { readJson } from "./body.ts";
import { closeConnections } from "./connections.ts";
import { Drain } from "./drain.ts";
import { refuseForeign } from "./origin.ts";
import { answerError } from "./problem.ts";
import { clockRoutes } from "./routes/clock.ts";
import { clusterRoutes } from "./routes/cluster.ts";
import type { App, Context } from "./routes/context.ts";
import { decisionInstanceRoutes } from "./routes/decisionInstances.ts";
import { decisionRoutes } from "./routes/decisions.ts";
import { elementInstanceRoutes, incidentRoutes } from "./routes/elementInstances.ts";
import { eventRoutes } from "./routes/events.ts";
import { expressionRoutes } from "./routes/expressions.ts";
import { healthRoutes } from "./routes/health.ts";
import { jobActivationRoutes } from "./routes/jobActivation.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { messageRoutes } from "./routes/messages.ts";
import { operationRoutes } from "./routes/operations.ts";
import { pageRoutes } from "./routes/pages.ts";
import { processDefinitionRoutes } from "./routes/processDefinitions.ts";
import { processInstanceRoutes } from "./routes/processInstances.ts";
import { retentionRoutes } from "./routes/retention.ts";
import { signalRoutes } from "./routes/signals.ts";
import { userTaskRoutes } from "./routes/userTasks.ts";
import { variableRoutes } from "./routes/variables.ts";
import { Refused } from "./store/failures.ts";
import type { Log } from "./store/log.ts";
import { DatabaseLook } from "./store/readiness.ts";
import { openExposition } from "./telemetry/exposition.ts";
import { Metrics } from "./telemetry/metrics.ts";
import { identify, watchRequests } from "./telemetry/requests.ts";
import type { Tracing } from "./telemetry/traces.ts";

export interface AppOptions extends Context {
  /** Folder of the built pages; null serves the API alone. */
  readonly pages: string | null;
  /** Bytes; a larger body is refused with 413. */
  readonly bodyLimit: number;
  /** Origins, beside the server's own, whose pages may call it: `https://millrace.example.org`. */
  readonly origins?: readonly string[];
  readonly log: Log;
  /** What the store's observer counts; only requests are counted unless given. */
  readonly metrics?: Metrics;
  /** Null or nothing traces nothing. */
  readonly tracing?: Tracing | null;
  /** Each of them, at level `debug`. */
  readonly isLoggingRequests?: boolean;
  /** Says when the server is on its way out. */
  readonly drain?: Drain;
}

/** The HTTP server over a store, ready to listen. */
export async function createApp(options: AppOptions): Promise<App> {
  const { bodyLimit, log, version, metrics = new Metrics(), drain = new Drain() } = options;
  const app: App = fastify({
    bodyLimit,
    // Addresses that cannot be read never reach a route, nor the error handler below.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply, log),
    // A stopping server answers what it has begun and closes idle connections at once.
    forceCloseConnections: "idle",
    // Connections that were open before are served until they are closed; nothing that came is refused.
    return503OnClosing: false,
    genReqId: identify,
    routerOptions: { maxParamLength: 200 },
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        verbose: true,
        strict: false,
        discriminator: true,
      },
    },
  });
  closeConnections(app, drain);
  watchRequests(app, { metrics, tracing: options.tracing ?? null, log: options.isLoggingRequests ? log : null });
  readJson(app);
  app.addHook("onRequest", (request, _, done) => {
    refuseForeign(request, options.origins ?? []);
    done();
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((request) => {
    throw new Refused("ROUTE_NOT_FOUND", `${request.method} ${request.url.split("?")[0]} does not exist; see /docs`);
  });
  await app.register(multipart, { limits: { fileSize: bodyLimit, files: 100, fields: 20 } });
  await app.register(swagger, { openapi: describe(version) });
  await app.register(swaggerUi, referencePage);
  addRoutes(app, options, { metrics, drain });
  await app.ready();
  return app;
}

function addRoutes(app: App, options: AppOptions, { metrics, drain }: { metrics: Metrics; drain: Drain }): void {
  for (const addRoutes of [
    clusterRoutes,
    processDefinitionRoutes,
    processInstanceRoutes,
    elementInstanceRoutes,
    jobActivationRoutes,
    jobRoutes,
    userTaskRoutes,
    messageRoutes,
    signalRoutes,
    variableRoutes,
    decisionRoutes,
    decisionInstanceRoutes,
    expressionRoutes,
    incidentRoutes,
    operationRoutes,
    eventRoutes,
    clockRoutes,
    retentionRoutes,
  ])
    app.register(async (scope) => addRoutes(scope as unknown as App, options));
  const { store, version } = options;
  const look = new DatabaseLook(store.pool);
  const exposition = openExposition({
    metrics,
    version,
    readings: () => store.readings(),
    backlog: () => look.backlog(),
  });
  app.register(async (scope) => healthRoutes(scope as unknown as App, { store, drain, look, exposition }));
  app.register(async (scope) => pageRoutes(scope as unknown as App, options.pages));
}

const referenceStyle = `
  .swagger-ui .topbar { background: #f7f7f4 !important; border-bottom: 1px solid #dcdcd6; padding: 4px 0 }
  .swagger-ui .topbar .download-url-wrapper { display: none !important }`;

/** The browsable reference, with our name and mark, and without a field for other people's APIs. */
const referencePage: FastifySwaggerUiOptions = {
  routePrefix: "/docs",
  uiConfig: { docExpansion: "list", tryItOutEnabled: true },
  logo: {
    type: "image/svg+xml",
    content: readFileSync(new URL("../console/public/mark.svg", import.meta.url)),
    href: "/",
  },
  theme: {
    title: "Millrace API",
    css: [{ filename: "millrace.css", content: referenceStyle }],
  },
};

const describe = (version: string) => ({
  info: {
    title: "Millrace",
    version,
    description:
      "Runs BPMN 2.0. `/v2` follows the Camunda 8 Orchestration Cluster REST API, so its clients work unchanged; `/api` is Millrace's own. Errors are problem details (RFC 9457) with a `code`.",
    license: { name: "Apache-2.0" },
  },
});
