import { evaluate, parseDateTime, parseExpression } from "feelin";
import { expressionLengthMax } from "../bounds.ts";
import { failed, ok, type Result } from "../result.ts";
import { type Json, toJson } from "./values.ts";

/** A FEEL expression or a fixed text, read once when the model is compiled. */
export interface Expression {
  /** As in the model: `=amount > 100`, or a fixed text without the equals sign. */
  readonly source: string;
  /** The fixed text, or null when it has to be evaluated. */
  readonly fixed: string | null;
  /** Names of the variables it may read; nothing else is handed to the evaluator. */
  readonly names: readonly string[];
}

/** Looks a variable up from the inside out; undefined when no scope has it. */
export type Lookup = (name: string) => Json | undefined;

/**
 * Reads an attribute that Camunda's dialect allows to be fixed or computed: with a leading `=` it is FEEL, without it
 * is the text itself. Fails with the position when the FEEL cannot be read.
 */
export function readExpression(source: string): Result<Expression> {
  const trimmed = source.trim();
  if (!trimmed.startsWith("=")) return ok({ source, fixed: source, names: [] });
  if (trimmed.length > expressionLengthMax)
    return failed(`Expected an expression of at most ${expressionLengthMax} characters, got ${trimmed.length}`);
  const text = trimmed.slice(1);
  const fault = syntaxFault(text);
  if (fault) return failed(`Expected a FEEL expression, got "${trimmed}": ${fault}`);
  const unknown = unknownFunction(text);
  if (unknown !== null)
    return failed(
      `Expected a FEEL function that exists, got "${unknown}" in "${trimmed}", which would always give null`,
    );
  return ok({ source: trimmed, fixed: null, names: namesIn(text) });
}

/**
 * The value of an expression. A missing variable is null, as in Camunda 8. `now()` and `today()` are `nowMs`, so that
 * a replay gives what the first run gave.
 */
export function evaluateExpression(expression: Expression, lookup: Lookup, nowMs: number): Result<unknown> {
  if (expression.fixed !== null) return ok(expression.fixed);
  try {
    return ok(evaluate(expression.source.slice(1), contextFor(expression, lookup, nowMs)).value);
  } catch (error) {
    return failed(`Expression "${expression.source}" failed: ${error instanceof Error ? error.message : error}`);
  }
}

/** As {@link evaluateExpression}, as a JSON value that a variable can hold. */
export function evaluateToJson(expression: Expression, lookup: Lookup, nowMs: number): Result<Json> {
  const evaluated = evaluateExpression(expression, lookup, nowMs);
  if (!evaluated.ok) return evaluated;
  try {
    return ok(toJson(evaluated.value));
  } catch {
    // The only thing that can fail: the stack ends before the value does.
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
  context.now ??= () => parseDateTime(iso);
  context.today ??= () => evaluate(`date("${iso.slice(0, 10)}")`).value;
  return context;
}

function syntaxFault(text: string): string | null {
  if (text.trim() === "") return "it is empty";
  let fault: string | null = null;
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      if (node.type.isError) fault ??= `unexpected text at character ${node.from + 1}`;
      return fault === null;
    },
  });
  return fault;
}

/** Over-approximated: names that are bound inside (`for x in …`) are looked up too, and then shadowed. */
function namesIn(text: string): string[] {
  const names = new Set<string>();
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      if (node.name === "VariableName") names.add(text.slice(node.from, node.to));
    },
  });
  return [...names];
}

/** A function that is called by a name that neither FEEL nor the expression itself gives to one; null when there is none. */
function unknownFunction(text: string): string | null {
  const called = new Set<string>();
  const given = new Set<string>();
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      const callee = node.name === "FunctionInvocation" ? node.node.firstChild : null;
      if (callee?.name === "VariableName") called.add(text.slice(callee.from, callee.to));
      if (node.name === "Name" || node.name === "ParameterName") given.add(text.slice(node.from, node.to));
    },
  });
  for (const name of called) if (!given.has(name) && !isBuiltIn(name)) return name;
  return null;
}

/** Asked of the evaluator itself, so that no list can be behind it. */
const isBuiltIn = (name: string) => evaluate(name, {}).warnings.every(({ type }) => type !== "NO_VARIABLE_FOUND");
