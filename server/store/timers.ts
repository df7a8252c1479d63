import type { Pool, PoolClient } from "pg";
import { PgBoss } from "pg-boss";
import type { Subscription } from "../../engine/vocabulary.ts";
import type { Backend } from "./backend.ts";
import type { Clock } from "./clock.ts";
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

/** A job that its node did not finish is only marked by this: {@link Overdue} fires its timer, and counts the tries. */
const policy = { retentionSeconds, expireInSeconds: 60, retryLimit: 0 };

/** Seconds between pg-boss's own counts of its jobs, which read the whole table. */
const monitorIntervalSeconds = 600;

/** What is due this much later is looked at as well, in case the database's clock is ahead of this node's. */
const skewMs = 2_000;

/** Milliseconds; once, at the first start of this version, over all timers that wait. */
const reorderingMsMax = 3_600_000;

export interface TimerOptions {
  readonly pool: Pool;
  /** What pg-boss writes its statements for. */
  readonly backend: Backend;
  readonly clock: Pick<Clock, "nowMs" | "isPinned">;
  readonly fire: (jobs: readonly TimerJob[]) => Promise<unknown>;
  /** Fires what is due by the rows of timers. */
  readonly fireByRows: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * Timers are pg-boss jobs, written and deleted in the transaction that opens and closes the wait. pg-boss polls no
 * faster than twice a second and does not announce deferred jobs, so this node also keeps an alarm for the earliest
 * time that it knows and fetches at that moment. The database's clock, which all nodes share, says what is due then.
 *
 * pg-boss knows the wall clock only: while time is pinned, what is due is found by rows.
 */
export class Timers {
  readonly #options: TimerOptions;
  readonly #boss: PgBoss;
  /** `ringsAt` is of the clock that only rises: whatever becomes of the wall clock, an alarm rings. */
  #alarm: { timer: NodeJS.Timeout; ringsAt: number } | null = null;
  #fetching: Promise<void> | null = null;
  /** The alarm rang while jobs were fetched; some of them may have come too late for that. */
  #isRungAgain = false;
  #isClosed = false;

  constructor(options: TimerOptions) {
    const { pool, onError } = options;
    this.#options = options;
    this.#boss = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      backend: options.backend,
      schedule: false,
      monitorIntervalSeconds,
    });
    this.#boss.on("error", onError);
  }

  async start(): Promise<void> {
    const { pool } = this.#options;
    await whilePreparing(pool, async (client) => {
      await this.#boss.start();
      await this.#boss.createQueue(queue, policy);
      await this.#boss.updateQueue(queue, policy);
      // Of versions that did not order timers by their time; new ones have 0 for one second of the year 2038 only.
      const reordering = {
        query_timeout: reorderingMsMax,
        text: `update pgboss.job set priority = least(greatest(${latestSeconds} - floor(extract(epoch from start_after)), ${-(2 ** 31)}), ${latestSeconds})
         where name = '${queue}' and priority = 0 and state < 'active' and not blocked`,
      };
      await client.query(reordering);
    });
    this.#ring();
  }

  /** Some that are due by pg-boss may not have been fetched yet. */
  get hasBacklog(): boolean {
    return this.#fetching !== null;
  }

  /** Somebody has set the clock and goes through time by it. */
  get isTimeSet(): boolean {
    return this.#options.clock.isPinned;
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
      priority: priorityOf(dueMs),
    }));
    await this.#boss.insert(queue, jobs, { db });
  }

  /** Deletes a timer whose wait has gone. */
  async forget(subscriptionKey: string): Promise<void> {
    await this.#boss.deleteJob(queue, idOf(subscriptionKey));
  }

  /** Fetches at this instant, unless it does so earlier already. */
  wakeAt(dueMs: number): void {
    this.#wakeIn(dueMs - this.#options.clock.nowMs() + 1);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#alarm) clearTimeout(this.#alarm.timer);
    await this.#fetching;
    await this.#boss.stop({ graceful: false, close: false });
  }

  #wakeIn(ms: number): void {
    // setTimeout counts in 32 bits; a later alarm is set again on the way.
    const delayMs = Math.min(Math.max(ms, 0), 2 ** 30);
    const ringsAt = performance.now() + delayMs;
    if (this.#isClosed || (this.#alarm && this.#alarm.ringsAt <= ringsAt)) return;
    if (this.#alarm) clearTimeout(this.#alarm.timer);
    this.#alarm = { ringsAt, timer: setTimeout(() => this.#ring(), delayMs) };
  }

  #ring(): void {
    this.#alarm = null;
    this.#isRungAgain = this.#fetching !== null;
    this.#fetching ??= this.#fetchDue()
      .catch(this.#options.onError)
      .finally(() => {
        this.#fetching = null;
        // Other nodes' timers, should their node die, those this node does not know of, and a clock that was set.
        this.#wakeIn(this.#isRungAgain ? 0 : pollMs);
      });
  }

  async #fetchDue(): Promise<void> {
    const { clock, fire, fireByRows } = this.#options;
    while (!this.#isClosed) {
      if (clock.isPinned) return fireByRows();
      const began = performance.now();
      const minPriority = priorityOf(clock.nowMs() + skewMs);
      const jobs = await this.#boss.fetch<TimerJob>(queue, { batchSize, minPriority });
      // Fetched again after firing: others have come due meanwhile.
      if (jobs.length === 0) return this.#wakeForNext(began);
      await fire(jobs.map(({ data }) => data));
    }
  }

  /**
   * The alarm holds one time only; the first one after the fetch that began at `fetchedAt` is looked up, whichever node
   * has written it. The database tells how long until then: this node's clock may be ahead of it or behind.
   */
  async #wakeForNext(fetchedAt: number): Promise<void> {
    const { rows } = await this.#options.pool.query<{ inMs: number | null }>({
      name: "next timer",
      text: `with seen as materialized (select now() - $1 * interval '1 ms' as at)
             select (extract(epoch from least(
               (select min(due_at) from millrace.subscription
                where state = 'OPEN' and kind = 'timer' and due_at > (select at from seen)),
               (select min(due_at) from millrace.start_subscription
                where kind = 'timer' and due_at > (select at from seen))) - now()) * 1000)::float8 as "inMs"`,
      values: [performance.now() - fetchedAt],
    });
    const inMs = rows[0]?.inMs;
    if (typeof inMs === "number") this.#wakeIn(Math.ceil(inMs) + 1);
  }
}

/** How long a timer that this node has not heard of may be late. */
const pollMs = 1_000;

/** Epoch seconds that get the lowest and the highest number that Postgres has four bytes for: 2106 and 1970. */
const latestSeconds = 2 ** 31 - 1;

/**
 * pg-boss reads waiting jobs from the highest priority to the lowest one wanted, by an index: earlier due times have
 * higher ones, so a fetch reads what is due and not the million that is not. One step is a second; what is due after
 * 2106 has the lowest.
 */
export const priorityOf = (dueMs: number): number =>
  Math.min(Math.max(latestSeconds - Math.floor(dueMs / 1_000), -(2 ** 31)), latestSeconds);

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
