import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { nextOfCycle } from "../../engine/triggers/time.ts";
import type { Workshop } from "./batch.ts";
import type { Clock } from "./clock.ts";
import type { About } from "./log.ts";
import type { TimerJob } from "./timers.ts";

/** What became of a timer: `failed` is a defect, `unavailable` a database that was lost or refused for now. */
export type Fired = "fired" | "failed" | "unavailable";

/** Timers looked up at once. */
const timersMax = 1_000;

/** Timers that were begun this often are the likely cause of it: they wait for a person. */
const attemptsMax = 3;

/** Seconds after which a job that a node has fetched was left behind by it. */
const inHandSeconds = 10;

/** How long somebody who sets the time waits for what is due then; what is left fires in the background. */
const catchUpMaxMs = 30_000;

/** Milliseconds until somebody who waits for another node looks again. */
const lockPauseMs = 50;

/** Two numbers: the space of locks by one, that of messages and deployments, is another one. */
const lockKey = "7325, 1";

interface OverdueRow {
  kind: TimerJob["kind"];
  instance: string;
  subscription: string;
  due: Date;
  cycle: string | null;
  repetitions: number | null;
  /** How often it was begun here and never came to an end. */
  attempts: number;
}

/** What is looked for. */
interface Search {
  /** Due this long ago. */
  readonly lateMs: number;
  /** Nobody can be at it: nodes begin by this, and an earlier run may just have been killed. */
  readonly isStart?: boolean;
}

/**
 * Fires timers that are due by their rows, whatever became of their jobs, in the order of their times. One node at a
 * time does. Each try is counted before it begins: a timer that ends its process would otherwise do so for ever.
 */
export class Overdue {
  readonly #shop: Workshop;
  readonly #clock: Pick<Clock, "isPinned">;
  readonly #fire: (jobs: readonly TimerJob[]) => Promise<readonly Fired[]>;
  readonly #onError: (error: unknown, about: About) => void;
  #isClosed = false;

  constructor(
    shop: Workshop,
    clock: Pick<Clock, "isPinned">,
    fire: (jobs: readonly TimerJob[]) => Promise<readonly Fired[]>,
    onError: (error: unknown, about: About) => void,
  ) {
    this.#shop = shop;
    this.#clock = clock;
    this.#fire = fire;
    this.#onError = onError;
  }

  /** Fires what is overdue, unless another node does. */
  async fire(search: Search): Promise<void> {
    await this.#alone(() => this.#fireAll(search));
  }

