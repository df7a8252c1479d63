import { expect } from "vitest";
import { evolve } from "../../engine/evolve.ts";
import { parseJson } from "../../engine/feel/exactJson.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import { inTransaction } from "../../server/store/database.ts";
import { loadStates, lockInstances } from "../../server/store/load.ts";
import { comparable } from "../../server/store/replay.ts";
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
      for (const { events } of entries) for (const event of parseJson<Event[]>(events)) evolve(known.state, event);
      this.#states.set(key, { state: known.state, revision: entries.at(-1)?.revision ?? known.revision });
    }
    return new Map(instances.flatMap(({ key }) => [[key, this.#states.get(key)?.state ?? emptyState(key)]]));
  }

  /** The events give the states that the rows give; what nobody sees in the events, the keys that were used, is left out. */
  async expectRows(store: Store, keys: readonly string[], when: string): Promise<void> {
    for (let before = ""; ; ) {
      const loaded = await loadedStates(store, keys);
      const states = await this.of(store, keys);
      const after = this.#revisions(keys);
      try {
        for (const [key, state] of states) {
          const rows = loaded.get(key) ?? emptyState(key);
          expect(comparable({ ...state, keyCount: rows.keyCount }), when).toEqual(comparable(rows));
        }
        return;
      } catch (error) {
        // A timer that is due may fire between the two looks; then both are taken again.
        if (before === after) throw error;
        before = after;
      }
    }
  }

  #revisions(keys: readonly string[]): string {
    return keys.map((key) => `${key} ${this.#states.get(key)?.revision ?? 0}`).join();
  }
}
