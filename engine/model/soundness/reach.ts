import type { ScopeGraph } from "./graph.ts";

/** A set of nodes: 1 for those in it. */
export type NodeSet = Uint8Array;

/** Nodes to which a path leads from any of these, themselves included; no path goes on from `without`. */
export const reachedFrom = (graph: ScopeGraph, from: readonly number[], without = -1): NodeSet =>
  walked(graph, from, (node) => (graph.outgoing[node] ?? []).map((edge) => graph.edges[edge]?.to ?? node), without);

/** Nodes from which a path leads to any of these, themselves included; no path goes on from `without`. */
export const reaching = (graph: ScopeGraph, to: readonly number[], without = -1): NodeSet =>
  walked(graph, to, (node) => (graph.incoming[node] ?? []).map((edge) => graph.edges[edge]?.from ?? node), without);

function walked(
  { nodes }: ScopeGraph,
  from: readonly number[],
  next: (node: number) => readonly number[],
  without: number,
): NodeSet {
  const seen = new Uint8Array(nodes.length);
  const open = [...from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen[node] === 1 || node === without) continue;
    seen[node] = 1;
    open.push(...next(node));
  }
  return seen;
}

/** All nodes at which the scope can begin. */
export const entriesOf = ({ starts }: ScopeGraph) => starts.flatMap(({ nodes }) => nodes);

/** For every node the one before it on a shortest path from an entry; -1 for entries and what nothing leads to. */
export function shortestPaths(graph: ScopeGraph): Int32Array {
  const before = new Int32Array(graph.nodes.length).fill(-1);
  const entries = entriesOf(graph);
  const seen = new Set(entries);
  for (const node of seen)
    for (const edge of graph.outgoing[node] ?? []) {
      const to = graph.edges[edge]?.to ?? node;
      if (seen.has(to)) continue;
      seen.add(to);
      before[to] = node;
    }
  return before;
}

/** From an entry to the node, both included. */
export function pathTo(before: Int32Array, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at !== -1; at = before[at] ?? -1) path.push(at);
  return path.reverse();
}

/** More steps than this are not read; the first and the last tell where to look. */
const shownMax = 12;

/** `start → xor → join`, in element ids. */
export function shown({ nodes }: ScopeGraph, path: readonly number[]): string {
  const ids = path.map((node) => nodes[node]?.id ?? "");
  const cut = ids.length > shownMax ? [...ids.slice(0, 4), "…", ...ids.slice(5 - shownMax)] : ids;
  return cut.join(" → ");
}

/** Of every node that can be reached the number in reverse postorder: before what it leads to, loops aside; else -1. */
export function rankOf(graph: ScopeGraph): Int32Array {
  const rank = new Int32Array(graph.nodes.length).fill(-1);
  const seen = new Uint8Array(graph.nodes.length);
  let next = graph.nodes.length;
  for (const entry of entriesOf(graph).toReversed()) {
    if (seen[entry] === 1) continue;
    seen[entry] = 1;
    const stack = [{ node: entry, at: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const edge = graph.outgoing[top.node]?.[top.at++];
      const to = edge === undefined ? undefined : graph.edges[edge]?.to;
      if (to === undefined) {
        rank[top.node] = --next;
        stack.pop();
      } else if (seen[to] === 0) {
        seen[to] = 1;
        stack.push({ node: to, at: 0 });
      }
    }
  }
  return rank;
}
