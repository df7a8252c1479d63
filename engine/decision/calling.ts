import type { DecisionModel } from "./model.ts";

/** A decision as a process names it. */
export interface WantedDecision {
  readonly decisionId: string;
  readonly binding: "latest" | "deployment" | "versionTag";
  /** Of the binding `versionTag` only. */
  readonly versionTag: string | null;
}

/** The version of it that is meant. */
export interface CallableDecision {
  readonly model: DecisionModel;
  readonly decisionKey: string;
}

/**
 * The decisions that a command can make; null for one that is not deployed, `tooMany` when the command has asked for more
 * computed names than are looked for. May throw when it has to be looked for first: the state is then unusable, and the
 * command is to be carried out again.
 */
export type Decisions = (wanted: WantedDecision) => CallableDecision | "tooMany" | null;
