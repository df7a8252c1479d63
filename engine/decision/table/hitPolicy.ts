import { total } from "../../feel/builtins/numbers.ts";
import { compare, equal } from "../../feel/comparison.ts";
import type { FeelLookup } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import { isNumeric } from "../../feel/numbers.ts";
import { contextOf, type Feel, type FeelList, isList } from "../../feel/value.ts";
import { DecisionFailure } from "../failure.ts";
import type { Aggregation, DecisionTable, MatchedRule } from "./table.ts";

/** Of a text that is looked up. */
const charactersPerStep = 64;

/** What the rules that matched, in their order, give together (DMN 1.5 §8.2.10 and §8.2.11). */
export function resultOf(
  table: DecisionTable,
  matched: readonly MatchedRule[],
  scope: FeelLookup,
  run: Evaluation,
): Feel {
  run.spend(matched.length);
  run.take(matched.length * (8 + table.outputs.length * 16));
  const [first] = matched;
  if (!first) return withoutMatch(table, scope, run);
  switch (table.hitPolicy) {
    case "UNIQUE":
      return matched.length === 1 ? outputOf(table, first) : violation(table, matched, "one rule to match", run);
    case "ANY":
      return matched.every(({ outputs }) => equal(outputs, first.outputs, run) === true)
        ? outputOf(table, first)
        : violation(table, matched, "all rules that match to give the same", run);
    case "FIRST":
      return outputOf(table, first);
    case "PRIORITY":
      return outputOf(table, ordered(table, matched, scope, run)[0] ?? first);
    case "COLLECT":
    case "RULE ORDER":
      return table.aggregation === null
        ? matched.map((rule) => outputOf(table, rule))
        : aggregated(table, table.aggregation, matched, run);
    case "OUTPUT ORDER":
      return ordered(table, matched, scope, run).map((rule) => outputOf(table, rule));
    default:
      return table.hitPolicy satisfies never;
  }
}

/** The output itself where there is one, else all by their names. */
const outputOf = (table: DecisionTable, { outputs }: Pick<MatchedRule, "outputs">): Feel =>
  table.outputs.length === 1
    ? (outputs[0] ?? null)
    : contextOf(table.outputs.map(({ name }, at) => [name ?? "", outputs[at] ?? null] as const));

function withoutMatch(table: DecisionTable, scope: FeelLookup, run: Evaluation): Feel {
  if (table.outputs.some(({ otherwise }) => otherwise !== null))
    return outputOf(table, { outputs: table.outputs.map(({ otherwise }) => otherwise?.(scope, run) ?? null) });
  return table.aggregation === "COUNT" ? 0 : null;
}

function violation(table: DecisionTable, matched: readonly MatchedRule[], expected: string, run: Evaluation): null {
  const rules = matched.slice(0, 10).map(({ index }) => index);
  const message = `Expected ${expected} in ${table.what} with hit policy ${table.hitPolicy}, got rules ${rules.join(", ")}`;
  if (table.dialect === "camunda") throw new DecisionFailure(message, matched[1]?.id ?? null);
  return run.warn(message);
}

/** By the priority of their outputs, the first output counting most; rules of one priority keep their order. */
function ordered(
  table: DecisionTable,
  matched: readonly MatchedRule[],
  scope: FeelLookup,
  run: Evaluation,
): readonly MatchedRule[] {
  const rankings = table.outputs.map(({ priorities }) => rankingOf(priorities?.(scope, run) ?? null, run));
  run.spend(matched.length * Math.ceil(Math.log2(matched.length + 1)));
  const ranked = matched.map((rule) => ({
    rule,
    ranks: rule.outputs.map((output, at) => (rankings[at] ? rankOf(output, rankings[at], run) : 0)),
  }));
  ranked.sort((one, other) => {
    const at = one.ranks.findIndex((rank, place) => rank !== other.ranks[place]);
    return at === -1 ? 0 : (one.ranks[at] ?? 0) - (other.ranks[at] ?? 0);
  });
  return ranked.map(({ rule }) => rule);
}

/** The values of an output in their order; what can be looked up also by its place. */
interface Ranking {
  readonly values: FeelList;
  readonly placeOf: ReadonlyMap<Feel, number>;
}

function rankingOf(values: Feel, run: Evaluation): Ranking {
  if (!isList(values)) return { values: [], placeOf: new Map() };
  run.spend(values.length);
  const placeOf = new Map<Feel, number>();
  for (const [at, value] of values.entries()) if (isScalar(value) && !placeOf.has(value)) placeOf.set(value, at);
  return { values, placeOf };
}

const isScalar = (value: Feel) => typeof value !== "object" || value === null;

/** Values that are compared one by one may have many digits. */
const stepsPerComparison = 5;

/** What is not listed comes last. */
function rankOf(output: Feel, { values, placeOf }: Ranking, run: Evaluation): number {
  run.spend(typeof output === "string" ? 1 + output.length / charactersPerStep : 1);
  if (isScalar(output)) return placeOf.get(output) ?? values.length;
  run.spend(values.length * stepsPerComparison);
  const at = values.findIndex((value) => equal(output, value, run) === true);
  return at === -1 ? values.length : at;
}

function aggregated(
  table: DecisionTable,
  aggregation: Aggregation,
  matched: readonly MatchedRule[],
  run: Evaluation,
): Feel {
  const values = matched.map((rule) => outputOf(table, rule));
  switch (aggregation) {
    case "COUNT":
      return values.length;
    case "SUM":
      return sumOf(values, table, run);
    case "MIN":
      return extreme(values, -1, table, run);
    case "MAX":
      return extreme(values, 1, table, run);
    default:
      return aggregation satisfies never;
  }
}

function sumOf(values: readonly Feel[], { what }: DecisionTable, run: Evaluation): Feel {
  return values.every(isNumeric) ? total(values, run) : run.warn(`Expected only numbers to add up in ${what}`);
}

function extreme(values: readonly Feel[], side: -1 | 1, { what }: DecisionTable, run: Evaluation): Feel {
  let best = values[0] ?? null;
  for (const value of values) {
    const order = compare(value, best, run);
    if (order === null) return run.warn(`Expected only values to compare in ${what}`);
    if (order * side > 0) best = value;
  }
  return best;
}
