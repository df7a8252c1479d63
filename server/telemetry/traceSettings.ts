import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type BatchSpanProcessorOptions,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { Log } from "../store/log.ts";

/** The sampler that `OTEL_TRACES_SAMPLER` names; an unknown one is told and the default is taken, as the standard says. */
export function samplerOf(
  { OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share }: NodeJS.ProcessEnv,
  log: Log,
): Sampler {
  switch (name || "parentbased_always_on") {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return new TraceIdRatioBasedSampler(ratioOf(share, log));
    case "parentbased_always_on":
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case "parentbased_always_off":
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case "parentbased_traceidratio":
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratioOf(share, log)) });
    default:
      log(`Expected OTEL_TRACES_SAMPLER to be a sampler of the standard, got "${name}"; all traces are sampled.`, {
        level: "warn",
      });
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
  }
}

function ratioOf(text: string | undefined, log: Log): number {
  const ratio = Number(text || "1");
  if (ratio >= 0 && ratio <= 1) return ratio;
  log(`Expected OTEL_TRACES_SAMPLER_ARG to be a number from 0 to 1, got "${text}"; 1 is taken.`, { level: "warn" });
  return 1;
}

/** How spans are gathered before they are sent; what the environment does not say, the SDK decides. */
export function processorOptions(env: NodeJS.ProcessEnv): Omit<BatchSpanProcessorOptions, "exporter"> {
  return {
    ...named("scheduledDelayMillis", env.OTEL_BSP_SCHEDULE_DELAY),
    ...named("exportTimeoutMillis", env.OTEL_BSP_EXPORT_TIMEOUT),
    ...named("maxQueueSize", env.OTEL_BSP_MAX_QUEUE_SIZE),
    ...named("maxExportBatchSize", env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
  };
}

function named(name: keyof BatchSpanProcessorOptions, text: string | undefined): Partial<BatchSpanProcessorOptions> {
  const number = Number(text || "none");
  return Number.isInteger(number) && number > 0 ? { [name]: number } : {};
}
