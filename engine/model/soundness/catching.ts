import { type FlowNode, type SingleTrigger, triggersOf } from "../model.ts";

type Thrown = "error" | "escalation";

/**
 * The events that may catch what a node throws, from the inside out, in groups of which each is asked before the next:
 * in every scope first its event sub-processes, then the boundary events on it (BPMN 2.0.2 §10.5.6).
 */
export function* catchersOf(thrower: FlowNode, kind: Thrown): Generator<readonly FlowNode[]> {
  const isCatching = (event: FlowNode) => triggersOf(event).some((trigger) => trigger.kind === kind);
  let left: FlowNode | null = null;
  for (let scope = thrower.scope; scope; scope = scope.scope) {
    const from: FlowNode | null = left;
    const isInterrupted = from?.type === "EVENT_SUB_PROCESS" && startOf(from)?.isInterrupting === true;
    // An event sub-process that has interrupted its scope has withdrawn the others, too.
    const besides = isInterrupted ? [] : scope.eventSubProcesses.filter((other) => other !== from);
    yield besides.flatMap((one) => startOf(one) ?? []).filter(isCatching);
    yield scope.boundaryEvents.filter(isCatching);
    left = scope;
  }
}

const startOf = (scope: FlowNode) => scope.children.find(({ type }) => type === "START_EVENT");

/** The event that catches this code, if any: a matching one before one that catches all. */
export function firstCatcher(thrower: FlowNode, kind: Thrown, code: string): FlowNode | null {
  for (const events of catchersOf(thrower, kind)) {
    const event = events.find((one) => catches(one, kind, code)) ?? events.find((one) => catches(one, kind, null));
    if (event) return event;
  }
  return null;
}

const catches = (event: FlowNode, kind: Thrown, code: string | null) =>
  triggersOf(event).some((trigger) => trigger.kind === kind && (trigger.code?.fixed ?? null) === code);

/** Whether anything inside its activity can bring a boundary event about; of most nobody can tell. */
export function mayHappen(event: FlowNode): boolean {
  const host = event.attachedTo;
  const triggers = triggersOf(event);
  if (!host || triggers.length === 0) return true;
  return triggers.some((trigger) => isWithin(host, (node) => mayThrow(node, trigger)));
}

function mayThrow(node: FlowNode, { kind }: SingleTrigger): boolean {
  if (kind !== "error" && kind !== "escalation" && kind !== "cancel") return true;
  if (node.type === "CALL_ACTIVITY" && kind !== "cancel") return true;
  const { start, end } = node.listeners;
  if (kind === "error" && (node.job !== null || start.length + end.length > 0)) return true;
  const isThrowing = node.type === "END_EVENT" || node.type === "INTERMEDIATE_THROW_EVENT";
  return isThrowing && triggersOf(node).some((trigger) => trigger.kind === kind);
}

const isWithin = (node: FlowNode, is: (node: FlowNode) => boolean): boolean =>
  is(node) || node.children.some((child) => isWithin(child, is));
