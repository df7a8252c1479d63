import { Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import { type App, actorOf, type Context } from "./context.ts";
import {
  AdHocElements,
  itemSchema,
  KeyParams,
  Nullable,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
} from "./schemas.ts";

const element = itemSchema("elementInstance", { elementName: Type.String() });
const incident = itemSchema("incident");

export function elementInstanceRoutes(app: App, { store, reads }: Context): void {
  const tags = ["Element instances"];
  app.post(
    "/v2/element-instances/search",
    {
      schema: {
        tags,
        summary: "Search element instances",
        body: SearchBody,
        response: { 200: searchAnswer(element), ...problems },
      },
    },
    (request) => reads.searchElements(request.body),
  );

  app.get(
    "/v2/element-instances/:key",
    {
      schema: { tags, summary: "Get an element instance", params: KeyParams, response: { 200: element, ...problems } },
    },
    async (request) => {
      const { items } = await reads.searchElements({ filter: { elementInstanceKey: request.params.key } });
      return items[0] ?? reads.get("elementInstance", request.params.key, "ELEMENT_NOT_FOUND");
    },
  );

  app.post(
    "/v2/element-instances/ad-hoc-activities/:key/activation",
    {
      schema: {
        tags,
        summary: "Begin activities of an ad-hoc sub-process",
        description: "With `cancelRemainingInstances` what is active in it ends first.",
        params: KeyParams,
        body: Type.Object(
          { elements: AdHocElements, cancelRemainingInstances: Type.Optional(Type.Boolean()) },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const elementKey = request.params.key;
      const { elements, cancelRemainingInstances = false } = request.body;
      const command = {
        type: "activateAdHoc",
        elementKey,
        elements: elements.map(({ elementId, variables }) => ({
          elementId,
          variables: (variables ?? {}) as Variables,
        })),
        isCancelingRemaining: cancelRemainingInstances,
      } as const;
      await store.executeFor(elementKey, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );
}

export function incidentRoutes(app: App, { store, reads }: Context): void {
  const tags = ["Incidents"];
  app.post(
    "/v2/incidents/search",
    {
      schema: {
        tags,
        summary: "Search incidents",
        body: SearchBody,
        response: { 200: searchAnswer(incident), ...problems },
      },
    },
    (request) => reads.search("incident", request.body),
  );

  app.get(
    "/v2/incidents/:key",
    { schema: { tags, summary: "Get an incident", params: KeyParams, response: { 200: incident, ...problems } } },
    (request) => reads.get("incident", request.params.key, "INCIDENT_NOT_FOUND"),
  );

  app.post(
    "/v2/incidents/:key/resolution",
    {
      schema: {
        tags,
        summary: "The cause is mended: try again",
        params: KeyParams,
        body: Type.Optional(
          Nullable(Type.Object({ operationReference: OperationReference }, { additionalProperties: false })),
        ),
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const incidentKey = request.params.key;
      await store.executeFor(incidentKey, { type: "resolveIncident", incidentKey }, actorOf(request));
      return reply.code(204).send(null);
    },
  );
}
