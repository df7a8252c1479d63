import { leave, type Outcome, wait } from "./elements/behaviour.ts";
import type { CompensationTrigger, FlowNode } from "./model/model.ts";
import { isActivityAsWhole } from "./parts.ts";
import { assert } from "./result.ts";
import type { Compensation, ElementInstance } from "./state.ts";
import type { Step } from "./step.ts";
import { interrupt } from "./termination.ts";
import { ownVariables, setLocal, visibleVariables } from "./variables.ts";
import type { CompensationRecord } from "./vocabulary.ts";

/*
 * BPMN 2.0.2 §13.5.5. A record is kept of every completed activity that can be undone, in the scope instance in which
 * it was done; a completed scope whose inside can be undone has a record as well, and its inner records stay under its
 * key. A thrower claims records and waits while their handlers run, in the reverse order of completion. Undoing a
 * scope from the inside opens it again: an element instance of the same id, in which the handlers of its records run.
 */

/** Keeps a record of an activity that completes, when there is something that can undo it. */
export function recordCompletion(step: Step, elementKey: string): void {
  const element = step.element(elementKey);
  const { scopeKey, elementId, type: elementType } = element;
  const node = step.node(elementId);
  if (scopeKey === null || !canBeUndone(step, node, element)) return;
  const isHandled = handlerFor(step, node, elementType) !== null;
  step.emit({
    type: "compensationRecorded",
    recordKey: step.newKey(),
    scopeKey: recordScopeOf(step, scopeKey),
    elementKey,
    elementId,
    elementType,
    variables: isHandled ? visibleVariables(step, elementKey) : ownVariables(step, elementKey),
    called: element.progress?.called ?? null,
  });
}

function canBeUndone(step: Step, node: FlowNode, element: ElementInstance): boolean {
  if (node.isForCompensation || element.type === "AD_HOC_SUB_PROCESS_INNER_INSTANCE") return false;
  if (handlerFor(step, node, element.type)) return true;
  if (element.progress?.called) return true;
  return recordsIn(step, element.key).length > 0 || compensationSubProcessOf(node, element) !== null;
}

/** The activity that undoes an instance of this type: of a repeated one, each inner instance or the body. */
function handlerFor(step: Step, node: FlowNode, type: ElementInstance["type"]): FlowNode | null {
  const isBody = type === "MULTI_INSTANCE_BODY";
  return node.handler && (!node.loop || isBody === step.model.semantics.isCompensatedPerBody) ? node.handler : null;
}

/** The event sub-process that says how its scope is undone. */
function compensationSubProcessOf(node: FlowNode, element: Pick<ElementInstance, "type">): FlowNode | null {
  if (element.type === "MULTI_INSTANCE_BODY") return null;
  return node.eventSubProcesses.find((inner) => compensationStartOf(inner) !== undefined) ?? null;
}

const compensationStartOf = (eventSubProcess: FlowNode) =>
  eventSubProcess.children.find(({ type, trigger }) => type === "START_EVENT" && trigger?.kind === "compensation");

/** One activation inside an ad-hoc sub-process is no scope of its own to those who draw it. */
function recordScopeOf(step: Step, scopeKey: string): string {
  const scope = step.element(scopeKey);
  const isInner = scope.type === "AD_HOC_SUB_PROCESS_INNER_INSTANCE" && scope.scopeKey !== null;
  return isInner ? (scope.scopeKey ?? scopeKey) : scopeKey;
}

/** In the order of completion. */
const recordsIn = (step: Step, scopeKey: string): readonly Compensation[] =>
  step.state.compensations.allOf("scopeKey", scopeKey);

/** The record that this element instance is undoing. */
export function recordOfHandler(step: Step, elementKey: string): Compensation | null {
  return step.state.compensations.allOf("handlerKey", elementKey)[0] ?? null;
}

/** A scope that was opened again, or a process that was called again, only to be undone. */
export const isReopened = (step: Step, elementKey: string): boolean =>
  recordOfHandler(step, elementKey)?.elementId === step.element(elementKey).elementId;

