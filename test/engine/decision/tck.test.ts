import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { knownDifferences } from "../../../cli/tck/differences.ts";
import { runSuites, type Verdict } from "../../../cli/tck/suites.ts";

const folder = "../shared/feel/dmn-tck";
const isThere = existsSync(folder);
if (!isThere) console.log(`Skipped: no test cases of the DMN TCK in ${folder}`);

test.skipIf(!isThere)("the DMN TCK passes but for the differences that are written down", async () => {
  const verdicts = await runSuites(folder);
  const known = knownDifferences();
  const failed = verdicts.filter(({ failure }) => failure !== null);
  const told = ({ suite, id, failure }: Verdict) => `${suite} ${id}: ${failure}`;
  expect(failed.filter(({ suite, id }) => !known.has(`${suite} ${id}`)).map(told)).toEqual([]);
  // A difference that is none any more is no longer written down.
  expect(known).toEqual(new Set(failed.map(({ suite, id }) => `${suite} ${id}`)));
  expect(rateOf(verdicts, "compliance-level-2")).toBe(1);
  expect(rateOf(verdicts, "compliance-level-3")).toBeGreaterThan(0.97);
  expect(verdicts.length).toBeGreaterThan(3_300);
});

function rateOf(verdicts: readonly Verdict[], level: string): number {
  const cases = verdicts.filter((verdict) => verdict.level === level);
  return cases.filter(({ failure }) => failure === null).length / cases.length;
}
