import type { FeelLookup } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import type { FeelType } from "../../feel/types.ts";
import { type Feel, kindOf } from "../../feel/value.ts";
import { DecisionFailure } from "../failure.ts";
import type { Dialect, Logic } from "../model.ts";
import { fitted } from "../types.ts";
import type { LiteralTests } from "./cells.ts";
import type { ColumnIndex } from "./column.ts";
import { resultOf } from "./hitPolicy.ts";
import { matchingRules } from "./matching.ts";
import type { SideBySide } from "./sideBySide.ts";

export type HitPolicy = "UNIQUE" | "ANY" | "PRIORITY" | "FIRST" | "COLLECT" | "RULE ORDER" | "OUTPUT ORDER";
export type Aggregation = "SUM" | "COUNT" | "MIN" | "MAX";

/** DMN 1.5 §8. Whoever evaluates it gets what it did, for the history. */
export interface DecisionTable {
  /** For messages: `decision table "t" of decision "approve"`. */
  readonly what: string;
  readonly dialect: Dialect;
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

export interface TableInput {
  readonly id: string;
  /** What people call it: its label, else its expression. */
  readonly name: string;
  readonly logic: Logic;
  /** Names under which Camunda 7's entries see the value. */
  readonly variables: readonly string[];
  readonly type: FeelType;
  /** Unary tests of the allowed values (§8.3.1). */
  readonly allows: Logic | null;
  readonly index: ColumnIndex;
  readonly cells: SideBySide;
}

export interface TableOutput {
  readonly id: string;
  /** Its entry in the result; null for a single output without a name. */
  readonly name: string | null;
  readonly type: FeelType;
  readonly allows: Logic | null;
  /** A list of the allowed values in their order, which is their priority. */
  readonly priorities: Logic | null;
  /** What it gives when no rule matches. */
  readonly otherwise: Logic | null;
}

export interface TableRule {
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly outputs: readonly Logic[];
}

/** One cell of the inputs: literals, or what FEEL makes of it; everything meets one that has neither. */
export interface Entry {
  readonly literals: LiteralTests | null;
  readonly tests: Logic | null;
}

/** A rule that matched, and what it gave, by the table's outputs. */
export interface MatchedRule {
  readonly id: string;
  /** From 1, as people count. */
  readonly index: number;
  readonly outputs: readonly Feel[];
}

/** What a table gave, and which it is. */
export type TableOf = TableResult & { readonly table: DecisionTable };

export interface TableResult {
  readonly output: Feel;
  /** By the table's inputs. */
  readonly inputs: readonly Feel[];
  readonly matched: readonly MatchedRule[];
}

/** A table without inputs takes as long as some steps, and each of its inputs does. */
const tableSteps = 20;
const inputSteps = 5;

/** Throws `DecisionFailure` where the hit policy is violated, if the dialect is Camunda's; it is null in DMN's. */
export function evaluateTable(table: DecisionTable, scope: FeelLookup, run: Evaluation): TableResult {
  run.spend(tableSteps + table.inputs.length * inputSteps);
  const inputs = table.inputs.map((input) => inputValue(input, table, scope, run));
  const refused = table.inputs.findIndex(
    (input, at) => !isAllowed(input.allows, inputs[at] ?? null, table, scope, run),
  );
  if (refused !== -1) {
    run.warn(
      `Expected an allowed value of input "${table.inputs[refused]?.name}" of ${table.what}, got ${kindOf(inputs[refused] ?? null)}`,
    );
    return { output: null, inputs, matched: [] };
  }
  const within = withInputs(table, inputs, scope);
  const matched = matchingRules(table, inputs, within, run).map(({ rule, index }) => ({
    id: rule.id,
    index: index + 1,
    outputs: outputsOf(rule, table, within, run),
  }));
  try {
    return { output: resultOf(table, matched, within, run), inputs, matched };
  } catch (error) {
    if (error instanceof DecisionFailure) error.tried ??= { table, output: null, inputs, matched };
    throw error;
  }
}

const inputValue = (
  { logic, type, name }: TableInput,
  { what, dialect }: DecisionTable,
  scope: FeelLookup,
  run: Evaluation,
): Feel => fitted(logic(scope, run), type, { run, what: `input "${name}" of ${what}`, dialect });

function outputsOf(rule: TableRule, table: DecisionTable, scope: FeelLookup, run: Evaluation): Feel[] {
  run.spend(rule.outputs.length + 1);
  return table.outputs.map(({ type, name, allows }, at) => {
    const what = `output "${name ?? ""}" of rule "${rule.id}" of ${table.what}`;
    const value = fitted(rule.outputs[at]?.(scope, run) ?? null, type, { run, what, dialect: table.dialect });
    if (isAllowed(allows, value, table, scope, run)) return value;
    return run.warn(`Expected an allowed value as ${what}, got ${kindOf(value)}`);
  });
}

/** Camunda 8 shows allowed values to authors, and does not look at them itself. */
function isAllowed(
  allows: Logic | null,
  value: Feel,
  table: DecisionTable,
  scope: FeelLookup,
  run: Evaluation,
): boolean {
  if (!allows || table.dialect === "camunda" || value === null) return true;
  return allows((name) => (name === "?" ? value : scope(name)), run) === true;
}

/** Camunda 7's names of inputs, where there are any. */
function withInputs({ inputs }: DecisionTable, values: readonly Feel[], scope: FeelLookup): FeelLookup {
  const named = new Map(inputs.flatMap(({ variables }, at) => variables.map((name) => [name, values[at] ?? null])));
  return named.size === 0 ? scope : (name) => scope(name) ?? named.get(name);
}
