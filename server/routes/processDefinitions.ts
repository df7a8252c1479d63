import { type Static, Type } from "@sinclair/typebox";
import { xmlTextOf } from "../../engine/model/xmlText.ts";
import type { DeployedRequirements } from "../store/decisions/deployment.ts";
import type { DeployedProcess, Deployment, Resource } from "../store/deploy.ts";
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
      decisionDefinition: Nullable(
        Type.Object({
          decisionDefinitionKey: Key,
          decisionDefinitionId: Type.String(),
          version: Type.Integer(),
          name: Type.String(),
          decisionRequirementsId: Type.String(),
          decisionRequirementsKey: Key,
          tenantId: Type.String(),
        }),
      ),
      decisionRequirements: Nullable(
        Type.Object({
          decisionRequirementsKey: Key,
          decisionRequirementsId: Type.String(),
          decisionRequirementsName: Type.String(),
          version: Type.Integer(),
          resourceName: Type.String(),
          tenantId: Type.String(),
        }),
      ),
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
        summary: "Deploy BPMN and DMN files: all of them or none",
        description:
          "Multipart form data with one or more `resources` (the file name is the resource name). Decision models may import each other. Files are read in the encoding that their XML declares.",
        consumes: ["multipart/form-data"],
        response: { 200: Deployed, ...problems },
      },
    },
    async (request) => {
      const resources = await readResources(request.parts(), request.routeOptions.bodyLimit).catch(refuseMalformed);
      return answerOf(await store.deploy(resources));
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
        produces: ["text/xml"],
        response: { 200: Type.String(), ...problems },
      },
    },
    async (request, reply) => {
      const xml = await reads.xml(request.params.key);
      return reply.type("text/xml; charset=utf-8").send(xml);
    },
  );
}

const tenantId = "<default>";

/** Each item is about one thing that was deployed. */
type Item = Static<typeof Deployed>["deployments"][number];

const nothing: Item = {
  processDefinition: null,
  decisionDefinition: null,
  decisionRequirements: null,
  form: null,
  resource: null,
};

const answerOf = ({ deploymentKey, processes, requirements }: Deployment): Static<typeof Deployed> => ({
  deploymentKey,
  tenantId,
  deployments: [...processes.map(processItem), ...requirements.map(requirementsItem), ...decisionItems(requirements)],
});

const processItem = ({ processDefinitionKey, processId, version, resourceName }: DeployedProcess): Item => ({
  ...nothing,
  processDefinition: {
    processDefinitionKey,
    processDefinitionId: processId,
    processDefinitionVersion: version,
    resourceName,
    tenantId,
  },
});

const requirementsItem = ({ key, requirementsId, name, version, resourceName }: DeployedRequirements): Item => ({
  ...nothing,
  decisionRequirements: {
    decisionRequirementsKey: key,
    decisionRequirementsId: requirementsId,
    decisionRequirementsName: name,
    version,
    resourceName,
    tenantId,
  },
});

const decisionItems = (requirements: readonly DeployedRequirements[]): Item[] =>
  requirements.flatMap(({ decisions }) =>
    decisions.map((decision) => ({
      ...nothing,
      decisionDefinition: {
        decisionDefinitionKey: decision.key,
        decisionDefinitionId: decision.decisionId,
        version: decision.version,
        name: decision.name,
        decisionRequirementsId: decision.requirementsId,
        decisionRequirementsKey: decision.requirementsKey,
        tenantId,
      },
    })),
  );

type Part =
  | { type: "file"; filename?: string; toBuffer(): Promise<Buffer> }
  | { type: "field"; fieldname: string; value: unknown };

/** A resource's name, in characters; file systems have no longer ones. */
const nameLengthMax = 255;

/** The files of a multipart body, together at most `bytesMax`; a tenant other than the default is refused. */
async function readResources(parts: AsyncIterable<unknown>, bytesMax: number): Promise<Resource[]> {
  const resources: Resource[] = [];
  let bytes = 0;
  for await (const part of parts as AsyncIterable<Part>) {
    if (part.type === "file") {
      const content = await part.toBuffer();
      bytes += content.byteLength;
      if (bytes > bytesMax) throw new Refused("BODY_TOO_LARGE", `Expected at most ${bytesMax} bytes, got more`);
      resources.push(resourceOf(part.filename ?? "", content));
    } else if (part.fieldname === "tenantId" && part.value !== "<default>" && part.value !== "")
      throw new Refused("TENANT_UNKNOWN", `Expected "<default>" at /tenantId, got "${part.value}"`, {
        field: "/tenantId",
      });
  }
  if (resources.length === 0) throw invalid("at least one file in the field resources, got none");
  return resources;
}

/** What the multipart parser finds wrong is the caller's; some of it comes as plain errors. */
function refuseMalformed(error: unknown): never {
  if (error instanceof Refused || (error instanceof Error && "statusCode" in error)) throw error;
  throw invalid(`multipart form data: ${error instanceof Error ? error.message : error}`);
}

function resourceOf(name: string, bytes: Buffer): Resource {
  if (name.length > nameLengthMax || /\p{Cc}/u.test(name))
    throw invalid(`file names of at most ${nameLengthMax} characters without control characters`);
  return { name, content: textOf(name, bytes) };
}

function textOf(name: string, bytes: Buffer): string {
  const text = xmlTextOf(bytes);
  if (!text.ok) throw invalid(`"${name}" to be text: ${text.message}`);
  if (text.value.includes("\0"))
    throw invalid(`"${name}" to be text in the encoding that its XML declares, else UTF-8, got a null character`);
  return text.value;
}

const invalid = (expected: string) => new Refused("BODY_INVALID", `Expected ${expected}`, { field: "/resources" });
