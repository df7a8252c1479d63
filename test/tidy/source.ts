import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseAst } from "vite";

/** Where the project begins. */
const root = new URL("../../", import.meta.url);

const foreign = /(^|\/)(node_modules|dist|coverage|\.git|\.millrace)(\/|$)/;

/** Paths of all of the project's files, from its root. */
export const projectFiles: readonly string[] = filesIn(".");

function filesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (foreign.test(path)) return [];
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

export const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");

export interface Import {
  /** As it is written. */
  from: string;
  /** Path from the root when it is a file of the project. */
  path: string | null;
  isTypeOnly: boolean;
}

/** A node of the syntax tree; what it has beyond these depends on its type. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [property: string]: unknown;
}

/** A TypeScript file, read once. */
export interface Source {
  path: string;
  text: string;
  lines: number;
  imports: readonly Import[];
  tree: Syntax;
}

function readSource(path: string): Source {
  const text = textOf(path);
  const tree = parseAst(text, { lang: "ts" }) as unknown as Syntax;
  return { path, text, lines: text.trimEnd().split("\n").length, imports: importsIn(path, tree), tree };
}

export const isIn = (folder: string) => (source: { path: string }) => source.path.startsWith(`${folder}/`);

function importsIn(path: string, tree: Syntax): Import[] {
  return [...nodesOf(tree)].flatMap((node) => {
    const source = node.source as { value?: unknown } | null | undefined;
    if (!/^(Import|Export)/.test(node.type) || typeof source?.value !== "string") return [];
    const isTypeOnly = node.importKind === "type" || node.exportKind === "type" || onlyTypes(node);
    return [{ from: source.value, path: resolved(path, source.value), isTypeOnly }];
  });
}

/** `import { type A, type B } from …`. */
function onlyTypes(node: Syntax): boolean {
  const specifiers = (node.specifiers ?? []) as { importKind?: string }[];
  return specifiers.length > 0 && specifiers.every(({ importKind }) => importKind === "type");
}

/** The project's file that a relative path leads to. */
export const resolved = (path: string, relative: string): string | null =>
  relative.startsWith(".") ? posix.join(posix.dirname(path), relative.replace(/\?.*$/, "")) : null;

export function* nodesOf(node: Syntax): Generator<Syntax> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isSyntax(child)) yield* nodesOf(child);
  }
}

const isSyntax = (value: unknown): value is Syntax =>
  typeof value === "object" && value !== null && typeof (value as Syntax).type === "string";

/** Lines from the beginning to the end of a node. */
export const linesOf = ({ text }: Source, { start, end }: Syntax): number => text.slice(start, end).split("\n").length;

export const lineAt = ({ text }: Source, { start }: Syntax): number => text.slice(0, start).split("\n").length;

/** All of the project's own TypeScript. Last, because reading needs everything above. */
export const sources: readonly Source[] = projectFiles
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
  .map(readSource);
