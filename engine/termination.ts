import { fail, type Outcome, wait } from "./elements/behaviour.ts";
import type { Expression } from "./feel/expression.ts";
import { show, type Variables } from "./feel/values.ts";
import type { FlowNode } from "./model/model.ts";
import type { Step } from "./step.ts";
import { caughtBy } from "./triggers/error.ts";

/** Ends an element instance from the inside out; its jobs, tasks, subscriptions and incidents go with it. */
export function terminate(step: Step, elementKey: string): void {
  terminateChildren(step, elementKey, null);
  closeWaits(step, elementKey);
  const element = step.element(elementKey);
  if (element.jobKey !== null) step.emit({ type: "jobCanceled", jobKey: element.jobKey });
  if (element.userTaskKey !== null) step.emit({ type: "userTaskCanceled", userTaskKey: element.userTaskKey });
  step.emit({ type: "elementTerminated", elementKey, elementId: element.elementId });
}

/** Ends what lives inside a scope, except one child; tokens on its flows die with it. */
export function terminateChildren(step: Step, scopeKey: string, exceptKey: string | null): void {
  const scope = step.element(scopeKey);
  for (const childKey of [...scope.children]) if (childKey !== exceptKey) terminate(step, childKey);
  if (scope.tokens.size > 0) step.emit({ type: "tokensDropped", scopeKey });
}

/** Closes the subscriptions and incidents of an element that ends. */
export function closeWaits(step: Step, elementKey: string): void {
  const element = step.element(elementKey);
  for (const subscriptionKey of [...element.subscriptionKeys])
    step.emit({ type: "subscriptionClosed", subscriptionKey, isTriggered: false });
  for (const incidentKey of [...element.incidentKeys]) step.emit({ type: "incidentResolved", incidentKey });
}

/** An interrupting boundary event ends its activity and takes the token; with the variables that it brought. */
export function interrupt(step: Step, hostKey: string, boundaryEvent: FlowNode, variables: Variables): void {
  const { scopeKey } = step.element(hostKey);
  terminate(step, hostKey);
  enterEvent(step, boundaryEvent, scopeKey ?? step.state.key, variables);
}

/** A token begins at an event that has just happened, with the variables that it brought. */
export function enterEvent(step: Step, event: FlowNode, scopeKey: string, variables: Variables): void {
  const elementKey = step.activate(event, scopeKey, []);
  step.giveResult(elementKey, variables);
}

/** Throws from an end event; see {@link catchError}. */
export function throwError(step: Step, elementKey: string, code: Expression | null): Outcome {
  const value = code ? step.evaluate(elementKey, code) : null;
  if (value && !value.ok) return fail("EXTRACT_VALUE_ERROR", value.message);
  const errorCode = value?.value;
  if (typeof errorCode !== "string")
    return fail("EXTRACT_VALUE_ERROR", `Expected a text as error code, got ${show(errorCode)}`);
  if (catchError(step, elementKey, errorCode, {})) return wait;
  return fail("UNHANDLED_ERROR_EVENT", uncaught(errorCode, step.element(elementKey).elementId));
}

/**
 * Looks for a boundary event that catches the error, from the thrower outwards, a matching code before a catch-all
 * (BPMN 2.0.2 §10.5.6), and lets it interrupt. False when there is none; nothing has changed then.
 */
export function catchError(step: Step, fromKey: string, errorCode: string, variables: Variables): boolean {
  for (const hostKey of step.scopesOf(fromKey)) {
    const catching = step.nodeOf(hostKey).boundaryEvents.filter((event) => event.trigger?.kind === "error");
    const event =
      catching.find((node) => caughtBy(node) === errorCode) ?? catching.find((node) => caughtBy(node) === null);
    if (!event) continue;
    interrupt(step, hostKey, event, variables);
    return true;
  }
  return false;
}

export const uncaught = (errorCode: string, elementId: string) =>
  `Error "${errorCode}" was thrown at "${elementId}" and no boundary event catches it`;
