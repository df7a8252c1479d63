import type { Event } from "../../engine/vocabulary.ts";
import { Refused } from "../store/failures.ts";
import type { Done, Store } from "../store/store.ts";

/** How long a caller waits for a user task's listeners: as long as the clients of Camunda 8 expect a gateway to wait. */
const listenersWaitMs = 10_000;

/**
 * Answers when what the command began has happened to the user task: at once, or when its listeners have agreed.
 * Refused with USER_TASK_DENIED and the reason when one has denied, and with LISTENERS_TIMEOUT when they have not
 * answered in time: they are still asked then.
 */
export async function whenListenersAgree(
  store: Store,
  userTaskKey: string,
  { events, revision }: Done,
  signal: AbortSignal,
): Promise<void> {
  if (!isAsking(events, userTaskKey)) return;
  const end = await store.waitForListeners(userTaskKey, revision, { waitMs: listenersWaitMs, signal });
  switch (end?.kind) {
    case "agreed":
      return;
    case "denied":
      throw new Refused("USER_TASK_DENIED", end.reason || `A listener of user task ${userTaskKey} gave no reason`);
    case "canceled":
      throw new Refused(
        "USER_TASK_NOT_FOUND",
        `Expected an open user task with key ${userTaskKey}; it was canceled while its listeners were asked`,
      );
    case undefined:
      throw new Refused(
        "LISTENERS_TIMEOUT",
        `Expected the listeners of user task ${userTaskKey} to answer within ${listenersWaitMs} ms; they are still asked, and what they decide counts`,
      );
    default:
      end satisfies never;
  }
}

/** Whether its listeners are asked now. */
const isAsking = (events: readonly Event[], userTaskKey: string): boolean =>
  events.findLast(
    (event): event is Event & { type: "userTaskTransition" } =>
      event.type === "userTaskTransition" && event.userTaskKey === userTaskKey,
  )?.transition != null;
