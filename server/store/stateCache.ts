import type { InstanceState } from "../../engine/state.ts";

/** A state as it was committed; it holds while the instance's row has the same revision. */
export interface CachedState {
  readonly state: InstanceState;
  readonly revision: number;
}

/** A busy node has some thousands of instances in motion; others are read from their rows again. */
const cachedStatesMax = 20_000;

/**
 * Element instances and records in all cached states, some 500 bytes each beside their variables. A body of ten
 * thousand children has to fit in: read anew for every child, it would cost the square of their number.
 */
const cachedPartsMax = 400_000;

/** States of recently moved instances. Whoever changes one takes it out first and puts it back after the commit. */
export class StateCache {
  readonly #states = new Map<string, CachedState & { readonly parts: number }>();
  #parts = 0;
  #hits = 0;
  #misses = 0;

  /** How often a state was found, one whose revision did not hold included, and how often not. */
  get readings() {
    return { hits: this.#hits, misses: this.#misses, states: this.#states.size };
  }

  take(key: string): CachedState | undefined {
    const cached = this.#remove(key);
    if (cached) this.#hits += 1;
    else this.#misses += 1;
    return cached;
  }

  put(key: string, { state, revision }: CachedState): void {
    this.#remove(key);
    if (state.elements.size === 0) return;
    const parts = state.elements.size + state.compensations.size;
    this.#states.set(key, { state, revision, parts });
    this.#parts += parts;
    while (this.#states.size > cachedStatesMax || this.#parts > cachedPartsMax) {
      const [oldest] = this.#states.keys();
      if (oldest === undefined) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): CachedState | undefined {
    const cached = this.#states.get(key);
    if (!cached) return undefined;
    this.#states.delete(key);
    this.#parts -= cached.parts;
    return cached;
  }
}
