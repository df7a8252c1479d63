import { expressionLengthMax, valueBytesPerCommandMax } from "../bounds.ts";
import { failed, ok, type Result } from "../result.ts";
import { type Compiled, compileExpression } from "./compile.ts";
import { AssertionFailed, BoundReached, Evaluation } from "./evaluation.ts";
import type { Moment } from "./moment.ts";
import type { Feel } from "./value.ts";
import { type Json, NoRoom, newRoom, toJson } from "./values.ts";

/** A FEEL expression or a fixed text, read once when the model is compiled. */
export interface Expression {
  /** As in the model: `=amount > 100`, or a fixed text without the equals sign. */
  readonly source: string;
  /** The fixed text, or null when it has to be evaluated. */
  readonly fixed: string | null;
  /** Names of the variables it may read; nothing else is looked up. */
  readonly names: readonly string[];
  /** Null for a fixed text. */
  readonly compiled: Compiled | null;
}

/** Looks a variable up from the inside out; undefined when no scope has it. */
export type Lookup = (name: string) => Json | undefined;

/**
 * Reads an attribute that Camunda's dialect allows to be fixed or computed: with a leading `=` it is FEEL, without it
 * is the text itself. Fails with the position when the FEEL cannot be read.
 */
export function readExpression(source: string): Result<Expression> {
  const trimmed = source.trim();
  if (!trimmed.startsWith("=")) return ok({ source, fixed: source, names: [], compiled: null });
  if (trimmed.length > expressionLengthMax)
    return failed(`Expected an expression of at most ${expressionLengthMax} characters, got ${trimmed.length}`);
  const compiled = compileExpression(trimmed.slice(1));
  return compiled.ok
    ? ok({ source: trimmed, fixed: null, names: compiled.value.names, compiled: compiled.value })
    : failed(`Expected a FEEL expression, got "${trimmed}": ${compiled.message}`);
}

/** The value of an expression. A missing variable is null, as in Camunda 8. The same moment gives the same value. */
export function evaluateExpression(
  { source, fixed, compiled }: Expression,
  lookup: Lookup,
  moment: Moment,
): Result<Feel> {
  if (compiled === null) return ok(fixed);
  try {
    const evaluation = new Evaluation(moment);
    const value = compiled.evaluate(lookup, evaluation);
    moment.warned?.(evaluation.warnings[0]?.message ?? null);
    return ok(value);
  } catch (error) {
    return failed(`Expression "${source}" failed: ${reasonOf(error)}`);
  }
}

/** As {@link evaluateExpression}, as a JSON value that a variable can hold; it takes room from what is left. */
export function evaluateToJson(expression: Expression, lookup: Lookup, moment: Moment, room = newRoom()): Result<Json> {
  const evaluated = evaluateExpression(expression, lookup, moment);
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

/** Why an evaluation ended early; anything else is a defect. */
export function reasonOf(error: unknown): string {
  if (error instanceof BoundReached || error instanceof AssertionFailed) return error.message;
  // Functions of the expression are bounded; what is left are values that are nested as deep as the stack.
  if (error instanceof RangeError) return "its values are nested too deeply";
  throw error;
}
