import { boundReached, flowsBoundReached } from "./boundsReached.ts";
import { applyCommand } from "./commands/registry.ts";
import {
  dropCompensations,
  handlerEnded,
  isReopened,
  recordCompletion,
  recordOfHandler,
  recordsOfProcess,
} from "./compensation.ts";
import { meetArmed, meetCondition } from "./conditions.ts";
import type { Failure } from "./elements/behaviour.ts";
import { behaviourOf } from "./elements/registry.ts";
import { settleJoin } from "./joins.ts";
import { askListeners } from "./listeners.ts";
import type { FlowNode, ProcessModel, SequenceFlow } from "./model/model.ts";
import { isActivityAsWhole, isActivityItself } from "./parts.ts";
import { ok, type Result } from "./result.ts";
import type { ElementInstance, InstanceState } from "./state.ts";
import { type Circumstances, type Entry, Step, type Work } from "./step.ts";
import { closeWaits, disarmEventSubProcesses } from "./termination.ts";
import { applyInputs, applyOutputs, ownVariables, setLocal } from "./variables.ts";
import type { Command, Ran } from "./vocabulary.ts";

/**
 * Runs one command until nothing can move without an outside trigger.
 *
 * The state is advanced in place by exactly the events that are answered (`evolve`); a rejection leaves it as it was.
 * The same model, state, command and circumstances always give the same events. A thrown error is a
 * defect of the engine: the state is then unusable and must be loaded again.
 */
export function run(model: ProcessModel, state: InstanceState, command: Command, circumstances: Circumstances): Ran {
  const step = new Step(model, state, circumstances);
  const rejection = applyCommand(step, command);
  if (rejection) return { ok: false, rejection };
  // Joins and conditions look at everything else, so they are asked when nothing else can move.
  do runOut(step);
  while (settleJoin(step) || meetCondition(step));
  return { ok: true, events: step.events };
}

function runOut(step: Step): void {
  for (let next = step.work[step.steps]; next; next = step.work[step.steps]) {
    step.steps += 1;
    carryOut(step, next);
  }
}

function carryOut(step: Step, work: Work): void {
  switch (work.kind) {
    case "arrive":
      return arrive(step, work.flow, work.scopeKey);
    case "begin":
      return begin(step, work.elementKey, work.entry);
    case "open":
      return open(step, work.elementKey, null);
    case "enter":
      return enter(step, work.elementKey);
    case "finish":
      return finish(step, work.elementKey, work.flows);
    case "leave":
      return leaveAgain(step, work.elementKey);
    case "check":
      return check(step, work.elementKey);
    default:
      work satisfies never;
  }
}

/** A token has come to the end of a sequence flow. */
function arrive(step: Step, flow: SequenceFlow, scopeKey: string): void {
  const scope = step.state.elements.get(scopeKey);
  // The scope, or this token in it, may have ended since the flow was taken.
  if (!scope?.tokens.has(flow.id)) return;
  const { target } = flow;
  const { join, settle } = behaviourOf(target.type);
  if (settle) return void settle.arrived(target, scopeKey, step);
  const tokensOn = ({ id }: SequenceFlow) => scope.tokens.get(id) ?? 0;
  const flows = join ? join(target, tokensOn) : quantityOf(target, flow, tokensOn);
  if (flows) step.activate(target, scopeKey, flows);
}

/** §13.3.1: an activity with a `startQuantity` begins when that many tokens are there, on whichever flows. */
function quantityOf(node: FlowNode, flow: SequenceFlow, tokensOn: (flow: SequenceFlow) => number) {
  if (node.startQuantity === 1) return [flow];
  const there = node.incoming.flatMap((one) => new Array<SequenceFlow>(tokensOn(one)).fill(one));
  return there.length >= node.startQuantity ? there.slice(0, node.startQuantity) : null;
}

/** Input mappings and start listeners, then what waits around the element, then what it does. */
function begin(step: Step, elementKey: string, entry: Entry | null): void {
  const element = step.state.elements.get(elementKey);
  if (!element) return;
  const failure = boundReached(step, elementKey) ?? mapInputs(step, elementKey);
  if (failure) {
    keepEntry(step, elementKey, entry);
    return step.raiseIncident(elementKey, failure, "begin");
  }
  declareData(step, element);
  if (isActivityItself(element) && step.node(element.elementId).listeners.start.length > 0) {
    keepEntry(step, elementKey, entry);
    return askListeners(step, elementKey, "start");
  }
  open(step, elementKey, entry);
}

