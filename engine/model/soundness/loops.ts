import type { FlowNode } from "../model.ts";
import { staying } from "./forced.ts";
import { endsScope, type ScopeGraph } from "./graph.ts";
import { type NodeSet, pathTo, rankOf, reaching, shortestPaths } from "./reach.ts";
import { isWaiting } from "./waiting.ts";

/** A loop that no token leaves. */
export interface Loop {
  /** From where the scope begins, once around, to the loop's first node again. */
  readonly path: readonly number[];
  readonly first: number;
  /** It never waits, so that no command that comes into it ever ends. */
  readonly isEndless: boolean;
}

/**
 * Loops without an exit, one for each that can be told apart. Not those that something else can end: a terminate end
 * event, an interrupting event sub-process or boundary event around it.
 */
export function loopsWithoutExit(graph: ScopeGraph, reached: NodeSet): readonly Loop[] {
  if (isEndedByAnEvent(graph.scope)) return [];
  const isBusy = reached.map((is, node) => {
    const at = graph.nodes[node];
    return is === 1 && at !== undefined && !isWaiting(at) ? 1 : 0;
  });
  const endless = staying(graph, isBusy);
  const loops = loopsIn(graph, endless, true);
  if (isStoppedFromOutside(graph.scope)) return loops;
  const known = reaching(
    graph,
    loops.map(({ first }) => first),
  );
  const others = staying(graph, reached).map((is, node) => (is === 1 && known[node] === 0 ? 1 : 0));
  return [...loops, ...loopsIn(graph, staying(graph, others), false)];
}

/** Follows the first edge that stays in the part, from where it is entered first, until a node comes again. */
function loopsIn(graph: ScopeGraph, part: NodeSet, isEndless: boolean): Loop[] {
  const left = Uint8Array.from(part);
  const rank = rankOf(graph);
  const before = shortestPaths(graph);
  const inOrder = [...left.keys()].filter((node) => left[node] === 1);
  inOrder.sort((one, other) => (rank[one] ?? 0) - (rank[other] ?? 0));
  const loops: Loop[] = [];
  for (const begin of inOrder) {
    const way = new Set<number>();
    let at: number | undefined = begin;
    for (; at !== undefined && left[at] === 1; at = nextIn(graph, at, part)) {
      left[at] = 0;
      way.add(at);
    }
    if (at === undefined || !way.has(at)) continue;
    const around = [...way].slice([...way].indexOf(at));
    loops.push({ path: [...pathTo(before, at), ...around.slice(1), at], first: at, isEndless });
  }
  return loops;
}

function nextIn(graph: ScopeGraph, node: number, part: NodeSet): number | undefined {
  const ends = (graph.outgoing[node] ?? []).flatMap((edge) => graph.edges[edge]?.to ?? []);
  return ends.find((to) => part[to] === 1);
}

const scopesAround = (scope: FlowNode): FlowNode[] => (scope.scope ? [scope, ...scopesAround(scope.scope)] : [scope]);

/** An end event in it, or around it, that ends what is active beside it. */
const isEndedByAnEvent = (scope: FlowNode) => scopesAround(scope).some(({ children }) => children.some(endsScope));

const isStoppedFromOutside = (scope: FlowNode) =>
  scopesAround(scope).some(
    ({ type, boundaryEvents, eventSubProcesses, loop }) =>
      type === "AD_HOC_SUB_PROCESS" ||
      boundaryEvents.some(({ isInterrupting }) => isInterrupting) ||
      eventSubProcesses.some(({ children }) =>
        children.some((one) => one.type === "START_EVENT" && one.isInterrupting),
      ) ||
      (loop?.kind === "multiInstance" && loop.completionCondition !== null),
  );
