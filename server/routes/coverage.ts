import { verdictOf } from "../../engine/constructs/coverage.ts";
import scenarios from "../../engine/constructs/scenarios.json" with { type: "json" };
import { constructs } from "../../engine/constructs/table.ts";
import type { Covered } from "../contract.ts";

interface Shown {
  readonly count: number;
  readonly shown: readonly { file: string; title: string }[];
}

const known: Readonly<Record<string, Shown>> = scenarios;

/** What is executed and what is not; it changes with the program only. */
export const coverage: Covered[] = constructs.map((construct) => {
  const { id, group, name, bpmn, section, instead } = construct;
  const verdict = verdictOf(construct);
  const { count, shown } = known[id] ?? { count: 0, shown: [] };
  return {
    id,
    group,
    name,
    bpmn,
    section,
    verdict,
    instead: verdict === "refused" ? (instead ?? null) : null,
    scenarioCount: count,
    scenarios: [...shown],
  };
});
