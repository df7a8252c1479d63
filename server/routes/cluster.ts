import { Type } from "@sinclair/typebox";
import { type App, type Context, userOf } from "./context.ts";

/** The Camunda 8 release whose REST API is spoken; Camunda Modeler enables its features by it. */
const gatewayVersion = "8.9.0";

export function clusterRoutes(app: App, { reads }: Context): void {
  const tags = ["Cluster"];
  const partition = { partitionId: 1, role: "leader", health: "healthy" };

  app.get("/v2/topology", { schema: { tags, summary: "What answers here" } }, async (request) => ({
    brokers: [
      { nodeId: 0, host: request.hostname, port: request.port ?? 80, partitions: [partition], version: gatewayVersion },
    ],
    clusterId: "millrace",
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion,
    lastCompletedChangeId: "-1",
  }));

  app.get(
    "/v2/status",
    { schema: { tags, summary: "204 when commands are carried out", response: { 204: Type.Null() } } },
    async (_, reply) => {
      await reads.ping();
      return reply.code(204).send(null);
    },
  );

  app.get("/v2/authentication/me", { schema: { tags, summary: "Who the request is from" } }, async (request) => ({
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
  }));
}
