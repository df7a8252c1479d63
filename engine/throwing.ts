import { placeOf } from "./allowance.ts";
import { thrownTimeToLiveMs } from "./bounds.ts";
import { throwError, throwEscalation } from "./catching.ts";
import { cancelTransaction, isAnswered, throwCompensation } from "./compensation.ts";
import { fail, leave, type Outcome, wait } from "./elements/behaviour.ts";
import { triggerSubscription } from "./events.ts";
import {
  type FlowNode,
  type LinkTrigger,
  type MessageTrigger,
  type SignalTrigger,
  type SingleTrigger,
  triggersOf,
} from "./model/model.ts";
import { assert } from "./result.ts";
import type { Step } from "./step.ts";
import { terminateOthers } from "./termination.ts";
import { lookedUpText } from "./triggers/message.ts";
import { givenVariables, lookupFrom, ownVariables } from "./variables.ts";

/**
 * An event that throws: each of its triggers in document order (BPMN 2.0.2 §10.5.5), then it goes on. After an incident
 * of one of several, those that had been thrown are not thrown again.
 */
export function throwTriggers(node: FlowNode, elementKey: string, step: Step): Outcome {
  const triggers = triggersOf(node);
  let result: Outcome = isAnswered(step, elementKey) ? leave() : wait;
  for (const [index, trigger] of triggers.entries()) {
    const { thrown = [] } = step.element(elementKey).progress ?? {};
    if (thrown.includes(index)) continue;
    const outcome = throwOne(node, elementKey, step, trigger);
    if (outcome.kind === "fail" || !step.state.elements.has(elementKey)) return outcome;
    if (outcome.kind === "wait") result = wait;
    // An error that nobody has caught is what the incident is about.
    if (triggers.length > 1 && trigger.kind !== "error") step.progress(elementKey, { thrown: [...thrown, index] });
  }
  return result;
}

function throwOne(node: FlowNode, elementKey: string, step: Step, trigger: SingleTrigger): Outcome {
  switch (trigger.kind) {
    case "message":
      return throwMessage(elementKey, step, trigger);
    case "signal":
      return throwSignal(elementKey, step, trigger);
    case "escalation":
      return throwEscalation(step, elementKey, trigger.code);
    case "error":
      return throwError(step, elementKey, trigger.code);
    case "compensation":
      return throwCompensation(step, elementKey, trigger);
    case "cancel":
      terminateOthers(step, elementKey);
      return cancelTransaction(step, elementKey);
    case "terminate":
      terminateOthers(step, elementKey);
      return leave();
    case "link":
      return throwLink(node, elementKey, step, trigger);
    case "timer":
    case "conditional":
      return leave();
    default:
      return trigger satisfies never;
  }
}

/**
 * Broadcast to everything that waits for it now. Catchers of this instance hear it at once, so that one that interrupts
 * the thrower's scope does so before the thrower goes on; all others hear it when the command is committed.
 */
function throwSignal(elementKey: string, step: Step, trigger: SignalTrigger): Outcome {
  const signalName = lookedUpText(trigger.name, "signal name", lookupFrom(step.state, elementKey), step.moment);
  if (!signalName.ok) return fail("EXTRACT_VALUE_ERROR", signalName.message);
  const { elementId } = step.element(elementKey);
  const variables = ownVariables(step, elementKey);
  step.emit({ type: "signalThrown", elementKey, elementId, signalName: signalName.value, variables });
  const waiting = [...step.state.subscriptions.values()].filter(
    ({ wait }) => wait.kind === "signal" && wait.signalName === signalName.value,
  );
  const place = placeOf(step, elementKey);
  for (const subscription of waiting) {
    if (!step.state.subscriptions.has(subscription.subscriptionKey)) continue;
    step.allowance.give(`${place} > ${placeOf(step, subscription.elementKey)} ${subscription.elementId}`, 1);
    triggerSubscription(step, subscription, variables);
  }
  return step.state.elements.has(elementKey) ? leave() : wait;
}

/** Published by the engine itself. It carries the event's own variables: what its input mappings have made. */
export function throwMessage(elementKey: string, step: Step, trigger: MessageTrigger): Outcome {
  const lookup = lookupFrom(step.state, elementKey);
  const messageName = lookedUpText(trigger.name, "message name", lookup, step.moment);
  if (!messageName.ok) return fail("EXTRACT_VALUE_ERROR", messageName.message);
  const key = trigger.correlationKey;
  const correlationKey = key ? lookedUpText(key, "correlation key", lookup, step.moment) : null;
  if (correlationKey && !correlationKey.ok) return fail("EXTRACT_VALUE_ERROR", correlationKey.message);
  step.emit({
    type: "messageThrown",
    elementKey,
    elementId: step.element(elementKey).elementId,
    messageName: messageName.value,
    correlationKey: correlationKey?.value ?? "",
    timeToLiveMs: thrownTimeToLiveMs,
    variables: givenVariables(step, elementKey),
  });
  return leave();
}

/** The token goes on at the catch event of the same name, as if a sequence flow led there. */
function throwLink(node: FlowNode, elementKey: string, step: Step, { name }: LinkTrigger): Outcome {
  const { scopeKey } = step.element(elementKey);
  const target = linkTargetOf(node, name);
  assert(target && scopeKey !== null, `link "${name}" of "${node.id}" leads to nothing`);
  step.activate(target, scopeKey, []);
  return leave();
}

/** The catch event of a link in the scope of its throw event. */
export const linkTargetOf = ({ scope }: FlowNode, name: string): FlowNode | undefined =>
  scope ? linkCatches(scope).get(name) : undefined;

const linkCatchesOfScopes = new WeakMap<FlowNode, ReadonlyMap<string, FlowNode>>();

/** The catch events of links in a scope by name: of one name, the first. */
function linkCatches(scope: FlowNode): ReadonlyMap<string, FlowNode> {
  const known = linkCatchesOfScopes.get(scope);
  if (known) return known;
  const catches = new Map<string, FlowNode>();
  for (const node of scope.children)
    if (node.type === "INTERMEDIATE_CATCH_EVENT" && node.trigger?.kind === "link" && !catches.has(node.trigger.name))
      catches.set(node.trigger.name, node);
  linkCatchesOfScopes.set(scope, catches);
  return catches;
}
