import type { Lookup } from "../feel/expression.ts";
import type { Feel } from "../feel/value.ts";
import { show } from "../feel/values.ts";
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

  settle: {
    arrived(node, scopeKey, step) {
      if (!node.activationCondition) return inclusiveGateway.settle.arrived(node, scopeKey, step);
      const isTaken = givenTo(node, scopeKey, step) === null && isReady(node, scopeKey, step);
      if (isTaken) takeFirst(node, scopeKey, step);
      return isTaken;
    },
    missing(node, scopeKey, step) {
      if (!node.activationCondition) return inclusiveGateway.settle.missing(node, scopeKey, step);
      const given = givenTo(node, scopeKey, step);
      const { tokens } = step.element(scopeKey);
      // What a reset has left is asked about as if it came now.
      if (!given && step.unasked?.resets.delete(`${scopeKey} ${node.id}`))
        return isReady(node, scopeKey, step) ? [] : null;
      return given && node.incoming.filter(({ id }) => !given.includes(id) && !tokens.has(id));
    },
    take(node, scopeKey, step) {
      if (!node.activationCondition) return inclusiveGateway.settle.take(node, scopeKey, step);
      if (givenTo(node, scopeKey, step)) reset(node, scopeKey, step);
      else takeFirst(node, scopeKey, step);
    },
  },

  enter(node, elementKey, step) {
    const isReset = step.element(elementKey).progress?.isReset === true;
    const visible = lookupFrom(step.state, elementKey);
    const lookup: Lookup = (name) => (name === "waitingForStart" ? !isReset : visible(name));
    const taken: SequenceFlow[] = [];
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow) continue;
      const holds = flow.condition ? booleanOf(step.evaluate(elementKey, flow.condition, lookup)) : ok(!isReset);
      if (!holds.ok) return fail("CONDITION_ERROR", `${holds.message}, at flow "${flow.id}"`);
      if (holds.value) taken.push(flow);
    }
    // A flow without a condition is the first phase's; it leaves nothing to the default flow in the second one.
    const isTaken = taken.length > 0 || node.outgoing.some((flow) => !flow.condition && flow !== node.defaultFlow);
    if (!isTaken && node.defaultFlow) return leave([node.defaultFlow]);
    if (isTaken || isReset || node.outgoing.length === 0) return leave(taken);
    return fail("CONDITION_ERROR", `Expected a true condition of gateway "${node.id}", or a default flow; got none`);
  },
};

/** The flows that gave a token in phase one; null while it waits for start. */
const givenTo = (node: FlowNode, scopeKey: string, step: Step): readonly string[] | null =>
  step.element(scopeKey).progress?.gateways?.[node.id] ?? null;

/** Whether something waits and the activation condition is true. */
function isReady(node: FlowNode, scopeKey: string, step: Step): boolean {
  const { tokens } = step.element(scopeKey);
  if (!node.incoming.some(({ id }) => tokens.has(id))) return false;
  const activated = isActivated(node, scopeKey, step);
  if (!activated.ok) raiseOnce(step, scopeKey, node, activated.message);
  return activated.ok && activated.value;
}

/** Phase one: one token of every flow that has one is taken. */
function takeFirst(node: FlowNode, scopeKey: string, step: Step): void {
  const { tokens } = step.element(scopeKey);
  const filled = node.incoming.filter(({ id }) => tokens.has(id));
  const flowIds = filled.map(({ id }) => id);
  noteGateways(step, scopeKey, node, flowIds);
  step.activate(node, scopeKey, filled);
}

/** Phase two: the flows that gave no token have one now, or cannot get one any more. */
function reset(node: FlowNode, scopeKey: string, step: Step): void {
  const given = givenTo(node, scopeKey, step) ?? [];
  const { tokens } = step.element(scopeKey);
  const late = node.incoming.filter(({ id }) => !given.includes(id) && tokens.has(id));
  noteGateways(step, scopeKey, node, null);
  const elementKey = step.activate(node, scopeKey, late);
  step.progress(elementKey, { isReset: true });
  step.unasked?.resets.add(`${scopeKey} ${node.id}`);
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
  const value = step.evaluate(scopeKey, node.activationCondition, (name) => counts.get(name) ?? visible(name));
  const holds = booleanOf(value);
  return holds.ok ? holds : failed(`${holds.message}, in the activation condition of "${node.id}"`);
}

const booleanOf = (value: Result<Feel>): Result<boolean> =>
  !value.ok || typeof value.value === "boolean"
    ? (value as Result<boolean>)
    : failed(`Expected a boolean, got ${show(value.value)}`);

/** The tokens wait on their flows, so the incident belongs to the scope; the condition is asked again when it is resolved. */
function raiseOnce(step: Step, scopeKey: string, node: FlowNode, message: string): void {
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
}
