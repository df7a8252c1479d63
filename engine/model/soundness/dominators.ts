import type { ScopeGraph } from "./graph.ts";
import { entriesOf, rankOf } from "./reach.ts";

/** Whether every path from an entry to `node` passes `by`; also true for the node itself. Both can be reached. */
export type Dominates = (by: number, node: number) => boolean;

/** Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm"; then a question costs two comparisons. */
export function dominatorsOf(graph: ScopeGraph): Dominates {
  const root = graph.nodes.length;
  const rank = rankOf(graph);
  const order = graph.nodes.map((_, node) => node).filter((node) => (rank[node] ?? -1) >= 0);
  order.sort((one, other) => (rank[one] ?? 0) - (rank[other] ?? 0));
  const above = immediate(graph, order, rank);
  // Each node's descendants get the numbers behind its own.
  const size = new Int32Array(root + 1).fill(1);
  for (const node of order.toReversed()) add(size, above[node] ?? root, size[node] ?? 0);
  const first = new Int32Array(root + 1);
  const free = new Int32Array(root + 1).fill(1);
  for (const node of order) {
    const parent = above[node] ?? root;
    first[node] = (first[parent] ?? 0) + (free[parent] ?? 0);
    add(free, parent, size[node] ?? 0);
  }
  return (by, node) => {
    const [from, at] = [first[by] ?? 0, first[node] ?? 0];
    return from <= at && at < from + (size[by] ?? 0);
  };
}

const add = (numbers: Int32Array, at: number, count: number) => {
  numbers[at] = (numbers[at] ?? 0) + count;
};

function immediate(graph: ScopeGraph, order: readonly number[], rank: Int32Array): Int32Array {
  const root = graph.nodes.length;
  const above = new Int32Array(root + 1).fill(-1);
  above[root] = root;
  const height = (node: number) => (node === root ? -1 : (rank[node] ?? -1));
  const common = (one: number, other: number): number => {
    let [left, right] = [one, other];
    while (left !== right)
      if (height(left) > height(right)) left = above[left] ?? root;
      else right = above[right] ?? root;
    return left;
  };
  const entries = new Set(entriesOf(graph));
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const node of order) {
      let found = entries.has(node) ? root : -1;
      for (const edge of graph.incoming[node] ?? []) {
        const from = graph.edges[edge]?.from ?? root;
        if (above[from] === -1) continue;
        found = found === -1 ? from : common(found, from);
      }
      if (found === above[node]) continue;
      above[node] = found;
      isChanged = true;
    }
  }
  return above;
}
