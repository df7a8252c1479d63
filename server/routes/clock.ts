import { Type } from "@sinclair/typebox";
import { timerDueMaxMs } from "../../engine/bounds.ts";
import { Refused } from "../store/failures.ts";
import type { App, Context } from "./context.ts";
import { problems } from "./schemas.ts";

const PinBody = Type.Object(
  {
    timestamp: Type.Integer({
      minimum: 0,
      maximum: timerDueMaxMs,
      description: "The instant at which time stands still, in milliseconds since 1970",
    }),
  },
  { additionalProperties: false },
);

/** Sets the time of all nodes, so that a test need not wait for what is due in a week. */
export function clockRoutes(app: App, { store, isClockControllable = false }: Context): void {
  const tags = ["Clock"];
  const refuseUnlessControllable = async () => {
    if (isClockControllable) return;
    throw new Refused(
      "CLOCK_NOT_CONTROLLABLE",
      "Expected a server that was started with --controllable-clock (or MILLRACE_CONTROLLABLE_CLOCK=true), this one was not",
    );
  };

  app.put(
    "/v2/clock",
    {
      preValidation: refuseUnlessControllable,
      schema: {
        tags,
        summary: "Pin the clock to an instant",
        description:
          "Time stands still there on all servers and over restarts. Answers when what is due then has fired, in the order of its time. Only on servers started with `--controllable-clock`.",
        body: PinBody,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await store.setClock(request.body.timestamp);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/v2/clock/reset",
    {
      preValidation: refuseUnlessControllable,
      schema: {
        tags,
        summary: "Let the clock run again",
        description: "With the time of the machine. Only on servers started with `--controllable-clock`.",
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (_request, reply) => {
      await store.setClock(null);
      return reply.code(204).send(null);
    },
  );
}