  /** As {@link fire}, after another node has; `settle` awaits what they cause, which may be due as well. */
  async catchUp(settle: () => Promise<void>): Promise<void> {
    const untilMs = performance.now() + catchUpMaxMs;
    const rounds = async () => {
      while ((await this.#fireAll({ lateMs: 0, isStart: true }, untilMs)) > 0 && performance.now() < untilMs)
        await settle();
    };
    while (!(await this.#alone(rounds)) && performance.now() < untilMs) await pause(lockPauseMs);
  }

  close(): void {
    this.#isClosed = true;
  }

  /**
   * With a lock that ends with this process; a transaction for so long would keep rows from being cleaned up. Answers
   * false when another node has it.
   */
  async #alone(work: () => Promise<unknown>): Promise<boolean> {
    const client = await this.#shop.pool.connect();
    try {
      const { rows } = await client.query<{ isOurs: boolean }>(`select pg_try_advisory_lock(${lockKey}) as "isOurs"`);
      const isOurs = rows[0]?.isOurs === true;
      if (isOurs) await work();
      return isOurs;
    } finally {
      await unlock(client);
    }
  }

  /** Answers how many were begun. */
  async #fireAll(search: Search, untilMs = Number.POSITIVE_INFINITY): Promise<number> {
    await this.#dropEnded();
    const begun = new Set<string>();
    while (!this.#isClosed && performance.now() < untilMs) {
      const found = (await this.#find(search)).filter(({ subscription }) => !begun.has(subscription));
      if (found.length === 0) break;
      const next = beforeNextOfCycle(found);
      for (const { subscription } of next) begun.add(subscription);
      await this.#fireCounted(next.filter(({ attempts }) => attempts === 0));
      // Whatever has ended its process among others is tried alone, so that the others do not share its count.
      for (const row of next)
        if (row.attempts >= attemptsMax) await this.#putAside(row);
        else if (row.attempts > 0) await this.#fireCounted([row]);
    }
    return begun.size;
  }

  /**
   * The oldest first. Left to pg-boss, which knows only the wall clock, is what its fetch is about to bring, and what a
   * node is about to fire. Looked up row by row: joined, the database may read all of pg-boss's jobs.
   */
  async #find({ lateMs, isStart = false }: Search): Promise<OverdueRow[]> {
    const before = new Date(this.#shop.nowMs() - lateMs);
    const isByBoss = !this.#clock.isPinned;
    const { rows } = await this.#shop.pool.query<OverdueRow>(
      `select o.*, coalesce(a.attempts, 0) as attempts from (
         (select 'instance' as kind, process_instance_key as instance, key as subscription, due_at as due, cycle, repetitions
          from millrace.subscription s where state = 'OPEN' and kind = 'timer' and due_at <= $1
            and not ${isAside("s.process_instance_key", "s.key")} and not ${isInHand("s.key")}
          order by due_at limit ${timersMax})
         union all
         (select 'start', 0, key, due_at, cycle, repetitions
          from millrace.start_subscription s where kind = 'timer' and due_at <= $1
            and not ${isAside("0", "s.key")} and not ${isInHand("s.key")}
          order by due_at limit ${timersMax})) o
       left join millrace.timer_attempt a on a.process_instance_key = o.instance and a.subscription_key = o.subscription
       order by o.due, o.subscription limit ${timersMax}`,
      [before, isByBoss && this.#shop.timers.hasBacklog, isByBoss && !isStart],
    );
    return rows;
  }

  async #fireCounted(rows: readonly OverdueRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#count(rows);
    const fired = await this.#fire(rows.map(jobOf));
    const ended = rows.filter((_, at) => fired[at] !== "failed");
    await this.#shop.pool.query(
      `delete from millrace.timer_attempt where (process_instance_key, subscription_key) in
         (select * from unnest($1::bigint[], $2::bigint[]))`,
      keysOf(ended),
    );
  }

  async #count(rows: readonly OverdueRow[]): Promise<void> {
    await this.#shop.pool.query(
      `insert into millrace.timer_attempt as a (process_instance_key, subscription_key, attempts)
       select instance, subscription, 1 from unnest($1::bigint[], $2::bigint[]) as u(instance, subscription)
       on conflict (process_instance_key, subscription_key) do update set attempts = a.attempts + 1`,
      keysOf(rows),
    );
  }

  async #putAside({ instance, subscription }: OverdueRow): Promise<void> {
    const defect = `It was begun ${attemptsMax} times and never came to an end`;
    await this.#shop.pool.query(
      "update millrace.timer_attempt set defect = $3 where process_instance_key = $1 and subscription_key = $2",
      [instance, subscription, defect],
    );
    await this.#shop.timers.forget(subscription);
    this.#onError(new Error(`Timer ${subscription} is put aside: ${defect}`), {
      subscriptionKey: subscription,
      ...(instance === "0" ? {} : { processInstanceKey: instance }),
    });
  }

  /** Counts of timers that nobody waits for any more: their element has gone on or ended. */
  async #dropEnded(): Promise<void> {
    await this.#shop.pool.query(
      `delete from millrace.timer_attempt a where
         not exists (select from millrace.subscription s where s.process_instance_key = a.process_instance_key
                       and s.key = a.subscription_key and s.state = 'OPEN')
         and not exists (select from millrace.start_subscription s where s.key = a.subscription_key)`,
    );
  }
}

const isAside = (instance: string, subscription: string) => `exists (select from millrace.timer_attempt a
  where a.process_instance_key = ${instance} and a.subscription_key = ${subscription} and a.defect is not null)`;

/** The job's id is its subscription's key (`idOf`). */
const isInHand = (subscription: string) => `coalesce((
  select case when j.state < 'active' then $2::boolean and j.start_after <= now()
              else j.state = 'active' and $3::boolean and j.started_on > now() - interval '${inHandSeconds} s' end
  from pgboss.job j where j.name = 'timer'
    and j.id = (select ('00000000-0000-8000-' || substr(hex, 1, 4) || '-' || substr(hex, 5))::uuid
                from lpad(to_hex(${subscription}), 16, '0') as hex)), false)`;

/** A cycle's next time may come before others that are due; those wait until it has fired. */
function beforeNextOfCycle(rows: readonly OverdueRow[]): OverdueRow[] {
  let untilMs = Number.POSITIVE_INFINITY;
  const until = rows.findIndex(({ due, cycle, repetitions }) => {
    const dueMs = due.getTime();
    if (dueMs > untilMs) return true;
    const next = nextOfCycle({ kind: "timer", dueMs, cycle, repetitions });
    if (next?.ok) untilMs = Math.min(untilMs, next.value.dueMs);
    return false;
  });
  return until < 0 ? [...rows] : rows.slice(0, until);
}

const jobOf = ({ kind, instance, subscription, due }: OverdueRow): TimerJob =>
  kind === "start"
    ? { kind, subscriptionKey: subscription }
    : { kind, processInstanceKey: instance, subscriptionKey: subscription, dueMs: due.getTime() };

const keysOf = (rows: readonly OverdueRow[]) => [
  rows.map(({ instance }) => instance),
  rows.map(({ subscription }) => subscription),
];

/** A connection that does not answer any more has lost its lock with its session; it is not used again. */
async function unlock(client: PoolClient): Promise<void> {
  // All: that of another node is not among them, and to let go of none is no warning then.
  const failure = await client.query("select pg_advisory_unlock_all()").then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  client.release(failure);
}
