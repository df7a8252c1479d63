import { Attempts } from "./attempts.ts";
import type { Workshop } from "./batch.ts";
import { isForNow, Refused } from "./failures.ts";
import { type LaneKind, Lanes, type Place } from "./lanes.ts";
import { isBackground, type WaitingOrders } from "./observer.ts";
import type { Order, Outcome } from "./order.ts";
import { bytesOf } from "./weight.ts";

/** Larger batches gain little and make their first order wait. */
const batchOrdersMax = 200;

/** Bytes of the commands of a batch: they and what they change are in memory at once, and in one statement a table. */
const batchBytesMax = 16 * 2 ** 20;

/**
 * Batches at the same time, on disjoint instances: one computes while the other commits. More make each smaller, and cost
 * callers over HTTP a fifth of their throughput.
 */
const batchesMax = 2;

/**
 * So many orders are worth a batch of their own beside one that is under way; fewer wait for its end, which comes within
 * some milliseconds, and share the next one. Two small batches cost the database more than one: callers over HTTP get a
 * fifth more done.
 */
const besideOrdersMin = 64;

/** Then fewer are worth it as well: the batch under way waits for a lock, or for the disk. */
const besidePatienceMs = 10;

/** Orders that wait in a lane; more than this is answered at once with "try again", or memory would fill. */
const waitingOrdersMax = 20_000;

/** The same in bytes of their commands, which take about twice as much memory. */
const waitingBytesMax = 64 * 2 ** 20;

interface Waiting extends Place {
  readonly order: Order;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Orders that arrive while the last transactions commit form the next one: nobody waits when the server is idle, and
 * batches grow by themselves under load. Orders of one instance keep their order, those that somebody waits for and
 * those that nobody does each among themselves: what is in the outbox any server may carry out at any time.
 */
export class Queue {
  readonly #shop: Workshop;
  readonly #attempts: Attempts;
  readonly #onDefect: (error: unknown, order: Order) => void;
  readonly #lanes = new Lanes<Waiting>((waiting) => waiting);
  readonly #running = new Set<Promise<void>>();
  /** Until the batch under way has had its time. */
  #patience: NodeJS.Timeout | null = null;
  #isScheduled = false;
  #isClosed = false;

  constructor(shop: Workshop, onDefect: (error: unknown, order: Order) => void) {
    this.#shop = shop;
    this.#attempts = new Attempts(shop);
    this.#onDefect = onDefect;
  }

  /** Resolves when the order's transaction is committed. Rejects with a refusal or a defect. */
  async execute(order: Order): Promise<Outcome> {
    if (this.#isClosed) throw new Refused("STORE_UNAVAILABLE", "The server is stopping");
    const { processInstanceKey, command, tenantId = "<default>" } = order;
    const kind: LaneKind = isBackground(order) ? "background" : "live";
    const place = { kind, tenantId, processInstanceKey, bytes: bytesOf(command) };
    this.#refuseWhenFull(place);
    return new Promise((resolve, reject) => {
      this.#lanes.push({ ...place, order, resolve, reject });
      this.#shop.observer.accepted(order);
      this.#schedule();
    });
  }

  /** Orders that no batch has taken, and batches that are under way. */
  get load() {
    const waiting = { live: this.#waiting("live"), background: this.#waiting("background") };
    const waitingMax = { orders: waitingOrdersMax, bytes: waitingBytesMax };
    return { waiting, waitingMax, runningBatches: this.#running.size };
  }

  /** Resolves when everything that was accepted is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#running.size > 0 || this.#lanes.size > 0) {
      this.#pump();
      await Promise.all(this.#running);
    }
  }

  #waiting(kind: LaneKind): WaitingOrders {
    const { items, bytes } = this.#lanes.load(kind);
    return { orders: items, bytes };
  }

  /** One that is larger than all that may wait is let in when nothing else does. */
  #refuseWhenFull({ kind, bytes }: Place): void {
    const waiting = this.#lanes.load(kind);
    const full =
      waiting.items >= waitingOrdersMax
        ? `${waitingOrdersMax} commands`
        : waiting.items > 0 && waiting.bytes + bytes > waitingBytesMax
          ? `${waiting.bytes} of ${waitingBytesMax} bytes`
          : null;
    if (full !== null) throw new Refused("RESOURCE_EXHAUSTED", `${full} wait already; try again`);
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
      if (this.#running.size > 0 && this.#lanes.size < besideOrdersMin) return this.#pumpLater();
      if (!this.#start()) return;
    }
  }

  /** Whatever waits then begins, if the batch that it waits for is still under way. */
  #pumpLater(): void {
    if (this.#lanes.size === 0) return;
    this.#patience ??= setTimeout(() => {
      this.#patience = null;
      if (this.#running.size < batchesMax) this.#start();
    }, besidePatienceMs);
  }

  /** Answers whether there was something to begin. */
  #start(): boolean {
    const batch = this.#lanes.take({ itemsMax: batchOrdersMax, bytesMax: batchBytesMax });
    if (batch.length === 0) return false;
    const running = this.#run(batch).finally(() => {
      this.#running.delete(running);
      this.#lanes.free(batch.map(({ processInstanceKey }) => processInstanceKey));
      this.#losePatience();
      this.#pump();
    });
    this.#running.add(running);
    return true;
  }

  #losePatience(): void {
    if (this.#patience) clearTimeout(this.#patience);
    this.#patience = null;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    const orders = batch.map(({ order }) => order);
    const settled = await this.#attempts.carryOut(orders).catch((error: unknown) => orders.map(() => ({ error })));
    for (const [at, { order, resolve, reject }] of batch.entries()) {
      const one = settled[at] ?? { error: new Error("Defect: an order was neither carried out nor refused") };
      if ("outcome" in one) resolve(one.outcome);
      else {
        this.#tell(order, one.error);
        reject(one.error);
      }
    }
  }

  #tell(order: Order, error: unknown): void {
    this.#shop.observer.failed(order, isForNow(error) ? "unavailable" : "defect");
    if (!(error instanceof Refused)) this.#onDefect(error, order);
  }
}
