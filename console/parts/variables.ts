/** Variables as trees of JSON, and how a person's text becomes a value. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Where a value lies: the variable's name, then property names and list indices. */
export type Path = readonly string[];

export function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Why `text` is no JSON, with line and column; null when it is. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (thrown) {
    return sentence(thrown instanceof Error ? thrown.message : String(thrown), text);
  }
}

function sentence(reason: string, text: string): string {
  const position = /position (\d+)/.exec(reason)?.[1];
  const where = position === undefined ? "" : ` in line ${text.slice(0, Number(position)).split("\n").length}`;
  const what = reason
    .replace(/^JSON\.parse: |^JSON Parse error: /, "")
    .replace(/,? (in JSON )?at position.*$/s, "")
    .replace(/\.+$/, "");
  return `Not JSON${where}: ${what}. Texts need double quotes, for example "approved".`;
}

/** Why `text` cannot be the variables of a process; null when it can. Empty text means no variables. */
export function variablesProblem(text: string): string | null {
  if (text.trim() === "") return null;
  const problem = jsonProblem(text);
  if (problem) return problem;
  return typeName(parsedJson(text)) === "object" ? null : 'Variables are an object, for example { "amount": 250 }.';
}

export const variablesOf = (text: string): Record<string, Json> =>
  text.trim() === "" ? {} : (JSON.parse(text) as Record<string, Json>);

export function typeName(value: Json | undefined): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "list";
  return typeof value;
}

/** No line is longer: what follows would be cut off on every screen, and a megabyte of text makes a page slow. */
const previewLengthMax = 400;

/** One line for a value: texts in quotes, short objects in full, long ones by size. */
export function preview(value: Json): string {
  const line = whole(value);
  return line.length > previewLengthMax ? `${line.slice(0, previewLengthMax)}…` : line;
}

function whole(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? "[ ]" : `[ ${value.length} ]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "{ }";
  const inner = entries
    .slice(0, 3)
    .map(
      ([name, part]) =>
        `${name}: ${part !== null && typeof part === "object" ? (Array.isArray(part) ? `[ ${part.length} ]` : "{ … }") : JSON.stringify(part)}`,
    );
  return `{ ${inner.join(", ")}${entries.length > 3 ? ", …" : ""} }`;
}

export function childrenOf(value: Json): [string, Json][] {
  return value !== null && typeof value === "object" ? Object.entries(value) : [];
}

/** `root` with the value at `path` replaced; an empty path replaces it all. */
export function withValueAt(root: Json, path: Path, value: Json): Json {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(root))
    return root.map((item, index) => (String(index) === head ? withValueAt(item, rest, value) : item));
  if (root !== null && typeof root === "object")
    return { ...root, [head]: withValueAt(root[head] ?? null, rest, value) };
  return value;
}

/** A FEEL path to a value: `order.lines[2].sku`. FEEL counts from 1. */
export function feelPath(name: string, path: Path, root: Json): string {
  let at = root;
  let written = name;
  for (const step of path) {
    written += Array.isArray(at) ? `[${Number(step) + 1}]` : /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `."${step}"`;
    at = childrenOf(at).find(([child]) => child === step)?.[1] ?? null;
  }
  return written;
}
