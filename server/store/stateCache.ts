import type { InstanceState } from "../../engine/state.ts";

/** A state as it was committed; it holds while the instance's row has the same revision. */
export interface CachedState {
  readonly state: InstanceState;
  readonly revision: number;
}

/** A busy node has some thousands of instances in motion; others are read from their rows again. */
const cachedStatesMax = 20_000;

/** A big state in memory saves little and costs much. */
const cachedElementsMax = 200;

/** States of recently moved instances. Whoever changes one takes it out first and puts it back after the commit. */
export class StateCache {
  readonly #states = new Map<string, CachedState>();

  take(key: string): CachedState | undefined {
    const cached = this.#states.get(key);
    this.#states.delete(key);
    return cached;
  }

  put(key: string, cached: CachedState): void {
    const size = cached.state.elements.size;
    if (size === 0 || size > cachedElementsMax) return;
    this.#states.set(key, cached);
    if (this.#states.size <= cachedStatesMax) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }
}
