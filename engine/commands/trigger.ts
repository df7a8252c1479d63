import { triggerSubscription } from "../events.ts";
import type { Variables } from "../feel/values.ts";
import type { Step } from "../step.ts";
import type { Rejection, Wait } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** A timer's instant has come. */
export const triggerTimer = (step: Step, command: CommandOf<"triggerTimer">): Rejection | null =>
  trigger(step, command.subscriptionKey, "timer", {});

/** A message has been found for the subscription. */
export const correlateMessage = (step: Step, command: CommandOf<"correlateMessage">): Rejection | null =>
  trigger(step, command.subscriptionKey, "message", command.variables);

/** A signal was broadcast while the subscription was open. */
export const triggerSignal = (step: Step, command: CommandOf<"triggerSignal">): Rejection | null =>
  trigger(step, command.subscriptionKey, "signal", command.variables);

function trigger(step: Step, subscriptionKey: string, kind: Wait["kind"], variables: Variables): Rejection | null {
  const subscription = step.state.subscriptions.get(subscriptionKey);
  if (subscription?.wait.kind !== kind)
    return {
      code: "SUBSCRIPTION_GONE",
      detail: `Subscription ${subscriptionKey} is closed: its element has gone on or ended`,
    };
  triggerSubscription(step, subscription, variables);
  return null;
}
