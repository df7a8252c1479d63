/** The parts of the `/v2` API about decisions that the console uses. Keys are strings of digits, values JSON text. */

export interface DecisionDefinition {
  decisionDefinitionKey: string;
  decisionDefinitionId: string;
  name: string;
  version: number;
  decisionRequirementsId: string;
  decisionRequirementsKey: string;
  decisionRequirementsName: string;
  decisionRequirementsVersion: number;
}

/** One decision made, with or without success. */
export interface DecisionInstance {
  decisionEvaluationInstanceKey: string;
  /** Shared by the decisions that were made together, each for another. */
  decisionEvaluationKey: string;
  decisionDefinitionKey: string;
  decisionDefinitionId: string;
  decisionDefinitionName: string;
  decisionDefinitionVersion: number;
  decisionDefinitionType: string;
  rootDecisionDefinitionKey: string;
  evaluationDate: string;
  evaluationFailure: string | null;
  processDefinitionKey: string | null;
  processInstanceKey: string | null;
  elementInstanceKey: string | null;
  /** JSON text. */
  result: string;
  state: string;
}

export interface EvaluatedInput {
  inputId: string;
  inputName: string;
  inputValue: string;
}

export interface MatchedRule {
  ruleId: string;
  /** From 1. */
  ruleIndex: number;
  evaluatedOutputs: { outputId: string; outputName: string; outputValue: string }[];
}

/** What a decision was made of. */
export interface Evaluated {
  evaluatedInputs: EvaluatedInput[];
  matchedRules: MatchedRule[];
}

export type DecisionInstanceDetail = DecisionInstance & Evaluated;

/** The answer to an evaluation that somebody asked for. */
export interface Evaluation {
  decisionDefinitionId: string;
  decisionEvaluationKey: string;
  /** JSON text. */
  output: string;
  failedDecisionDefinitionId: string | null;
  failureMessage: string | null;
  evaluatedDecisions: EvaluatedDecision[];
}

export type EvaluatedDecision = Evaluated & {
  decisionDefinitionId: string;
  decisionDefinitionName: string;
  decisionDefinitionType: string;
  decisionEvaluationInstanceKey: string;
  /** JSON text. */
  output: string;
};
