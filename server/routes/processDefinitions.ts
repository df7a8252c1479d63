import { Type } from "@sinclair/typebox";
import { Refused } from "../store/failures.ts";
import type { App, Context } from "./context.ts";
import { itemSchema, Key, KeyParams, Nullable, problems, SearchBody, searchAnswer } from "./schemas.ts";

const definition = itemSchema("processDefinition");

const Deployed = Type.Object({
  deploymentKey: Key,
  tenantId: Type.String(),
  deployments: Type.Array(
    Type.Object({
      processDefinition: Nullable(
        Type.Object({
          processDefinitionKey: Key,
          processDefinitionId: Type.String(),
          processDefinitionVersion: Type.Integer(),
          resourceName: Type.String(),
          tenantId: Type.String(),
        }),
      ),
      decisionDefinition: Type.Null(),
      decisionRequirements: Type.Null(),
      form: Type.Null(),
      resource: Type.Null(),
    }),
  ),
});

const tags = ["Process definitions"];

export function processDefinitionRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/deployments",
    {
      schema: {
        tags,
        summary: "Deploy BPMN files: all of them or none",
        description: "Multipart form data with one or more `resources` (the file name is the resource name).",
        consumes: ["multipart/form-data"],
        response: { 200: Deployed, ...problems },
      },
    },
    async (request) => {
      const resources = await readResources(request.parts());
      const { deploymentKey, processes } = await store.deploy(resources);
      const tenantId = "<default>";
      return {
        deploymentKey,
        tenantId,
        deployments: processes.map(({ processDefinitionKey, processId, version, resourceName }) => ({
          processDefinition: {
            processDefinitionKey,
            processDefinitionId: processId,
            processDefinitionVersion: version,
            resourceName,
            tenantId,
          },
          decisionDefinition: null,
          decisionRequirements: null,
          form: null,
          resource: null,
        })),
      };
    },
  );

  app.post(
    "/v2/process-definitions/search",
    {
      schema: {
        tags,
        summary: "Search definitions",
        body: SearchBody,
        response: { 200: searchAnswer(definition), ...problems },
      },
    },
    (request) => reads.search("processDefinition", request.body),
  );

  app.get(
    "/v2/process-definitions/:key",
    { schema: { tags, summary: "Get a definition", params: KeyParams, response: { 200: definition, ...problems } } },
    (request) => reads.get("processDefinition", request.params.key, "DEFINITION_NOT_FOUND"),
  );

  app.get(
    "/v2/process-definitions/:key/xml",
    {
      schema: {
        tags,
        summary: "The XML as it was deployed",
        params: KeyParams,
        response: { 200: Type.String(), ...problems },
      },
    },
    async (request, reply) => {
      const xml = await reads.xml(request.params.key);
      return reply.type("text/xml; charset=utf-8").send(xml);
    },
  );
}

type Part =
  | { type: "file"; filename?: string; toBuffer(): Promise<Buffer> }
  | { type: "field"; fieldname: string; value: unknown };

/** The files of a multipart body; a tenant other than the default is refused. */
async function readResources(parts: AsyncIterable<unknown>): Promise<{ name: string; content: string }[]> {
  const resources: { name: string; content: string }[] = [];
  for await (const part of parts as AsyncIterable<Part>) {
    if (part.type === "file")
      resources.push({ name: part.filename ?? "", content: (await part.toBuffer()).toString("utf8") });
    else if (part.fieldname === "tenantId" && part.value !== "<default>" && part.value !== "")
      throw new Refused("TENANT_UNKNOWN", `Expected tenant "<default>", got "${part.value}"`, { field: "/tenantId" });
  }
  if (resources.length === 0)
    throw new Refused("BODY_INVALID", "Expected at least one file in the field resources, got none", {
      field: "/resources",
    });
  return resources;
}
