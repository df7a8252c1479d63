import type { IncomingHttpHeaders } from "node:http";
import { type Context, createTraceState, ROOT_CONTEXT, trace } from "@opentelemetry/api";

/** W3C Trace Context, version 00; later versions may append fields. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The caller's trace, or none when the header is missing or is not what the standard says. */
export function contextOf({ traceparent, tracestate }: IncomingHttpHeaders): Context {
  const [, version, traceId, spanId, flags, more] = (typeof traceparent === "string" && form.exec(traceparent)) || [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  if (version === "00" && more !== undefined) return ROOT_CONTEXT;
  const state = typeof tracestate === "string" ? { traceState: createTraceState(tracestate) } : {};
  const traceFlags = Number.parseInt(flags, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true, ...state });
}
