import { compensationInterrupted, dropCompensations, handlerEnded, recordOfHandler } from "./compensation.ts";
import type { Variables } from "./feel/values.ts";
import type { FlowNode } from "./model/model.ts";
import { assert } from "./result.ts";
import type { Step } from "./step.ts";
import { setLocal } from "./variables.ts";

/** Ends an element instance from the inside out; its jobs, tasks, subscriptions and incidents go with it. */
export function terminate(step: Step, elementKey: string): void {
  const claimed = step.state.compensations.allOf("throwerKey", elementKey);
  terminateChildren(step, elementKey, null);
  closeWaits(step, elementKey);
  const element = step.element(elementKey);
  if (element.jobKey !== null) cancelJob(step, element.jobKey);
  if (element.userTaskKey !== null) step.emit({ type: "userTaskCanceled", userTaskKey: element.userTaskKey });
  if (element.progress?.isCalling) step.emit({ type: "callCanceled", elementKey });
  dropCompensations(step, elementKey);
  step.emit({ type: "elementTerminated", elementKey, elementId: element.elementId });
  // What it waited for may stand outside: in the scope around its event sub-process.
  for (const { handlerKey } of claimed)
    if (handlerKey !== null && step.state.elements.has(handlerKey)) terminate(step, handlerKey);
}

/** That its worker has thrown an error tells more than that it was canceled. */
export function cancelJob(step: Step, jobKey: string): void {
  const hasThrown = step.state.jobs.get(jobKey)?.hasThrown === true;
  step.emit({ type: "jobCanceled", jobKey, ...(hasThrown ? { hasThrown } : {}) });
}

/** Ends what lives inside a scope, except one child; tokens on its flows die with it, and what gateways know of them. */
export function terminateChildren(step: Step, scopeKey: string, exceptKey: string | null): void {
  const scope = step.element(scopeKey);
  for (const childKey of [...scope.children])
    if (childKey !== exceptKey && scope.children.has(childKey)) terminate(step, childKey);
  compensationInterrupted(step, scopeKey);
  if (scope.tokens.size > 0) step.emit({ type: "tokensDropped", scopeKey });
  if (scope.progress?.gateways) step.progress(scopeKey, { gateways: undefined });
}

/** Ends everything else in the element's scope. */
export function terminateOthers(step: Step, elementKey: string): void {
  const { scopeKey } = step.element(elementKey);
  assert(scopeKey !== null, "a process instance has no siblings");
  terminateChildren(step, scopeKey, elementKey);
}

/** Closes the subscriptions and incidents of an element that ends. */
export function closeWaits(step: Step, elementKey: string): void {
  const element = step.element(elementKey);
  for (const subscriptionKey of [...element.subscriptionKeys])
    step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  for (const incidentKey of [...element.incidentKeys]) step.emit({ type: "incidentResolved", incidentKey });
}

/** No event sub-process of the scope begins any more. */
export function disarmEventSubProcesses(step: Step, scopeKey: string): void {
  for (const subscriptionKey of [...step.element(scopeKey).subscriptionKeys])
    if (step.node(step.state.subscriptions.get(subscriptionKey)?.elementId ?? "").type === "START_EVENT")
      step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
}

/** An interrupting boundary event ends its activity and takes the token; with the variables that it brought. */
export function interrupt(step: Step, hostKey: string, boundaryEvent: FlowNode, variables: Variables): void {
  const scopeKey = scopeBehind(step, hostKey);
  const undone = recordOfHandler(step, hostKey);
  terminate(step, hostKey);
  enterEvent(step, boundaryEvent, scopeKey, variables);
  if (undone) handlerEnded(step, undone, hostKey);
}

/**
 * Where the token of a boundary event goes on: in the scope of its flows. What undoes an instance of a repeated activity
 * stands in its body, in which no flows are drawn.
 */
export function scopeBehind(step: Step, hostKey: string): string {
  const scopeKey = step.element(hostKey).scopeKey ?? step.state.key;
  const { type, scopeKey: around } = step.element(scopeKey);
  return type === "MULTI_INSTANCE_BODY" ? (around ?? scopeKey) : scopeKey;
}

/** A token begins at an event that has just happened, with the variables that it brought. */
export function enterEvent(step: Step, event: FlowNode, scopeKey: string, variables: Variables): void {
  const elementKey = step.activate(event, scopeKey, []);
  step.giveResult(elementKey, variables);
}

/** What has happened, and which of a start event's triggers it was. */
interface Happening {
  readonly variables: Variables;
  readonly triggerIndex?: number;
}

/**
 * A scope begins at a node: an event that has happened, or any node as if its flow had brought a token. Behind a
 * gateway that begins instances with all of its events, the others are waited for (BPMN 2.0.2 §13.5.1).
 */
export function happen(step: Step, node: FlowNode, scopeKey: string, { variables, triggerIndex }: Happening): void {
  const isWaiting = node.type === "INTERMEDIATE_CATCH_EVENT" || node.type === "RECEIVE_TASK";
  const gateway = node.incoming.map(({ source }) => source).find(({ isInstantiating }) => isInstantiating);
  if (!isWaiting || !(gateway || node.isInstantiating)) {
    const elementKey = step.activate(node, scopeKey, []);
    if (isWaiting || node.type === "START_EVENT" || node.type === "BOUNDARY_EVENT")
      step.giveResult(elementKey, variables);
    else setLocal(step, elementKey, variables);
    if (triggerIndex !== undefined && node.trigger?.kind === "multiple" && node.trigger.isParallel)
      step.progress(elementKey, { happened: { [node.id]: [{ index: triggerIndex, variables }] } });
    return;
  }
  const elementKey = step.activateBegun(node, scopeKey, []);
  step.giveResult(elementKey, variables);
  step.work.push({ kind: "finish", elementKey, flows: null });
  if (!gateway?.isParallel) return;
  for (const { target } of gateway.outgoing) if (target !== node) step.activate(target, scopeKey, []);
}
