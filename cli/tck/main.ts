import { parseArgs } from "node:util";
import { knownDifferences } from "./differences.ts";
import { runSuites, type Verdict } from "./suites.ts";

const usage = `Usage: npm run tck -- [options] <folder>

Runs the test cases of the DMN Technology Compatibility Kit in a folder, at any depth: each XML file of test cases with
the .dmn file that it names, and what that imports from beside it. Prints how many cases of every suite give what they
expect, and lists those that do not.

  --suites   Every suite, not only those with failures
  --help     This text

Exit code: 0 when all pass but those that docs/dmn.md lists as known differences, 1 when another one fails, 2 when the
folder cannot be read or has no test cases.
`;

process.exitCode = await main(process.argv.slice(2));

/** The exit code. */
async function main(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { suites: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    const [folder] = positionals;
    if (values.help || folder === undefined || positionals.length > 1) {
      console.log(usage);
      return values.help ? 0 : 2;
    }
    const verdicts = await runSuites(folder);
    if (verdicts.length === 0) throw new Error(`Expected test cases in ${folder}, got none.`);
    return report(verdicts, values.suites ?? false);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

function report(verdicts: readonly Verdict[], isLong: boolean): 0 | 1 {
  const known = knownDifferences();
  const isKnown = ({ suite, id }: Verdict) => known.has(`${suite} ${id}`);
  for (const [level, cases] of Map.groupBy(verdicts, (verdict) => verdict.level)) {
    console.log(`\n${level}: ${rateOf(cases)}`);
    for (const [suite, some] of Map.groupBy(cases, (verdict) => verdict.suite))
      if (isLong || some.some(({ failure }) => failure !== null)) console.log(`  ${suite}: ${rateOf(some)}`);
  }
  const failures = verdicts.filter(({ failure }) => failure !== null);
  if (failures.length > 0) console.log("");
  for (const verdict of failures)
    console.log(`${isKnown(verdict) ? "known " : ""}${verdict.suite} ${verdict.id}: ${verdict.failure}`);
  return failures.every(isKnown) ? 0 : 1;
}

function rateOf(cases: readonly Verdict[]): string {
  const passed = cases.filter(({ failure }) => failure === null).length;
  return `${passed} of ${cases.length} (${((100 * passed) / cases.length).toFixed(1)} %)`;
}
