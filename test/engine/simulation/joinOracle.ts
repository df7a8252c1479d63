import type { FlowNode, SequenceFlow } from "../../../engine/model/model.ts";
import type { Account } from "./account.ts";
import type { Entry } from "./entry.ts";

/*
 * Which joins may fire that look at tokens elsewhere (BPMN 2.0.2 §13.4.3, §13.4.5), read literally: every token in the
 * scope is followed forwards along every path that does not pass the gateway. The engine works backwards.
 */

interface Join {
  readonly node: FlowNode;
  /** It needs no token there: one waits, or has been given. */
  isFilled(flowId: string): boolean;
}

/** Joins of a scope that are ready: those for which nothing can come any more, else one of those that wait in a circle. */
export function readyJoins(account: Account, scope: Entry): FlowNode[] {
  const waiting = scope.node.children.flatMap((node) => waitingJoin(scope, node) ?? []);
  const free = waiting.filter((join) => blockers(account, scope, join).length === 0);
  if (free.length > 0 || account.model.semantics.isJoinPatient) return free.map(({ node }) => node);
  for (let circle = waiting; circle.length > 0; ) {
    const nodes = circle.map(({ node }) => node);
    const isIn = (join: Join) =>
      blockers(account, scope, join).every((one) => one.isWaiting && nodes.includes(one.node));
    const left = circle.filter(isIn);
    if (left.length === circle.length) return nodes.slice(0, 1);
    circle = left;
  }
  return [];
}

function waitingJoin(scope: Entry, node: FlowNode): Join | null {
  if (node.type !== "INCLUSIVE_GATEWAY" && node.type !== "COMPLEX_GATEWAY") return null;
  const isThere = (id: string) => scope.tokens.has(id);
  if (node.activationCondition) {
    const given = scope.resetting.get(node.id);
    return given ? { node, isFilled: (id) => given.has(id) || isThere(id) } : null;
  }
  return node.incoming.some(({ id }) => isThere(id)) ? { node, isFilled: isThere } : null;
}

interface Blocker {
  readonly node: FlowNode;
  /** A token on a flow before the node. */
  readonly isWaiting: boolean;
}

/** Tokens elsewhere that have a way to a flow that is not filled, and, with the clause "unless", none to one that is. */
function blockers(account: Account, scope: Entry, { node: gateway, isFilled }: Join): Blocker[] {
  if (gateway.incoming.every(({ id }) => isFilled(id))) return [];
  const live = [...scope.children].map((key) => account.entry(key)).filter(({ isHandler }) => !isHandler);
  const tokens: Blocker[] = [
    ...live.map(({ node }) => ({ node, isWaiting: false })),
    ...[...scope.tokens.keys()].flatMap((id) => {
      const target = targetOf(scope.node, id);
      return target ? [{ node: target, isWaiting: true }] : [];
    }),
  ];
  return tokens.filter(({ node }) => {
    if (node === gateway) return false;
    const ends = waysInto(gateway, node);
    const isPatient = account.model.semantics.isJoinPatient;
    return ends.some(({ id }) => !isFilled(id)) && (isPatient || !ends.some(({ id }) => isFilled(id)));
  });
}

const targetOf = (scope: FlowNode, flowId: string): FlowNode | undefined =>
  scope.children.flatMap(({ incoming }) => incoming).find(({ id }) => id === flowId)?.target;

/** The incoming flows of the gateway at which a token that is at this node can arrive. */
function waysInto(gateway: FlowNode, from: FlowNode): SequenceFlow[] {
  const ends = new Set<SequenceFlow>();
  const seen = new Set<FlowNode>([from]);
  const open = [from];
  for (let node = open.pop(); node; node = open.pop())
    for (const flow of [node, ...node.boundaryEvents].flatMap(leadingOut)) {
      if (flow.target === gateway) ends.add(flow);
      else if (!seen.has(flow.target)) {
        seen.add(flow.target);
        open.push(flow.target);
      }
    }
  return [...ends];
}

/** Its outgoing flows; of a link throw event, those of the event that it leads to. */
function leadingOut(node: FlowNode): readonly SequenceFlow[] {
  const { trigger, type, scope } = node;
  if (type !== "INTERMEDIATE_THROW_EVENT" || trigger?.kind !== "link") return node.outgoing;
  const landing = scope?.children.find(
    (other) =>
      other.type === "INTERMEDIATE_CATCH_EVENT" &&
      other.trigger?.kind === "link" &&
      other.trigger.name === trigger.name,
  );
  return landing?.outgoing ?? [];
}
