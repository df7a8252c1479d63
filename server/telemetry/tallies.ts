/**
 * Counts and distributions, kept without a library: what a server counts from its start must be there at the first
 * look, and a server that nobody looks at should stay small.
 */

/** One row of a metric: its labels in the order of the metric's names. */
export interface Tallied {
  readonly labels: readonly string[];
  readonly value: number;
}

/** Sums by labels, which only rise. */
export class Count {
  readonly #rows = new Map<string, { readonly labels: readonly string[]; value: number }>();

  add(amount: number, ...labels: readonly string[]): void {
    const key = labels.join("\n");
    const row = this.#rows.get(key);
    if (row) row.value += amount;
    else this.#rows.set(key, { labels, value: amount });
  }

  rows(): readonly Tallied[] {
    return [...this.#rows.values()];
  }
}

interface SpreadRow {
  readonly labels: readonly string[];
  /** How many lie at or below each bound and above the one before; the last has no bound. */
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** How values are distributed, by labels. */
export class Spread {
  /** Upper bounds, rising, in the metric's unit. */
  readonly bounds: readonly number[];
  readonly #rows = new Map<string, SpreadRow>();

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
  }

  add(value: number, ...labels: readonly string[]): void {
    const key = labels.join("\n");
    let row = this.#rows.get(key);
    if (!row) {
      row = { labels, buckets: Array.from({ length: this.bounds.length + 1 }, () => 0), sum: 0, count: 0 };
      this.#rows.set(key, row);
    }
    const at = this.bounds.findIndex((bound) => value <= bound);
    const bucket = at < 0 ? this.bounds.length : at;
    row.buckets[bucket] = (row.buckets[bucket] ?? 0) + 1;
    row.sum += value;
    row.count += 1;
  }

  rows(): readonly Readonly<SpreadRow>[] {
    return [...this.#rows.values()];
  }
}

/** Names that may become labels: the first so many, which stay; all others are `other`. */
export class BoundedNames {
  readonly #names = new Set<string>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  of(name: string): string {
    if (this.#names.has(name)) return name;
    if (this.#names.size >= this.#max) return "other";
    this.#names.add(name);
    return name;
  }
}
