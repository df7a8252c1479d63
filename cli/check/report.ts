import type { Finding } from "../../engine/model/finding.ts";
import type { Verdict } from "./files.ts";

/** A line for each file, its findings under it, and how many there were of each kind. */
export function textReport(verdicts: readonly Verdict[]): string {
  const { executed, refused } = counts(verdicts);
  const files = verdicts.length === 1 ? "1 file" : `${verdicts.length} files`;
  return [...verdicts.map(paragraph), `${files}: ${executed} executed, ${refused} refused.`].join("\n");
}

const paragraph = ({ file, verdict, findings }: Verdict) =>
  [`${verdict}  ${file}`, ...findings.map((finding) => sentence(file, finding))].join("\n");

/** With file and line as editors and terminals follow them. */
function sentence(file: string, { severity, code, elementId, line, message }: Finding): string {
  const place = line === null ? file : `${file}:${line}`;
  const element = elementId === null ? "" : ` at ${elementId}`;
  return `  ${place}: ${severity} ${code}${element}\n    ${message}`;
}

export function jsonReport(verdicts: readonly Verdict[]): string {
  return JSON.stringify({ ...counts(verdicts), files: verdicts }, null, 2);
}

function counts(verdicts: readonly Verdict[]) {
  const refused = verdicts.filter(({ verdict }) => verdict === "refused").length;
  return { executed: verdicts.length - refused, refused };
}
