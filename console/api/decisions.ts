import { request } from "./client.ts";
import type * as T from "./decisionTypes.ts";
import { rowsMax } from "./v2.ts";
import type { Page, SearchQuery, Variables } from "./v2Types.ts";

type Signal = AbortSignal | undefined;

const searchDefinitions = (query: SearchQuery, signal: Signal) =>
  request<Page<T.DecisionDefinition>>("POST", "/v2/decision-definitions/search", { json: query, signal });

/** Rows of a list that is read whole: more decisions than anybody deploys. */
const definitionsMax = 5_000;

async function allDefinitions(query: SearchQuery, signal: Signal): Promise<T.DecisionDefinition[]> {
  const items: T.DecisionDefinition[] = [];
  while (items.length < definitionsMax) {
    const page = await searchDefinitions({ ...query, page: { from: items.length, limit: 500 } }, signal);
    items.push(...page.items);
    if (page.items.length < 500) break;
  }
  return items;
}

/** The newest version of each decision, by name. */
export async function newestDecisions(signal?: AbortSignal): Promise<T.DecisionDefinition[]> {
  const all = await allDefinitions({ filter: { isLatestVersion: true } }, signal);
  return all.sort(
    (a, b) => a.name.localeCompare(b.name) || a.decisionDefinitionId.localeCompare(b.decisionDefinitionId),
  );
}

/** All versions of a decision, newest first. */
export const decisionVersions = (decisionDefinitionId: string, signal?: AbortSignal) =>
  allDefinitions({ filter: { decisionDefinitionId }, sort: [{ field: "version", order: "DESC" }] }, signal);

/** The decisions of one file, as they were deployed together. */
export const decisionsOfGraph = (decisionRequirementsKey: string, signal?: AbortSignal) =>
  allDefinitions({ filter: { decisionRequirementsKey } }, signal);

const xmlByKey = new Map<string, Promise<string>>();

/** The DMN XML of one version of a requirements graph. It never changes, so it is read once. */
export function requirementsXml(key: string): Promise<string> {
  const known = xmlByKey.get(key);
  if (known) return known;
  const reading = request<string>("GET", `/v2/decision-requirements/${key}/xml`);
  xmlByKey.set(key, reading);
  reading.catch(() => xmlByKey.delete(key));
  return reading;
}

/** Evaluations, newest first. */
export const searchEvaluations = (filter: Record<string, unknown>, signal?: AbortSignal, limit = rowsMax) =>
  request<Page<T.DecisionInstance>>("POST", "/v2/decision-instances/search", {
    json: { filter, sort: [{ field: "evaluationDate", order: "DESC" }], page: { limit } },
    signal,
  });

export const evaluation = (key: string, signal?: AbortSignal) =>
  request<T.DecisionInstanceDetail>("GET", `/v2/decision-instances/${encodeURIComponent(key)}`, { signal });

/** Makes a decision now; it is recorded as one that was asked for through the API. */
export const evaluate = (decisionDefinitionKey: string, variables: Variables) =>
  request<T.Evaluation>("POST", "/v2/decision-definitions/evaluation", { json: { decisionDefinitionKey, variables } });
