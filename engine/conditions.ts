import { scopeOfWait } from "./activities.ts";
import { isInterrupted } from "./catching.ts";
import { triggerOf, triggerSubscription } from "./events.ts";
import { evaluateExpression } from "./feel/expression.ts";
import type { ConditionalTrigger } from "./model/model.ts";
import type { Step } from "./step.ts";
import type { ChangedVariables, Unasked } from "./unasked.ts";
import { lookupFrom } from "./variables.ts";
import type { Subscription } from "./vocabulary.ts";

/**
 * BPMN 2.0.2 §10.5.5, conditional events. Asks every condition about which a variable changed that it can see, in the
 * order in which they were opened; the first that became true happens. False when none did, and all have been asked.
 *
 * What cannot be evaluated, or is no boolean, is not true.
 */
export function meetCondition(step: Step): boolean {
  const { unasked } = step;
  if (!unasked) return false;
  if (unasked.variables.size > 0) addConcerned(step, unasked);
  for (const subscriptionKey of unasked.conditions) {
    unasked.conditions.delete(subscriptionKey);
    const subscription = step.state.subscriptions.get(subscriptionKey);
    const trigger = subscription && triggerOf(step, subscription);
    if (subscription?.wait.kind !== "conditional" || trigger?.kind !== "conditional") continue;
    const isTrue = holds(step, subscription, trigger);
    if (isTrue === subscription.wait.isTrue) continue;
    step.emit({ type: "conditionChanged", subscriptionKey, isTrue });
    if (!isTrue) continue;
    triggerSubscription(step, subscription, {});
    return true;
  }
  return false;
}

/** A variable is seen from within its scope only, so no other subscription is looked at. */
function addConcerned(step: Step, unasked: Unasked): void {
  const keys = [...unasked.conditions];
  for (const [scopeKey, changed] of unasked.variables)
    for (const subscription of subscriptionsWithin(step, scopeKey)) {
      step.looks += 1;
      const trigger = subscription.wait.kind === "conditional" ? triggerOf(step, subscription) : null;
      if (trigger?.kind !== "conditional" || !isConcerned(unasked, trigger, changed)) continue;
      if (subscription.elementKey === scopeKey && waitsAround(step, subscription)) continue;
      keys.push(subscription.subscriptionKey);
    }
  unasked.variables.clear();
  unasked.conditions.clear();
  for (const key of keys.sort(inOrder)) unasked.conditions.add(key);
}

function* subscriptionsWithin(step: Step, elementKey: string): Iterable<Subscription> {
  const { subscriptions, elements, key } = step.state;
  if (elementKey === key) return yield* subscriptions.values();
  const element = elements.get(elementKey);
  for (const subscriptionKey of element?.subscriptionKeys ?? []) {
    const subscription = subscriptions.get(subscriptionKey);
    if (subscription) yield subscription;
  }
  for (const childKey of element?.children ?? []) yield* subscriptionsWithin(step, childKey);
}

/** A boundary event does not look at what is local to its host. */
const waitsAround = (step: Step, { elementKey, elementId }: Subscription): boolean =>
  scopeOfWait(step, elementKey, step.node(elementId)) !== elementKey;

function isConcerned({ watched }: Unasked, trigger: ConditionalTrigger, changed: ChangedVariables): boolean {
  const names = watched.of.get(trigger) ?? null;
  const { variableEvents } = trigger;
  return [...changed].some(
    ([name, kinds]) => (names?.has(name) ?? true) && (variableEvents?.some((kind) => kinds.has(kind)) ?? true),
  );
}

/** Keys count up, and longer ones are later. */
const inOrder = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : 1);

function holds(step: Step, { elementKey, elementId }: Subscription, { condition }: ConditionalTrigger): boolean {
  const lookup = lookupFrom(step.state, scopeOfWait(step, elementKey, step.node(elementId)));
  const value = evaluateExpression(condition, lookup, step.moment);
  return value.ok && value.value === true;
}

/**
 * What waits around an element and is true already happens as soon as it is armed, before the element does anything.
 * False when that has ended the element, or has taken the place of what is in it.
 */
export function meetArmed(step: Step, elementKey: string): boolean {
  for (const subscriptionKey of [...step.element(elementKey).subscriptionKeys]) {
    const subscription = step.state.subscriptions.get(subscriptionKey);
    if (!subscription || !step.unasked?.conditions.delete(subscriptionKey)) continue;
    const trigger = triggerOf(step, subscription);
    if (trigger?.kind !== "conditional" || !holds(step, subscription, trigger)) continue;
    step.emit({ type: "conditionChanged", subscriptionKey, isTrue: true });
    triggerSubscription(step, subscription, {});
    if (!step.state.elements.has(elementKey) || isInterrupted(step, elementKey)) return false;
  }
  return true;
}
