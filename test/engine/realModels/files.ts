import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { xmlTextOf } from "../../../engine/model/xmlText.ts";

/** Models of other people stand beside the project, not in it. */
const folder = new URL("../../../../shared/models/", import.meta.url);

/** Why nothing can be tested; null when the models are there. */
export const absent: string | null = existsSync(folder) ? null : `Not tested: ${fileURLToPath(folder)} does not exist`;

/** Paths of the BPMN files in one of its folders, relative to it, in the order of names. */
export function bpmnFilesIn(set: "c8" | "miwg" | "token-simulation"): string[] {
  if (absent !== null) return [];
  const names = readdirSync(new URL(`${set}/`, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".bpmn"))
    .sort()
    .map((name) => `${set}/${name}`);
}

export const pathOf = (file: string): string => fileURLToPath(folder) + file;

/** The text of one of the files, in its own encoding. */
export function xmlOf(file: string): string {
  const xml = xmlTextOf(readFileSync(pathOf(file)));
  if (!xml.ok) throw new Error(`${file}: ${xml.message}`);
  return xml.value;
}

/** The same model with every process made executable: what it draws is looked at, not whether it was meant to run. */
export const madeExecutable = (xml: string): string =>
  xml.replace(/(<(?:[\w.-]+:)?process\b)([^>]*?)(\/?>)/g, (_, tag: string, attributes: string, end: string) => {
    const others = attributes.replace(/\sisExecutable\s*=\s*(["']).*?\1/, "");
    return `${tag} isExecutable="true"${others}${end}`;
  });
