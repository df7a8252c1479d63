import type { Pool } from "pg";
import type { Variables } from "../../engine/feel/values.ts";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { JobKind } from "../../engine/vocabulary.ts";
import { type AskedTask, askedTasks } from "./askedTasks.ts";
import type { Clock } from "./clock.ts";
import { Refused } from "./failures.ts";
import type { Hub } from "./hub.ts";
import type { Observer } from "./observer.ts";
import { type Waiter, WaitingLines } from "./waitingLines.ts";

/** A worker asks for jobs. */
export interface Activation {
  readonly type: string;
  readonly worker: string;
  /** How long the jobs are the worker's, in milliseconds; then others may have them. */
  readonly lockMs: number;
  readonly jobsMax: number;
  /** Null gives all variables that the job sees. */
  readonly variableNames: readonly string[] | null;
  /** How long to wait for the first job, in milliseconds; 0 answers at once. */
  readonly waitMs: number;
  /** Aborted when the worker has gone: no job is locked for it then. */
  readonly signal: AbortSignal;
}

export interface ActivatedJob {
  readonly key: string;
  readonly type: string;
  readonly kind: JobKind;
  /** Of a listener: START, END, CREATING, ASSIGNING, UPDATING or COMPLETING. */
  readonly listenerEvent: string | null;
  readonly processInstanceKey: string;
  /** The outermost instance of those that call each other. */
  readonly rootProcessInstanceKey: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly version: number;
  readonly elementId: string;
  readonly elementKey: string;
  readonly headers: string;
  readonly retries: number;
  readonly deadline: Date;
  readonly tags: string[];
  readonly variables: Variables;
  /** Of a task listener: the task that it is asked about. */
  readonly userTask: AskedTask | null;
}

/** The workers that asked for jobs lately, for the operations pages. */
const workerSeenMs = 60_000;

/** Names kept of workers; callers may send a new one with every request. The longest unseen leave first. */
const workersMax = 1_000;

/** Where workers get their jobs. A lock is a lease on the row: it needs no command and no journal. */
export class JobDesk {
  readonly #pool: Pool;
  readonly #hub: Hub;
  readonly #clock: Pick<Clock, "nowMs" | "isPinned">;
  readonly #observer: Observer;
  readonly #lines = new WaitingLines();
  readonly #seen = new Map<string, number>();

