import type { LitElement } from "lit";
import * as api from "../api/decisions.ts";
import type { DecisionDefinition, DecisionInstance, DecisionInstanceDetail } from "../api/decisionTypes.ts";
import { aboutDefinitions, anyChange, Reading } from "../api/reading.ts";
import type { Page } from "../api/v2Types.ts";
import { DecisionModelText } from "./decisionModel.ts";
import type { InputField } from "./inputField.ts";
import { inputFields, textsToRead } from "./inputFields.ts";

/** Everything that the page of one version of a decision shows of its model. */
export interface DecisionView {
  shown: DecisionDefinition;
  /** Newest first. */
  versions: readonly DecisionDefinition[];
  /** The decisions of the same file, the shown one among them. */
  graph: readonly DecisionDefinition[];
  xml: string;
  model: DecisionModelText;
  /** What the form for it asks. */
  fields: readonly InputField[];
}

/** What is asked for: an id, and the version by its number, or by its key, or else the newest. */
export interface Wanted {
  decisionId: string;
  version: string | null;
  definitionKey: string | null;
}

/** Its value is null where no decision has the id. */
export const viewReading = (host: LitElement, wanted: () => Wanted | null) =>
  new Reading<DecisionView | null>(host, {
    key: () => {
      const now = wanted();
      return now && JSON.stringify([now.decisionId, now.version, now.definitionKey]);
    },
    read: (key, signal) => readView(JSON.parse(key) as [string, string | null, string | null], signal),
    concerns: aboutDefinitions,
    keepsValue: true,
  });

async function readView(
  [decisionId, version, definitionKey]: [string, string | null, string | null],
  signal: AbortSignal,
): Promise<DecisionView | null> {
  const versions = await api.decisionVersions(decisionId, signal);
  const isWanted = (one: DecisionDefinition) =>
    definitionKey === null ? String(one.version) === version : one.decisionDefinitionKey === definitionKey;
  const shown = versions.find(isWanted) ?? versions[0];
  if (!shown) return null;
  const [graph, xml] = await Promise.all([
    api.decisionsOfGraph(shown.decisionRequirementsKey, signal),
    api.requirementsXml(shown.decisionRequirementsKey),
  ]);
  const model = new DecisionModelText(xml);
  const id = shown.decisionDefinitionId;
  const texts = textsToRead(model, id);
  const names = texts ? (await import("./freeNames.ts")).freeNames(model, texts) : [];
  return {
    shown,
    versions,
    graph: inOrder(graph, model),
    xml,
    model,
    fields: inputFields(model, id, names),
  };
}

/** First what no other decision requires, as people ask for that; then as the file has them. */
function inOrder(graph: readonly DecisionDefinition[], model: DecisionModelText): DecisionDefinition[] {
  const required = new Set(model.decisions.flatMap(({ requires }) => requires));
  const rank = ({ decisionDefinitionId: id }: DecisionDefinition) =>
    model.decisions.findIndex((decision) => decision.id === id) + (required.has(id) ? model.decisions.length : 0);
  return graph.toSorted((a, b) => rank(a) - rank(b));
}

export interface ChosenEvaluation {
  detail: DecisionInstanceDetail;
  /** The decisions that were made with it. */
  together: readonly DecisionInstance[];
}

export const evaluationReading = (host: LitElement, key: () => string | null) =>
  new Reading<ChosenEvaluation>(host, {
    key,
    read: async (instanceKey, signal) => {
      const detail = await api.evaluation(instanceKey, signal);
      const { decisionEvaluationKey } = detail;
      const { items } = await api.searchEvaluations({ decisionEvaluationKey }, signal);
      return { detail, together: items.filter((one) => one.decisionEvaluationInstanceKey !== instanceKey) };
    },
    // What was decided stays as it is.
    concerns: () => false,
    keepsValue: true,
  });

/** Evaluations of a decision, newest first; of one version where the address names one. */
export const evaluationsReading = (host: LitElement, filter: () => Record<string, unknown> | null) =>
  new Reading<Page<DecisionInstance>>(host, {
    key: () => {
      const now = filter();
      return now && JSON.stringify(now);
    },
    read: (key, signal) => api.searchEvaluations(JSON.parse(key) as Record<string, unknown>, signal),
    concerns: anyChange,
    keepsValue: true,
  });
