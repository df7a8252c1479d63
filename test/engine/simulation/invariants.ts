import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { instanceKeyOf } from "../../../engine/keys.ts";
import type { ProcessModel } from "../../../engine/model/model.ts";
import type { ElementInstance, InstanceState } from "../../../engine/state.ts";
import type { Event } from "../../../engine/vocabulary.ts";

/** What must hold after every command. Throws with what does not. */
export function checkState(model: ProcessModel, state: InstanceState): void {
  for (const element of state.elements.values()) {
    checkLinks(state, element);
    checkTokens(model, element);
    if (!isWaiting(element)) throw new Error(`${element.elementId} ${element.key} is live and waits for nothing`);
  }
  for (const { key, elementKey } of state.jobs.values()) same(state.elements.get(elementKey)?.jobKey, key, "job");
  for (const { key, elementKey } of state.userTasks.values())
    same(state.elements.get(elementKey)?.userTaskKey, key, "user task");
  for (const { subscriptionKey, elementKey } of state.subscriptions.values())
    same(state.elements.get(elementKey)?.subscriptionKeys.has(subscriptionKey), true, "subscription");
  for (const { incidentKey, elementKey } of state.incidents.values())
    same(state.elements.get(elementKey)?.incidentKeys.has(incidentKey), true, "incident");
}

/** Both ways between an element and what belongs to it. */
function checkLinks(state: InstanceState, element: ElementInstance): void {
  const { key, scopeKey, jobKey, userTaskKey } = element;
  if (scopeKey === null) same(key, state.key, "outermost element");
  else same(state.elements.get(scopeKey)?.children.has(key), true, "child of its scope");
  for (const child of element.children) same(state.elements.get(child)?.scopeKey, key, "scope of its child");
  if (jobKey !== null) same(state.jobs.has(jobKey), true, "job of an element");
  if (userTaskKey !== null) same(state.userTasks.has(userTaskKey), true, "user task of an element");
  for (const one of element.subscriptionKeys) same(state.subscriptions.has(one), true, "subscription of an element");
  for (const one of element.incidentKeys) same(state.incidents.has(one), true, "incident of an element");
}

/** At rest tokens wait only before a join, and never none of them. */
function checkTokens(model: ProcessModel, { tokens, elementId }: ElementInstance): void {
  for (const [flowId, count] of tokens)
    if (count < 1 || !model.joinFlowIds.has(flowId)) throw new Error(`${count} tokens on ${flowId} in ${elementId}`);
}

/** A boundary event's subscription is no reason to wait, but then there is another one, too. */
function isWaiting({
  children,
  tokens,
  jobKey,
  userTaskKey,
  subscriptionKeys,
  incidentKeys,
}: ElementInstance): boolean {
  const isHeld = jobKey !== null || userTaskKey !== null;
  return isHeld || children.size + tokens.size + subscriptionKeys.size + incidentKeys.size > 0;
}

/** An instance that has ended keeps nothing. */
export function checkEnded(state: InstanceState): void {
  same(state.elements.size, 0, "live elements of an ended instance");
  const open = state.jobs.size + state.userTasks.size + state.subscriptions.size + state.incidents.size;
  same(open, 0, "open things of an ended instance");
}

/** Every key is new, and leads to the instance. */
export function checkKeys(events: readonly Event[], instanceKey: string): void {
  const keys = events.flatMap(keysMadeBy);
  same(new Set(keys).size, keys.length, "distinct keys");
  for (const key of keys) same(instanceKeyOf(key), instanceKey, "instance of a key");
}

export function keysMadeBy(event: Event): string[] {
  switch (event.type) {
    case "elementActivated":
      return [event.elementKey];
    case "variableSet":
      return event.isNew ? [event.variableKey] : [];
    case "jobCreated":
      return [event.jobKey];
    case "userTaskCreated":
      return [event.userTaskKey];
    case "subscriptionOpened":
      return [event.subscriptionKey];
    case "incidentRaised":
      return [event.incidentKey];
    default:
      return [];
  }
}

/** Compares quickly, and shows the difference when there is one. */
export function same(came: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(came, expected)) expect(came, what).toEqual(expected);
}
