import type { Event } from "../../engine/vocabulary.ts";
import { type CommittedBatch, isBackground, type Observer } from "../store/observer.ts";
import type { Order } from "../store/order.ts";
import { BoundedNames, Count, Spread } from "./tallies.ts";

/** From half a millisecond, which a commit takes, to a minute, which nobody waits. */
const secondsBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Waiting for a worker or being late may take hours. */
const waitBounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600];

const sizeBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Job types that are told apart; whoever deploys chooses them, and each costs a row for every bucket. */
const jobTypesMax = 100;

/** What the server counts from its start: what the store tells, and every request. */
export class Metrics {
  readonly requests = new Spread(secondsBounds);
  readonly commands = new Count();
  readonly rejections = new Count();
  readonly batches = new Spread(secondsBounds);
  readonly commits = new Spread(secondsBounds);
  readonly batchSizes = new Spread(sizeBounds);
  readonly jobWaits = new Spread(waitBounds);
  readonly timerLateness = new Spread(waitBounds);
  readonly incidentsRaised = new Count();
  readonly incidentsResolved = new Count();
  readonly instancesStarted = new Count();
  readonly instancesEnded = new Count();
  readonly #jobTypes = new BoundedNames(jobTypesMax);

  /** What the store tells. */
  readonly observer: Observer = {
    accepted: () => {},
    committed: (batch) => this.#committed(batch),
    failed: (order, reason) => this.commands.add(1, order.command.type, reason, originOf(order)),
    activated: (jobType, waitedSeconds) => this.jobWaits.add(waitedSeconds, this.#jobTypes.of(jobType)),
    fired: (lateSeconds) => this.timerLateness.add(lateSeconds),
  };

  /** A request is answered; the route is its pattern, of which there are few. */
  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.add(seconds, method, route, String(status));
  }

  #committed({ orders, outcomes, seconds, commitSeconds }: CommittedBatch): void {
    const origin = orders.every(isBackground) ? "background" : "live";
    this.batches.add(seconds, origin);
    this.commits.add(commitSeconds, origin);
    this.batchSizes.add(orders.length, origin);
    for (const [at, order] of orders.entries()) {
      const outcome = outcomes[at];
      if (!outcome) continue;
      this.commands.add(1, order.command.type, outcome.kind, originOf(order));
      if (outcome.kind === "rejected") this.rejections.add(1, outcome.rejection.code);
      if (outcome.kind !== "done") continue;
      if (order.start) this.instancesStarted.add(1);
      if (outcome.isEnded) this.instancesEnded.add(1);
      for (const event of outcome.events) this.#happened(event);
    }
  }

  #happened(event: Event): void {
    if (event.type === "incidentRaised") this.incidentsRaised.add(1, event.code);
    else if (event.type === "incidentResolved") this.incidentsResolved.add(1);
  }
}

const originOf = (order: Order) => (isBackground(order) ? "background" : "live");
