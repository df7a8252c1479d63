import type { Summary } from "./figures.ts";
import { type Verdict, verdictsOf } from "./goals.ts";
import { type Line, lines } from "./lines.ts";
import type { Options } from "./options.ts";
import { type Figure, figureOf, type Rounds, ratioOf } from "./ratios.ts";
import type { Machine } from "./server.ts";

/** Everything that a run has found out. */
export interface Run {
  readonly machine: Machine;
  readonly settings: Pick<Options, "roundMs" | "warmUpMs" | "scale"> & { readonly seconds: number };
  readonly rounds: Rounds;
}

export interface Report {
  /** For the terminal. */
  readonly text: string;
  /** The same for programs: medians, spreads, ratios and verdicts. */
  readonly figures: { readonly lines: readonly FilledLine[]; readonly goals: readonly Verdict[] };
}

interface FilledLine {
  readonly what: string;
  readonly unit: Line["unit"];
  readonly value: Summary;
  readonly ratios: readonly (Summary | null)[];
}

const baselines = ["bare SQL", "DBOS", "bpmn-engine", "feelin"] as const;

export function reportOf(run: Run): Report {
  const { rounds } = run;
  const filled = lines.flatMap(({ what, unit, figure, over }): FilledLine[] => {
    const value = figureOf(rounds, figure);
    const ratio = (baseline: Figure | undefined) => (baseline ? ratioOf(rounds, figure, baseline) : null);
    return value
      ? [{ what, unit, value, ratios: [over.bareSql, over.dbos, over.bpmnEngine, over.feelin].map(ratio) }]
      : [];
  });
  const goals = verdictsOf(rounds);
  return { text: [heading(run), "", table(filled), "", goalList(goals)].join("\n"), figures: { lines: filled, goals } };
}

function heading({ machine, settings, rounds }: Run): string {
  const { cores, processor, memoryGb, loadBefore, node, postgres } = machine;
  const server = Object.entries(machine.settings).map(([name, value]) => `${name} ${value}`);
  return `Millrace bench: start event, service task, end event; one variable
${cores} cores (${processor}), ${memoryGb} GB, shared by clients, engines and Postgres; load ${loadBefore.toFixed(1)} before the run
Node ${node}, PostgreSQL ${postgres}: ${server.join(", ")}
${rounds.length} rounds of ${settings.roundMs / 1_000} s for each, interleaved, after ${settings.warmUpMs / 1_000} s of warm-up; ${settings.seconds} s in all
Very many ended instances: ${settings.scale.history.toLocaleString("en")}; open tasks of the inbox: ${settings.scale.tasks.toLocaleString("en")}
Medians of the rounds, (lowest – highest); ratios are taken round by round`;
}

function table(filled: readonly FilledLine[]): string {
  const head = ["", "median", "", "(lowest – highest)", ...baselines.map((name) => `× ${name}`)];
  const body = filled.map(({ what, unit, value, ratios }) => [
    what,
    number(value.median),
    unit,
    `(${number(value.lowest)} – ${number(value.highest)})`,
    ...ratios.map((ratio) => (ratio ? number(ratio.median) : "")),
  ]);
  return columns([head, ...body], [0, 2]);
}

function goalList(goals: readonly Verdict[]): string {
  const rows = goals.map(({ what, goal, measured, isReached }) => [
    isReached === null ? "not measured" : isReached ? "reached" : "NOT REACHED",
    what,
    goal,
    measured ? `${number(measured.median)} (${number(measured.lowest)} – ${number(measured.highest)})` : "",
  ]);
  return `Goals\n${columns(rows, [0, 1, 2])}`;
}

/** Cells padded to the width of their column; all but the named columns are aligned to the right. */
function columns(rows: readonly (readonly string[])[], left: readonly number[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const padded = (cell: string, at: number) =>
    left.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return rows.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

/** Three digits that mean something, whole from 100 on. */
const number = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString("en")
    : value.toLocaleString("en", { maximumSignificantDigits: 3, minimumSignificantDigits: 2 });
