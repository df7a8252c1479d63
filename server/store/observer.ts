import type { Order, Outcome } from "./order.ts";

/**
 * What the store tells whoever watches it, at the moment it happens. Callbacks return at once: they stand between a
 * commit and its answer. What can be asked at any time (lengths of queues, pools) is in
 * {@link Readings} instead.
 */
export interface Observer {
  /** An order has joined the queue, in the asynchronous context of whoever gave it. */
  accepted(order: Order): void;
  /** A batch is committed; its answers follow. */
  committed(batch: CommittedBatch): void;
  /** An order will have no outcome: its command is poisoned, the database is lost, or refused for now. */
  failed(order: Order, reason: "defect" | "unavailable"): void;
  /** A job has got a worker, this many seconds after it had become available to one. */
  activated(jobType: string, waitedSeconds: number): void;
  /** A timer has moved what waited for it, committed this many seconds after it was due. */
  fired(lateSeconds: number): void;
}

export interface CommittedBatch {
  readonly orders: readonly Order[];
  /** What became of each order, at its index. */
  readonly outcomes: readonly Outcome[];
  /** The BPMN id of the process that the order's instance runs; undefined when there is no such instance. */
  readonly processIdOf: (order: Order) => string | undefined;
  /** Epoch milliseconds at which it began, by the wall clock. */
  readonly beganMs: number;
  /** From the beginning to the end of the commit. */
  readonly seconds: number;
  /** The commit alone: what the database's disk takes. */
  readonly commitSeconds: number;
}

/** What the store can be asked at any time, without a query. */
export interface Readings {
  /** Orders that no batch has taken yet: those that somebody waits for, and those that nobody does. */
  readonly waiting: Readonly<Record<"live" | "background", WaitingOrders>>;
  /** As much as may wait of either; more is refused. */
  readonly waitingMax: WaitingOrders;
  readonly runningBatches: number;
  /** Connections for commands and for what is only looked at. */
  readonly pools: Readonly<Record<"commands" | "reads", PoolReading>>;
  readonly stateCache: { readonly hits: number; readonly misses: number; readonly states: number };
}

export interface WaitingOrders {
  readonly orders: number;
  /** Of their commands. */
  readonly bytes: number;
}

export interface PoolReading {
  readonly total: number;
  readonly idle: number;
  /** Whoever waits for a connection. */
  readonly waiting: number;
}

/** Watches nothing. */
export const silent: Observer = {
  accepted() {},
  committed() {},
  failed() {},
  activated() {},
  fired() {},
};

/** An observer that throws must not reach a batch, which may have been committed; `onError` hears of it. */
export function guarded(observer: Observer, onError: (error: unknown) => void): Observer {
  const guard =
    <Args extends unknown[]>(tell: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        tell(...args);
      } catch (error) {
        onError(error);
      }
    };
  return {
    accepted: guard((order) => observer.accepted(order)),
    committed: guard((batch) => observer.committed(batch)),
    failed: guard((order, reason) => observer.failed(order, reason)),
    activated: guard((jobType, waitedSeconds) => observer.activated(jobType, waitedSeconds)),
    fired: guard((lateSeconds) => observer.fired(lateSeconds)),
  };
}

/** True for what nobody waits for: timers, and most of what instances, messages and signals cause elsewhere. */
export const isBackground = ({ outboxId, actor, isAwaited }: Order): boolean =>
  isAwaited !== true && (outboxId !== undefined || actor === "timer");
