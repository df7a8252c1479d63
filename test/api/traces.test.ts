import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { trace } from "@opentelemetry/api";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { contextOf } from "../../server/telemetry/traceParent.ts";
import { samplerOf } from "../../server/telemetry/traceSettings.ts";
import { freshDatabase } from "../store/freshDatabase.ts";
import { tour } from "./models.ts";
import { killAll, start } from "./program.ts";
import { type ask, deploy } from "./server.ts";

afterAll(killAll);

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number; doubleValue?: number };
}

interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  links?: { traceId: string; spanId: string }[];
}

interface Sent {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: ReceivedSpan[] }[] }[];
}

/** A collector that keeps what is sent to it. */
async function openCollector() {
  const sent: Sent[] = [];
  const collector = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    if (request.url === "/v1/traces") sent.push(JSON.parse(text));
    response.setHeader("content-type", "application/json").end("{}");
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
  onTestFinished(() => void collector.close());
  const { port } = collector.address() as AddressInfo;
  const resources = () => sent.flatMap(({ resourceSpans }) => resourceSpans);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    spans: () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    resource: () => valuesOf(resources()[0]?.resource.attributes ?? []),
  };
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";

describe("traces", () => {
  test("go from the caller's span over the request to its command, and name what the command moved", async () => {
    const collector = await openCollector();
    const { host, port, user, database } = await freshDatabase();
    const url = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_RESOURCE_ATTRIBUTES: "deployment=proving" };
    const program = start(["--port", "0", "--database", url], env);
    const server = { address: await program.ready } as Parameters<typeof ask>[0];
    await deploy(server, tour);
    const started = async (flags: string) => {
      const response = await fetch(`${server.address}/v2/process-instances`, {
        method: "POST",
        headers: { "content-type": "application/json", traceparent: `00-${traceId}-${spanId}-${flags}` },
        body: JSON.stringify({ processDefinitionId: "tour", variables: { orderId: "secret-4711" } }),
      });
      return ((await response.json()) as { processInstanceKey: string }).processInstanceKey;
    };
    const key = await started("01");
    const unsampledKey = await started("00");
    program.child.kill("SIGTERM");
    expect(await program.ended).toBe(0);

    const spans = collector.spans();
    const inTrace = spans.filter((span) => span.traceId === traceId);
    const request = inTrace.find(({ parentSpanId }) => parentSpanId === spanId);
    expect(request?.name).toBe("POST /v2/process-instances");
    expect(valuesOf(request?.attributes ?? [])).toMatchObject({
      "http.request.method": "POST",
      "http.route": "/v2/process-instances",
      "http.response.status_code": 200,
    });
    const below = inTrace.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
    expect(below.map(({ name }) => name).sort()).toEqual(["batch", "startInstance"]);
    const batch = below.find(({ name }) => name === "batch");
    const command = below.find(({ name }) => name === "startInstance");
    expect(command?.links).toMatchObject([{ traceId, spanId: batch?.spanId }]);
    expect(valuesOf(command?.attributes ?? [])).toEqual({
      "millrace.command_type": "startInstance",
      "millrace.process_instance_key": key,
      "millrace.process_id": "tour",
      "millrace.element_id": "tour",
      "millrace.outcome": "done",
    });
    expect(Number(command?.endTimeUnixNano)).toBeGreaterThanOrEqual(Number(command?.startTimeUnixNano));
    expect(valuesOf(batch?.attributes ?? [])).toMatchObject({ "millrace.batch.commands": 1 });
    expect(JSON.stringify(spans)).not.toContain(unsampledKey);
    expect(JSON.stringify(spans)).not.toContain("4711");
    expect(collector.resource()).toMatchObject({ "service.name": "millrace", deployment: "proving" });
    expect(program.stdout()).not.toContain("OpenTelemetry");
  });

  test("are not begun when nobody names a collector", async () => {
    const { openTracing } = await import("../../server/telemetry/traces.ts");
    const endpoint = "http://127.0.0.1:4318";
    for (const env of [
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: "true" },
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint, OTEL_TRACES_EXPORTER: "none" },
    ])
      expect(await openTracing(env, "0.0.0", () => {})).toBeNull();
  });

  test.each([
    [undefined, undefined, "ParentBased{root=AlwaysOnSampler"],
    ["always_off", undefined, "AlwaysOffSampler"],
    ["traceidratio", "0.25", "TraceIdRatioBased{0.25}"],
    ["parentbased_traceidratio", "0.5", "ParentBased{root=TraceIdRatioBased{0.5}"],
    ["parentbased_always_off", undefined, "ParentBased{root=AlwaysOffSampler"],
  ])("are sampled by the standard's variables: %s %s", (name, share, sampler) => {
    const told: string[] = [];
    const env = { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share };
    expect(String(samplerOf(env, (line) => told.push(line)))).toContain(sampler);
    expect(told).toEqual([]);
  });

  test.each([
    ["sometimes", undefined, 'OTEL_TRACES_SAMPLER to be a sampler of the standard, got "sometimes"'],
    ["traceidratio", "half", 'OTEL_TRACES_SAMPLER_ARG to be a number from 0 to 1, got "half"'],
  ])("tell of a sampler that does not exist, and go on: %s %s", (name, share, says) => {
    const told: string[] = [];
    samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share }, (line) => told.push(line));
    expect(told.join()).toContain(says);
  });

  test.each([
    [`00-${traceId}-${spanId}-01`, traceId],
    [`01-${traceId}-${spanId}-01-more`, traceId],
    [`00-${traceId}-${spanId}-01-more`, undefined],
    [`ff-${traceId}-${spanId}-01`, undefined],
    [`00-${"0".repeat(32)}-${spanId}-01`, undefined],
    [`00-${traceId}-${"0".repeat(16)}-01`, undefined],
    [`00-${traceId.toUpperCase()}-${spanId}-01`, undefined],
    ["nonsense", undefined],
  ])("take over what the standard says: %s", (traceparent, expected) => {
    expect(trace.getSpanContext(contextOf({ traceparent }))?.traceId).toBe(expected);
  });
});
