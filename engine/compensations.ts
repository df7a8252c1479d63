import type { Compensation } from "./state.ts";

const references = ["scopeKey", "elementKey", "throwerKey", "handlerKey"] as const;
type Reference = (typeof references)[number];

const nowhere: ReadonlyMap<Reference, Map<string, Set<string>>> = new Map();

/** Every element that ends asks, and most processes undo nothing. */
const none: readonly Compensation[] = [];

/**
 * Records of what can be undone, by record key, in the order of completion; found by what they refer to as well, since
 * every element that ends is asked about its own, and a repeated activity has thousands of them.
 *
 * A record is replaced, never changed in place.
 */
export class Compensations extends Map<string, Compensation> {
  /** Made with the first record: most instances have none. */
  #keys: ReadonlyMap<Reference, Map<string, Set<string>>> = nowhere;

  override set(recordKey: string, record: Compensation): this {
    this.#refer(this.get(recordKey), record);
    return super.set(recordKey, record);
  }

  override delete(recordKey: string): boolean {
    this.#refer(this.get(recordKey), undefined);
    return super.delete(recordKey);
  }

  override clear(): void {
    if (this.size === 0) return;
    this.#keys = nowhere;
    super.clear();
  }

  /** Those that refer to an element instance as this, in the order in which they came to do so. */
  allOf(reference: Reference, key: string): readonly Compensation[] {
    if (this.size === 0) return none;
    return [...(this.#keys.get(reference)?.get(key) ?? [])].flatMap((recordKey) => this.get(recordKey) ?? []);
  }

  hasAny(reference: Reference, key: string): boolean {
    return this.size > 0 && (this.#keys.get(reference)?.has(key) ?? false);
  }

  #refer(before: Compensation | undefined, after: Compensation | undefined): void {
    if (this.#keys === nowhere) this.#keys = new Map(references.map((reference) => [reference, new Map()]));
    for (const [reference, keys] of this.#keys) {
      const [old, present] = [before?.[reference] ?? null, after?.[reference] ?? null];
      if (old === present) continue;
      if (before && old !== null) remove(keys, old, before.recordKey);
      if (after && present !== null) keys.set(present, (keys.get(present) ?? new Set()).add(after.recordKey));
    }
  }
}

function remove(keys: Map<string, Set<string>>, key: string, recordKey: string): void {
  const recordKeys = keys.get(key);
  recordKeys?.delete(recordKey);
  if (recordKeys?.size === 0) keys.delete(key);
}
