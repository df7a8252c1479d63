import { parseArgs } from "node:util";
import { CheckError, filesIn, judge } from "./check/files.ts";
import { jsonReport, textReport } from "./check/report.ts";

const usage = `Usage: millrace check [--json] <files or folders...>

Says of each BPMN or DMN file whether Millrace executes it. A refused one is told with the element, the line and the
reason; warnings are told too. Decisions may import others of the same call. Of folders, all files that end in .bpmn,
.bpmn20.xml, .dmn or .dmn11.xml are looked at, at any depth.

  --json   One JSON document instead of lines
  --help   This text

Exit code: 0 when every file is executed, 1 when one is refused, 2 when the files cannot be read.
`;

process.exitCode = await check(process.argv.slice(2));

/** The exit code. */
async function check(args: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const { paths, isJson, isHelp } = read(args);
    if (isHelp) {
      console.log(usage);
      return 0;
    }
    const verdicts = await judge(await filesIn(paths));
    console.log(isJson ? jsonReport(verdicts) : textReport(verdicts));
    return verdicts.some(({ verdict }) => verdict === "refused") ? 1 : 0;
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    console.error(error.message);
    return 2;
  }
}

function read(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (positionals.length === 0 && !values.help) throw new Error("Expected files or folders, got none");
    return { paths: positionals, isJson: values.json ?? false, isHelp: values.help ?? false };
  } catch (error) {
    throw new CheckError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
