import { readContexts, readNumber, readText } from "./read.ts";
import { checksum, completed, errorThrown, type Variables, type WorkByJobType } from "./vocabulary.ts";

/** Longer subjects are cut off in most logs. */
const titleLengthMax = 72;
/** Longer files are hard to review at one sitting. */
const linesMax = 300;

export const pullRequestReview: WorkByJobType = {
  "run-checks": (variables) => {
    const files = readContexts(variables, "files");
    const findings = [...titleFindings(readText(variables, "title")), ...files.flatMap(fileFindings)];
    const did = `checked ${files.length} file(s): ${findings.length === 0 ? "all well" : findings.join("; ")}`;
    return completed({ checksPassed: findings.length === 0, findings }, did);
  },

  "merge-pull-request": (variables) => {
    const pullRequest = readNumber(variables, "pullRequest", 1);
    if (variables.conflicts === true) {
      return errorThrown("MERGE_CONFLICT", `Pull request ${pullRequest} cannot be merged: conflicts is true`);
    }
    const mergedAs = checksum([variables.title, variables.files]);
    return completed({ mergedAs }, `merged pull request ${pullRequest} as ${mergedAs}`);
  },
};

const titleFindings = (title: string): readonly string[] =>
  title.length > titleLengthMax
    ? [`The title has ${title.length} characters; at most ${titleLengthMax} are allowed`]
    : [];

function fileFindings(file: Variables): readonly string[] {
  const path = readText(file, "path");
  const lines = readText(file, "text").split("\n");
  const long = lines.length > linesMax ? [`${path} has ${lines.length} lines; at most ${linesMax} are allowed`] : [];
  const unresolved = lines.flatMap((line, index) =>
    line.startsWith("<<<<<<<") ? [`${path}:${index + 1} holds a conflict marker`] : [],
  );
  const trailing = lines.flatMap((line, index) => (/\s$/.test(line) ? [`${path}:${index + 1} ends in a space`] : []));
  return [...long, ...unresolved, ...trailing];
}
