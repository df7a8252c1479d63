import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { readDecisions } from "../../engine/decision/read.ts";
import type { Finding } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { xmlTextOf } from "../../engine/model/xmlText.ts";
import type { Result } from "../../engine/result.ts";

/** A call that cannot be carried out, in a sentence for the person who tries. */
export class CheckError extends Error {}

/** What Millrace does with a file. */
export interface Verdict {
  readonly file: string;
  readonly verdict: "executed" | "refused";
  /** Ids of its executable processes; none when it is refused. */
  readonly processes: readonly string[];
  /** Ids of its decisions; none when it is refused. */
  readonly decisions: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * The files themselves, and the BPMN and DMN files in the folders at any depth, each once, folders in the order of names.
 *
 * Fails with {@link CheckError} when a path leads to nothing, or a folder holds no such file: what was not looked at must
 * not pass for executed.
 */
export async function filesIn(paths: readonly string[]): Promise<string[]> {
  const files = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) throw new CheckError(`Expected a file or a folder, but "${path}" does not exist.`);
    files.push(...(found.isDirectory() ? await modelsIn(path) : [path]));
  }
  return [...new Set(files)];
}

async function modelsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const models = entries.filter((entry) => entry.isFile() && /\.(bpmn|bpmn20\.xml|dmn|dmn11\.xml)$/i.test(entry.name));
  if (models.length === 0)
    throw new CheckError(`Expected BPMN or DMN files (.bpmn, .dmn) in the folder "${folder}", found none.`);
  return models.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

const isOfDecisions = (file: string) => /\.dmn(11\.xml)?$/i.test(file);

/** Reads the files as a deployment of all of them would: decisions may import each other. In their order. */
export async function judge(files: readonly string[]): Promise<Verdict[]> {
  const texts = new Map<string, Result<string>>();
  for (const file of files) texts.set(file, await textOf(file));
  const decisions = [...texts].flatMap(([file, text]) => (isOfDecisions(file) && text.ok ? [text.value] : []));
  const verdicts: Verdict[] = [];
  for (const [file, text] of texts) {
    const read = text.ok ? await readModel(file, text.value, decisions) : unreadable(file, text.message);
    const isRefused = read.findings.some(({ severity }) => severity === "error");
    verdicts.push({ file, verdict: isRefused ? "refused" : "executed", ...read });
  }
  return verdicts;
}

async function textOf(file: string): Promise<Result<string>> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CheckError(`Expected to read "${file}", got ${error instanceof Error ? error.message : error}.`);
  });
  return xmlTextOf(bytes);
}

type Read = Pick<Verdict, "processes" | "decisions" | "findings">;

async function readModel(file: string, xml: string, decisions: readonly string[]): Promise<Read> {
  if (!isOfDecisions(file)) {
    const { processes, findings } = await parseModel(xml);
    return { processes: processes.map(({ processId }) => processId), decisions: [], findings };
  }
  const { model, findings } = await readDecisions(xml, { others: decisions.filter((other) => other !== xml) });
  return { processes: [], decisions: model?.decisions.map(({ id }) => id) ?? [], findings };
}

function unreadable(file: string, message: string): Read {
  const kind = isOfDecisions(file) ? "DMN" : "BPMN 2.0";
  const finding = { elementId: null, line: null, message: `Expected ${kind} XML: ${message}.` };
  return { processes: [], decisions: [], findings: [{ code: "XML_INVALID", severity: "error", ...finding }] };
}
