import type { CallableDecision, Decisions } from "../../engine/decision/calling.ts";
import { isMeantAsDecisions, readDecisions } from "../../engine/decision/read.ts";

/** The decisions of a story's files: of one id a later file has the newer version. All are of one deployment. */
export async function decisionsIn(files: readonly string[]): Promise<Decisions> {
  const all: (CallableDecision & { readonly decisionId: string; readonly tag: string | null })[] = [];
  for (const xml of files.filter(isMeantAsDecisions)) {
    const { model, findings } = await readDecisions(xml);
    if (!model) throw new Error(findings.map((finding) => `${finding.code}: ${finding.message}`).join("\n"));
    for (const { id, versionTag } of model.decisions)
      all.push({ model, decisionKey: String(all.length + 1), decisionId: id, tag: versionTag });
  }
  return ({ decisionId, binding, versionTag }) =>
    all.findLast((one) => one.decisionId === decisionId && (binding !== "versionTag" || one.tag === versionTag)) ??
    null;
}
