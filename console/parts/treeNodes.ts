import { childrenOf, type Json, type Path } from "./variables.ts";

export interface TreeVariable {
  scopeKey: string;
  name: string;
  value: Json;
  /** When it was last written after it was created; null when never. */
  changedAt: string | null;
}

/** One visible line of the tree. */
export interface TreeNode {
  id: string;
  /** The id of the line that holds this one; null for a whole variable. */
  parent: string | null;
  variable: TreeVariable;
  path: Path;
  label: string;
  value: Json;
  /** How many children of its parent the line stands for that are not shown yet; 0 for a value. */
  hidden: number;
}

/** Children shown at first, and again with each "more": a browser lays out thousands of lines too slowly to type in. */
export const childrenStep = 100;

/** The lines of one variable: its own, and below it those of what is open. `limits` tells how many children, by id. */
export function treeNodes(
  variable: TreeVariable,
  open: ReadonlySet<string>,
  limits: ReadonlyMap<string, number>,
  path: Path = [],
  value: Json = variable.value,
): TreeNode[] {
  const id = [variable.scopeKey, variable.name, ...path].join("\u0000");
  const parent = path.length === 0 ? null : [variable.scopeKey, variable.name, ...path.slice(0, -1)].join("\u0000");
  const node: TreeNode = { id, parent, variable, path, label: path.at(-1) ?? variable.name, value, hidden: 0 };
  if (!open.has(id)) return [node];
  const children = childrenOf(value);
  const shown = children.slice(0, limits.get(id) ?? childrenStep);
  const below = shown.flatMap(([name, child]) => treeNodes(variable, open, limits, [...path, name], child));
  return [node, ...below, ...moreOf(node, children.length - shown.length)];
}

function moreOf({ id, variable, path }: TreeNode, hidden: number): TreeNode[] {
  if (hidden === 0) return [];
  return [{ id: `${id}\u0000\u0000more`, parent: id, variable, path: [...path, ""], label: "", value: null, hidden }];
}
