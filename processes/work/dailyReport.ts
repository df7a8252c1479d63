import { letter } from "./letter.ts";
import { readContext, readNumber, readText, readTexts } from "./read.ts";
import { checksum, completed, type Engine, errorThrown, type Outcome, type WorkByJobType } from "./vocabulary.ts";

export const dailyReport: WorkByJobType = {
  "gather-figures": async (variables, engine) => {
    const source = readText(variables, "source");
    if (source !== "engine") return errorThrown("SOURCE_UNAVAILABLE", `Expected the source "engine", got "${source}"`);
    return gatherFrom(engine);
  },

  "send-report": (variables) => {
    const summary = readContext(variables, "summary");
    const to = readTexts(variables, "recipients");
    const heading = `${readNumber(summary, "total", 0)} process instances, most of them ${readText(summary, "largest")}`;
    const text = [heading, ...readTexts(summary, "lines")].join("\n");
    return completed({ report: { to, text, checksum: checksum(text) } }, `sent to ${to.join(", ")}: ${heading}`);
  },

  "report-outage": (variables) => {
    const source = readText(variables, "source");
    const attempts = readNumber(variables, "attempts", 1);
    const sent = letter("operations", `No report: ${source} was unavailable ${attempts} times.`);
    return sent.kind === "completed" ? completed({ outage: { source, attempts } }, sent.did) : sent;
  },
};

/** Counts what runs and ran in the very engine that asked. */
async function gatherFrom(engine: Engine): Promise<Outcome> {
  const states = ["ACTIVE", "COMPLETED", "TERMINATED"] as const;
  try {
    const counts = await Promise.all(states.map(engine.countInstances));
    const figures = states.map((state, index) => ({ state: state.toLowerCase(), instances: counts[index] ?? 0 }));
    return completed({ figures }, figures.map(({ state, instances }) => `${instances} ${state}`).join(", "));
  } catch (cause) {
    return errorThrown("SOURCE_UNAVAILABLE", `The engine did not count its instances: ${String(cause)}`);
  }
}
