import { scopeOfWait } from "./activities.ts";
import { triggerOf, triggerSubscription } from "./events.ts";
import { evaluateExpression } from "./feel/expression.ts";
import type { ConditionalTrigger } from "./model/model.ts";
import type { Step } from "./step.ts";
import type { Unasked } from "./unasked.ts";
import { lookupFrom } from "./variables.ts";
import type { Subscription } from "./vocabulary.ts";

/**
 * BPMN 2.0.2 §10.5.5, conditional events. Asks every condition about which a variable changed, in the order in which
 * they were opened; the first that became true happens. False when none did, and all have been asked.
 *
 * What cannot be evaluated, or is no boolean, is not true.
 */
export function meetCondition(step: Step): boolean {
  const { unasked } = step;
  if (!unasked || (unasked.variables.size === 0 && unasked.conditions.size === 0)) return false;
  for (const subscription of [...step.state.subscriptions.values()]) {
    if (subscription.wait.kind !== "conditional") continue;
    const trigger = triggerOf(step, subscription);
    if (trigger?.kind !== "conditional" || !isConcerned(unasked, subscription, trigger)) continue;
    const isTrue = holds(step, subscription, trigger);
    unasked.conditions.delete(subscription.subscriptionKey);
    if (isTrue === subscription.wait.isTrue) continue;
    step.emit({ type: "conditionChanged", subscriptionKey: subscription.subscriptionKey, isTrue });
    if (!isTrue) continue;
    triggerSubscription(step, subscription, {});
    return true;
  }
  unasked.variables.clear();
  unasked.conditions.clear();
  return false;
}

function isConcerned(unasked: Unasked, { subscriptionKey }: Subscription, trigger: ConditionalTrigger): boolean {
  if (unasked.conditions.has(subscriptionKey)) return true;
  const { variableNames, variableEvents } = trigger;
  return [...unasked.variables].some(
    ([name, kinds]) =>
      (variableNames?.includes(name) ?? true) && (variableEvents?.some((kind) => kinds.has(kind)) ?? true),
  );
}

function holds(step: Step, { elementKey, elementId }: Subscription, { condition }: ConditionalTrigger): boolean {
  const lookup = lookupFrom(step.state, scopeOfWait(step, elementKey, step.node(elementId)));
  const value = evaluateExpression(condition, lookup, step.nowMs);
  return value.ok && value.value === true;
}
