import type { ScopeGraph } from "./graph.ts";
import type { Kind } from "./places.ts";

/** How a token goes on at a node where nothing has to be tried. */
interface Passage {
  /** The edge it leaves by in the end; null when it ends there. */
  readonly edge: number | null;
  /** For a fork with its join: the first edge of the way between the two. */
  readonly inside: number | null;
}

/** How deep blocks within blocks are told in a path. */
const toldDepthMax = 20;

/**
 * The linear part of the search: what a token passes without anything to try. That is a node with one way out; a
 * choice whose alternatives meet again before anything else happens; and a fork whose tokens meet in one join, which
 * waits for no others. So a process drawn in blocks, however many of them side by side, is understood in one pass:
 * inner blocks come behind outer ones in the order of the graph, and are looked at before them.
 */
export class Passages {
  readonly #graph: ScopeGraph;
  readonly #kinds: readonly Kind[];
  readonly #passages = new Map<number, Passage>();
  /** For every edge the edge at whose end its token comes to a stop; null when it ends on the way. */
  readonly #stops = new Map<number, number | null>();

  constructor(graph: ScopeGraph, kinds: readonly Kind[], rank: Int32Array) {
    this.#graph = graph;
    this.#kinds = kinds;
    const order = graph.nodes.map((_, node) => node).filter((node) => kinds[node] === "plain");
    order.sort((one, other) => (rank[other] ?? 0) - (rank[one] ?? 0));
    for (const node of order) {
      const passage = this.#passageOf(node);
      if (passage) this.#passages.set(node, passage);
    }
  }

  /** The last edge on the way of a token that takes this edge. */
  stopOf(edge: number): number | null {
    const way = new Set<number>();
    let at: number | null = edge;
    while (at !== null && !this.#stops.has(at)) {
      // A loop without a choice: it never comes to a stop.
      if (way.has(at)) {
        at = null;
        break;
      }
      way.add(at);
      const passage = this.#behind(at);
      if (!passage) break;
      at = passage.edge;
    }
    const stop = at === null ? null : (this.#stops.get(at) ?? (this.#stops.has(at) ? null : at));
    for (const one of way) this.#stops.set(one, stop);
    return stop;
  }

  /** The nodes that such a token leaves, one way through every block. */
  wayOf(edge: number, depth = 0): readonly number[] {
    const stop = this.stopOf(edge);
    const nodes: number[] = [];
    for (let at: number | null = edge; at !== null; ) {
      nodes.push(this.#graph.edges[at]?.from ?? -1);
      if (at === stop) break;
      const passage = this.#behind(at);
      if (passage && passage.inside !== null && depth < toldDepthMax)
        nodes.push(...this.wayOf(passage.inside, depth + 1));
      at = passage?.edge ?? null;
    }
    return nodes;
  }

  #behind = (edge: number) => this.#passages.get(this.#graph.edges[edge]?.to ?? -1);

  #passageOf(node: number): Passage | null {
    const exits = this.#graph.exits[node];
    if (exits?.leaves !== "flows" || exits.besides.length > 0) return null;
    const { always, either, isSeveral, otherwise, interrupting } = exits;
    const decided = otherwise === null ? either : [...either, otherwise];
    const isFork = always.length > 1 || (isSeveral && either.length > 0);
    if (isFork && always.length + decided.length > 1)
      return interrupting.length === 0 ? this.#blockBehind(node, always, decided) : null;
    const [regular = null] = [...always, ...decided];
    const alternatives = [...always, ...decided, ...interrupting];
    // An activity without a flow keeps its token from the others' way: it ends there.
    if (regular === null) return interrupting.length === 0 ? { edge: null, inside: null } : null;
    return this.#meet(alternatives) ? { edge: regular, inside: null } : null;
  }

  /** Whether it makes no difference which of the edges is taken. */
  #meet(edges: readonly number[]): boolean {
    const [first, ...others] = edges.map((edge) => this.stopOf(edge));
    return others.every((stop) => this.#isSamePlace(stop ?? null, first ?? null));
  }

  #isSamePlace(one: number | null, other: number | null): boolean {
    if (one === other) return true;
    const [node, same] = [one, other].map((edge) => (edge === null ? -1 : this.#graph.edges[edge]?.to));
    return node === same && node !== undefined && this.#kinds[node] !== "join";
  }

  /** A fork whose tokens all come to one join, to which no others come. */
  #blockBehind(fork: number, always: readonly number[], decided: readonly number[]): Passage | null {
    const edges = [...always, ...decided];
    const stops = new Set(edges.map((edge) => this.stopOf(edge)));
    const [any] = stops;
    if (any === undefined || any === null) return null;
    const join = this.#graph.edges[any]?.to ?? -1;
    const isEvery = (this.#graph.incoming[join] ?? []).every((edge) => stops.has(edge));
    const isComplete = this.#kinds[join] !== "plain" && isEvery && stops.size === this.#graph.incoming[join]?.length;
    const isExact = this.#kinds[join] === "merge" || (decided.length === 0 && stops.size === edges.length);
    const out = this.#graph.outgoing[join] ?? [];
    if (!isComplete || !isExact || out.length > 1 || !this.#isEnteredOnlyBy(fork, join)) return null;
    return { edge: out[0] ?? null, inside: edges[0] ?? null };
  }

  /** No edge leads from elsewhere to what lies between the two; blocks in between were looked at before. */
  #isEnteredOnlyBy(fork: number, join: number): boolean {
    const inside = new Set([fork]);
    const joins = new Set<number>();
    const ends = (node: number) =>
      (this.#graph.outgoing[node] ?? []).map((edge) => this.#graph.edges[edge]?.to ?? node);
    const open = ends(fork);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === join || inside.has(node)) continue;
      inside.add(node);
      const passage = this.#passages.get(node);
      const behind = passage && passage.inside !== null && passage.edge !== null && this.#graph.edges[passage.edge];
      if (behind) joins.add(behind.from);
      open.push(...(behind ? [behind.to] : ends(node)));
    }
    inside.delete(fork);
    const isFromInside = (edge: number) => {
      const from = this.#graph.edges[edge]?.from ?? -1;
      return from === fork || inside.has(from) || joins.has(from);
    };
    return [...inside].every((node) => (this.#graph.incoming[node] ?? []).every(isFromInside));
  }
}
