import { assert } from "../../../engine/result.ts";
import { bulkTable, type RowOf } from "../bulk.ts";
import { decisionInstance } from "../schema/index.ts";
import type { FoundDecision } from "./decisions.ts";
import type { ToldDecision } from "./told.ts";

export const decisionInstanceTable = bulkTable(decisionInstance);

export type DecisionInstanceRow = RowOf<typeof decisionInstance>;

/** When a decision was asked for, and by whom. */
export interface DecisionOccasion {
  /** Of the evaluation as a whole; within a process instance one of its inner keys. */
  readonly evaluationKey: string;
  /** Null over the API. */
  readonly process: {
    readonly instanceKey: string;
    readonly definitionKey: string;
    readonly elementKey: string;
  } | null;
  readonly at: Date;
}

/** A row for each decision of an evaluation of `found`, in the order in which they were made. */
export function decisionInstanceRows(
  { decision: root, deployed }: Pick<FoundDecision, "decision" | "deployed">,
  told: readonly ToldDecision[],
  { evaluationKey, process, at }: DecisionOccasion,
): DecisionInstanceRow[] {
  return told.map((one, place) => {
    const decision = deployed.get(one.id);
    assert(decision, `decision "${one.id}" is not in the deployment of "${root.decisionId}"`);
    return {
      processInstanceKey: process?.instanceKey ?? evaluationKey,
      evaluationKey,
      index: place + 1,
      decisionKey: decision.key,
      decisionId: one.id,
      decisionName: one.name,
      decisionType: one.type,
      version: decision.version,
      requirementsKey: decision.requirementsKey,
      rootDecisionKey: root.key,
      processDefinitionKey: process?.definitionKey ?? null,
      elementKey: process?.elementKey ?? null,
      state: one.failure === null ? "EVALUATED" : "FAILED",
      failure: one.failure,
      evaluatedAt: at,
      inputs: JSON.stringify(one.inputs),
      matchedRules: JSON.stringify(one.matchedRules),
      output: one.output,
    };
  });
}
