import type { Pool } from "pg";
import type { Variables } from "../../engine/feel/values.ts";
import { type AskedTask, askedTasks } from "./askedTasks.ts";
import type { Clock } from "./clock.ts";
import { Refused } from "./failures.ts";
import type { Waiting } from "./handOver.ts";
import type { Hub } from "./hub.ts";
import {
  extendLock,
  type Found,
  giveBackJobs,
  type LockedJob,
  lockedJobs,
  lockJobs,
  readyDueJobs,
  variablesOf,
} from "./jobLocks.ts";
import type { Observer } from "./observer.ts";
import { Waiter, type WaitingLine, WaitingLines } from "./waitingLines.ts";

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

export interface ActivatedJob extends LockedJob {
  readonly variables: Variables;
  /** Of a task listener: the task that it is asked about. */
  readonly userTask: AskedTask | null;
}

/** The workers that asked for jobs lately, for the operations pages. */
const workerSeenMs = 60_000;

/** Names kept of workers; callers may send a new one with every request. The longest unseen leave first. */
const workersMax = 1_000;

/** Jobs locked by one statement, which holds up the other workers of its line: some 20 ms. */
const jobsPerLookMax = 2_000;

/** Others make the jobs ready that are due, or have taken what the news told of: soon there is something to see. */
const busyMs = 50;
const takenMs = 1_000;

type Line = WaitingLine<ActivatedJob>;
type Worker = Waiter<ActivatedJob>;

/** A worker that was taken out of its line for jobs that a batch creates. */
export interface Reserved {
  readonly waiter: Worker;
  readonly worker: string;
  readonly lockMs: number;
  readonly jobsMax: number;
  readonly jobs: { readonly processInstanceKey: string; readonly key: string }[];
  /** It waits again: the batch was rolled back, as far as anybody knows. */
  isReleased: boolean;
}

/** A worker and what it gets. */
interface Delivery {
  readonly worker: Worker;
  readonly jobs: readonly LockedJob[];
}

/** Where workers get their jobs. A lock is a lease on the row: it needs no command and no journal. */
export class JobDesk implements Waiting {
  readonly #pool: Pool;
  readonly #hub: Hub;
  readonly #clock: Pick<Clock, "nowMs" | "isPinned">;
  readonly #observer: Observer;
  readonly #lines = new WaitingLines<ActivatedJob>((line) => void this.#look(line));
  readonly #seen = new Map<string, number>();

  constructor(pool: Pool, hub: Hub, clock: Pick<Clock, "nowMs" | "isPinned">, observer: Observer) {
    this.#pool = pool;
    this.#hub = hub;
    this.#clock = clock;
    this.#observer = observer;
    hub.onChange(({ jobTypes }) => this.#lines.news(jobTypes));
  }

  /** Names of workers that asked within the last minute, here. */
  workers(): string[] {
    const now = performance.now();
    for (const [worker, at] of this.#seen) if (at < now - workerSeenMs) this.#seen.delete(worker);
    return [...this.#seen.keys()].sort();
  }

  /** Locks and answers available jobs, the most urgent first, then the oldest; waits for one when there is none. */
  async activate(activation: Activation): Promise<ActivatedJob[]> {
    if (activation.signal.aborted) return [];
    this.#see(activation.worker);
    return this.#lines.wait(new Waiter(activation));
  }

  reserve(type: string): Reserved | null {
    const waiter = this.#lines.reserve(type);
    if (!waiter) return null;
    const { worker, jobsMax, lockMs } = waiter.activation;
    return { waiter, worker, jobsMax, lockMs, jobs: [], isReleased: false };
  }

  deliver(reserved: readonly Reserved[]): void {
    if (reserved.length > 0) void this.#handOver(reserved);
  }

  release(reserved: readonly Reserved[]): void {
    for (const one of reserved.toReversed()) {
      one.isReleased = true;
      this.#lines.rejoin(one.waiter);
    }
  }

  async #handOver(reserved: readonly Reserved[]): Promise<void> {
    try {
      const rows = await lockedJobs(
        this.#pool,
        reserved.flatMap(({ jobs }) => jobs),
      );
      const found = new Map(rows.map((row) => [row.key, row]));
      const given = reserved.map(({ waiter, jobs, isReleased }) => {
        return { worker: waiter, isReleased, jobs: jobs.flatMap(({ key }) => found.get(key) ?? []) };
      });
      for (const { type } of rows) this.#observer.activated(type, 0);
      this.#deliverAll(given.filter(({ isReleased }) => !isReleased));
      await this.#giveBack(given.filter(({ isReleased }) => isReleased).flatMap(({ jobs }) => jobs));
    } catch (error) {
      // Those who were released wait in their line again.
      for (const { waiter, isReleased } of reserved) if (!isReleased) waiter.fail(error);
    }
  }

  /** Locks a job for its worker until this many milliseconds from now; 0 gives it back. */
  async extendLock(jobKey: string, lockMs: number): Promise<void> {
    const now = this.#clock.nowMs();
    const job = await extendLock(this.#pool, jobKey, new Date(now + lockMs), new Date(now));
    if (!job) throw new Refused("JOB_NOT_FOUND", `Expected a job with key ${jobKey} that a worker has, found none`);
    if (job.isEarlier) this.#tell(job.type);
  }

  #see(worker: string): void {
    this.#seen.delete(worker);
    this.#seen.set(worker, performance.now());
    const [longestUnseen] = this.#seen.keys();
    if (this.#seen.size > workersMax && longestUnseen !== undefined) this.#seen.delete(longestUnseen);
  }

  /** One look at a time in each line: workers that come meanwhile are served together by the next. */
  async #look(line: Line): Promise<void> {
    if (line.isLooking) return;
    line.isLooking = true;
    line.hush();
    while (line.mustLook && line.waiters.size > 0) await this.#lookOnce(line);
    line.isLooking = false;
    this.#lines.forgetEmpty(line);
  }

  async #lookOnce(line: Line): Promise<void> {
    const { hasNews } = line;
    line.begin();
    const now = new Date(this.#clock.nowMs());
    const asked = workersFor(line);
    const shares = asked.map(({ activation: { worker, lockMs, jobsMax } }) => {
      return { worker, jobsMax, deadline: new Date(now.getTime() + lockMs) };
    });
    const found = await lockJobs(this.#pool, line.type, shares, now).catch((error: unknown) => {
      for (const worker of asked) {
        worker.fail(error);
        this.#lines.leave(worker);
      }
      line.mustLook = true;
      return null;
    });
    if (!found) return;
    this.#answer(line, asked, found, now);
    // Workers that have been answered have their jobs, whatever becomes of the next question.
    const isMore = await this.#isMore(line, asked, found, now).catch(() => true);
    if (isMore) line.mustLook = true;
    else this.#rest(line, asked, quietMs(found, hasNews, now));
  }

  /** As many as were asked for were found, or some are due: then there may be others. */
  async #isMore({ type }: Line, asked: readonly Worker[], { jobs, nextAt }: Found, now: Date): Promise<boolean> {
    const isDue = nextAt !== null && nextAt <= now;
    const readied = isDue ? await readyDueJobs(this.#pool, type, now) : 0;
    return readied > 0 || jobs.length >= jobsFor(asked);
  }

  /** Nothing is available now: who has waited long enough leaves without, the others wait for news. */
  #rest(line: Line, asked: readonly Worker[], quietMs: number): void {
    for (const worker of asked) if (worker.isOver && !worker.isAsked) this.#lines.leave(worker);
    if (line.isAskedAtOnce) line.mustLook = true;
    else line.ringIn(quietMs, () => this.#lines.rouse(line));
  }

  /** Gives everybody what was found for them. */
  #answer(line: Line, asked: readonly Worker[], { jobs }: Found, now: Date): void {
    for (const { since } of jobs) this.#observer.activated(line.type, (now.getTime() - since.getTime()) / 1_000);
    const found = Map.groupBy(jobs, ({ share }) => share);
    const deliveries = asked.flatMap((worker, share): Delivery[] => {
      const its = found.get(share);
      worker.isAsked = false;
      if (its) this.#lines.take(worker);
      return its ? [{ worker, jobs: its }] : [];
    });
    this.#deliverAll(deliveries);
  }

