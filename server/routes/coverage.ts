import { verdictOf } from "../../engine/constructs/coverage.ts";
import scenarios from "../../engine/constructs/scenarios.json" with { type: "json" };
import { constructs } from "../../engine/constructs/table.ts";
import type { Covered } from "../contract.ts";

const known: Readonly<Record<string, Covered["scenarios"]>> = scenarios;

/** What is executed and what is not; it changes with the program only. */
export const coverage: Covered[] = constructs.map((construct) => {
  const { id, group, name, bpmn, section, instead } = construct;
  const verdict = verdictOf(construct);
  return {
    id,
    group,
    name,
    bpmn,
    section,
    verdict,
    instead: verdict === "refused" ? (instead ?? null) : null,
    scenarios: known[id] ?? [],
  };
});