/** Boundary events and event sub-processes are armed before the element does anything. */
function open(step: Step, elementKey: string, entry: Entry | null): void {
  if (!step.state.elements.has(elementKey)) return;
  const failure = step.openWaitsAround(elementKey);
  if (!failure) return meetArmed(step, elementKey) ? perform(step, elementKey, entry) : undefined;
  keepEntry(step, elementKey, entry);
  const { listeners } = step.nodeOf(elementKey);
  step.raiseIncident(elementKey, failure, listeners.start.length > 0 ? "open" : "begin");
}

/** As {@link begin} after an incident of the element itself: what waits around it is armed, or has fired already. */
function enter(step: Step, elementKey: string): void {
  if (!step.state.elements.has(elementKey)) return;
  const failure = boundReached(step, elementKey) ?? mapInputs(step, elementKey);
  if (failure) return step.raiseIncident(elementKey, failure, "enter");
  perform(step, elementKey, null);
}

/** Where a scope begins is remembered while it cannot. */
function keepEntry(step: Step, elementKey: string, entry: Entry | null): void {
  if (entry) step.progress(elementKey, { entry });
}

/** §10.4.1: a data object lives as long as its scope; without a value it is null. */
function declareData(step: Step, element: ElementInstance): void {
  if (!isActivityItself(element)) return;
  for (const name of step.node(element.elementId).dataObjects)
    if (!element.variables.has(name)) setLocal(step, element.key, { [name]: null });
}

function mapInputs(step: Step, elementKey: string): Failure | null {
  const element = step.element(elementKey);
  if (!isActivityItself(element)) return null;
  const node = step.node(element.elementId);
  if (node.inputs.length === 0) return null;
  const inputs = applyInputs(step, elementKey, node.inputs);
  return inputs.ok ? null : { code: "IO_MAPPING_ERROR", message: `${inputs.message} at "${node.id}"` };
}

function perform(step: Step, elementKey: string, given: Entry | null): void {
  const element = step.element(elementKey);
  const node = step.node(element.elementId);
  const entry = given ?? element.progress?.entry ?? null;
  if (element.progress?.entry) step.progress(elementKey, { entry: undefined });
  const outcome = entry ? step.enterScope(elementKey, entry) : behaviourOf(element.type).enter(node, elementKey, step);
  switch (outcome.kind) {
    case "wait":
      return;
    case "leave":
      return finish(step, elementKey, outcome.flows);
    case "fail":
      return step.raiseIncident(elementKey, outcome.failure, "enter");
    default:
      outcome satisfies never;
  }
}

/** Output mappings and end listeners, then the element leaves; but not when that would be too much at once. */
function finish(step: Step, elementKey: string, chosen: readonly SequenceFlow[] | null): void {
  const element = step.state.elements.get(elementKey);
  if (!element || step.isScopeBusy(elementKey) || element.progress?.listener) return;
  const node = step.node(element.elementId);
  const bound = flowsBoundReached(step, (chosen ?? node.outgoing).length * node.completionQuantity);
  if (bound) return step.raiseIncident(elementKey, bound, chosen ? "enter" : "finish");
  // It may still wait for a listener or a person, but has come to its end.
  disarmEventSubProcesses(step, elementKey);
  if (!isActivityItself(element) || isReopened(step, elementKey)) return leaveElement(step, elementKey, chosen);
  const outputs = node.outputs.length === 0 ? ok(null) : applyOutputs(step, element, node.outputs);
  if (!outputs.ok)
    return step.raiseIncident(
      elementKey,
      { code: "IO_MAPPING_ERROR", message: `${outputs.message} at "${node.id}"` },
      // What a gateway had chosen is not kept; it chooses again.
      chosen ? "enter" : "finish",
    );
  if (node.listeners.end.length > 0) return askListeners(step, elementKey, "end");
  leaveElement(step, elementKey, chosen);
}

/** Behind the output mappings: after an incident there, or the end listeners. */
function leaveAgain(step: Step, elementKey: string): void {
  if (!step.state.elements.has(elementKey)) return;
  const node = step.nodeOf(elementKey);
  const bound = flowsBoundReached(step, node.outgoing.length * node.completionQuantity);
  if (bound) return step.raiseIncident(elementKey, bound, "leave");
  leaveElement(step, elementKey, null);
}

