import type { Failure } from "./elements/behaviour.ts";
import { evaluateToJson, type Lookup } from "./feel/expression.ts";
import type { Moment } from "./feel/moment.ts";
import { type FlowNode, type SingleTrigger, triggersOf } from "./model/model.ts";
import { boundaryEventsOf, eventStartsOf } from "./parts.ts";
import { ok, type Result } from "./result.ts";
import type { Step } from "./step.ts";
import { lookedUpText, messageWait } from "./triggers/message.ts";
import { timerWait } from "./triggers/timer.ts";
import { lookupFrom } from "./variables.ts";
import type { Wait } from "./vocabulary.ts";

/** Arms the boundary events of an activity and the event sub-processes of a scope. */
export function openWaitsAround(step: Step, elementKey: string): Failure | null {
  const element = step.element(elementKey);
  const node = step.node(element.elementId);
  if (node.boundaryEvents.length === 0 && node.eventSubProcesses.length === 0) return null;
  const events = [...boundaryEventsOf(node, element), ...eventStartsOf(node, element)];
  if (events.length === 0) return null;
  // An incident that an earlier version raised may have left some of them armed.
  const armed = new Set([...element.subscriptionKeys].map((key) => step.state.subscriptions.get(key)?.elementId));
  return subscribeTo(
    step,
    elementKey,
    events.filter(({ id }) => !armed.has(id)),
  );
}

interface Opening {
  readonly elementId: string;
  readonly triggerIndex: number;
  readonly wait: Wait;
}

/** Opens a subscription for everything that these nodes wait for; all of them, or none and the failure. */
export function subscribeTo(step: Step, elementKey: string, nodes: readonly FlowNode[]): Failure | null {
  const openings: Opening[] = [];
  const { happened } = step.element(elementKey).progress ?? {};
  for (const node of nodes)
    for (const [triggerIndex, trigger] of triggersOf(node).entries()) {
      if (happened?.[node.id]?.some(({ index }) => index === triggerIndex)) continue;
      const wait = waitOf(trigger, lookupFrom(step.state, scopeOfWait(step, elementKey, node)), step.moment);
      if (!wait.ok) return { code: "EXTRACT_VALUE_ERROR", message: `${wait.message}, at "${node.id}"` };
      if (wait.value) openings.push({ elementId: node.id, triggerIndex, wait: wait.value });
    }
  for (const opening of openings) openSubscription(step, elementKey, opening);
  return null;
}

export function openSubscription(step: Step, elementKey: string, opening: Opening): void {
  step.emit({ type: "subscriptionOpened", subscriptionKey: step.newKey(), elementKey, ...opening });
}

/** A boundary event and an event behind a gateway look at the variables around what waits, not at its local ones. */
export function scopeOfWait(step: Step, elementKey: string, node: FlowNode): string {
  const waiting = step.element(elementKey);
  const isOwn = waiting.elementId === node.id || node.type === "START_EVENT";
  return isOwn ? elementKey : (waiting.scopeKey ?? elementKey);
}

/** Errors and their like are not waited for: they are looked up in the model when thrown. */
function waitOf(trigger: SingleTrigger, lookup: Lookup, moment: Moment): Result<Wait | null> {
  switch (trigger.kind) {
    case "timer":
      return timerWait(trigger, lookup, moment);
    case "message":
      return messageWait(trigger, lookup, moment);
    case "signal": {
      const signalName = lookedUpText(trigger.name, "signal name", lookup, moment);
      return signalName.ok ? ok({ kind: "signal", signalName: signalName.value }) : signalName;
    }
    case "conditional": {
      // Not yet asked; what cannot be evaluated at all is known now.
      const value = evaluateToJson(trigger.condition, lookup, moment);
      return value.ok ? ok({ kind: "conditional", isTrue: false }) : value;
    }
    case "error":
    case "escalation":
    case "compensation":
    case "link":
    case "cancel":
    case "terminate":
      return ok(null);
    default:
      return trigger satisfies never;
  }
}
