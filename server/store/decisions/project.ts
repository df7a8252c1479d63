import type { DecisionEvent } from "../../../engine/vocabulary.ts";
import type { Changes } from "../changes.ts";
import type { Occasion } from "../project.ts";
import { decisionInstanceRows } from "./rows.ts";
import { tell } from "./told.ts";

/** The rows of a decision that a business rule task has made. */
export function projectDecision(changes: Changes, occasion: Occasion, event: DecisionEvent): void {
  const { state, definitionKey, decisions, at } = occasion;
  const { evaluationKey, elementKey, decisionKey } = event;
  const process = { instanceKey: state.key, definitionKey, elementKey };
  const found = decisions.made(decisionKey);
  const told = tell(found.model, event);
  changes.decisions.push(...decisionInstanceRows(found, told, { evaluationKey, process, at }));
}
