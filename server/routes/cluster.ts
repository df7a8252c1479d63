import { Type } from "@sinclair/typebox";
import { type App, type Context, userOf } from "./context.ts";
import { Nullable, problems } from "./schemas.ts";

/** The Camunda 8 release whose REST API is spoken; Camunda Modeler enables its features by it. */
const gatewayVersion = "8.9.0";

const Topology = Type.Object({
  brokers: Type.Array(
    Type.Object({
      nodeId: Type.Integer(),
      host: Type.String(),
      port: Type.Integer(),
      partitions: Type.Array(Type.Object({ partitionId: Type.Integer(), role: Type.String(), health: Type.String() })),
      version: Type.String(),
    }),
  ),
  clusterId: Type.String(),
  clusterSize: Type.Integer(),
  partitionsCount: Type.Integer(),
  replicationFactor: Type.Integer(),
  gatewayVersion: Type.String({ description: "The Camunda 8 release whose REST API is spoken" }),
  lastCompletedChangeId: Type.String(),
});

const Person = Type.Object({
  username: Type.String(),
  displayName: Nullable(Type.String()),
  email: Type.Null(),
  authorizedComponents: Type.Array(Type.String()),
  tenants: Type.Array(
    Type.Object({ tenantId: Type.String(), name: Type.String(), description: Nullable(Type.String()) }),
  ),
  groups: Type.Array(Type.String()),
  roles: Type.Array(Type.String()),
  salesPlanType: Type.Null(),
  c8Links: Type.Record(Type.String(), Type.String()),
  canLogout: Type.Boolean(),
});

export function clusterRoutes(app: App, { reads }: Context): void {
  const tags = ["Cluster"];
  const partition = { partitionId: 1, role: "leader", health: "healthy" };

  app.get(
    "/v2/topology",
    { schema: { tags, summary: "What answers here", response: { 200: Topology, ...problems } } },
    async (request) => ({
      brokers: [
        {
          nodeId: 0,
          host: request.hostname,
          port: request.port ?? 80,
          partitions: [partition],
          version: gatewayVersion,
        },
      ],
      clusterId: "millrace",
      clusterSize: 1,
      partitionsCount: 1,
      replicationFactor: 1,
      gatewayVersion,
      lastCompletedChangeId: "-1",
    }),
  );

  app.get(
    "/v2/status",
    { schema: { tags, summary: "204 when commands are carried out", response: { 204: Type.Null(), ...problems } } },
    async (_, reply) => {
      await reads.ping();
      return reply.code(204).send(null);
    },
  );

  app.get(
    "/v2/authentication/me",
    { schema: { tags, summary: "Who the request is from", response: { 200: Person, ...problems } } },
    async (request) => ({
      username: userOf(request) ?? "anonymous",
      displayName: userOf(request),
      email: null,
      authorizedComponents: ["*"],
      tenants: [{ tenantId: "<default>", name: "Default", description: null }],
      groups: [],
      roles: [],
      salesPlanType: null,
      c8Links: {},
      canLogout: false,
    }),
  );
}
