import type { Workshop } from "./batch.ts";
import type { Outbox } from "./outbox.ts";
import type { TimerJob } from "./timers.ts";

/** How often a node looks for what a dead one has left. */
const everyMs = 5_000;

/** Timers looked up at once. */
const timersMax = 1_000;

/**
 * The safety net: rows are the truth, timer jobs and notifications are hints. Looks for timers that are overdue,
 * whatever became of their jobs, for outbox rows that nobody has carried out, and for messages that have expired.
 */
export class Sweeper {
  readonly #shop: Workshop;
  readonly #outbox: Outbox;
  readonly #fire: (jobs: readonly TimerJob[]) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #next: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> | null = null;
  #isClosed = false;

  constructor(
    shop: Workshop,
    outbox: Outbox,
    fire: (jobs: readonly TimerJob[]) => Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.#shop = shop;
    this.#outbox = outbox;
    this.#fire = fire;
    this.#onError = onError;
  }

  /** At the start everything that is due counts as left behind: an earlier run may just have been killed. */
  async start(): Promise<void> {
    await this.#outbox.drainLeftOver(0);
    await this.#fireOverdue(0);
    this.#schedule();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#next) clearTimeout(this.#next);
    await this.#sweeping;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#next = setTimeout(() => {
      this.#sweeping = this.#sweep()
        .catch(this.#onError)
        .finally(() => this.#schedule());
    }, everyMs);
    this.#next.unref();
  }

  async #sweep(): Promise<void> {
    await this.#outbox.drainLeftOver();
    await this.#fireOverdue(everyMs);
    await this.#dropExpired();
  }

  async #fireOverdue(lateMs: number): Promise<void> {
    const before = new Date(this.#shop.nowMs() - lateMs);
    const { rows } = await this.#shop.pool.query<{
      kind: TimerJob["kind"];
      instance: string;
      subscription: string;
      due: Date;
    }>(
      `(select 'instance' as kind, process_instance_key as instance, key as subscription, due_at as due
        from millrace.subscription
        where state = 'OPEN' and kind = 'timer' and due_at <= $1 order by due_at limit ${timersMax})
       union all
       (select 'start', 0, key, due_at from millrace.start_subscription where kind = 'timer' and due_at <= $1 limit ${timersMax})`,
      [before],
    );
    await this.#fire(
      rows.map(({ kind, instance, subscription, due }) =>
        kind === "start"
          ? { kind, subscriptionKey: subscription }
          : { kind, processInstanceKey: instance, subscriptionKey: subscription, dueMs: due.getTime() },
      ),
    );
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
