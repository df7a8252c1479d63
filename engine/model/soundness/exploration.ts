import { choicesOf } from "./choices.ts";
import type { ScopeGraph } from "./graph.ts";
import { type Marking, Places } from "./places.ts";
import { type NodeSet, rankOf, reachedFrom, reaching } from "./reach.ts";
import { Trace } from "./trace.ts";

/**
 * Tokens looked at and produced in all scopes of a model together; 100 000 take about 20 ms. A process drawn in blocks
 * needs some ten for each element; only choices that stay open side by side need more, twice as many for each of them.
 */
export const soundnessStepsMax = 100_000;

/** What is left of {@link soundnessStepsMax}. */
export class Effort {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** False when there is not as much left; then it is spent. */
  take(steps: number): boolean {
    this.#left -= steps;
    return !this.isSpent;
  }
}

/** What was found by trying out where tokens can be at the same time. */
export interface Exploration {
  /** Parallel joins at which a token can wait for ever, one counter-example each. */
  readonly starving: ReadonlyMap<number, Starving>;
  /** Inclusive joins that never had another token to wait for. Only known when everything was tried. */
  readonly pointless: ReadonlySet<number>;
  /** False when the effort was used up before everything was tried. */
  readonly isWhole: boolean;
}

export interface Starving {
  /** How the waiting token came there. */
  readonly path: readonly number[];
  /** The edge over which no token can come any more. */
  readonly missing: number;
  /** Where the token went that would have come; empty when there was none. */
  readonly lost: readonly number[];
}

/** More tokens than this at one node, and the loop that makes them has been understood. */
const tokensPerPlaceMax = 3;

/**
 * Tries out all markings of a scope that matter. Every place has one node that takes its tokens, so independent tokens
 * are moved one after the other, not in every order: what gets stuck is the same (a persistent set of one node each).
 * Inclusive joins fire when nothing else can move, ends of the whole scope last of all. A parallel join that was found
 * to starve goes on as an inclusive one, so that what lies behind it is tried as well.
 */
export function explore(graph: ScopeGraph, effort: Effort): Exploration {
  return new Explorer(graph, effort).run();
}

class Explorer {
  readonly #graph: ScopeGraph;
  readonly #effort: Effort;
  readonly #places: Places;
  readonly #rank: Int32Array;
  readonly #trace: Trace;
  readonly #seen = new Set<string>();
  readonly #open: { tokens: Marking; step: number }[] = [];
  readonly #starving = new Map<number, Starving>();
  readonly #reaching = new Map<number, NodeSet>();
  readonly #visitedMerges = new Set<number>();
  readonly #usefulMerges = new Set<number>();
  #isCut = false;

  constructor(graph: ScopeGraph, effort: Effort) {
    this.#graph = graph;
    this.#effort = effort;
    this.#rank = rankOf(graph);
    this.#places = new Places(graph, this.#rank);
    this.#trace = new Trace(graph, this.#places);
  }

