import { behaviourOf } from "./elements/registry.ts";
import type { FlowNode, ProcessModel, SequenceFlow } from "./model/model.ts";
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
      const scope = step.state.elements.get(scopeKey);
      for (const node of (scope && joins.get(step.node(scope.elementId))) ?? [])
        if (behaviourOf(node.type).settle?.(node, scopeKey, step, false)) return true;
    }
  unasked.scopes.clear();
  return false;
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
 * Whether a token may still come to one of the empty incoming flows, which have none of their own (BPMN 2.0.2
 * §13.4.3): some token elsewhere in the scope has a path there that does not pass the gateway; with the clause
 * "unless", only when that token has no such path to a flow that has a token already.
 */
export function mayStillCome(step: Step, scopeKey: string, gateway: FlowNode, empty: readonly SequenceFlow[]): boolean {
  const scope = step.element(scopeKey);
  const reach = reachOf(gateway);
  const filled = gateway.incoming.filter((flow) => !empty.includes(flow));
  const isPatient = step.model.semantics.isJoinPatient;
  const canCome = (node: FlowNode) =>
    empty.some((flow) => reach.get(flow)?.has(node)) &&
    (isPatient || !filled.some((flow) => reach.get(flow)?.has(node)));
  for (const childKey of scope.children) if (canCome(step.nodeOf(childKey))) return true;
  for (const flowId of scope.tokens.keys()) {
    const target = targetOf(step.model, flowId);
    if (target && target !== gateway && canCome(target)) return true;
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
