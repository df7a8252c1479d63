import type { Pool, PoolClient } from "pg";
import { PgBoss } from "pg-boss";
import type { Subscription } from "../../engine/vocabulary.ts";
import { whilePreparing } from "./database.ts";

/**
 * What a timer wakes: a waiting element of an instance, or a start event of a process. Jobs written by older versions
 * do not say when they are due.
 */
export type TimerJob =
  | { kind: "instance"; processInstanceKey: string; subscriptionKey: string; dueMs?: number }
  | { kind: "start"; subscriptionKey: string };

export interface NewTimer {
  readonly job: TimerJob;
  readonly dueMs: number;
}

const queue = "timer";

/** Jobs fetched at once; pg-boss serves some hundred as fast as one. */
const batchSize = 500;

/** pg-boss forgets waiting jobs after two weeks unless told otherwise; a timer may wait for decades. */
const retentionSeconds = 50 * 365 * 86_400;

/** A node that dies with fetched timers gives them back after this. */
const expireInSeconds = 60;

/**
 * Timers are pg-boss jobs, written and deleted in the transaction that opens and closes the wait. pg-boss polls no
 * faster than twice a second and does not announce deferred jobs, so this node also keeps an alarm for the earliest
 * time that it knows and fetches at that moment.
 */
export class Timers {
  readonly #pool: Pool;
  readonly #boss: PgBoss;
  readonly #fire: (jobs: readonly TimerJob[]) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #alarm: { timer: NodeJS.Timeout; dueMs: number } | null = null;
  #fetching: Promise<void> | null = null;
  /** The alarm rang while jobs were fetched; some of them may have come too late for that. */
  #isRungAgain = false;
  #isClosed = false;

  constructor(pool: Pool, fire: (jobs: readonly TimerJob[]) => Promise<void>, onError: (error: unknown) => void) {
    this.#pool = pool;
    this.#boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) }, schedule: false });
    this.#boss.on("error", onError);
    this.#fire = fire;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await whilePreparing(this.#pool, async () => {
      await this.#boss.start();
      await this.#boss.createQueue(queue, { retentionSeconds, expireInSeconds, retryLimit: 1_000, retryDelay: 5 });
    });
    this.wakeAt(Date.now());
  }

  /** Writes new timers and deletes those that are no longer waited for, in the caller's transaction. */
  async write(tx: PoolClient, opened: readonly NewTimer[], closedKeys: readonly string[]): Promise<void> {
    const db = { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) };
    if (closedKeys.length > 0) await this.#boss.deleteJob(queue, closedKeys.map(idOf), { db });
    if (opened.length === 0) return;
    const jobs = opened.map(({ job, dueMs }) => ({
      id: idOf(job.subscriptionKey),
      data: { ...job, dueMs },
      startAfter: new Date(dueMs).toISOString(),
    }));
    await this.#boss.insert(queue, jobs, { db });
  }

  /** Deletes a timer whose wait has gone. */
  async forget(subscriptionKey: string): Promise<void> {
    await this.#boss.deleteJob(queue, idOf(subscriptionKey));
  }

  /** Fetches at this instant, unless an earlier one is set already. */
  wakeAt(dueMs: number): void {
    if (this.#isClosed || (this.#alarm && this.#alarm.dueMs <= dueMs)) return;
    if (this.#alarm) clearTimeout(this.#alarm.timer);
    // setTimeout counts in 32 bits; a later alarm is set again on the way.
    const delayMs = Math.min(Math.max(dueMs - Date.now() + 1, 0), 2 ** 30);
    this.#alarm = { dueMs, timer: setTimeout(() => this.#ring(), delayMs) };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#alarm) clearTimeout(this.#alarm.timer);
    await this.#fetching;
    await this.#boss.stop({ graceful: false, close: false });
  }

  #ring(): void {
    this.#alarm = null;
    this.#isRungAgain = this.#fetching !== null;
    this.#fetching ??= this.#fetchDue()
      .catch(this.#onError)
      .finally(() => {
        this.#fetching = null;
        // Other nodes' timers, should their node die, and those this node does not know of.
        this.wakeAt(Date.now() + (this.#isRungAgain ? 0 : pollMs));
      });
  }

  async #fetchDue(): Promise<void> {
    for (;;) {
      const jobs = await this.#boss.fetch<TimerJob>(queue, { batchSize });
      if (jobs.length > 0) await this.#fire(jobs.map(({ data }) => data));
      if (this.#isClosed) return;
      if (jobs.length < batchSize) return this.#wakeForNext();
    }
  }

  /** The alarm holds one time only; the next one is looked up, whichever node has written it. */
  async #wakeForNext(): Promise<void> {
    const { rows } = await this.#pool.query<{ due: Date | null }>({
      name: "next timer",
      text: `select least(
               (select min(due_at) from millrace.subscription where state = 'OPEN' and kind = 'timer' and due_at > $1),
               (select min(due_at) from millrace.start_subscription where due_at > $1)) as due`,
      values: [new Date()],
    });
    const due = rows[0]?.due;
    if (due) this.wakeAt(due.getTime());
  }
}

/** How long a timer that this node has not heard of may be late. */
const pollMs = 1_000;

/** The key as a UUID, so that the job is found by its subscription without another column. */
function idOf(subscriptionKey: string): string {
  const hex = BigInt(subscriptionKey).toString(16).padStart(16, "0");
  return `00000000-0000-8000-${hex.slice(0, 4)}-${hex.slice(4)}`;
}

/** The timers among subscriptions that were opened. */
export function newTimers(processInstanceKey: string, opened: readonly Subscription[]): NewTimer[] {
  return opened.flatMap(({ subscriptionKey, wait }) =>
    wait.kind === "timer"
      ? [{ job: { kind: "instance" as const, processInstanceKey, subscriptionKey }, dueMs: wait.dueMs }]
      : [],
  );
}
