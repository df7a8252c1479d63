import type { Observer } from "../store/observer.ts";

/** Tells two of everything, in this order. */
export const both = (first: Observer, second: Observer): Observer => ({
  accepted(order) {
    first.accepted(order);
    second.accepted(order);
  },
  committed(batch) {
    first.committed(batch);
    second.committed(batch);
  },
  failed(order, reason) {
    first.failed(order, reason);
    second.failed(order, reason);
  },
  activated(jobType, waitedSeconds) {
    first.activated(jobType, waitedSeconds);
    second.activated(jobType, waitedSeconds);
  },
  fired(lateSeconds) {
    first.fired(lateSeconds);
    second.fired(lateSeconds);
  },
});
