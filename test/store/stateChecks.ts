import { expect } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { type ElementInstance, emptyState, type InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { inTransaction } from "../../server/store/database.ts";
import { loadStates, lockInstances } from "../../server/store/load.ts";
import type { Store } from "../../server/store/store.ts";
import { rowsOf } from "./openStores.ts";

/** The states of instances as their rows have them. */
export const loadedStates = (store: Store, keys: readonly string[]): Promise<Map<string, InstanceState>> =>
  inTransaction(store.pool, async (tx) => loadStates(tx, await lockInstances(tx, keys)));

/** The states that the journals of instances give. */
export class Replays {
  readonly #states = new Map<string, { state: InstanceState; revision: number }>();

  /** What has been read before is not read again. */
  async of(store: Store, keys: readonly string[]): Promise<Map<string, InstanceState>> {
    const instances = await rowsOf<{ key: string; callerKey: string | null }>(
      store,
      `select key, caller_key as "callerKey" from millrace.process_instance where key = any($1)`,
      keys,
    );
    for (const { key, callerKey } of instances) {
      const known = this.#states.get(key) ?? { state: emptyState(key, callerKey), revision: 0 };
      const entries = await rowsOf<{ revision: number; events: string }>(
        store,
        `select revision, events from millrace.journal where process_instance_key = $1 and revision > $2 order by revision`,
        key,
        known.revision,
      );
      for (const { events } of entries) for (const event of JSON.parse(events) as Event[]) evolve(known.state, event);
      this.#states.set(key, { state: known.state, revision: entries.at(-1)?.revision ?? known.revision });
    }
    return new Map(instances.flatMap(({ key }) => [[key, this.#states.get(key)?.state ?? emptyState(key)]]));
  }

  /** The events give the states that the rows give; what nobody sees in the events, the keys that were used, is left out. */
  async expectRows(store: Store, keys: readonly string[], when: string): Promise<void> {
    const loaded = await loadedStates(store, keys);
    for (const [key, state] of await this.of(store, keys))
      expect(comparable({ ...state, keyCount: loaded.get(key)?.keyCount ?? -1 }), when).toEqual(
        comparable(loaded.get(key)),
      );
  }
}

/**
 * As lists, in the order in which a state goes through them; but those that have none in the order of their keys: tokens
 * on flows, results of inner instances. (As maps, ten thousand of them would be compared with ten thousand each.)
 */
const comparable = (state: InstanceState | undefined) =>
  state && {
    ...state,
    elements: [...state.elements.values()].map(comparableElement),
    jobs: [...state.jobs.values()],
    userTasks: [...state.userTasks.values()],
    subscriptions: [...state.subscriptions.values()],
    incidents: [...state.incidents.values()],
    compensations: [...state.compensations.values()],
  };

const comparableElement = (element: ElementInstance) => ({
  ...element,
  children: [...element.children],
  tokens: [...element.tokens].sort(),
  variables: [...element.variables],
  subscriptionKeys: [...element.subscriptionKeys],
  incidentKeys: [...element.incidentKeys],
  loop: element.loop && { ...element.loop, outputs: [...element.loop.outputs].sort(([a], [b]) => a - b) },
});
