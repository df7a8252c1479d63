import { runBatch, type Workshop } from "./batch.ts";
import { isLostConnection, isTransient } from "./database.ts";
import { Refused } from "./failures.ts";
import type { Order, Outcome } from "./order.ts";

/** Larger batches gain little and make their first order wait. */
const batchOrdersMax = 200;

/** Batches at the same time, on disjoint instances: one computes while the other commits. */
const batchesMax = 2;

/** Orders that wait; more than this is answered at once with "try again", or memory would fill. */
const waitingOrdersMax = 20_000;

interface Waiting {
  readonly order: Order;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Orders that arrive while the last transactions commit form the next one: nobody waits when the server is idle, and
 * batches grow by themselves under load. Orders of one instance keep their order.
 */
export class Queue {
  readonly #shop: Workshop;
  readonly #onDefect: (error: unknown, order: Order) => void;
  #waiting: Waiting[] = [];
  readonly #busyInstances = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #isScheduled = false;
  #isClosed = false;

  constructor(shop: Workshop, onDefect: (error: unknown, order: Order) => void) {
    this.#shop = shop;
    this.#onDefect = onDefect;
  }

  /** Resolves when the order's transaction is committed. Rejects with a defect, or when the database is lost. */
  execute(order: Order): Promise<Outcome> {
    if (this.#isClosed) return Promise.reject(new Refused("STORE_UNAVAILABLE", "The server is stopping"));
    if (this.#waiting.length >= waitingOrdersMax)
      return Promise.reject(new Refused("RESOURCE_EXHAUSTED", `${waitingOrdersMax} commands wait already; try again`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ order, resolve, reject });
      this.#shop.observer.accepted(order);
      this.#schedule();
    });
  }

  /** Orders that no batch has taken, and batches that are under way. */
  get load() {
    return { waitingOrders: this.#waiting.length, waitingOrdersMax, runningBatches: this.#running.size };
  }

  /** Resolves when everything that was accepted is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#running.size > 0 || this.#waiting.length > 0) {
      this.#pump();
      await Promise.all(this.#running);
    }
  }

  /** A moment later, so that what arrives in the same turn shares a batch. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#running.size < batchesMax) {
      const batch = this.#take();
      if (batch.length === 0) return;
      const running = this.#run(batch).finally(() => {
        this.#running.delete(running);
        for (const { order } of batch) this.#busyInstances.delete(order.processInstanceKey);
        this.#pump();
      });
      this.#running.add(running);
    }
  }

  /** The oldest orders whose instances no running batch works on. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const skipped = new Set<string>();
    for (const waiting of this.#waiting) {
      const key = waiting.order.processInstanceKey;
      if (batch.length >= batchOrdersMax || this.#busyInstances.has(key) || skipped.has(key)) {
        skipped.add(key);
        left.push(waiting);
      } else batch.push(waiting);
    }
    this.#waiting = left;
    for (const { order } of batch) this.#busyInstances.add(order.processInstanceKey);
    return batch;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await runBatch(
        this.#shop,
        batch.map(({ order }) => order),
      );
      batch.forEach(({ resolve }, at) => {
        const outcome = outcomes[at];
        if (outcome) resolve(outcome);
      });
    } catch (error) {
      if (isLostConnection(error)) return this.#giveUp(batch, error);
      await this.#runAlone(batch, error);
    }
  }

  /** A poisoned order fails by itself; the others of its batch are carried out. */
  async #runAlone(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      if (isTransient(error)) return this.#refuseForNow(only, error);
      this.#shop.observer.failed(only.order, "defect");
      this.#onDefect(error, only.order);
      return only.reject(error);
    }
    for (const waiting of batch) await this.#run([waiting]);
  }

  /** Clients retry by themselves what is answered like this. */
  #refuseForNow({ order, reject }: Waiting, error: unknown): void {
    this.#shop.observer.failed(order, "unavailable");
    reject(new Refused("RESOURCE_EXHAUSTED", `The database refused for now: ${reasonOf(error)}`));
  }

  #giveUp(batch: readonly Waiting[], error: unknown): void {
    const refused = new Refused("STORE_UNAVAILABLE", `The database does not answer: ${reasonOf(error)}`);
    for (const { order, reject } of batch) {
      this.#shop.observer.failed(order, "unavailable");
      reject(refused);
    }
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
