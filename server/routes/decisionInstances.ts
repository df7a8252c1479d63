import { Type } from "@sinclair/typebox";
import type { App, Context } from "./context.ts";
import { EvaluatedInput, MatchedRule } from "./decisionSchemas.ts";
import { itemSchema, problems, SearchBody, searchAnswer } from "./schemas.ts";

const tags = ["Decisions"];

const Params = Type.Object({
  key: Type.String({
    pattern: "^([0-9]{1,18}|[1-8][0-9]{18}|9[01][0-9]{17})-[0-9]{1,9}$",
    description: "A key of an evaluation, a hyphen, and the number of the decision in it",
  }),
});

/** Decisions that were made, by processes and over the API. */
export function decisionInstanceRoutes(app: App, { reads }: Context): void {
  app.post(
    "/v2/decision-instances/search",
    {
      schema: {
        tags,
        summary: "Search decisions that were made",
        body: SearchBody,
        response: { 200: searchAnswer(itemSchema("decisionInstance")), ...problems },
      },
    },
    (request) => reads.search("decisionInstance", request.body),
  );

  app.get(
    "/v2/decision-instances/:key",
    {
      schema: {
        tags,
        summary: "Get a decision that was made, with its inputs and the rules that matched",
        params: Params,
        response: {
          200: itemSchema("decisionInstance", {
            evaluatedInputs: Type.Array(EvaluatedInput),
            matchedRules: Type.Array(MatchedRule),
          }),
          ...problems,
        },
      },
    },
    (request) => reads.decisionInstance(request.params.key),
  );
}
