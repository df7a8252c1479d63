import type { ScopeGraph } from "./graph.ts";
import { Passages } from "./passages.ts";

/** Where tokens are, each place as often as it holds one, in ascending order. */
export type Marking = readonly number[];

/** A parallel join, an inclusive one, or a node that needs one token only. */
export type Kind = "plain" | "join" | "merge";

/**
 * Where tokens can be. For a node that needs one token only it does not matter over which flow that came: its number is
 * its place. A parallel join has one place for each incoming edge, numbered behind the nodes. An inclusive join has
 * one place that holds at most one token, as more of them change nothing.
 */
export class Places {
  readonly #graph: ScopeGraph;
  readonly #kinds: Kind[];
  readonly #passages: Passages;

  constructor(graph: ScopeGraph, rank: Int32Array) {
    this.#graph = graph;
    this.#kinds = graph.nodes.map((_, node) => kindOf(graph, node));
    this.#passages = new Passages(graph, [...this.#kinds], rank);
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
    const moved = this.sorted(tokens);
    return moved.filter((place, index) => !this.isMerge(place) || moved[index - 1] !== place);
  }

  /** Ascending; an inclusive join's place may come several times. */
  sorted(tokens: Marking): Marking {
    return tokens.map((place) => this.current(place)).sort((one, other) => one - other);
  }

  /** The place that a join's place has become part of, or itself. */
  current(place: number): number {
    const node = this.nodeOf(place);
    return this.isJoin(node) ? place : node;
  }

  /** Where a token stops that takes this edge: before a choice, a fork or a join; null when it ends on the way. */
  endOf(edge: number): number | null {
    const stop = this.#passages.stopOf(edge);
    if (stop === null) return null;
    const node = this.#graph.edges[stop]?.to ?? -1;
    return this.isJoin(node) ? this.#graph.nodes.length + stop : node;
  }

  /** The nodes that a token leaves which takes this edge, until it stops. */
  wayOf = (edge: number): readonly number[] => this.#passages.wayOf(edge);

  /** A parallel join that has a token on every incoming edge. */
  readyJoin(tokens: Marking): { node: number; places: readonly number[] } | null {
    const filled = new Map<number, number>();
    for (const [index, place] of tokens.entries()) {
      if (this.isNode(place) || tokens[index - 1] === place) continue;
      const node = this.nodeOf(place);
      const count = (filled.get(node) ?? 0) + 1;
      const edges = this.#graph.incoming[node] ?? [];
      if (count === edges.length) return { node, places: edges.map((edge) => this.#graph.nodes.length + edge) };
      filled.set(node, count);
    }
    return null;
  }

  /** Incoming edges of a parallel join without a token. */
  emptyAt(node: number, tokens: ReadonlySet<number>): readonly number[] {
    const edges = this.#graph.incoming[node] ?? [];
    return edges.filter((edge) => !tokens.has(this.#graph.nodes.length + edge));
  }
}

function kindOf({ nodes, incoming }: ScopeGraph, index: number): Kind {
  const node = nodes[index];
  if (!node || (incoming[index]?.length ?? 0) < 2) return "plain";
  if (node.type === "PARALLEL_GATEWAY") return "join";
  const isInclusive =
    node.type === "INCLUSIVE_GATEWAY" || (node.type === "COMPLEX_GATEWAY" && node.activationCondition === null);
  return isInclusive ? "merge" : "plain";
}
