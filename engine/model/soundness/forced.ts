import type { ScopeGraph } from "./graph.ts";
import type { NodeSet } from "./reach.ts";

/**
 * The largest part of `within` that a token cannot leave: whatever is decided at a node, one of the tokens that go on
 * is in the part again. A part that is not empty holds a loop without an exit, and what must lead into it.
 */
export function staying(graph: ScopeGraph, within: NodeSet): NodeSet {
  const part = Uint8Array.from(within);
  const open = [...part.keys()].filter((node) => part[node] === 1);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (part[node] === 0 || mustGoInto(graph, node, part)) continue;
    part[node] = 0;
    for (const edge of graph.incoming[node] ?? []) open.push(graph.edges[edge]?.from ?? node);
  }
  return part;
}

/** All nodes whose tokens must come into `goal`, whatever is decided on the way; those of `goal` included. */
export function mustReach(graph: ScopeGraph, goal: NodeSet): NodeSet {
  const part = Uint8Array.from(goal);
  const open = [...part.keys()].filter((node) => part[node] === 1);
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const edge of graph.incoming[node] ?? []) {
      const from = graph.edges[edge]?.from ?? node;
      if (part[from] === 1 || !mustGoInto(graph, from, part)) continue;
      part[from] = 1;
      open.push(from);
    }
  return part;
}

function mustGoInto(graph: ScopeGraph, node: number, part: NodeSet): boolean {
  const exits = graph.exits[node];
  if (!exits || exits.leaves === "scope") return false;
  const isIn = (edge: number) => part[graph.edges[edge]?.to ?? -1] === 1;
  const choices = exits.otherwise === null ? exits.either : [...exits.either, exits.otherwise];
  if (exits.leaves === "never") return exits.interrupting.length > 0 && exits.interrupting.every(isIn);
  const isNext = exits.always.length > 0 ? exits.always.some(isIn) : choices.length > 0 && choices.every(isIn);
  return isNext && exits.interrupting.every(isIn);
}
