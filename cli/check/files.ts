import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "../../engine/model/finding.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { xmlTextOf } from "../../engine/model/xmlText.ts";

/** A call that cannot be carried out, in a sentence for the person who tries. */
export class CheckError extends Error {}

/** What Millrace does with a file. */
export interface Verdict {
  readonly file: string;
  readonly verdict: "executed" | "refused";
  /** Ids of its executable processes; none when it is refused. */
  readonly processes: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * The files themselves, and the BPMN files in the folders at any depth, each once, folders in the order of names.
 *
 * Fails with {@link CheckError} when a path leads to nothing, or a folder holds no BPMN file: what was not looked at
 * must not pass for executed.
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
  const models = entries.filter((entry) => entry.isFile() && /\.(bpmn|bpmn20\.xml)$/i.test(entry.name));
  if (models.length === 0) throw new CheckError(`Expected BPMN files (.bpmn) in the folder "${folder}", found none.`);
  return models.map(({ parentPath, name }) => join(parentPath, name)).sort();
}

/** Reads the file as a deployment would. */
export async function judge(file: string): Promise<Verdict> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CheckError(`Expected to read "${file}", got ${error instanceof Error ? error.message : error}.`);
  });
  const xml = xmlTextOf(bytes);
  if (!xml.ok) return { file, verdict: "refused", processes: [], findings: [unreadable(xml.message)] };
  const { processes, findings } = await parseModel(xml.value);
  const isRefused = findings.some(({ severity }) => severity === "error");
  return {
    file,
    verdict: isRefused ? "refused" : "executed",
    processes: processes.map(({ processId }) => processId),
    findings,
  };
}

const unreadable = (message: string): Finding => ({
  code: "XML_INVALID",
  severity: "error",
  elementId: null,
  line: null,
  message: `Expected BPMN 2.0 XML: ${message}.`,
});
