import type { Construct } from "../../engine/constructs/construct.ts";
import type { CoverageVerdict } from "../../engine/constructs/coverage.ts";
import { constructs } from "../../engine/constructs/table.ts";
import type { FindingCode } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { probes } from "./probes.ts";

/** Warnings that say that something is read and has no effect. */
const withoutEffect: readonly FindingCode[] = ["FORM_NOT_SHOWN"];

/** What the engine does with each construct: whether it deploys the smallest model that shows it. */
export async function probedVerdicts(): Promise<Record<string, CoverageVerdict>> {
  const probed = constructs.map(async (construct) => [construct.id, await probedVerdict(construct)] as const);
  return Object.fromEntries(await Promise.all(probed));
}

async function probedVerdict({ id, isDocumentation }: Construct): Promise<CoverageVerdict> {
  const { findings } = await parseModel(probes[id] ?? "");
  if (findings.some(({ severity }) => severity === "error")) return "refused";
  return isDocumentation || findings.some(({ code }) => withoutEffect.includes(code)) ? "documentation" : "executed";
}
