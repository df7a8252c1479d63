import type { Evaluation } from "./evaluation.ts";
import { FeelDate } from "./temporal/date.ts";
import { conforms, type FeelType, typeText } from "./types.ts";
import { type Feel, isList, kindOf } from "./value.ts";

/**
 * A value as a parameter or a result of a type gets it (DMN 1.5 §10.3.2.9.4): a list of one as its item, an item as a list
 * of one, a date as its midnight in UTC. Null with a warning when it is not of the type even so; `what` names the value.
 */
export function coerced(value: Feel, type: FeelType, run: Evaluation, what?: string): Feel {
  if (type.kind === "Any" || conforms(value, type, run)) return value;
  for (const candidate of candidates(value, type)) if (conforms(candidate, type, run)) return candidate;
  return run.warn(() => `Expected ${typeText(type)}${what ? ` as ${what}` : ""}, got ${kindOf(value)}`);
}

function candidates(value: Feel, type: FeelType): Feel[] {
  if (type.kind === "allowed") return candidates(value, type.base);
  if (value === null) return [];
  if (type.kind === "list") return isList(value) ? [] : [[value]];
  if (isList(value)) return value.length === 1 ? [value[0] ?? null] : [];
  return type.kind === "date and time" && value instanceof FeelDate ? [value.atMidnightUtc()] : [];
}
