import type { FeelLookup } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import type { Feel } from "../../feel/value.ts";
import { hitsOf, meets } from "./column.ts";
import type { DecisionTable, Entry, TableRule } from "./table.ts";

export interface Match {
  readonly rule: TableRule;
  /** From 0. */
  readonly index: number;
}

/** Hits of an index that cost as much as a step. */
const hitsPerStep = 16;

/**
 * The rules whose entries all meet the inputs, in their order; only the first one when the policy asks for no more.
 * Searched by the input that excludes most, so that a large table costs what its candidates cost.
 */
export function matchingRules(
  table: DecisionTable,
  inputs: readonly Feel[],
  scope: FeelLookup,
  run: Evaluation,
): readonly Match[] {
  const matches: Match[] = [];
  const scopes = inputs.map(
    (input): FeelLookup =>
      (name) =>
        name === "?" ? input : scope(name),
  );
  for (const index of candidatesOf(table, inputs, run)) {
    run.spend(1);
    const rule = table.rules[index];
    if (!rule?.entries.every((entry, at) => isMet(entry, inputs[at] ?? null, scopes[at] ?? scope, run))) continue;
    matches.push({ rule, index });
    if (table.hitPolicy === "FIRST") break;
  }
  return matches;
}

/** Ascending. Inputs that are searched by value alone come first, as they tell at once how many rules they leave. */
function candidatesOf({ inputs: columns, rules }: DecisionTable, inputs: readonly Feel[], run: Evaluation) {
  let best: { readonly hits: readonly number[]; readonly always: readonly number[] } | null = null;
  for (const isByInterval of [false, true]) {
    for (const [at, { index }] of columns.entries()) {
      if ((index.byInterval !== null) !== isByInterval) continue;
      const left: number = best ? best.hits.length + best.always.length : rules.length + 1;
      const hits = hitsOf(index, inputs[at] ?? null, left - index.always.length);
      run.spend(Math.ceil((hits?.length ?? Math.max(0, left - index.always.length)) / hitsPerStep));
      if (hits && hits.length + index.always.length < left) best = { hits, always: index.always };
    }
  }
  if (!best) return rules.keys();
  run.spend(Math.ceil(best.hits.length / hitsPerStep));
  return best.hits.length === 0 ? best.always : merged(best.hits, best.always);
}

function merged(hits: readonly number[], always: readonly number[]): number[] {
  return [...new Set([...hits, ...always])].sort((one, other) => one - other);
}

function isMet({ literals, tests }: Entry, input: Feel, scope: FeelLookup, run: Evaluation): boolean {
  if (literals) return meets(literals, input);
  return tests === null || tests(scope, run) === true;
}