  run(): Exploration {
    for (const { nodes } of this.#graph.starts) this.#open.push({ tokens: [...nodes], step: -1 });
    for (let state = this.#open.pop(); state; state = this.#open.pop()) {
      const tokens = this.#places.normalised(state.tokens);
      const key = tokens.join();
      if (this.#seen.has(key)) continue;
      this.#seen.add(key);
      if (!this.#effort.take(1 + tokens.length)) break;
      this.#advance(tokens, state.step);
    }
    const isWhole = !this.#effort.isSpent;
    const isKnown = isWhole && !this.#isCut;
    const isPointless = (node: number) => !this.#usefulMerges.has(node) && !this.#starving.has(node);
    const pointless = isKnown ? [...this.#visitedMerges].filter(isPointless) : [];
    return { starving: this.#starving, pointless: new Set(pointless), isWhole };
  }

  #advance(tokens: Marking, step: number): void {
    const join = this.#places.readyJoin(tokens);
    if (join !== null) return this.#fire(tokens, step, join.node, join.places);
    const node = this.#furthest(tokens) ?? this.#readyMerge(tokens);
    if (node !== null) return this.#fire(tokens, step, node, [node]);
    const isEnding = tokens.some((place) => this.#graph.exits[place]?.leaves === "scope");
    if (tokens.length > 0 && !isEnding) this.#stuck(tokens, step);
  }

  /** Of the nodes that need one token only, the one that is furthest on: tokens leave before others come. */
  #furthest(tokens: Marking): number | null {
    let found: number | null = null;
    for (const place of tokens) {
      const isFree = this.#places.isNode(place) && !this.#places.isMerge(place);
      if (!isFree || this.#graph.exits[place]?.leaves === "scope") continue;
      if (found === null || (this.#rank[place] ?? 0) > (this.#rank[found] ?? 0)) found = place;
    }
    return found;
  }

  /** BPMN 2.0.2 §13.4.3: no other token can come any more; of joins that wait for one another the first. */
  #readyMerge(tokens: Marking): number | null {
    let first: number | null = null;
    for (const merge of tokens.filter((place) => this.#places.isMerge(place))) {
      const reach = this.#reachingTo(merge);
      const before = tokens.filter((place) => place !== merge && reach[this.#places.nodeOf(place)] === 1);
      if (before.length === 0) return merge;
      if (before.every((place) => this.#places.isMerge(place))) first = Math.min(first ?? merge, merge);
    }
    return first;
  }

  #reachingTo(node: number): NodeSet {
    const known = this.#reaching.get(node);
    if (known) return known;
    this.#effort.take(this.#graph.edges.length);
    const { incoming, edges } = this.#graph;
    const before = (incoming[node] ?? []).map((edge) => edges[edge]?.from ?? node);
    const found = reaching(this.#graph, before, node);
    this.#reaching.set(node, found);
    return found;
  }

  #fire(tokens: Marking, step: number, node: number, consumed: readonly number[]): void {
    if (this.#places.isMerge(node)) this.#visitedMerges.add(node);
    const exits = this.#graph.exits[node];
    if (!exits) return;
    const kept = [...tokens];
    for (const place of consumed) kept.splice(kept.indexOf(place), 1);
    for (const edges of choicesOf(exits)) {
      const next = this.#produced(kept, edges);
      if (next) this.#open.push({ tokens: next, step: this.#trace.add({ previous: step, node, consumed, edges }) });
    }
  }

  /** Null when there are more tokens than are looked at, or no effort is left. */
  #produced(kept: Marking, edges: readonly number[]): Marking | null {
    if (!this.#effort.take(1 + kept.length + edges.length)) return null;
    const sent = edges.flatMap((edge) => this.#places.endOf(edge) ?? []);
    const next = this.#places.sorted([...kept, ...sent]);
    for (const place of sent) if (this.#places.isMerge(place)) this.#noteUse(place, next);
    const isCut = next.some((place, at) => !this.#places.isMerge(place) && next[at - tokensPerPlaceMax] === place);
    this.#isCut ||= isCut;
    return isCut ? null : next;
  }

  /** An inclusive join that a token has come to has a use when another one may still come there, or is there already. */
  #noteUse(merge: number, tokens: Marking): void {
    if (this.#usefulMerges.has(merge)) return;
    const reach = this.#reachingTo(merge);
    const isAwaited = (place: number) => place !== merge && reach[this.#places.nodeOf(place)] === 1;
    const isDouble = tokens.indexOf(merge) !== tokens.lastIndexOf(merge);
    if (isDouble || tokens.some(isAwaited)) this.#usefulMerges.add(merge);
  }

  /** Tokens wait, and nothing moves: notes the joins that do not wait for one another, and goes on without them. */
  #stuck(tokens: Marking, step: number): void {
    const there = new Set(tokens);
    const waiting = [...there].filter((place) => !this.#places.isNode(place));
    const joins = new Map(waiting.map((place) => [this.#places.nodeOf(place), place]));
    const found = [...joins].flatMap(([node, place]) => {
      const missing = this.#missingAt(node, there);
      return missing === undefined ? [] : [{ node, place, missing }];
    });
    const [any] = joins;
    if (found.length === 0 && any) {
      const [node, place] = any;
      const [missing] = this.#places.emptyAt(node, there);
      if (missing !== undefined) found.push({ node, place, missing });
    }
    for (const { node, place, missing } of found) {
      const path = this.#trace.pathTo(place, step);
      const lost = this.#effort.take(this.#graph.edges.length) ? this.#trace.lostTo(missing, node, step) : [];
      this.#starving.set(node, { path, missing, lost: isWithin(lost, path) ? [] : lost });
    }
    for (const { node } of found) this.#places.loosen(node);
    this.#open.push({ tokens, step });
  }

  /** An edge over which none of the other tokens can come, whatever happens to them. */
  #missingAt(node: number, tokens: ReadonlySet<number>): number | undefined {
    if (!this.#effort.take(this.#graph.edges.length)) return undefined;
    const others = [...tokens].map((place) => this.#places.nodeOf(place)).filter((other) => other !== node);
    const reach = reachedFrom(this.#graph, others, node);
    return this.#places.emptyAt(node, tokens).find((edge) => reach[this.#graph.edges[edge]?.from ?? node] === 0);
  }
}

const isWithin = (part: readonly number[], path: readonly number[]) => part.every((node) => path.includes(node));
