import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { coveragePage, scenariosOf } from "./constructs/page.ts";
import { stories } from "./constructs/stories.ts";
import { probedVerdicts } from "./constructs/verdicts.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** What is written about the engine's coverage, by its path in the project. */
export async function coverageFiles(): Promise<Readonly<Record<string, string>>> {
  const [verdicts, told] = await Promise.all([probedVerdicts(), stories()]);
  const scenarios = scenariosOf(told);
  return {
    "engine/constructs/verdicts.json": json(verdicts),
    "engine/constructs/scenarios.json": json(scenarios),
    "docs/coverage.md": coveragePage(verdicts, scenarios),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of Object.entries(await coverageFiles()))
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
