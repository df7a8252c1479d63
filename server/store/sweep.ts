import type { Workshop } from "./batch.ts";
import type { Outbox } from "./outbox.ts";
import type { Overdue } from "./overdue.ts";

/** How often a node looks for what a dead one has left. */
const everyMs = 5_000;

/**
 * The safety net: rows are the truth, timer jobs and notifications are hints. Looks for timers that are overdue,
 * whatever became of their jobs, for outbox rows that nobody has carried out, and for messages that have expired.
 */
export class Sweeper {
  readonly #shop: Workshop;
  readonly #outbox: Outbox;
  readonly #overdue: Overdue;
  readonly #onError: (error: unknown) => void;
  #next: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> | null = null;
  #isClosed = false;

  constructor(shop: Workshop, outbox: Outbox, overdue: Overdue, onError: (error: unknown) => void) {
    this.#shop = shop;
    this.#outbox = outbox;
    this.#overdue = overdue;
    this.#onError = onError;
  }

  /**
   * At the start everything that is due counts as left behind: an earlier run may just have been killed. Timers fire in
   * the background, since there may be an hour of them.
   */
  async start(): Promise<void> {
    await this.#outbox.drainLeftOver(0);
    this.#sweepNow(() => this.#overdue.fire({ lateMs: 0, isStart: true }));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#overdue.close();
    if (this.#next) clearTimeout(this.#next);
    await this.#sweeping;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#next = setTimeout(() => this.#sweepNow(() => this.#sweep()), everyMs);
    this.#next.unref();
  }

  #sweepNow(sweep: () => Promise<void>): void {
    this.#sweeping = sweep()
      .catch(this.#onError)
      .finally(() => this.#schedule());
  }

  async #sweep(): Promise<void> {
    await this.#outbox.drainLeftOver();
    await this.#overdue.fire({ lateMs: everyMs });
    await this.#dropExpired();
  }

  async #dropExpired(): Promise<void> {
    const now = new Date(this.#shop.nowMs());
    // Every node does this: rows that another one deletes are skipped, or both could wait for each other.
    await this.#shop.pool.query(
      `delete from millrace.message where key = any(array(
         select key from millrace.message where expires_at <= $1 for update skip locked))`,
      [now],
    );
    // Also those of messages that were never buffered: nothing can ask for them again.
    await this.#shop.pool.query(
      `delete from millrace.message_correlation where (message_key, process_id) in (
         select c.message_key, c.process_id from millrace.message_correlation c
         where not exists (select 1 from millrace.message m where m.key = c.message_key) for update of c skip locked)`,
    );
  }
}
