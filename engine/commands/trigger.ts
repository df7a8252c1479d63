import { openSubscription } from "../activities.ts";
import { areKeysSpent, keysSpent } from "../boundsReached.ts";
import type { Variables } from "../feel/values.ts";
import type { FlowNode } from "../model/model.ts";
import type { Step } from "../step.ts";
import { enterEvent, interrupt } from "../termination.ts";
import { nextOfCycle } from "../triggers/time.ts";
import type { Rejection, Subscription } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** A timer's instant has come. */
export function triggerTimer(step: Step, command: CommandOf<"triggerTimer">): Rejection | null {
  const subscription = step.state.subscriptions.get(command.subscriptionKey);
  if (subscription?.wait.kind !== "timer") return gone(command.subscriptionKey);
  triggerSubscription(step, subscription, {});
  return null;
}

/** A message has been found for the subscription. */
export function correlateMessage(step: Step, command: CommandOf<"correlateMessage">): Rejection | null {
  const subscription = step.state.subscriptions.get(command.subscriptionKey);
  if (subscription?.wait.kind !== "message") return gone(command.subscriptionKey);
  triggerSubscription(step, subscription, command.variables);
  return null;
}

const gone = (subscriptionKey: string): Rejection => ({
  code: "SUBSCRIPTION_GONE",
  detail: `Subscription ${subscriptionKey} is closed: its element has gone on or ended`,
});

/** The token goes on at the event; what else waited for it is withdrawn. */
function triggerSubscription(step: Step, subscription: Subscription, variables: Variables): void {
  const { elementKey, elementId, subscriptionKey } = subscription;
  const event = step.node(elementId);
  const waiting = step.nodeOf(elementKey);
  const isBeside = event.type === "BOUNDARY_EVENT" && !event.isInterrupting;
  if (isBeside && areKeysSpent(step.state)) return stopFiring(step, subscription);
  step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: true });

  if (waiting === event) {
    step.giveResult(elementKey, variables);
    step.work.push({ kind: "finish", elementKey, flows: null });
  } else if (waiting.type === "EVENT_BASED_GATEWAY") leaveGateway(step, elementKey, event, variables);
  else if (event.isInterrupting) interrupt(step, elementKey, event, variables);
  else runBeside(step, subscription, event, variables);
}

/** The gateway completes along the flow to the event, which happened already: it completes at once. */
function leaveGateway(step: Step, gatewayKey: string, event: FlowNode, variables: Variables): void {
  const { scopeKey, elementId, subscriptionKeys } = step.element(gatewayKey);
  const flow = step.node(elementId).outgoing.find(({ target }) => target === event);
  if (!flow || scopeKey === null) return;
  for (const subscriptionKey of [...subscriptionKeys])
    step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  step.emit({ type: "elementCompleted", elementKey: gatewayKey, elementId });
  step.emit({ type: "sequenceFlowTaken", flowId: flow.id, scopeKey });
  const elementKey = step.newKey();
  step.emit({
    type: "elementActivated",
    elementKey,
    elementId: event.id,
    elementType: event.type,
    scopeKey,
    flowIds: [flow.id],
  });
  step.giveResult(elementKey, variables);
  step.work.push({ kind: "finish", elementKey, flows: null });
}

/** A cycle would fire for ever into an instance that cannot go on. */
function stopFiring(step: Step, { subscriptionKey, elementKey }: Subscription): void {
  step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  step.raiseIncident(elementKey, keysSpent, "none");
}

/** A non-interrupting boundary event: the activity goes on; a cycle is armed again, a message waits again. */
function runBeside(step: Step, subscription: Subscription, event: FlowNode, variables: Variables): void {
  const { elementKey, elementId, wait } = subscription;
  const { scopeKey } = step.element(elementKey);
  enterEvent(step, event, scopeKey ?? step.state.key, variables);
  if (wait.kind === "message") return openSubscription(step, elementKey, elementId, wait);
  const next = nextOfCycle(wait);
  // A next time that cannot be represented ends the cycle: there is no such instant.
  if (next?.ok) openSubscription(step, elementKey, elementId, next.value);
}
