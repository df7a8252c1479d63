import { type Static, Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import { type SearchAnswer, valueLengthMax } from "../store/search/index.ts";
import { type App, actorOf, type Context } from "./context.ts";
import {
  itemSchema,
  KeyParams,
  OperationReference,
  problems,
  SearchBody,
  searchAnswer,
  VariablesBody,
} from "./schemas.ts";

/** Query strings are text; they are not turned into other kinds. */
export const TruncateQuery = Type.Object({
  truncateValues: Type.Optional(Type.Union([Type.Literal("true"), Type.Literal("false")])),
});

/** A variable in a search; its value is JSON text, cut when `isTruncated`. */
export const variableItem = itemSchema("variable", { isTruncated: Type.Boolean() });

/** Cuts long values, unless `truncateValues=false`. */
export function truncated(answer: SearchAnswer, query: Static<typeof TruncateQuery>): SearchAnswer {
  const items = answer.items.map((item) => {
    const value = String(item.value);
    const isTruncated = query.truncateValues !== "false" && value.length > valueLengthMax;
    return { ...item, value: isTruncated ? value.slice(0, valueLengthMax) : value, isTruncated };
  });
  return { ...answer, items };
}

const tags = ["Variables"];

export function variableRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/variables/search",
    {
      schema: {
        tags,
        summary: "Search variables",
        querystring: TruncateQuery,
        body: SearchBody,
        response: { 200: searchAnswer(variableItem), ...problems },
      },
    },
    async (request) => truncated(await reads.search("variable", request.body), request.query),
  );

  app.get(
    "/v2/variables/:key",
    {
      schema: {
        tags,
        summary: "Get a variable",
        params: KeyParams,
        response: { 200: itemSchema("variable"), ...problems },
      },
    },
    (request) => reads.get("variable", request.params.key, "VARIABLE_NOT_FOUND"),
  );

  app.put(
    "/v2/element-instances/:key/variables",
    {
      schema: {
        tags,
        summary: "Set variables",
        description: "In the nearest scope that has them, or, with `local`, in the element instance itself.",
        params: KeyParams,
        body: Type.Object(
          { variables: VariablesBody, local: Type.Optional(Type.Boolean()), operationReference: OperationReference },
          { additionalProperties: false },
        ),
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const elementKey = request.params.key;
      const { variables, local = false } = request.body;
      const command = { type: "setVariables", elementKey, variables: variables as Variables, isLocal: local } as const;
      await store.executeFor(elementKey, command, actorOf(request));
      return reply.code(204).send(null);
    },
  );
}
