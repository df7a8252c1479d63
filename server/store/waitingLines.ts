/**
 * Workers that wait for jobs of a type, first come first. News wake the first one only: it looks, and whoever was woken
 * wakes the next when it leaves. So a job costs two looks and not one for each worker, and somebody in the line has
 * always looked after the last news.
 */
export class WaitingLines {
  readonly #lines = new Map<string, Set<Waiter>>();

  join(type: string): Waiter {
    const waiter = new Waiter();
    const line = this.#lines.get(type) ?? new Set();
    this.#lines.set(type, line.add(waiter));
    return waiter;
  }

  /** With jobs, without, aborted or failed: what the one who leaves was told, the next must hear. */
  leave(type: string, waiter: Waiter): void {
    const line = this.#lines.get(type);
    line?.delete(waiter);
    if (line?.size === 0) this.#lines.delete(type);
    if (waiter.wasWoken) this.wake([type]);
  }

  /** There may be jobs of these types; null means of any. */
  wake(types: readonly string[] | null): void {
    for (const type of types ?? this.#lines.keys()) {
      const [first] = this.#lines.get(type) ?? [];
      first?.wake();
    }
  }
}

/** One worker in a line. */
export class Waiter {
  #news = Promise.withResolvers<void>();
  #wasWoken = false;

  get wasWoken(): boolean {
    return this.#wasWoken;
  }

  wake(): void {
    this.#wasWoken = true;
    this.#news.resolve();
  }

  /** Called before each look: what comes from now on, the look may have missed. */
  listen(): void {
    this.#news = Promise.withResolvers();
  }

  /** Resolves at news since {@link listen}, after this many milliseconds, or when the signal aborts. */
  async woken(withinMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = this.#news;
    const timer = setTimeout(resolve, Math.min(withinMs, 2 ** 30));
    const abort = () => resolve();
    signal.addEventListener("abort", abort);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