/** Undoes what was done in the scope around an event, and lets the event wait for it when it says so. */
export function throwCompensation(step: Step, elementKey: string, trigger: CompensationTrigger): Outcome {
  const scopeKey = compensatedScopeOf(step, elementKey);
  const throwerKey = trigger.isWaiting ? elementKey : scopeKey;
  const records = recordsIn(step, scopeKey).filter(
    ({ elementId, throwerKey: claimedBy }) =>
      claimedBy === null && (trigger.activityId === null || elementId === trigger.activityId),
  );
  if (records.length === 0) return leave();
  claim(step, throwerKey, records);
  return trigger.isWaiting ? wait : leave();
}

/** From an event sub-process it is the scope that this stands in (§10.5.6, table 10.97). */
function compensatedScopeOf(step: Step, elementKey: string): string {
  const { scopeKey } = step.element(elementKey);
  assert(scopeKey !== null, "an event stands in a scope");
  const { type, scopeKey: around } = step.element(scopeKey);
  return recordScopeOf(step, type === "EVENT_SUB_PROCESS" ? (around ?? scopeKey) : scopeKey);
}

function claim(step: Step, throwerKey: string, records: readonly Compensation[]): void {
  step.emit({ type: "compensationClaimed", throwerKey, recordKeys: records.map(({ recordKey }) => recordKey) });
  undoNext(step, throwerKey);
}

/** The last of the claimed records that are left, or all of them at once; the thrower goes on when none is. */
function undoNext(step: Step, throwerKey: string): void {
  const claimed = step.state.compensations.allOf("throwerKey", throwerKey);
  if (claimed.length === 0) return compensated(step, throwerKey);
  if (step.model.semantics.isCompensationParallel) {
    for (const record of claimed) if (record.handlerKey === null) undo(step, record);
    return;
  }
  const last = claimed.at(-1);
  if (last && claimed.every(({ handlerKey }) => handlerKey === null)) undo(step, last);
}

function undo(step: Step, record: Compensation): void {
  const node = step.node(record.elementId);
  const handler = handlerFor(step, node, record.elementType);
  const eventSubProcess = compensationSubProcessOf(node, { type: record.elementType });
  if (handler && !eventSubProcess) return runHandler(step, record, handler);
  if (record.called) return runHandler(step, record, node);
  const handlerKey = step.activateBegun(node, record.scopeKey, [], record.elementType);
  const { recordKey } = record;
  step.emit({ type: "compensationBegan", recordKey, handlerKey, isReopened: true });
  setLocal(step, handlerKey, record.variables);
  const start = eventSubProcess && compensationStartOf(eventSubProcess);
  if (eventSubProcess && start) {
    step.activate(eventSubProcess, handlerKey, [], { elementIds: [start.id], variables: {} });
    return;
  }
  claim(step, handlerKey, recordsIn(step, handlerKey));
}

/** The handler begins with the variables as they were; a called process is called again to undo itself. */
function runHandler(step: Step, record: Compensation, handler: FlowNode): void {
  const isCall = record.called !== null && handler.id === record.elementId;
  const handlerKey = isCall
    ? step.activateBegun(handler, record.scopeKey, [])
    : step.activate(handler, record.scopeKey, []);
  step.emit({ type: "compensationBegan", recordKey: record.recordKey, handlerKey, isReopened: false });
  setLocal(step, handlerKey, record.variables);
  if (isCall) step.work.push({ kind: "enter", elementKey: handlerKey });
}

/** A handler has ended, by itself or by its boundary event: the next one. */
export function handlerEnded(step: Step, record: Compensation, handlerKey: string): void {
  const { recordKey, throwerKey, elementKey, elementType } = record;
  const node = step.node(record.elementId);
  const handler = handlerFor(step, node, elementType);
  // A sub-process that says itself how it is undone, and has a handler as well: the inside first.
  if (elementKey === handlerKey && handler) return runHandler(step, record, handler);
  step.emit({ type: "compensationDone", recordKey });
  if (throwerKey !== null && step.state.elements.has(throwerKey)) undoNext(step, throwerKey);
}

