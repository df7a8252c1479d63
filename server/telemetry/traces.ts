import type { App } from "../routes/context.ts";
import type { Log } from "../store/log.ts";
import type { Observer } from "../store/observer.ts";

/** Spans of requests, batches and commands, on their way to a collector. */
export interface Tracing {
  /** Makes spans of what the store tells. */
  readonly observer: Observer;
  /** Makes a span of every request. */
  watch(app: App): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/**
 * Traces when the standard environment names a collector, else nothing: OpenTelemetry is loaded only where it is
 * wanted, for it takes some forty megabytes.
 */
export async function openTracing(env: NodeJS.ProcessEnv, version: string, log: Log): Promise<Tracing | null> {
  const isWanted = env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!isWanted || env.OTEL_SDK_DISABLED?.toLowerCase() === "true" || env.OTEL_TRACES_EXPORTER === "none") return null;
  const { startTracing } = await import("./spans.ts");
  return startTracing(env, version, log);
}
