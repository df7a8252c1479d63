import { openSubscription } from "./activities.ts";
import { areKeysSpent, keysSpent } from "./boundsReached.ts";
import type { Variables } from "./feel/values.ts";
import { type FlowNode, triggersOf } from "./model/model.ts";
import { assert } from "./result.ts";
import type { Step } from "./step.ts";
import {
  cancelJob,
  disarmEventSubProcesses,
  enterEvent,
  interrupt,
  scopeBehind,
  terminateChildren,
} from "./termination.ts";
import { nextOfCycle } from "./triggers/time.ts";
import type { Subscription } from "./vocabulary.ts";

/** Something that was waited for has happened: the token goes on at the event, or it is counted. */
export function triggerSubscription(step: Step, subscription: Subscription, variables: Variables): void {
  const { elementKey, elementId, triggerIndex } = subscription;
  const event = step.node(elementId);
  if (!endsItsWait(step, elementKey, event) && areKeysSpent(step.state)) return stopFiring(step, subscription);
  closeTriggered(step, subscription, event);
  const brought = count(step, elementKey, event, triggerIndex, variables);
  if (brought === null) return;
  fire(step, elementKey, event, brought);
  if (isBeside(step, elementKey, event)) rearm(step, subscription, event);
}

/** An error or an escalation is caught: it is not waited for, but it may be one of several triggers. */
export function triggerCaught(
  step: Step,
  hostKey: string,
  { event, index }: { event: FlowNode; index: number },
  variables: Variables,
): void {
  const brought = count(step, hostKey, event, index, variables);
  if (brought === null) return;
  fire(step, hostKey, event, brought);
  if (event.trigger?.kind === "multiple" && event.trigger.isParallel && isBeside(step, hostKey, event))
    subscribeAgain(step, hostKey, event);
}

/** Whether the event, once it has happened, is not waited for again. */
const endsItsWait = (step: Step, elementKey: string, event: FlowNode) =>
  event.isInterrupting || !(event.type === "BOUNDARY_EVENT" || isEventStart(step, elementKey, event));

const isBeside = (step: Step, elementKey: string, event: FlowNode) =>
  step.state.elements.has(elementKey) && !endsItsWait(step, elementKey, event);

const isEventStart = (step: Step, elementKey: string, event: FlowNode) =>
  event.type === "START_EVENT" && step.element(elementKey).elementId !== event.id;

/** A condition beside its activity stays open: it is true now, and fires again when it has ceased to be. */
function closeTriggered(step: Step, { subscriptionKey, wait, elementKey }: Subscription, event: FlowNode): void {
  if (wait.kind === "conditional" && isBeside(step, elementKey, event) && event.trigger?.kind === "conditional") return;
  step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: true });
}

/** What has happened of a parallel multiple event, until all of it has; then everything that it brought. */
function count(step: Step, elementKey: string, event: FlowNode, index: number, variables: Variables): Variables | null {
  const { trigger } = event;
  if (trigger?.kind !== "multiple" || !trigger.isParallel) return variables;
  const { happened = {} } = step.element(elementKey).progress ?? {};
  const { [event.id]: before = [], ...others } = happened;
  if (before.some((one) => one.index === index)) return null;
  const all = [...before, { index, variables }];
  const isWhole = all.length === trigger.triggers.length;
  const left = isWhole ? others : { ...others, [event.id]: all };
  step.progress(elementKey, { happened: Object.keys(left).length > 0 ? left : undefined });
  return isWhole ? Object.assign({}, ...all.map((one) => one.variables)) : null;
}

/** The token goes on at the event; what else waited for it is withdrawn. */
function fire(step: Step, elementKey: string, event: FlowNode, variables: Variables): void {
  const waiting = step.nodeOf(elementKey);
  if (waiting === event) {
    withdraw(step, elementKey, event);
    step.giveResult(elementKey, variables);
    step.work.push({ kind: "finish", elementKey, flows: null });
  } else if (waiting.type === "EVENT_BASED_GATEWAY") leaveGateway(step, elementKey, event, variables);
  else if (event.type === "START_EVENT") startEventSubProcess(step, elementKey, event, variables);
  else if (event.isInterrupting) interrupt(step, elementKey, event, variables);
  else enterEvent(step, event, scopeBehind(step, elementKey), variables);
}

