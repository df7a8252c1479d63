import type { ScopeGraph } from "./graph.ts";
import type { Places } from "./places.ts";
import { reaching } from "./reach.ts";

/** A node took tokens and sent others. */
export interface Fired {
  /** The step before it; -1 at the beginning. */
  readonly previous: number;
  readonly node: number;
  readonly consumed: readonly number[];
  readonly edges: readonly number[];
}

/** How every marking came about, to tell it as a path. */
export class Trace {
  readonly #graph: ScopeGraph;
  readonly #places: Places;
  readonly #steps: Fired[] = [];

  constructor(graph: ScopeGraph, places: Places) {
    this.#graph = graph;
    this.#places = places;
  }

  /** The number of the step. */
  add(step: Fired): number {
    return this.#steps.push(step) - 1;
  }

  /** The nodes that led to the token on this place, which is there after the step. */
  pathTo(place: number, step: number): readonly number[] {
    const path = [this.#places.nodeOf(place)];
    let sought = this.#places.current(place);
    for (let at = this.#steps[step]; at; at = this.#steps[at.previous]) {
      const edge = at.edges.find((one) => this.#endsAt(one, sought));
      if (edge === undefined) continue;
      path.unshift(...this.#places.wayOf(edge));
      sought = this.#places.current(at.consumed[0] ?? at.node);
    }
    return path;
  }

  /** The path of the token that could have come over `missing` until it took another way; empty when none could. */
  lostTo(missing: number, join: number, step: number): readonly number[] {
    const reach = reaching(this.#graph, [this.#graph.edges[missing]?.from ?? join], join);
    const isOnTheWay = (edge: number) => edge === missing || reach[this.#graph.edges[edge]?.to ?? join] === 1;
    for (let at = this.#steps[step]; at; at = this.#steps[at.previous]) {
      const place = at.consumed.find((one) => reach[this.#places.nodeOf(one)] === 1);
      if (place === undefined || at.edges.some(isOnTheWay)) continue;
      const next = at.edges[0] === undefined ? [] : [this.#graph.edges[at.edges[0]]?.to ?? at.node];
      return [...this.pathTo(place, at.previous), ...next];
    }
    return [];
  }

  #endsAt(edge: number, place: number): boolean {
    const end = this.#places.endOf(edge);
    return end !== null && this.#places.current(end) === place;
  }
}
