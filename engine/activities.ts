import type { Failure } from "./elements/behaviour.ts";
import type { FlowNode } from "./model/model.ts";
import { ok, type Result } from "./result.ts";
import type { Step } from "./step.ts";
import { type MessageWait, messageWait } from "./triggers/message.ts";
import type { TimerWait } from "./triggers/time.ts";
import { timerWait } from "./triggers/timer.ts";
import { lookupFrom } from "./variables.ts";

/** Arms the boundary events of an activity. */
export function openBoundaryEvents(step: Step, elementKey: string): Failure | null {
  return subscribeTo(step, elementKey, unarmed(step, elementKey));
}

/** An incident that an earlier version raised may have left some of them armed. */
function unarmed(step: Step, elementKey: string): FlowNode[] {
  const armed = new Set(
    [...step.element(elementKey).subscriptionKeys].map((key) => step.state.subscriptions.get(key)?.elementId),
  );
  return step.nodeOf(elementKey).boundaryEvents.filter((event) => !armed.has(event.id));
}

/** Opens a subscription for every node that waits for a trigger; all of them, or none and the failure. */
export function subscribeTo(step: Step, elementKey: string, nodes: readonly FlowNode[]): Failure | null {
  const waits: { node: FlowNode; wait: TimerWait | MessageWait }[] = [];
  for (const node of nodes) {
    const wait = waitOf(step, elementKey, node);
    if (!wait.ok) return { code: "EXTRACT_VALUE_ERROR", message: `${wait.message}, at "${node.id}"` };
    if (wait.value) waits.push({ node, wait: wait.value });
  }
  for (const { node, wait } of waits) openSubscription(step, elementKey, node.id, wait);
  return null;
}

export function openSubscription(step: Step, elementKey: string, elementId: string, wait: TimerWait | MessageWait) {
  step.emit({ type: "subscriptionOpened", subscriptionKey: step.newKey(), elementKey, elementId, wait });
}

/** Errors are not waited for: they are looked up in the model when thrown. */
function waitOf(step: Step, elementKey: string, node: FlowNode): Result<TimerWait | MessageWait | null> {
  const { trigger } = node;
  // A boundary event and an event behind a gateway look at the variables around the activity, not at its local ones.
  const isOwn = step.nodeOf(elementKey) === node;
  const scopeKey = isOwn ? elementKey : (step.element(elementKey).scopeKey ?? elementKey);
  const lookup = lookupFrom(step.state, scopeKey);
  switch (trigger?.kind) {
    case undefined:
    case "error":
    case "terminate":
      return ok(null);
    case "timer":
      return timerWait(trigger, lookup, step.nowMs);
    case "message":
      return messageWait(trigger, lookup, step.nowMs);
    default:
      return trigger satisfies never;
  }
}