/** The element ends and its tokens go on. */
function leaveElement(step: Step, elementKey: string, chosen: readonly SequenceFlow[] | null): void {
  const element = step.element(elementKey);
  const node = step.node(element.elementId);
  const flows = chosen ? ok(chosen) : outgoingFlows(step, elementKey, node);
  // The output mappings are done; done again they would count twice.
  if (!flows.ok) return step.raiseIncident(elementKey, { code: "CONDITION_ERROR", message: flows.message }, "leave");
  const scope = element.scopeKey === null ? null : step.element(element.scopeKey);
  // A scope that is being undone neither repeats nor decides anything any more.
  const { collect, childEnded } = scope && !isReopened(step, scope.key) ? behaviourOf(scope.type) : {};
  const failure = scope && collect?.(step.node(scope.elementId), scope.key, step, elementKey);
  if (failure) return step.raiseIncident(elementKey, failure, "leave");

  const undone = recordOfHandler(step, elementKey);
  if (undone) dropCompensations(step, elementKey);
  else recordCompletion(step, elementKey);
  closeWaits(step, elementKey);
  if (!scope && step.state.callerKey !== null) tellCaller(step);
  step.emit({ type: "elementCompleted", elementKey, elementId: node.id });
  if (!scope) return;
  for (const flow of flows.value)
    for (let count = 0; count < node.completionQuantity; count++) {
      step.emit({ type: "sequenceFlowTaken", flowId: flow.id, scopeKey: scope.key });
      step.work.push({ kind: "arrive", flow, scopeKey: scope.key });
    }
  if (undone) handlerEnded(step, undone, elementKey);
  // A cancelled transaction has left when its last handler ended.
  if (!step.state.elements.has(scope.key)) return;
  if (childEnded) check(step, scope.key);
  else if (!step.isScopeBusy(scope.key)) step.work.push({ kind: "finish", elementKey: scope.key, flows: null });
}

function tellCaller(step: Step): void {
  const variables = ownVariables(step, step.state.key);
  step.emit({ type: "calledCompleted", variables, compensations: recordsOfProcess(step) });
}

/** §13.3.1: every flow without a condition and every true one; the default flow when none is true. */
function outgoingFlows(step: Step, elementKey: string, node: FlowNode): Result<readonly SequenceFlow[]> {
  if (!isActivityAsWhole(step.element(elementKey)) || recordOfHandler(step, elementKey)) return ok([]);
  if (node.outgoing.every((flow) => !flow.condition) && !node.defaultFlow) return ok(node.outgoing);
  const taken: SequenceFlow[] = [];
  for (const flow of node.outgoing) {
    if (flow === node.defaultFlow) continue;
    const holds = step.condition(elementKey, flow);
    if (!holds.ok) return holds;
    if (holds.value) taken.push(flow);
  }
  if (taken.length > 0) return ok(taken);
  if (node.defaultFlow) return ok([node.defaultFlow]);
  return { ok: false, message: `Expected a true condition or a default flow out of "${node.id}", got none` };
}

/** Whether a scope has come to its end, after something in it has. */
function check(step: Step, scopeKey: string): void {
  const scope = step.state.elements.get(scopeKey);
  if (!scope) return;
  const { childEnded } = behaviourOf(scope.type);
  if (!childEnded) return finish(step, scopeKey, null);
  const outcome = childEnded(step.node(scope.elementId), scopeKey, step);
  switch (outcome.kind) {
    case "wait":
      return;
    case "leave":
      // What could not be said before can be said now; resolved later, it would ask a scope that is over.
      for (const incidentKey of checksOf(step, scope)) step.emit({ type: "incidentResolved", incidentKey });
      return finish(step, scopeKey, outcome.flows);
    case "fail":
      return raiseCheck(step, scope, outcome.failure);
    default:
      outcome satisfies never;
  }
}

/** One for all that has ended meanwhile: resolved, it asks about all of it. */
function raiseCheck(step: Step, scope: ElementInstance, failure: Failure): void {
  if (checksOf(step, scope).length === 0) step.raiseIncident(scope.key, failure, "check");
}

const checksOf = (step: Step, { incidentKeys }: ElementInstance): string[] =>
  [...incidentKeys].filter((incidentKey) => step.state.incidents.get(incidentKey)?.retry === "check");
