import type { Pool, PoolConfig } from "pg";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { Command, Event } from "../../engine/vocabulary.ts";
import { type Backend, layoutOf } from "./backend.ts";
import type { Workshop } from "./batch.ts";
import { Clock } from "./clock.ts";
import { type Evaluated, type Evaluation, evaluateConditionals } from "./conditionals.ts";
import { isLostConnection, isTransient, openDatabase } from "./database.ts";
import { Decisions } from "./decisions/decisions.ts";
import { DecisionDesk } from "./decisions/evaluations.ts";
import { type Deployment, deploy, type Resource } from "./deploy.ts";
import { Refused, refusedBy } from "./failures.ts";
import { HistoryKeeper } from "./history/keeper.ts";
import { type Layout, layOut } from "./history/layout.ts";
import { Hub } from "./hub.ts";
import { type ActivatedJob, type Activation, JobDesk } from "./jobs.ts";
import { KeySource } from "./keys.ts";
import { type About, aboutOrder, type Log, logError } from "./log.ts";
import { Models } from "./models.ts";
import { guarded, type Observer, type PoolReading, type Readings, silent } from "./observer.ts";
import type { NewInstance, Outcome } from "./order.ts";
import { patiently } from "./outage.ts";
import { Outbox } from "./outbox.ts";
import { type Fired, Overdue } from "./overdue.ts";
import { correlate, type Publication, type Published, publish } from "./publish.ts";
import { Queue } from "./queue.ts";
import { openReading, type Reading } from "./reading.ts";
import { broadcastSignal, type Signal } from "./signals.ts";
import { fireStart } from "./starts.ts";
import { StateCache } from "./stateCache.ts";
import { Sweeper } from "./sweep.ts";
import { type TimerJob, Timers } from "./timers.ts";
import { hasEnded, type Patience, type TransitionEnd, transitionEnd, waitFor } from "./waiting.ts";

export interface StoreOptions {
  readonly connection: PoolConfig;
  /** Where defects and lost connections are told. */
  readonly log: Log;
  /** Epoch milliseconds; the wall clock unless a test gives its own. */
  readonly nowMs?: () => number;
  /** The kind of Postgres that it is; an ordinary one unless given. */
  readonly backend?: Backend;
  /** How instances' tables lie there; as its kind wants unless given. */
  readonly layout?: Layout;
  /** Is told what happens; nobody unless given. */
  readonly observer?: Observer;
}

/** What a committed command did. */
export interface Done {
  readonly events: readonly Event[];
  readonly isEnded: boolean;
  /** Counts the commands of the instance, from 1. */
  readonly revision: number;
}

/**
 * Everything that is durable: process instances and their commands, deployments, messages, jobs, timers. One per
 * server; any number of servers share a database. Refusals are thrown as `Refused`.
 */
export class Store {
  readonly pool: Pool;
  readonly reading: Reading;
  readonly hub: Hub;
  /** Compiled models, of which there is one memory for commands and reads. */
  readonly models = new Models();
  readonly jobs: JobDesk;
  readonly decisions: DecisionDesk;
  readonly history: HistoryKeeper;
  readonly #shop: Workshop;
  readonly #queue: Queue;
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #overdue: Overdue;
  readonly #sweeper: Sweeper;
  readonly #log: Log;

