import { deepStrictEqual } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { instanceKeyOf } from "../../../engine/keys.ts";
import type { FlowNode, ProcessModel } from "../../../engine/model/model.ts";
import type { ElementInstance, InstanceState } from "../../../engine/state.ts";
import type { Event } from "../../../engine/vocabulary.ts";
import type { Account } from "./account.ts";
import type { Entry } from "./entry.ts";
import { readyJoins } from "./joinOracle.ts";
import { reasonOf } from "./reasons.ts";

/** What must hold after every command. Throws with what does not. */
export function checkState(model: ProcessModel, state: InstanceState): void {
  for (const element of state.elements.values()) {
    checkLinks(state, element);
    checkTokens(model, element);
    if (reasonOf(model, state, element) === null)
      throw new Error(`${element.elementId} ${element.key} is live and waits for nothing`);
  }
  for (const { key, elementKey } of state.jobs.values()) same(state.elements.get(elementKey)?.jobKey, key, "job");
  for (const { key, elementKey } of state.userTasks.values())
    same(state.elements.get(elementKey)?.userTaskKey, key, "user task");
  for (const { subscriptionKey, elementKey } of state.subscriptions.values())
    same(state.elements.get(elementKey)?.subscriptionKeys.has(subscriptionKey), true, "subscription");
  for (const { incidentKey, elementKey } of state.incidents.values())
    same(state.elements.get(elementKey)?.incidentKeys.has(incidentKey), true, "incident");
  for (const { throwerKey } of state.compensations.values())
    if (throwerKey !== null) same(state.elements.has(throwerKey), true, "who has thrown a compensation");
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

/** The account and the state know the same elements, tokens and open things, and no join is ready. */
export function checkAccount(account: Account, state: InstanceState): void {
  same(account.entries.size, state.elements.size, "live elements");
  for (const { key, tokens, open, children, loop } of account.entries.values()) {
    const element = state.elements.get(key);
    same(tokens, element?.tokens, "tokens");
    same(children, element?.children, "children");
    const { jobKey, userTaskKey, subscriptionKeys = [], incidentKeys = [] } = element ?? {};
    const own = [jobKey, userTaskKey, ...subscriptionKeys, ...incidentKeys].filter((one) => one != null);
    same(open, new Set(own), "open things");
    if (loop && element?.loop)
      same(element.loop.started, loop.started, `instances that ${element.elementId} has begun`);
  }
  for (const scope of account.entries.values()) {
    const ready = scope.tokens.size > 0 ? scope.node.children.filter((node) => isReady(scope, node)) : [];
    for (const { id } of [...ready, ...readyJoins(account, scope)])
      throw new Error(`${id} has all of its tokens and does not take them`);
  }
}

/** Of joins that only count; the others are asked with everything else in the scope. */
function isReady({ tokens }: Entry, { type, incoming, startQuantity }: FlowNode): boolean {
  const counts = incoming.map(({ id }) => tokens.get(id) ?? 0);
  switch (type) {
    case "PARALLEL_GATEWAY":
      return counts.length > 0 && counts.every((count) => count > 0);
    case "INCLUSIVE_GATEWAY":
    case "COMPLEX_GATEWAY":
      return false;
    default:
      return counts.reduce((sum, count) => sum + count, 0) >= startQuantity;
  }
}

/** An instance that has ended keeps nothing. */
export function checkEnded(state: InstanceState): void {
  same(state.elements.size, 0, "live elements of an ended instance");
  const open = state.jobs.size + state.userTasks.size + state.subscriptions.size + state.incidents.size;
  same(open + state.compensations.size, 0, "open things of an ended instance");
}

/** Every key is new, and leads to the instance. */
export function checkKeys(events: readonly Event[], { key, keys }: { key: string; keys: readonly string[] }): void {
  same(new Set(keys).size, keys.length, "distinct keys");
  for (const made of events.flatMap(keysMadeBy)) same(instanceKeyOf(made), key, "instance of a key");
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
  if (isDeepStrictEqual(came, expected)) return;
  try {
    deepStrictEqual(came, expected);
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}
