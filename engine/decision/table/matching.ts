import type { FeelLookup } from "../../feel/compile.ts";
import type { Evaluation } from "../../feel/evaluation.ts";
import type { Feel } from "../../feel/value.ts";
import { type ColumnIndex, hitsOf, meets } from "./column.ts";
import { holdsAt, isLiteral } from "./sideBySide.ts";
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
  const { candidates, searched } = candidatesOf(table, inputs, run);
  const meetsAll = (index: number) =>
    table.inputs.every(({ cells }, at) => {
      // Literals of the input that was searched have been compared: that is how the rule was found.
      if (at === searched && isLiteral(cells, index)) return true;
      const input = inputs[at] ?? null;
      return holdsAt(cells, index, input) ?? isMet(table.rules[index]?.entries[at], input, scopes[at] ?? scope, run);
    });
  for (const index of candidates) {
    run.spend(1);
    if (!meetsAll(index)) continue;
    const rule = table.rules[index];
    if (rule) matches.push({ rule, index });
    if (table.hitPolicy === "FIRST") break;
  }
  return matches;
}

interface Search {
  /** The input that was searched; null when none of them leaves out a rule. */
  readonly searched: number | null;
  /** Ascending. */
  readonly candidates: Iterable<number>;
}

/** Inputs that are searched by value alone come first, as they tell at once how many rules they leave. */
function candidatesOf({ inputs: columns, rules }: DecisionTable, inputs: readonly Feel[], run: Evaluation): Search {
  let best: { readonly at: number; readonly hits: readonly number[] } | null = null;
  let bestCount = rules.length + 1;
  for (const isByInterval of [false, true]) {
    for (const [at, { index }] of columns.entries()) {
      if ((index.byInterval !== null) !== isByInterval) continue;
      const most = bestCount - index.always.length;
      const hits = hitsOf(index, inputs[at] ?? null, most);
      run.spend(Math.ceil((hits?.length ?? Math.max(0, most)) / hitsPerStep));
      if (!hits || hits.length >= most) continue;
      best = { at, hits };
      bestCount = hits.length + index.always.length;
    }
  }
  if (!best) return { searched: null, candidates: rules.keys() };
  run.spend(Math.ceil(best.hits.length / hitsPerStep));
  const { index } = columns[best.at] ?? {};
  return { searched: best.at, candidates: merged(best.hits, index) };
}

/** Rules that have one value are ascending already. */
function merged(hits: readonly number[], index: ColumnIndex | undefined): readonly number[] {
  if (!index || hits.length === 0) return index?.always ?? [];
  if (index.always.length === 0 && !index.byInterval) return hits;
  return [...new Set([...hits, ...index.always])].sort((one, other) => one - other);
}

function isMet(entry: Entry | undefined, input: Feel, scope: FeelLookup, run: Evaluation): boolean {
  if (entry?.literals) return meets(entry.literals, input);
  return !entry?.tests || entry.tests(scope, run) === true;
}
