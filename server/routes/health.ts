import { setImmediate } from "node:timers/promises";
import { Type } from "@sinclair/typebox";
import type { Drain } from "../drain.ts";
import { Refused } from "../store/failures.ts";
import type { DatabaseLook } from "../store/readiness.ts";
import type { App, Context } from "./context.ts";
import { problems } from "./schemas.ts";

/** What the routes for machines that watch the server need beside the others. */
export interface Watched {
  readonly store: Context["store"];
  readonly drain: Drain;
  readonly look: DatabaseLook;
  /** The page that Prometheus reads. */
  readonly exposition: () => Promise<{ contentType: string; text: string }>;
}

const Alive = Type.Object({ status: Type.Literal("live") });
const Ready = Type.Object({ status: Type.Literal("ready") });

export function healthRoutes(app: App, { store, drain, look, exposition }: Watched): void {
  const tags = ["Health"];

  app.get(
    "/health/live",
    { schema: { tags, summary: "200 while the process answers", response: { 200: Alive, ...problems } } },
    async () => {
      // Answered in another turn: an event loop that does not turn does not answer.
      await setImmediate();
      return { status: "live" as const };
    },
  );

  app.get(
    "/health/ready",
    { schema: { tags, summary: "200 while commands are carried out", response: { 200: Ready, ...problems } } },
    async () => {
      const missing = [stopping(drain), fullQueue(store), await look.missing()].filter((one) => one !== null);
      if (missing.length > 0) throw new Refused("NOT_READY", missing.join("; "));
      return { status: "ready" as const };
    },
  );

  app.get(
    "/metrics",
    {
      schema: {
        tags,
        summary: "Metrics for Prometheus",
        produces: ["text/plain"],
        response: { 200: Type.String(), ...problems },
      },
    },
    async (_, reply) => {
      const { contentType, text } = await exposition();
      return reply.type(contentType).send(text);
    },
  );
}

const stopping = ({ isDraining }: Drain) => (isDraining ? "The server is stopping" : null);

function fullQueue(store: Context["store"]): string | null {
  const { waiting, waitingMax } = store.readings();
  const { orders, bytes } = waiting.live;
  if (orders < waitingMax.orders && bytes < waitingMax.bytes) return null;
  return `The queue is full: ${orders} commands of ${bytes} bytes wait`;
}
