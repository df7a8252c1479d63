import { boundReached, flowsBoundReached } from "./boundsReached.ts";
import { applyCommand } from "./commands/registry.ts";
import type { Failure } from "./elements/behaviour.ts";
import { behaviourOf } from "./elements/registry.ts";
import type { FlowNode, ProcessModel, SequenceFlow } from "./model/model.ts";
import { ok, type Result } from "./result.ts";
import type { InstanceState } from "./state.ts";
import { Step } from "./step.ts";
import { closeWaits } from "./termination.ts";
import { applyInputs, applyOutputs } from "./variables.ts";
import type { Command, Ran } from "./vocabulary.ts";

/**
 * Runs one command until nothing can move without an outside trigger.
 *
 * The state is advanced in place by exactly the events that are answered (`evolve`); a rejection leaves it as it was.
 * The same model, state, command and `nowMs` (epoch milliseconds) always give the same events. A thrown error is a
 * defect of the engine: the state is then unusable and must be loaded again.
 */
export function run(model: ProcessModel, state: InstanceState, command: Command, { nowMs }: { nowMs: number }): Ran {
  const step = new Step(model, state, nowMs);
  const rejection = applyCommand(step, command);
  if (rejection) return { ok: false, rejection };
  for (let next = step.work[0]; next; next = step.work[step.steps]) {
    step.steps += 1;
    switch (next.kind) {
      case "arrive":
        arrive(step, next.flow, next.scopeKey);
        break;
      case "begin":
        begin(step, next.elementKey);
        break;
      case "enter":
        enter(step, next.elementKey);
        break;
      case "finish":
        finish(step, next.elementKey, next.flows);
        break;
      case "leave":
        leaveAgain(step, next.elementKey);
        break;
      default:
        next satisfies never;
    }
  }
  return { ok: true, events: step.events };
}

/** A token has come to the end of a sequence flow. */
function arrive(step: Step, flow: SequenceFlow, scopeKey: string): void {
  const scope = step.state.elements.get(scopeKey);
  // The scope, or this token in it, may have ended since the flow was taken.
  if (!scope?.tokens.has(flow.id)) return;
  const { join } = behaviourOf(flow.target.type);
  const flows = join ? join(flow.target, ({ id }) => scope.tokens.get(id) ?? 0) : [flow];
  if (flows) step.activate(flow.target, scopeKey, flows);
}

/** Boundary events behind the input mappings, then what the element does. */
function begin(step: Step, elementKey: string): void {
  if (!step.state.elements.has(elementKey)) return;
  const failure = boundReached(step, elementKey) ?? mapInputs(step, elementKey) ?? step.openBoundaryEvents(elementKey);
  if (failure) return step.raiseIncident(elementKey, failure, "begin");
  perform(step, elementKey);
}

/** As {@link begin} after an incident of the element itself: its boundary events are armed, or have fired already. */
function enter(step: Step, elementKey: string): void {
  if (!step.state.elements.has(elementKey)) return;
  const failure = boundReached(step, elementKey) ?? mapInputs(step, elementKey);
  if (failure) return step.raiseIncident(elementKey, failure, "enter");
  perform(step, elementKey);
}

function mapInputs(step: Step, elementKey: string): Failure | null {
  const node = step.nodeOf(elementKey);
  const inputs = applyInputs(step, elementKey, node.inputs);
  return inputs.ok ? null : { code: "IO_MAPPING_ERROR", message: `${inputs.message} at "${node.id}"` };
}

function perform(step: Step, elementKey: string): void {
  const node = step.nodeOf(elementKey);
  const outcome = behaviourOf(node.type).enter(node, elementKey, step);
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

/** Output mappings, then the element leaves; but not when that would be too much at once. */
function finish(step: Step, elementKey: string, chosen: readonly SequenceFlow[] | null): void {
  const element = step.state.elements.get(elementKey);
  if (!element || isScopeBusy(step, elementKey)) return;
  const node = step.node(element.elementId);
  const bound = flowsBoundReached(step, (chosen ?? node.outgoing).length);
  if (bound) return step.raiseIncident(elementKey, bound, chosen ? "enter" : "finish");
  const outputs = applyOutputs(step, element, node.outputs);
  if (!outputs.ok)
    return step.raiseIncident(
      elementKey,
      { code: "IO_MAPPING_ERROR", message: `${outputs.message} at "${node.id}"` },
      // What a gateway had chosen is not kept; it chooses again.
      chosen ? "enter" : "finish",
    );
  leaveElement(step, elementKey, chosen);
}

/** After an incident behind the output mappings. */
function leaveAgain(step: Step, elementKey: string): void {
  if (!step.state.elements.has(elementKey)) return;
  const bound = flowsBoundReached(step, step.nodeOf(elementKey).outgoing.length);
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

  closeWaits(step, elementKey);
  step.emit({ type: "elementCompleted", elementKey, elementId: node.id });
  const { scopeKey } = element;
  if (scopeKey === null) return;
  for (const flow of flows.value) {
    step.emit({ type: "sequenceFlowTaken", flowId: flow.id, scopeKey });
    step.work.push({ kind: "arrive", flow, scopeKey });
  }
  // The last token of a scope ends it.
  if (!isScopeBusy(step, scopeKey)) step.work.push({ kind: "finish", elementKey: scopeKey, flows: null });
}

/** §13.3.1: every flow without a condition and every true one; the default flow when none is true. */
function outgoingFlows(step: Step, elementKey: string, node: FlowNode): Result<readonly SequenceFlow[]> {
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

function isScopeBusy(step: Step, elementKey: string): boolean {
  const { children, tokens } = step.element(elementKey);
  return children.size > 0 || tokens.size > 0;
}
