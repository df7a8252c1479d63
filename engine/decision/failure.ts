import type { TableOf } from "./table/table.ts";

/** A decision that cannot be made, in a sentence: what was expected, what came. A failure, never null. */
export class DecisionFailure extends Error {
  /** The rule at which it failed; null when it is about the whole decision. */
  readonly ruleId: string | null;
  /** How far the table came, when it is one that failed. */
  tried: TableOf | null = null;

  constructor(message: string, ruleId: string | null = null) {
    super(message);
    this.ruleId = ruleId;
  }
}
