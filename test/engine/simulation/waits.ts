import { evaluateExpression } from "../../../engine/feel/expression.ts";
import { type FlowNode, type ProcessModel, triggersOf } from "../../../engine/model/model.ts";
import type { ElementInstance, InstanceState } from "../../../engine/state.ts";
import { lookupFrom } from "../../../engine/variables.ts";
import type { Subscription } from "../../../engine/vocabulary.ts";
import type { Account } from "./account.ts";

/** What an element has to wait for is waited for once, and what it must not is not; conditions are known as they are. */
export function checkWaits(account: Account, state: InstanceState, isUndoing: boolean): void {
  const { model } = account;
  for (const subscription of state.subscriptions.values()) checkCondition(model, state, subscription);
  for (const element of state.elements.values()) {
    const node = model.nodes.get(element.elementId);
    if (!node || element.incidentKeys.size > 0 || element.progress?.listener) continue;
    // A process that is called to undo itself waits for nothing that would begin it anew.
    const isUndone = element.scopeKey === null && isUndoing;
    const isHandling =
      [...state.compensations.values()].some(({ handlerKey }) => handlerKey === element.key) || isUndone;
    const isWhole = element.loopIndex === null && element.type !== "AD_HOC_SUB_PROCESS_INNER_INSTANCE";
    if (isWhole && !isHandling) for (const event of node.boundaryEvents) checkArmed(state, element, event, 1);
    const isScope = element.type !== "MULTI_INSTANCE_BODY" && element.type !== "AD_HOC_SUB_PROCESS_INNER_INSTANCE";
    const count = account.entry(element.key).isTakenOver ? 0 : 1;
    if (isScope && !isHandling) for (const start of eventStarts(node)) checkArmed(state, element, start, count);
  }
}

const eventStarts = ({ eventSubProcesses }: FlowNode) =>
  eventSubProcesses.flatMap(({ children }) => children.filter(({ type }) => type === "START_EVENT"));

/** Timers that have fired are not waited for again, and of several triggers some may have happened. */
function checkArmed(state: InstanceState, element: ElementInstance, event: FlowNode, count: number): void {
  const kind = event.trigger?.kind;
  if (kind !== "message" && kind !== "signal" && kind !== "conditional") return;
  const open = [...element.subscriptionKeys].filter((key) => state.subscriptions.get(key)?.elementId === event.id);
  if (open.length !== count)
    throw new Error(`${element.elementId} waits ${open.length} times for ${event.id}, not ${count} times`);
}

function checkCondition(
  model: ProcessModel,
  state: InstanceState,
  { elementKey, elementId, triggerIndex, wait }: Subscription,
): void {
  const event = model.nodes.get(elementId);
  const trigger = event && triggersOf(event)[triggerIndex];
  if (wait.kind !== "conditional" || trigger?.kind !== "conditional") return;
  const waiting = state.elements.get(elementKey);
  const isOwn = waiting?.elementId === elementId || event?.type === "START_EVENT";
  const lookup = lookupFrom(state, isOwn ? elementKey : (waiting?.scopeKey ?? elementKey));
  const value = evaluateExpression(trigger.condition, lookup, { nowMs: 0, random: () => 0 });
  const isTrue = value.ok && value.value === true;
  if (isTrue !== wait.isTrue) throw new Error(`the condition of ${elementId} is ${isTrue}, known as ${wait.isTrue}`);
}
