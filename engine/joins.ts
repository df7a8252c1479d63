import { isReopened } from "./compensation.ts";
import type { SettlingJoin } from "./elements/behaviour.ts";
import { behaviourOf } from "./elements/registry.ts";
import type { FlowNode, ProcessModel, SequenceFlow } from "./model/model.ts";
import { assert } from "./result.ts";
import type { Step } from "./step.ts";

/**
 * Asks the joins that look at tokens elsewhere, in the scopes in which any token moved or died; the first in document
 * order that can take its tokens does. False when none can.
 */
export function settleJoin(step: Step): boolean {
  const { unasked } = step;
  if (!unasked) return false;
  const joins = settlingJoins(step.model);
  if (joins.size > 0)
    for (const scopeKey of unasked.scopes) {
      // Whatever moves there from now on makes it be asked again.
      unasked.scopes.delete(scopeKey);
      const scope = step.state.elements.get(scopeKey);
      if (scope && settleIn(step, scopeKey, joins.get(step.node(scope.elementId)) ?? [])) return true;
    }
  unasked.scopes.clear();
  return false;
}

interface WaitingJoin {
  readonly node: FlowNode;
  readonly missing: readonly SequenceFlow[];
}

function settleIn(step: Step, scopeKey: string, joins: readonly FlowNode[]): boolean {
  const waiting = joins.flatMap((node): WaitingJoin[] => {
    const missing = settleOf(node).missing(node, scopeKey, step);
    return missing ? [{ node, missing }] : [];
  });
  const first =
    waiting.find(({ node, missing }) => !mayStillCome(step, scopeKey, node, missing, new Set())) ??
    firstOfCircle(step, scopeKey, waiting);
  if (first) settleOf(first.node).take(first.node, scopeKey, step);
  return first !== undefined;
}

/** Of joins that wait for nothing but one another, the first: without it they would wait for ever, as in Camunda 8. */
function firstOfCircle(step: Step, scopeKey: string, waiting: readonly WaitingJoin[]): WaitingJoin | undefined {
  if (step.model.semantics.isJoinPatient) return undefined;
  for (let circle = waiting; circle.length > 0; ) {
    const nodes = new Set(circle.map(({ node }) => node));
    const left = circle.filter(({ node, missing }) => !mayStillCome(step, scopeKey, node, missing, nodes));
    if (left.length === circle.length) return left[0];
    circle = left;
  }
  return undefined;
}

function settleOf({ type }: FlowNode): SettlingJoin {
  const { settle } = behaviourOf(type);
  assert(settle, `${type} joins without looking elsewhere`);
  return settle;
}

const joinsOfModels = new WeakMap<ProcessModel, ReadonlyMap<FlowNode, readonly FlowNode[]>>();

/** Joins that settle, by their scope. */
function settlingJoins(model: ProcessModel): ReadonlyMap<FlowNode, readonly FlowNode[]> {
  const known = joinsOfModels.get(model);
  if (known) return known;
  const joins = new Map<FlowNode, FlowNode[]>();
  for (const node of model.nodes.values())
    if (node.scope && behaviourOf(node.type).settle) joins.set(node.scope, [...(joins.get(node.scope) ?? []), node]);
  joinsOfModels.set(model, joins);
  return joins;
}

/**
 * Whether a token may still come to one of the missing incoming flows (BPMN 2.0.2 §13.4.3): some token elsewhere in the
 * scope has a path there that does not pass the gateway; with the clause "unless", only when that token has no such path
 * to a flow that has a token already. Tokens that wait at one of the joins in `except` do not count.
 */
function mayStillCome(
  step: Step,
  scopeKey: string,
  gateway: FlowNode,
  missing: readonly SequenceFlow[],
  except: ReadonlySet<FlowNode>,
): boolean {
  if (missing.length === 0) return false;
  const scope = step.element(scopeKey);
  const reach = reachOf(gateway);
  const filled = gateway.incoming.filter((flow) => !missing.includes(flow));
  const isPatient = step.model.semantics.isJoinPatient;
  const canCome = (node: FlowNode) =>
    missing.some((flow) => reach.get(flow)?.has(node)) &&
    (isPatient || !filled.some((flow) => reach.get(flow)?.has(node)));
  // What lives again only to be undone leads nowhere.
  for (const childKey of scope.children) if (canCome(step.nodeOf(childKey)) && !isReopened(step, childKey)) return true;
  for (const flowId of scope.tokens.keys()) {
    const target = targetOf(step.model, flowId);
    if (target && target !== gateway && !except.has(target) && canCome(target)) return true;
  }
  return false;
}

const targetsOfModels = new WeakMap<ProcessModel, ReadonlyMap<string, FlowNode>>();

function targetOf(model: ProcessModel, flowId: string): FlowNode | undefined {
  const known = targetsOfModels.get(model) ?? new Map(flowTargets(model));
  targetsOfModels.set(model, known);
  return known.get(flowId);
}

const flowTargets = (model: ProcessModel): [string, FlowNode][] =>
  [...model.nodes.values()].flatMap(({ outgoing }) =>
    outgoing.map(({ id, target }): [string, FlowNode] => [id, target]),
  );

const reaches = new WeakMap<FlowNode, ReadonlyMap<SequenceFlow, ReadonlySet<FlowNode>>>();

/** For every incoming flow of a gateway, the nodes from which a token can come to it without passing the gateway. */
function reachOf(gateway: FlowNode): ReadonlyMap<SequenceFlow, ReadonlySet<FlowNode>> {
  const known = reaches.get(gateway);
  if (known) return known;
  const reach = new Map(gateway.incoming.map((flow) => [flow, nodesBefore(flow, gateway)]));
  reaches.set(gateway, reach);
  return reach;
}

function nodesBefore(flow: SequenceFlow, gateway: FlowNode): ReadonlySet<FlowNode> {
  const found = new Set<FlowNode>();
  const open = [flow.source];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node === gateway || found.has(node)) continue;
    found.add(node);
    for (const { source } of node.incoming) open.push(source);
    if (node.attachedTo) open.push(node.attachedTo);
    if (node.trigger?.kind === "link" && node.type === "INTERMEDIATE_CATCH_EVENT") open.push(...linkThrows(node));
  }
  return found;
}

function linkThrows({ scope, trigger }: FlowNode): FlowNode[] {
  const name = trigger?.kind === "link" ? trigger.name : null;
  return (scope?.children ?? []).filter(
    ({ type, trigger: thrown }) =>
      type === "INTERMEDIATE_THROW_EVENT" && thrown?.kind === "link" && thrown.name === name,
  );
}
