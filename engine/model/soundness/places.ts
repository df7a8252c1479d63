import { choicesOf } from "./choices.ts";
import type { ScopeGraph } from "./graph.ts";

/** Where tokens are, each place as often as it holds one, in ascending order. */
export type Marking = readonly number[];

/**
 * Where tokens can be. For a node that needs one token only it does not matter over which flow that came: its number is
 * its place. A parallel join has one place for each incoming edge, numbered behind the nodes. An inclusive join has
 * one place that holds at most one token, as more of them change nothing.
 */
export class Places {
  readonly #graph: ScopeGraph;
  readonly #kinds: ("plain" | "join" | "merge")[];
  /** For every edge the edge at whose end its token comes to a stop; null when it ends on the way. */
  readonly #stops = new Map<number, number | null>();

  constructor(graph: ScopeGraph) {
    this.#graph = graph;
    this.#kinds = graph.nodes.map(({ type, activationCondition }, node) => {
      if ((graph.incoming[node]?.length ?? 0) < 2) return "plain";
      if (type === "PARALLEL_GATEWAY") return "join";
      const isInclusive = type === "INCLUSIVE_GATEWAY" || (type === "COMPLEX_GATEWAY" && activationCondition === null);
      return isInclusive ? "merge" : "plain";
    });
  }

  isNode = (place: number) => place < this.#graph.nodes.length;
  isMerge = (place: number) => this.#kinds[place] === "merge";
  isJoin = (node: number) => this.#kinds[node] === "join";

  nodeOf(place: number): number {
    if (this.isNode(place)) return place;
    return this.#graph.edges[place - this.#graph.nodes.length]?.to ?? place;
  }

  /** From now on the parallel join takes what is there, as an inclusive one does. */
  loosen(node: number): void {
    this.#kinds[node] = "merge";
  }

  /** Ascending, and with the places of joins that were loosened in the meantime put together. */
  normalised(tokens: Marking): Marking {
    const moved = tokens.map((place) => this.current(place));
    moved.sort((one, other) => one - other);
    return moved.filter((place, index) => !this.isMerge(place) || moved[index - 1] !== place);
  }

  /** The place that a join's place has become part of, or itself. */
  current(place: number): number {
    const node = this.nodeOf(place);
    return this.isJoin(node) ? place : node;
  }

  /** Where a token stops that takes this edge: before a choice, a fork or a join; null when it ends on the way. */
  endOf(edge: number): number | null {
    const stop = this.stopOf(edge);
    return stop === null ? null : this.#placeBehind(stop);
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
      const next = this.nextOf(at);
      if (next === at) break;
      at = next;
    }
    const stop = at === null ? null : (this.#stops.get(at) ?? at);
    for (const one of way) this.#stops.set(one, stop);
    return stop;
  }

  /** The edge that follows of itself; the same when the token stops there; null when it ends. */
  nextOf(edge: number): number | null {
    const node = this.#graph.edges[edge]?.to ?? -1;
    const exits = this.#graph.exits[node];
    if (!exits || this.#kinds[node] !== "plain" || exits.leaves === "scope") return edge;
    if ((this.#graph.outgoing[node]?.length ?? 0) > 1) return edge;
    const [choice, ...others] = choicesOf(exits);
    if (!choice || others.length > 0) return edge;
    return choice[0] ?? null;
  }

  #placeBehind(edge: number): number {
    const node = this.#graph.edges[edge]?.to ?? -1;
    return this.isJoin(node) ? this.#graph.nodes.length + edge : node;
  }

  /** A parallel join that has a token on every incoming edge. */
  readyJoin(tokens: Marking): { node: number; places: readonly number[] } | null {
    const there = new Set(tokens);
    const asked = new Set<number>();
    for (const place of tokens) {
      if (this.isNode(place) || asked.has(this.nodeOf(place))) continue;
      const node = this.nodeOf(place);
      asked.add(node);
      const places = this.#placesOf(node);
      if (places.every((one) => there.has(one))) return { node, places };
    }
    return null;
  }

  /** Incoming edges of a parallel join without a token. */
  emptyAt(node: number, tokens: Marking): readonly number[] {
    const edges = this.#graph.incoming[node] ?? [];
    return edges.filter((edge) => !tokens.includes(this.#graph.nodes.length + edge));
  }

  #placesOf = (node: number) => (this.#graph.incoming[node] ?? []).map((edge) => this.#graph.nodes.length + edge);
}
