import { evaluateExpression, type Lookup } from "../feel/expression.ts";
import { show } from "../feel/values.ts";
import { mayStillCome } from "../joins.ts";
import type { FlowNode, SequenceFlow } from "../model/model.ts";
import { elementOf, textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";
import type { Step } from "../step.ts";
import { lookupFrom } from "../variables.ts";
import { type ElementBehaviour, fail, leave } from "./behaviour.ts";
import { inclusiveGateway } from "./inclusiveGateway.ts";

/**
 * BPMN 2.0.2 §13.4.5. Waits for start: `activationCondition` is asked at every arrival, with `activationCount` and, by
 * the id of each incoming flow, its tokens. Then it waits for reset: for a token on each flow that gave none, or until
 * none can come any more. The outgoing conditions see `waitingForStart`. Without an activation condition it joins as an
 * inclusive gateway does.
 */
export const complexGateway: ElementBehaviour = {
  type: "COMPLEX_GATEWAY",
  bpmn: "bpmn:ComplexGateway",
  read: (element, reader) => ({
    activationCondition: reader.expression(element, conditionText(element), "activation condition"),
  }),

  settle(node, scopeKey, step, hasArrived) {
    const { progress, tokens } = step.element(scopeKey);
    const given = progress?.gateways?.[node.id];
    if (given) return !hasArrived && reset(node, scopeKey, step, given);
    if (!node.activationCondition) return inclusiveGateway.settle?.(node, scopeKey, step, hasArrived) === true;
    const filled = node.incoming.filter(({ id }) => tokens.has(id));
    // What came while the last round was not over is asked about as if it came now.
    if (filled.length === 0) return false;
    const isReady = isActivated(node, scopeKey, step);
    if (!isReady.ok) return raiseOnce(step, scopeKey, node, isReady.message);
    if (!isReady.value) return false;
    noteGateways(
      step,
      scopeKey,
      node,
      filled.map(({ id }) => id),
    );
    step.activate(node, scopeKey, filled);
    return true;
  },

  enter(node, elementKey, step) {
    const isReset = step.element(elementKey).progress?.isReset === true;
    const visible = lookupFrom(step.state, elementKey);
    const lookup: Lookup = (name) => (name === "waitingForStart" ? !isReset : visible(name));
    const taken: SequenceFlow[] = [];
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow) continue;
      const holds = flow.condition ? booleanOf(evaluateExpression(flow.condition, lookup, step.nowMs)) : ok(!isReset);
      if (!holds.ok) return fail("CONDITION_ERROR", `${holds.message}, at flow "${flow.id}"`);
      if (holds.value) taken.push(flow);
    }
    if (taken.length > 0 || isReset || node.outgoing.length === 0) return leave(taken);
    if (node.defaultFlow) return leave([node.defaultFlow]);
    return fail("CONDITION_ERROR", `Expected a true condition of gateway "${node.id}", or a default flow; got none`);
  },
};

/** Phase two: the flows that gave no token have one now, or cannot get one any more. */
function reset(node: FlowNode, scopeKey: string, step: Step, given: readonly string[]): boolean {
  const { tokens } = step.element(scopeKey);
  const awaited = node.incoming.filter(({ id }) => !given.includes(id));
  const empty = awaited.filter(({ id }) => !tokens.has(id));
  if (empty.length > 0 && mayStillCome(step, scopeKey, node, empty)) return false;
  noteGateways(step, scopeKey, node, null);
  const elementKey = step.activate(
    node,
    scopeKey,
    awaited.filter(({ id }) => tokens.has(id)),
  );
  step.progress(elementKey, { isReset: true });
  return true;
}

/** With or without the equals sign that marks FEEL: the standard knows no fixed activation condition. */
function conditionText(element: XmlElement): string | undefined {
  const text = textOf(elementOf(element, "activationCondition"), "body");
  return text === undefined || text.startsWith("=") ? text : `=${text}`;
}

function noteGateways(step: Step, scopeKey: string, node: FlowNode, flowIds: readonly string[] | null): void {
  const { [node.id]: _, ...others } = step.element(scopeKey).progress?.gateways ?? {};
  const gateways = flowIds ? { ...others, [node.id]: flowIds } : others;
  step.progress(scopeKey, { gateways: Object.keys(gateways).length > 0 ? gateways : undefined });
}

function isActivated(node: FlowNode, scopeKey: string, step: Step): Result<boolean> {
  if (!node.activationCondition) return ok(false);
  const { tokens } = step.element(scopeKey);
  const counts = new Map(node.incoming.map(({ id }) => [id, tokens.get(id) ?? 0]));
  counts.set(
    "activationCount",
    [...counts.values()].reduce((sum, one) => sum + one, 0),
  );
  const visible = lookupFrom(step.state, scopeKey);
  const value = evaluateExpression(node.activationCondition, (name) => counts.get(name) ?? visible(name), step.nowMs);
  const holds = booleanOf(value);
  return holds.ok ? holds : failed(`${holds.message}, in the activation condition of "${node.id}"`);
}

const booleanOf = (value: Result<unknown>): Result<boolean> =>
  !value.ok || typeof value.value === "boolean"
    ? (value as Result<boolean>)
    : failed(`Expected a boolean, got ${show(value.value)}`);

/** The tokens wait on their flows, so the incident belongs to the scope; the condition is asked again when it is resolved. */
function raiseOnce(step: Step, scopeKey: string, node: FlowNode, message: string): false {
  const isKnown = [...step.element(scopeKey).incidentKeys].some(
    (key) => step.state.incidents.get(key)?.elementId === node.id,
  );
  if (!isKnown)
    step.emit({
      type: "incidentRaised",
      incidentKey: step.newKey(),
      elementKey: scopeKey,
      elementId: node.id,
      code: "CONDITION_ERROR",
      message,
      jobKey: null,
      retry: "settle",
    });
  return false;
}
