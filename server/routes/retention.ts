import { Type } from "@sinclair/typebox";
import type { App, Context } from "./context.ts";
import { Nullable, problems } from "./schemas.ts";

/** As long as PostgreSQL can add to a date, and longer than anybody asks for. */
const daysMax = 365_000;

const Days = Nullable(
  Type.Integer({ minimum: 0, maximum: daysMax, description: "Days after their end; null keeps them for ever" }),
);

const Policy = Type.Object({ days: Days }, { additionalProperties: false });

const ProcessParams = Type.Object({ processDefinitionId: Type.String({ minLength: 1 }) });

const tags = ["History"];

/** How long ended instances are kept. */
export function retentionRoutes(app: App, { store: { history } }: Context): void {
  const Retention = Type.Object({
    days: Days,
    processes: Type.Array(Type.Object({ processDefinitionId: Type.String(), days: Days })),
  });

  app.get(
    "/api/retention",
    { schema: { tags, summary: "How long ended instances are kept", response: { 200: Retention, ...problems } } },
    () => history.retention(),
  );

  app.put(
    "/api/retention",
    {
      schema: {
        tags,
        summary: "Set it for all processes without their own",
        body: Policy,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await history.setRetention(request.body.days);
      return reply.code(204).send(null);
    },
  );

  app.put(
    "/api/retention/processes/:processDefinitionId",
    {
      schema: {
        tags,
        summary: "Set it for one process",
        params: ProcessParams,
        body: Policy,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await history.setRetention(request.body.days, request.params.processDefinitionId);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/api/retention/processes/:processDefinitionId",
    {
      schema: {
        tags,
        summary: "Let the process have the common one",
        params: ProcessParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await history.unsetRetention(request.params.processDefinitionId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/api/retention/enforcement",
    {
      schema: {
        tags,
        summary: "Remove now what is kept no longer, which otherwise happens every hour",
        response: { 200: Type.Object({ ranges: Type.Array(Type.Integer()), instances: Type.Integer() }), ...problems },
      },
    },
    () => history.removeExpired(),
  );
}
