import { expect, test } from "vitest";
import { simulate } from "./simulation/simulate.ts";

/**
 * Random processes and random commands: a fixed set here, any number with `npm run simulate -- --minutes 10`. What a
 * failed seed prints repeats it: the seed, the shortest story that was found, and the models.
 */
const [first, count] = [1, 100];

test(`random processes keep the engine's promises, seeds ${first} to ${first + count - 1}`, async () => {
  const seen = new Set<string>();
  for (let seed = first; seed < first + count; seed++) for (const one of (await simulate(seed)).seen) seen.add(one);
  // A generator that no longer reaches something would let it pass unseen.
  for (const one of reached) expect([...seen], "reached").toContain(one);
}, 120_000);

/** Elements that complete, what happens to them, what is refused, and why instances do not end. */
const reached: readonly string[] = [
  ..."AD_HOC_SUB_PROCESS BOUNDARY_EVENT BUSINESS_RULE_TASK CALL_ACTIVITY COMPLEX_GATEWAY EVENT_BASED_GATEWAY".split(
    " ",
  ),
  ..."EVENT_SUB_PROCESS INCLUSIVE_GATEWAY INTERMEDIATE_CATCH_EVENT INTERMEDIATE_THROW_EVENT MANUAL_TASK".split(" "),
  ..."PARALLEL_GATEWAY RECEIVE_TASK SCRIPT_TASK SEND_TASK SUB_PROCESS TASK TRANSACTION USER_TASK".split(" "),
  ..."callCanceled calledCompleted compensationBegan compensationDone compensationReleased compensationsDropped".split(
    " ",
  ),
  ..."conditionChanged elementTerminated incidentResolved jobCanceled jobErrorThrown jobReopened loopOutput".split(" "),
  ..."messageThrown processCalled progressed signalThrown subscriptionClosed thrownAnswered thrownToCaller".split(" "),
  ..."tokensDropped userTaskCanceled userTaskTransition userTaskUpdated".split(" "),
  ...["activateAdHoc rejected", "assignUserTask rejected", "cancelInstance rejected", "completeJob rejected"],
  ...["correlateMessage rejected", "startInstance rejected", "triggerSignal rejected", "triggerTimer rejected"],
  ...["join", "incident"],
];