  constructor(pool: Pool, hub: Hub, clock: Pick<Clock, "nowMs" | "isPinned">, observer: Observer) {
    this.#pool = pool;
    this.#hub = hub;
    this.#clock = clock;
    this.#observer = observer;
    hub.onChange(({ jobTypes }) => this.#lines.wake(jobTypes));
  }

  /** Names of workers that asked within the last minute, here. */
  workers(): string[] {
    const now = performance.now();
    for (const [worker, at] of this.#seen) if (at < now - workerSeenMs) this.#seen.delete(worker);
    return [...this.#seen.keys()].sort();
  }

  /** Locks and answers available jobs, the longest available first; waits for one when there is none. */
  async activate(activation: Activation): Promise<ActivatedJob[]> {
    const waiter = this.#lines.join(activation.type);
    try {
      return await this.#wait(activation, waiter);
    } finally {
      this.#lines.leave(activation.type, waiter);
    }
  }

  async #wait(activation: Activation, waiter: Waiter): Promise<ActivatedJob[]> {
    const { type, worker, waitMs, signal } = activation;
    // Patience is no business of a pinned clock.
    const untilMs = performance.now() + waitMs;
    for (;;) {
      if (signal.aborted) return [];
      this.#see(worker);
      // Listens before it looks, or a job that comes in between would wait for the next look.
      waiter.listen();
      const jobs = await this.#lock(activation);
      if (signal.aborted) return this.#giveBack(type, jobs);
      const leftMs = untilMs - performance.now();
      if (jobs.length > 0 || leftMs <= 0) return jobs;
      await waiter.woken(Math.min(leftMs, await this.#untilAvailableMs(type)), signal);
    }
  }

  #see(worker: string): void {
    this.#seen.delete(worker);
    this.#seen.set(worker, performance.now());
    const [longestUnseen] = this.#seen.keys();
    if (this.#seen.size > workersMax && longestUnseen !== undefined) this.#seen.delete(longestUnseen);
  }

  /** Locks a job for its worker until this many milliseconds from now; 0 gives it back. */
  async extendLock(jobKey: string, lockMs: number): Promise<void> {
    const now = this.#clock.nowMs();
    const { rows } = await this.#pool.query<{ type: string; isEarlier: boolean }>(
      `update millrace.job j set available_at = $3, deadline = $3, updated_at = $4
       from (select process_instance_key, key, deadline from millrace.job
             where process_instance_key = $1 and key = $2 and available_at is not null and deadline is not null
             for update) was
       where j.process_instance_key = was.process_instance_key and j.key = was.key
       returning j.type, was.deadline > $3 as "isEarlier"`,
      [instanceKeyOf(jobKey), jobKey, new Date(now + lockMs), new Date(now)],
    );
    const [job] = rows;
    if (!job) throw new Refused("JOB_NOT_FOUND", `Expected a job with key ${jobKey} that a worker has, found none`);
    if (job.isEarlier) await this.#tell(job.type);
  }

  /** The worker went while jobs were locked for it: others may have them at once. */
  async #giveBack(type: string, jobs: readonly ActivatedJob[]): Promise<[]> {
    if (jobs.length === 0) return [];
    await this.#pool.query(
      `update millrace.job j set available_at = $3, deadline = null, worker = null
       from unnest($1::bigint[], $2::bigint[], $4::timestamptz[]) as u(instance, job, deadline)
       where j.process_instance_key = u.instance and j.key = u.job and j.deadline = u.deadline
         and j.available_at is not null`,
      [
        jobs.map((job) => job.processInstanceKey),
        jobs.map((job) => job.key),
        new Date(this.#clock.nowMs()),
        jobs.map((job) => job.deadline),
      ],
    );
    await this.#tell(type);
    return [];
  }

  /** Workers that wait look again: a job has become available earlier than they know. */
  async #tell(type: string): Promise<void> {
    const change = { instances: [], jobTypes: [type], definitions: false };
    await this.#hub.notify(this.#pool, change);
    this.#hub.emit(change);
  }

  async #lock({ type, worker, lockMs, jobsMax, variableNames }: Activation): Promise<ActivatedJob[]> {
    const now = new Date(this.#clock.nowMs());
    const deadline = new Date(now.getTime() + lockMs);
    const { rows } = await this.#pool.query<Omit<ActivatedJob, "variables" | "userTask"> & { since: Date }>({
      name: "lock jobs",
      text: `with picked as (
               select process_instance_key, key, available_at from millrace.job
               where type = $1 and available_at <= $2 order by available_at limit $3 for update skip locked),
             locked as (
               update millrace.job j set available_at = $4, deadline = $4, worker = $5, updated_at = $2
               from picked p where j.process_instance_key = p.process_instance_key and j.key = p.key returning j.*, p.available_at as since)
             select j.key, j.type, j.kind, j.listener_event as "listenerEvent", j.process_instance_key as "processInstanceKey",
                    i.root_key as "rootProcessInstanceKey", i.definition_key as "definitionKey",
                    i.process_id as "processId", i.version, j.element_id as "elementId", j.element_key as "elementKey",
                    j.headers, j.retries, j.deadline, i.tags, j.since
             from locked j join millrace.process_instance i on i.key = j.process_instance_key order by j.created_at, j.key`,
      values: [type, now, jobsMax, deadline, worker],
    });
    for (const { since } of rows) this.#observer.activated(type, (now.getTime() - since.getTime()) / 1_000);
    const variables = await this.#variablesOf(rows, variableNames);
    const asked = rows.filter(({ kind }) => kind === "TASK_LISTENER");
    const tasks = await askedTasks(this.#pool, asked);
    return rows.map(({ since, ...row }) => ({
      ...row,
      variables: variables.get(row.key) ?? {},
      userTask: tasks.get(row.key) ?? null,
    }));
  }

  /**
   * What each job sees: the variables of its scopes, the inner one before the outer. `offset 0` keeps the look-up of a
   * scope apart: joined, it became a look through all variables of the instance for every job.
   */
  async #variablesOf(
    jobs: readonly { key: string; processInstanceKey: string }[],
    names: readonly string[] | null,
  ): Promise<Map<string, Variables>> {
    const seen = new Map<string, Variables>();
    if (jobs.length === 0) return seen;
    const { rows } = await this.#pool.query<{ key: string; name: string; value: string }>({
      name: "variables of jobs",
      text: `select j.key, v.name, v.value
             from unnest($1::bigint[], $2::bigint[]) as u(instance, job)
             join millrace.job j on j.process_instance_key = u.instance and j.key = u.job
             cross join unnest(j.scope_keys) with ordinality as s(scope, place)
             cross join lateral (
               select key, name, value from millrace.variable
               where process_instance_key = u.instance and scope_key = s.scope offset 0) v
             where $3::text[] is null or v.name = any($3)
             order by s.place desc, v.key`,
      values: [jobs.map((job) => job.processInstanceKey), jobs.map((job) => job.key), names],
    });
    for (const { key, name, value } of rows) {
      const variables = seen.get(key) ?? {};
      variables[name] = JSON.parse(value);
      seen.set(key, variables);
    }
    return seen;
  }

  /** How long until a locked or delayed job of this type is available again. */
  async #untilAvailableMs(type: string): Promise<number> {
    // Whoever sets the clock wakes everybody; until then no lock and no delay comes to its end.
    if (this.#clock.isPinned) return Number.MAX_SAFE_INTEGER;
    const { rows } = await this.#pool.query<{ at: Date | null }>({
      name: "next available job",
      text: "select min(available_at) as at from millrace.job where type = $1 and available_at is not null",
      values: [type],
    });
    const at = rows[0]?.at;
    return at ? Math.max(1, at.getTime() - this.#clock.nowMs() + 1) : Number.MAX_SAFE_INTEGER;
  }
}