/** A listener or an incident may keep the event from leaving, and it must not happen by another trigger then. */
function withdraw(step: Step, elementKey: string, event: FlowNode): void {
  for (const subscriptionKey of [...step.element(elementKey).subscriptionKeys])
    if (step.state.subscriptions.get(subscriptionKey)?.elementId === event.id)
      step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
}

/** The gateway completes along the flow to the event, which happened already: it completes at once. */
function leaveGateway(step: Step, gatewayKey: string, event: FlowNode, variables: Variables): void {
  const { scopeKey, elementId, subscriptionKeys } = step.element(gatewayKey);
  const flow = step.node(elementId).outgoing.find(({ target }) => target === event);
  assert(flow && scopeKey !== null, `gateway "${elementId}" has no flow to "${event.id}"`);
  for (const subscriptionKey of [...subscriptionKeys])
    step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  step.emit({ type: "elementCompleted", elementKey: gatewayKey, elementId });
  step.emit({ type: "sequenceFlowTaken", flowId: flow.id, scopeKey });
  const elementKey = step.activateBegun(event, scopeKey, [flow]);
  step.giveResult(elementKey, variables);
  step.work.push({ kind: "finish", elementKey, flows: null });
}

/**
 * BPMN 2.0.2 §13.5.4. An interrupting one ends everything else in the scope, and no other one is waited for any more;
 * one that does not interrupt runs beside it.
 */
function startEventSubProcess(step: Step, scopeKey: string, start: FlowNode, variables: Variables): void {
  const { scope: eventSubProcess } = start;
  assert(eventSubProcess, `start event "${start.id}" stands in no event sub-process`);
  if (start.isInterrupting) {
    const scope = step.element(scopeKey);
    disarmEventSubProcesses(step, scopeKey);
    if (scope.jobKey !== null) cancelJob(step, scope.jobKey);
    for (const incidentKey of [...scope.incidentKeys]) step.emit({ type: "incidentResolved", incidentKey });
    terminateChildren(step, scopeKey, null);
    if (scope.type === "AD_HOC_SUB_PROCESS") step.progress(scopeKey, { isFulfilled: true, activations: undefined });
  }
  step.activate(eventSubProcess, scopeKey, [], { elementIds: [start.id], variables });
}

/** A cycle would fire for ever into an instance that cannot go on. */
function stopFiring(step: Step, { subscriptionKey, elementKey }: Subscription): void {
  step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  step.raiseIncident(elementKey, keysSpent, "none");
}

/** What does not interrupt is waited for again: a cycle for its next time, a parallel multiple event for all of it. */
function rearm(step: Step, fired: Subscription, event: FlowNode): void {
  const { elementKey } = fired;
  const { trigger } = event;
  if (trigger?.kind === "multiple" && trigger.isParallel) return subscribeAgain(step, elementKey, event);
  const { elementId, triggerIndex, wait } = fired;
  switch (wait.kind) {
    case "message":
    case "signal":
      return openSubscription(step, elementKey, { elementId, triggerIndex, wait });
    case "conditional":
      if (!step.state.subscriptions.has(fired.subscriptionKey))
        openSubscription(step, elementKey, { elementId, triggerIndex, wait: { kind: "conditional", isTrue: true } });
      return;
    case "timer": {
      const next = nextOfCycle(wait);
      // A next time that cannot be represented ends the cycle: there is no such instant.
      if (next?.ok) openSubscription(step, elementKey, { elementId, triggerIndex, wait: next.value });
      return;
    }
    default:
      wait satisfies never;
  }
}

function subscribeAgain(step: Step, elementKey: string, event: FlowNode): void {
  const failure = step.subscribe(elementKey, [event]);
  if (failure) step.raiseIncident(elementKey, failure, "none");
}

/** The trigger that a subscription waits for. */
export const triggerOf = (step: Step, { elementId, triggerIndex }: Subscription) =>
  triggersOf(step.node(elementId))[triggerIndex];
