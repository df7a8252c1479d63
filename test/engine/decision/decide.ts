import { type DecisionOutcome, evaluateDecision } from "../../../engine/decision/evaluate.ts";
import type { DecisionModel, Dialect } from "../../../engine/decision/model.ts";
import { readDecisions } from "../../../engine/decision/read.ts";
import type { Limits } from "../../../engine/feel/evaluation.ts";
import type { Feel } from "../../../engine/feel/value.ts";

/** Given, so that what is random comes out the same. */
const options = { nowMs: Date.UTC(2024, 1, 29, 12), random: () => 0.5 };

/** A file of DMN 1.3 with this in it. */
export const definitions = (body: string, namespace = "test"): string =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="model" name="Model" namespace="${namespace}">${body}</definitions>`;

/** A decision with this logic. */
export const decision = (id: string, logic: string, requires = "", typeRef = ""): string =>
  `<decision id="${id}" name="${id}"><variable name="${id}"${typeRef && ` typeRef="${typeRef}"`}/>${requires}${logic}</decision>`;

export const literal = (text: string): string => `<literalExpression><text>${escaped(text)}</text></literalExpression>`;

export const requiresDecision = (id: string) =>
  `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
export const requiresKnowledge = (id: string) =>
  `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`;

export const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export async function modelOf(xml: string, dialect: Dialect = "camunda"): Promise<DecisionModel> {
  const { model, findings } = await readDecisions(xml, { dialect });
  if (!model) throw new Error(`Expected a model, got ${findings.map(({ message }) => message).join(" ")}`);
  return model;
}

/** What the decision gives for these variables. */
export function outcomeOf(
  model: DecisionModel,
  id: string,
  variables: Readonly<Record<string, Feel>> = {},
  limits?: Limits,
): DecisionOutcome {
  const outcome = evaluateDecision(model, id, (name) => variables[name], limits ? { ...options, limits } : options);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

/** The value alone; fails when there is none. */
export async function decide(
  xml: string,
  id: string,
  variables: Readonly<Record<string, Feel>> = {},
  dialect: Dialect = "camunda",
): Promise<Feel> {
  const outcome = outcomeOf(await modelOf(xml, dialect), id, variables);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}
