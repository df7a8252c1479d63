import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  DiagLogLevel,
  diag,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Context as TraceContext,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { FastifyRequest } from "fastify";
import type { App } from "../routes/context.ts";
import type { Log } from "../store/log.ts";
import { type CommittedBatch, isBackground, type Observer } from "../store/observer.ts";
import type { Order, Outcome } from "../store/order.ts";
import { contextOf } from "./traceParent.ts";
import { processorOptions, samplerOf } from "./traceSettings.ts";
import type { Tracing } from "./traces.ts";

/** Links of a batch to the requests that have given its commands; SDKs drop more than these. */
const linksMax = 128;

/** Where a command comes from, and when it was accepted, in epoch milliseconds. */
interface Accepted {
  readonly parent: TraceContext | undefined;
  readonly atMs: number;
}

/** Spans of requests, batches and commands, sent to the collector that `OTEL_…` names. */
export function startTracing(env: NodeJS.ProcessEnv, version: string, log: Log): Tracing {
  const warn = (message: string) => log(`OpenTelemetry: ${message}`, { level: "warn" });
  diag.setLogger({ error: warn, warn, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": "millrace", "service.version": version }))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(env, log),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), ...processorOptions(env) })],
  });
  const tracer = provider.getTracer("millrace", version);
  const requests = new AsyncLocalStorage<TraceContext>();
  return {
    observer: observerOf(tracer, requests),
    watch: (app) => watch(app, tracer, requests),
    close: () => provider.shutdown(),
  };
}

/** A span for each request, below the caller's when it sends `traceparent`. */
function watch(app: App, tracer: Tracer, requests: AsyncLocalStorage<TraceContext>): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", async (request) => {
    const route = request.routeOptions.url;
    const attributes: Attributes = {
      "http.request.method": request.method,
      "url.path": request.url.split("?")[0] ?? "",
      "millrace.request_id": request.id,
      ...(route === undefined ? {} : { "http.route": route }),
    };
    const name = route === undefined ? request.method : `${request.method} ${route}`;
    spans.set(request, tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, contextOf(request.headers)));
  });
  // After the body, whose reading loses the asynchronous context.
  app.addHook("preHandler", (request, _, done) => {
    const span = spans.get(request);
    if (span) requests.run(trace.setSpan(ROOT_CONTEXT, span), done);
    else done();
  });
  app.addHook("onResponse", async (request, reply) => {
    const span = spans.get(request);
    if (!span) return;
    span.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}

function observerOf(tracer: Tracer, requests: AsyncLocalStorage<TraceContext>): Observer {
  const accepted = new WeakMap<Order, Accepted>();
  const take = (order: Order): Accepted => accepted.get(order) ?? { parent: undefined, atMs: Date.now() };
  return {
    accepted: (order) => {
      // What instances cause elsewhere runs later and together; it belongs to the batch alone.
      const parent = isBackground(order) ? undefined : requests.getStore();
      accepted.set(order, { parent, atMs: Date.now() });
    },
    committed: (batch) => traceBatch(tracer, batch, take),
    failed: (order, reason) => {
      const { parent, atMs } = take(order);
      const span = tracer.startSpan(
        order.command.type,
        { startTime: atMs, attributes: { ...attributesOf(order), "error.type": reason } },
        parent ?? ROOT_CONTEXT,
      );
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
    activated() {},
    fired() {},
  };
}

/**
 * A batch is nobody's child when several requests share it: it links to them, and its commands are below the requests
 * that gave them, with a link to the batch. Background commands are below the batch.
 */
function traceBatch(tracer: Tracer, batch: CommittedBatch, take: (order: Order) => Accepted): void {
  const { orders, outcomes, beganMs, seconds, commitSeconds } = batch;
  const endMs = beganMs + seconds * 1_000;
  const origins = orders.map(take);
  const parents = [...new Set(origins.map(({ parent }) => parent))];
  const links = linksTo(parents);
  const attributes = {
    "millrace.batch.commands": orders.length,
    "millrace.batch.commit_seconds": commitSeconds,
  };
  const [only] = parents;
  const above = parents.length === 1 && only ? only : ROOT_CONTEXT;
  const span = tracer.startSpan("batch", { startTime: beganMs, attributes, links }, above);
  const within = trace.setSpan(ROOT_CONTEXT, span);
  for (const [at, order] of orders.entries()) {
    const { parent, atMs } = origins[at] ?? take(order);
    const outcome = outcomes[at];
    const command = tracer.startSpan(
      order.command.type,
      {
        startTime: Math.min(atMs, endMs),
        links: parent ? [{ context: span.spanContext() }] : [],
        attributes: { ...attributesOf(order, batch.processIdOf(order)), ...(outcome ? became(outcome) : {}) },
      },
      parent ?? within,
    );
    command.end(endMs);
  }
  span.end(endMs);
}

function linksTo(parents: readonly (TraceContext | undefined)[]): Link[] {
  if (parents.length === 1) return [];
  return parents.slice(0, linksMax).flatMap((parent) => {
    const context = parent && trace.getSpanContext(parent);
    return context ? [{ context }] : [];
  });
}

const attributesOf = ({ processInstanceKey, command }: Order, processId?: string): Attributes => ({
  "millrace.command_type": command.type,
  "millrace.process_instance_key": processInstanceKey,
  ...(processId === undefined ? {} : { "millrace.process_id": processId }),
});

function became(outcome: Outcome): Attributes {
  switch (outcome.kind) {
    case "done": {
      const moved = outcome.events.find((event) => "elementId" in event);
      const elementId = moved && "elementId" in moved ? moved.elementId : undefined;
      return { "millrace.outcome": "done", ...(elementId === undefined ? {} : { "millrace.element_id": elementId }) };
    }
    case "rejected":
      return { "millrace.outcome": "rejected", "error.type": outcome.rejection.code };
    case "taken":
      return { "millrace.outcome": "taken" };
    default:
      return outcome satisfies never;
  }
}
