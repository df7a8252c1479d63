import { evaluate, parseDateTime } from "feelin";
import { expressionLengthMax, valueBytesPerCommandMax } from "../bounds.ts";
import { failed, ok, type Result } from "../result.ts";
import { countedEffort } from "./effort.ts";
import { aliasOf, builtIn, readFeel } from "./reading.ts";
import { type Json, NoRoom, newRoom, toJson } from "./values.ts";

/** A FEEL expression or a fixed text, read once when the model is compiled. */
export interface Expression {
  /** As in the model: `=amount > 100`, or a fixed text without the equals sign. */
  readonly source: string;
  /** The fixed text, or null when it has to be evaluated. */
  readonly fixed: string | null;
  /** Names of the variables it may read; nothing else is handed to the evaluator. */
  readonly names: readonly string[];
  /** What the evaluator gets, with the built-in functions that it calls (`reading.ts`). */
  readonly text: string;
  readonly functions: readonly string[];
  readonly isCounted: boolean;
}

/** Looks a variable up from the inside out; undefined when no scope has it. */
export type Lookup = (name: string) => Json | undefined;

/**
 * Reads an attribute that Camunda's dialect allows to be fixed or computed: with a leading `=` it is FEEL, without it
 * is the text itself. Fails with the position when the FEEL cannot be read.
 */
export function readExpression(source: string): Result<Expression> {
  const trimmed = source.trim();
  if (!trimmed.startsWith("="))
    return ok({ source, fixed: source, names: [], text: "", functions: [], isCounted: false });
  if (trimmed.length > expressionLengthMax)
    return failed(`Expected an expression of at most ${expressionLengthMax} characters, got ${trimmed.length}`);
  const read = readFeel(trimmed.slice(1));
  return read.ok
    ? ok({ source: trimmed, fixed: null, ...read.value })
    : failed(`Expected a FEEL expression, got "${trimmed}": ${read.message}`);
}

/**
 * The value of an expression. A missing variable is null, as in Camunda 8. `now()` and `today()` are `nowMs`, so that
 * a replay gives what the first run gave.
 */
export function evaluateExpression(expression: Expression, lookup: Lookup, nowMs: number): Result<unknown> {
  if (expression.fixed !== null) return ok(expression.fixed);
  try {
    return ok(evaluate(expression.text, contextFor(expression, lookup, nowMs)).value);
  } catch (error) {
    return failed(`Expression "${expression.source}" failed: ${error instanceof Error ? error.message : error}`);
  }
}

/** As {@link evaluateExpression}, as a JSON value that a variable can hold; it takes room from what is left. */
export function evaluateToJson(expression: Expression, lookup: Lookup, nowMs: number, room = newRoom()): Result<Json> {
  const evaluated = evaluateExpression(expression, lookup, nowMs);
  if (!evaluated.ok) return evaluated;
  try {
    return ok(toJson(evaluated.value, room));
  } catch (error) {
    if (error instanceof NoRoom)
      return failed(
        `Expected values of at most ${valueBytesPerCommandMax} bytes in one command, got more at expression "${expression.source}"`,
      );
    // The only other thing that can fail: the stack ends before the value does.
    return failed(`Expression "${expression.source}" gave a value that is nested too deeply`);
  }
}

function contextFor(expression: Expression, lookup: Lookup, nowMs: number): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const name of expression.names) {
    const value = lookup(name);
    if (value !== undefined) context[name] = value;
  }
  // feelin's own now() and today() read the wall clock; shadowed, or a replay would differ from the first run.
  const iso = new Date(nowMs).toISOString();
  const clock = new Map<string, unknown>([
    ["now", () => parseDateTime(iso)],
    ["today", () => evaluate(`date("${iso.slice(0, 10)}")`).value],
  ]);
  for (const [name, read] of clock) context[name] ??= read;
  for (const name of expression.functions) context[aliasOf(name)] = clock.get(name) ?? builtIn(name);
  return expression.isCounted ? Object.assign(context, countedEffort()) : context;
}