  /** Connects, migrates, and picks up what an earlier run has left. */
  static async open(options: StoreOptions): Promise<Store> {
    const pool = await openDatabase(options.connection, (client) => layOut(client, layoutIn(options)));
    const store = new Store(pool, options);
    try {
      await store.hub.start();
      await store.#clock.start();
      if (store.#clock.isPinned) options.log(timeIsPinned(store.nowMs()), { level: "warn" });
      await store.#shop.timers.start();
      await store.#sweeper.start();
      store.history.start();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  private constructor(pool: Pool, options: StoreOptions) {
    const { connection, log, nowMs = Date.now, observer = silent, backend = "postgres" } = options;
    this.pool = pool;
    this.reading = openReading(connection);
    this.#log = log;
    const onError = (error: unknown, about?: About) => this.#report("in the background", error, about);
    this.hub = new Hub(connection, onError);
    this.#clock = new Clock(pool, this.hub, nowMs, onError);
    const fire = (jobs: readonly TimerJob[]) => this.#fire(jobs);
    const fireByRows = () => this.#overdue.fire({ lateMs: 0, isStart: true });
    const watch = guarded(observer, onError);
    this.jobs = new JobDesk(pool, this.hub, this.#clock, watch);
    this.#shop = {
      pool,
      nowMs: this.#clock.nowMs,
      hub: this.hub,
      desk: this.jobs,
      models: this.models,
      decisions: new Decisions((message) => log(message, { level: "error" })),
      cache: new StateCache(),
      keys: new KeySource(connection, layoutIn(options) === "range"),
      timers: new Timers({ pool, backend, clock: this.#clock, fire, fireByRows, onError }),
      drainOutbox: () => this.#outbox.drain(),
      observer: watch,
    };
    this.decisions = new DecisionDesk(this.#shop);
    const layout = layoutIn(options);
    this.history = new HistoryKeeper({ connection, pool, layout, nowMs: this.#clock.nowMs, log, onError });
    this.#queue = new Queue(this.#shop, (error, order) => {
      this.#report(`in ${order.command.type}`, error, aboutOrder(order));
    });
    this.#outbox = new Outbox(this.#shop, (order) => this.#queue.execute(order), onError);
    this.#overdue = new Overdue(this.#shop, this.#clock, fire, onError);
    this.#sweeper = new Sweeper(this.#shop, this.#outbox, this.#overdue, onError);
  }

  /** Gives a command to a process instance; resolves when it is committed. */
  async execute(processInstanceKey: string, command: Command, actor: string): Promise<Done> {
    return done(await this.#queue.execute({ processInstanceKey, command, actor }));
  }

  /** As {@link execute}, to the instance that an inner key (of a job, a task, …) belongs to. */
  executeFor(key: string, command: Command, actor: string): Promise<Done> {
    return this.execute(instanceKeyOf(key), command, actor);
  }

  /** Starts an instance of a definition; answers its key. */
  async startInstance(
    start: NewInstance,
    command: Extract<Command, { type: "startInstance" }>,
    actor: string,
  ): Promise<Done & { processInstanceKey: string }> {
    const processInstanceKey = await patiently(() => this.#shop.keys.next());
    const outcome = await this.#queue.execute({ processInstanceKey, command, actor, start });
    return { processInstanceKey, ...done(outcome) };
  }

  deploy(resources: readonly Resource[]): Promise<Deployment> {
    return deploy(this.#shop, resources);
  }

  publish(publication: Publication): Promise<Published> {
    return publish(this.#shop, publication);
  }

  correlate(publication: Publication): Promise<Published> {
    return correlate(this.#shop, publication, (messageKey) => this.#outbox.carryOutMessage(messageKey));
  }

  /** To everything that waits for the signal now, and to every start event of its name. */
  broadcastSignal(signal: Signal): Promise<{ signalKey: string }> {
    return broadcastSignal(this.#shop, signal);
  }

  /** Starts an instance at every conditional start event whose condition these variables fulfil. */
  evaluateConditionals(evaluation: Evaluation): Promise<Evaluated> {
    return evaluateConditionals(this.#shop, evaluation, (ids) => this.#outbox.carryOutRows(ids));
  }

  activateJobs(activation: Activation): Promise<ActivatedJob[]> {
    return this.jobs.activate(activation);
  }

  /** Waits until an instance has ended; false when it has not in time, or the caller has gone. */
  async waitForEnd(processInstanceKey: string, patience: Patience): Promise<boolean> {
    const look = () => hasEnded(this.pool, processInstanceKey);
    return (await waitFor(this.hub, { processInstanceKey, ...patience, look })) ?? false;
  }

  /**
   * Waits until a user task's listeners have decided on what a command with this revision began; null when they have
   * not in time, or the caller has gone.
   */
  waitForListeners(userTaskKey: string, revision: number, patience: Patience): Promise<TransitionEnd | null> {
    const look = () => transitionEnd(this.pool, userTaskKey, revision);
    return waitFor(this.hub, { processInstanceKey: instanceKeyOf(userTaskKey), ...patience, look });
  }

  /** Epoch milliseconds, by which all nodes go. */
  nowMs(): number {
    return this.#clock.nowMs();
  }

  /**
   * Pins the time of all nodes to an instant, in epoch milliseconds; null lets it run. Resolves when what is due then
   * has fired, in the order of its time, and what that causes is committed.
   */
  async setClock(pinnedMs: number | null): Promise<void> {
    await this.#clock.set(pinnedMs);
    await this.#overdue.catchUp(() => this.settled());
    this.#shop.timers.wakeAt(this.nowMs());
  }

  /** Resolves when what instances, messages, signals and timers have caused so far is committed. */
  settled(): Promise<void> {
    return this.#outbox.settled();
  }

  /** How full it is now, without a query. */
  readings(): Readings {
    const pools = { commands: poolReading(this.pool), reads: poolReading(this.reading.pool) };
    return { ...this.#queue.load, pools, stateCache: this.#shop.cache.readings };
  }

  /** Finishes what was accepted, then lets go of the database. */
  async close(): Promise<void> {
    await this.#sweeper.close();
    await this.history.close();
    await this.#shop.timers.close();
    await this.#outbox.close();
    await this.#queue.close();
    await this.#clock.close();
    await this.hub.close();
    await this.#shop.keys.close();
    await Promise.all([this.pool.end(), this.reading.pool.end()]);
  }

  /** A timer that comes too late finds nothing that waits for it; that is no error. */
  #fire(jobs: readonly TimerJob[]): Promise<Fired[]> {
    const told = (job: TimerJob) => (error: unknown) => {
      this.#report("in a timer", error, aboutTimer(job));
      return error instanceof Refused || isTransient(error) ? "unavailable" : "failed";
    };
    return Promise.all(jobs.map((job) => this.#fireOne(job).then((): Fired => "fired", told(job))));
  }

  async #fireOne(job: TimerJob): Promise<void> {
    const { subscriptionKey } = job;
    if (job.kind === "start") return fireStart(this.#shop, subscriptionKey);
    const { processInstanceKey } = job;
    const command: Command = { type: "triggerTimer", subscriptionKey };
    const outcome = await this.#queue.execute({ processInstanceKey, command, actor: "timer" });
    if (outcome.kind === "rejected") return this.#shop.timers.forget(subscriptionKey);
    if (outcome.kind === "done" && job.dueMs !== undefined)
      this.#shop.observer.fired(Math.max(0, this.#shop.nowMs() - job.dueMs) / 1_000);
  }

  #report(where: string, error: unknown, about: About = {}): void {
    logError(this.#log, where, error, { ...about, isExpected: isLostConnection(error) });
  }
}

const aboutTimer = (job: TimerJob): About => ({
  subscriptionKey: job.subscriptionKey,
  ...(job.kind === "instance" ? { processInstanceKey: job.processInstanceKey } : {}),
});

const poolReading = ({ totalCount, idleCount, waitingCount }: Pool): PoolReading => ({
  total: totalCount,
  idle: idleCount,
  waiting: waitingCount,
});

const layoutIn = ({ backend = "postgres", layout }: StoreOptions): Layout => layout ?? layoutOf[backend];

const timeIsPinned = (nowMs: number): string =>
  `Time is pinned to ${new Date(nowMs).toISOString()} and stands still; POST /v2/clock/reset`;

function done(outcome: Outcome): Done {
  switch (outcome.kind) {
    case "done":
      return outcome;
    case "rejected":
      throw refusedBy(outcome.rejection);
    case "taken":
      return { events: [], isEnded: false, revision: 0 };
    default:
      return outcome satisfies never;
  }
}
