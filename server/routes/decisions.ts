import { type Static, Type } from "@sinclair/typebox";
import type { Variables } from "../../engine/feel/values.ts";
import type { DecisionWanted } from "../store/decisions/decisions.ts";
import type { DecisionEvaluation } from "../store/decisions/evaluations.ts";
import { Refused } from "../store/failures.ts";
import type { App, Context } from "./context.ts";
import { EvaluatedInput, MatchedRule } from "./decisionSchemas.ts";
import {
  itemSchema,
  Key,
  KeyParams,
  Nullable,
  problems,
  SearchBody,
  searchAnswer,
  TenantId,
  VariablesBody,
} from "./schemas.ts";

const tags = ["Decisions"];

const definition = itemSchema("decisionDefinition");
const requirements = itemSchema("decisionRequirements");

const Asked = Type.Object(
  {
    decisionDefinitionKey: Type.Optional(Key),
    decisionDefinitionId: Type.Optional(
      Type.String({ minLength: 1, description: "Its newest version; instead of a key" }),
    ),
    variables: Type.Optional(Nullable(VariablesBody)),
    tenantId: Type.Optional(TenantId),
  },
  { additionalProperties: false },
);

const JsonText = Type.String({ description: "JSON text" });

const EvaluatedDecision = Type.Object({
  decisionDefinitionId: Type.String(),
  decisionDefinitionKey: Key,
  decisionDefinitionName: Type.String(),
  decisionDefinitionVersion: Type.Integer(),
  decisionDefinitionType: Type.String(),
  decisionEvaluationInstanceKey: Type.String(),
  output: JsonText,
  tenantId: Type.String(),
  evaluatedInputs: Type.Array(EvaluatedInput),
  matchedRules: Type.Array(MatchedRule),
});

const Answer = Type.Object({
  decisionDefinitionId: Type.String(),
  decisionDefinitionKey: Key,
  decisionDefinitionName: Type.String(),
  decisionDefinitionVersion: Type.Integer(),
  decisionRequirementsId: Type.String(),
  decisionRequirementsKey: Key,
  decisionEvaluationKey: Key,
  decisionInstanceKey: Key,
  output: JsonText,
  failedDecisionDefinitionId: Nullable(Type.String()),
  failureMessage: Nullable(Type.String()),
  evaluatedDecisions: Type.Array(EvaluatedDecision, { description: "What is required before what requires it" }),
  tenantId: Type.String(),
});

/** Decisions, and the files that they were drawn in. */
export function decisionRoutes(app: App, { store, reads }: Context): void {
  app.post(
    "/v2/decision-definitions/evaluation",
    {
      schema: {
        tags,
        summary: "Make a decision",
        description:
          "With the variables that come with it. A decision that fails is an answer, with `failureMessage`; both are kept as decision instances.",
        body: Asked,
        response: { 200: Answer, ...problems },
      },
    },
    async (request) => {
      const variables = (request.body.variables ?? {}) as Variables;
      return answerOf(await store.decisions.evaluate(wantedIn(request.body), variables));
    },
  );

  app.post(
    "/v2/decision-definitions/search",
    { schema: { tags, summary: "Search decisions", body: SearchBody, response: found(definition) } },
    (request) => reads.search("decisionDefinition", request.body),
  );

  app.get(
    "/v2/decision-definitions/:key",
    { schema: { tags, summary: "Get a decision", params: KeyParams, response: { 200: definition, ...problems } } },
    (request) => reads.get("decisionDefinition", request.params.key, "DECISION_NOT_FOUND"),
  );

  app.get(
    "/v2/decision-definitions/:key/xml",
    { schema: { ...xml, summary: "The XML that the decision was deployed with" } },
    async (request, reply) => {
      const { decisionRequirementsKey } = await reads.get(
        "decisionDefinition",
        request.params.key,
        "DECISION_NOT_FOUND",
      );
      return reply.type(xmlType).send(await reads.decisionsXml(String(decisionRequirementsKey)));
    },
  );

  app.post(
    "/v2/decision-requirements/search",
    { schema: { tags, summary: "Search decision requirements", body: SearchBody, response: found(requirements) } },
    (request) => reads.search("decisionRequirements", request.body),
  );

  app.get(
    "/v2/decision-requirements/:key",
    {
      schema: {
        tags,
        summary: "Get decision requirements",
        params: KeyParams,
        response: { 200: requirements, ...problems },
      },
    },
    (request) => reads.get("decisionRequirements", request.params.key, "DECISION_REQUIREMENTS_NOT_FOUND"),
  );

  app.get(
    "/v2/decision-requirements/:key/xml",
    { schema: { ...xml, summary: "The XML as it was deployed" } },
    async (request, reply) => reply.type(xmlType).send(await reads.decisionsXml(request.params.key)),
  );
}

const found = (item: typeof definition) => ({ 200: searchAnswer(item), ...problems });

const xmlType = "text/xml; charset=utf-8";
const xml = { tags, params: KeyParams, produces: ["text/xml"], response: { 200: Type.String(), ...problems } };

function wantedIn({ decisionDefinitionKey, decisionDefinitionId }: Static<typeof Asked>): DecisionWanted {
  if ((decisionDefinitionKey === undefined) === (decisionDefinitionId === undefined))
    throw new Refused(
      "BODY_INVALID",
      `Expected either decisionDefinitionKey or decisionDefinitionId, got ${decisionDefinitionKey === undefined ? "neither" : "both"}`,
      { field: "/" },
    );
  if (decisionDefinitionKey !== undefined) return { binding: "key", decisionKey: decisionDefinitionKey };
  return { binding: "latest", decisionId: decisionDefinitionId ?? "" };
}

function answerOf({ evaluationKey, decision, made, failure, output }: DecisionEvaluation): Static<typeof Answer> {
  const tenantId = "<default>";
  return {
    decisionDefinitionId: decision.decisionId,
    decisionDefinitionKey: decision.key,
    decisionDefinitionName: decision.name,
    decisionDefinitionVersion: decision.version,
    decisionRequirementsId: decision.requirementsId,
    decisionRequirementsKey: decision.requirementsKey,
    decisionEvaluationKey: evaluationKey,
    decisionInstanceKey: evaluationKey,
    output,
    failedDecisionDefinitionId: failure?.decisionId ?? null,
    failureMessage: failure?.message ?? null,
    evaluatedDecisions: made.map(({ told, row }) => ({
      decisionDefinitionId: told.id,
      decisionDefinitionKey: row.decisionKey,
      decisionDefinitionName: told.name,
      decisionDefinitionVersion: row.version,
      decisionDefinitionType: told.type,
      decisionEvaluationInstanceKey: `${evaluationKey}-${row.index}`,
      output: told.output,
      tenantId,
      evaluatedInputs: [...told.inputs],
      matchedRules: told.matchedRules.map((rule) => ({ ...rule, evaluatedOutputs: [...rule.evaluatedOutputs] })),
    })),
    tenantId,
  };
}