/** Nothing that an event has thrown is still being undone, and its caller has told what became of the rest. */
export const isAnswered = (step: Step, elementKey: string): boolean =>
  !step.state.compensations.hasAny("throwerKey", elementKey) && !step.element(elementKey).progress?.isThrowing;

/** An event that has thrown goes on when it is answered, unless one of its triggers has an incident. */
export function goOnThrowing(step: Step, elementKey: string): void {
  if (isAnswered(step, elementKey) && step.element(elementKey).incidentKeys.size === 0)
    step.work.push({ kind: "finish", elementKey, flows: null });
}

/** All that was claimed is undone. */
function compensated(step: Step, throwerKey: string): void {
  const { elementId, scopeKey } = step.element(throwerKey);
  const { type, trigger } = step.node(elementId);
  if (trigger?.kind === "cancel" && scopeKey !== null) return leaveTransaction(step, scopeKey);
  if (type === "END_EVENT" || type === "INTERMEDIATE_THROW_EVENT") return goOnThrowing(step, throwerKey);
  if (isReopened(step, throwerKey)) step.work.push({ kind: "finish", elementKey: throwerKey, flows: null });
}

/** §13.5.5: a cancelled transaction undoes what it has done, then the token goes on at its cancel boundary event. */
export function cancelTransaction(step: Step, elementKey: string): Outcome {
  const { scopeKey } = step.element(elementKey);
  assert(scopeKey !== null, "a cancel end event stands in a transaction");
  const records = recordsIn(step, scopeKey);
  if (records.length > 0) claim(step, elementKey, records);
  else leaveTransaction(step, scopeKey);
  return wait;
}

function leaveTransaction(step: Step, scopeKey: string): void {
  const event = step.nodeOf(scopeKey).boundaryEvents.find(({ trigger }) => trigger?.kind === "cancel");
  assert(event, `transaction "${step.element(scopeKey).elementId}" has no cancel boundary event`);
  interrupt(step, hostOf(step, scopeKey), event, {});
}

/** A boundary event stands on the body of a repeated activity. */
function hostOf(step: Step, elementKey: string): string {
  const element = step.element(elementKey);
  return isActivityAsWhole(element) || element.scopeKey === null ? elementKey : element.scopeKey;
}

/** What the caller of this process can have undone; null when nothing can be. */
export function recordsOfProcess(step: Step): CompensationRecord[] | null {
  const records = [...step.state.compensations.values()].map(({ throwerKey: _, handlerKey: __, ...record }) => record);
  return records.length > 0 || compensationSubProcessOf(step.model.root, step.element(step.state.key)) ? records : null;
}

/** The process was called to undo what an earlier run of it has done. */
export function undoCalled(step: Step): void {
  const { root } = step.model;
  const rootKey = step.state.key;
  const eventSubProcess = compensationSubProcessOf(root, step.element(rootKey));
  const start = eventSubProcess && compensationStartOf(eventSubProcess);
  if (eventSubProcess && start)
    return void step.activate(eventSubProcess, rootKey, [], { elementIds: [start.id], variables: {} });
  const records = recordsIn(step, rootKey);
  if (records.length > 0) claim(step, rootKey, records);
  if (!step.isScopeBusy(rootKey)) step.work.push({ kind: "finish", elementKey: rootKey, flows: null });
}

/** Who waited for handlers has ended: what is not yet undone can be thrown again. */
export function compensationInterrupted(step: Step, throwerKey: string): void {
  if (step.state.compensations.hasAny("throwerKey", throwerKey))
    step.emit({ type: "compensationReleased", throwerKey });
}

/** What was done in a scope that is terminated is not undone any more, unless this was an attempt to undo it. */
export function dropCompensations(step: Step, scopeKey: string): void {
  const { compensations } = step.state;
  if (compensations.hasAny("elementKey", scopeKey) || !compensations.hasAny("scopeKey", scopeKey)) return;
  step.emit({ type: "compensationsDropped", scopeKey });
}
