import type { Expression } from "../feel/expression.ts";

/** Which version of something is meant: the newest, the one deployed together with the model, or one with a tag. */
export interface Binding {
  readonly binding: "latest" | "deployment" | "versionTag";
  /** Of the binding `versionTag` only. */
  readonly versionTag: Expression | null;
}

/** `zeebe:calledDecision`: the decision's value becomes the variable `resultVariable`. */
export interface DecisionDefinition extends Binding {
  readonly decisionId: Expression;
  readonly resultVariable: string;
}

/** `zeebe:calledElement`: the process that a call activity runs. */
export interface CallDefinition extends Binding {
  readonly processId: Expression;
  /** Every variable that the call activity sees goes in; else only its local ones. */
  readonly isGivenAll: boolean;
  /** Every variable of the called process comes back when there are no output mappings. */
  readonly isGivingAll: boolean;
}