  /** Mostly all want the same variables. */
  #deliverAll(deliveries: readonly Delivery[]): void {
    const groups = Map.groupBy(deliveries, ({ worker }) => JSON.stringify(worker.activation.variableNames));
    for (const group of groups.values()) void this.#deliver(group);
  }

  async #deliver(deliveries: readonly Delivery[]): Promise<void> {
    const jobs = deliveries.flatMap((delivery) => delivery.jobs);
    try {
      const names = deliveries[0]?.worker.activation.variableNames ?? null;
      const [variables, tasks] = await Promise.all([variablesOf(this.#pool, jobs, names), this.#tasksOf(jobs)]);
      const whole = (job: LockedJob): ActivatedJob => {
        return { ...job, variables: variables.get(job.key) ?? {}, userTask: tasks.get(job.key) ?? null };
      };
      const gone = deliveries.filter(({ worker }) => worker.hasGone);
      for (const { worker, jobs: its } of deliveries) worker.give(its.map(whole));
      await this.#giveBack(gone.flatMap((delivery) => delivery.jobs));
    } catch (error) {
      for (const { worker } of deliveries) worker.fail(error);
    }
  }

  #tasksOf(jobs: readonly LockedJob[]): Promise<ReadonlyMap<string, AskedTask>> {
    return askedTasks(
      this.#pool,
      jobs.filter(({ kind }) => kind === "TASK_LISTENER"),
    );
  }

  /** The worker went while jobs were locked for it: others may have them at once. */
  async #giveBack(jobs: readonly LockedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await giveBackJobs(this.#pool, jobs, new Date(this.#clock.nowMs()));
    for (const type of new Set(jobs.map((job) => job.type))) this.#tell(type);
  }

  /** Workers that wait look again: a job has become available earlier than they know. */
  #tell(type: string): void {
    this.#hub.tell({ instances: [], jobTypes: [type], definitions: false });
  }
}

/** The first ones in the line, as long as one look can serve them. */
function workersFor(line: Line): Worker[] {
  const asked: Worker[] = [];
  for (const worker of line.waiters) {
    if (asked.length > 0 && jobsFor(asked) + worker.activation.jobsMax > jobsPerLookMax) break;
    worker.isAsked = true;
    asked.push(worker);
  }
  return asked;
}

const jobsFor = (workers: readonly Worker[]) => workers.reduce((sum, { activation }) => sum + activation.jobsMax, 0);

/** How long to wait until a look may find more: for the next lock or delay that runs out, or for what others do. */
function quietMs({ jobs, nextAt }: Found, hasNews: boolean, now: Date): number {
  const ends = [nextAt, ...jobs.map(({ deadline }) => deadline)].flatMap((at) => (at ? [at.getTime()] : []));
  const nextMs = Math.min(...ends) - now.getTime() + 1;
  return Math.min(Math.max(nextMs, busyMs), hasNews && jobs.length === 0 ? takenMs : Number.MAX_SAFE_INTEGER);
}
