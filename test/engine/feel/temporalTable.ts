import { invokeBuiltIn } from "../../../engine/feel/builtins/invoke.ts";
import { ranges } from "../../../engine/feel/builtins/ranges.ts";
import { temporals } from "../../../engine/feel/builtins/temporal.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import { parseTemporal } from "../../../engine/feel/temporal/parse.ts";
import { type Feel, Temporal } from "../../../engine/feel/value.ts";

/** 2026-01-31T10:00:00.5Z */
export const nowMs = Date.UTC(2026, 0, 31, 10, 0, 0, 500);

export const newEvaluation = () => new Evaluation({ nowMs, random: () => 0.5 });

/** A built-in function called with values, and what it had to say. */
export function called(name: string, args: readonly Feel[], run = newEvaluation()): Feel {
  const forms = temporals[name] ?? ranges[name];
  if (!forms) throw new Error(`There is no function "${name}"`);
  return invokeBuiltIn(name, forms, args, run);
}

/** `@"…"`; throws when it is none, so that a table cannot pass because of a misprint. */
export function at(text: string): Temporal {
  const value = parseTemporal(text);
  if (!value) throw new Error(`Expected a date, time or duration, got "${text}"`);
  return value;
}

/** What `string()` makes of a temporal value; everything else as it is. */
export const written = (value: Feel | undefined) => (value instanceof Temporal ? value.toString() : value);
