import { type FlowNode, triggersOf } from "../../../engine/model/model.ts";
import type { Account } from "./account.ts";
import { type Entry, spend } from "./entry.ts";

/** Whether there is a reason for an element to begin without a token from a flow. */
export function isExplained(account: Account, scope: Entry, { node, type, loopIndex }: Entry): boolean {
  // In a scope that lives again nothing begins anew, but a way out of a handler leads on there.
  const isReopened = account.undoing.isReopened(scope.key);
  if (node === scope.node) return !isReopened && isInner(scope, loopIndex);
  switch (type) {
    case "BOUNDARY_EVENT":
      return followsHost(account, scope, node);
    case "EVENT_SUB_PROCESS":
      return followsTrigger(account, scope, node);
    case "COMPLEX_GATEWAY":
      // Nothing more can come: it begins again.
      if (scope.resetting.has(node.id)) return account.fires(scope, node, []);
      return !isReopened && isEntry(account, scope, node);
    default:
      return hasJumped(account, scope, node) || (!isReopened && isEntry(account, scope, node));
  }
}

function isInner(scope: Entry, loopIndex: number | null): boolean {
  const { loop, type, node } = scope;
  if (!loop) throw new Error(`an inner instance of ${node.id} began before its loop`);
  if (loopIndex !== loop.started)
    throw new Error(`inner instance ${loop.started} of ${node.id} has index ${loopIndex}`);
  loop.started += 1;
  if (type !== "MULTI_INSTANCE_BODY") return type === "AD_HOC_SUB_PROCESS";
  const isAlone = node.loop?.kind === "standard" || (node.loop?.kind === "multiInstance" && node.loop.isSequential);
  if (isAlone && scope.children.size > 0) throw new Error(`two inner instances of ${node.id} at once`);
  if (loop.count !== null && loop.started > loop.count)
    throw new Error(`${loop.started} inner instances of ${node.id}, expected ${loop.count}`);
  return true;
}

function followsHost(account: Account, scope: Entry, event: FlowNode): boolean {
  const host = event.attachedTo?.id ?? "";
  // What undoes an instance of a repeated activity stands in its body.
  const bodies = childrenOf(account, scope).filter(({ type }) => type === "MULTI_INSTANCE_BODY");
  const hosts = [scope, ...bodies]
    .flatMap((one) => (event.isInterrupting ? one.interrupted : childrenOf(account, one)))
    .filter(({ node }) => node.id === host);
  const found = hosts.find(({ triggered }) => spend(triggered, event.id)) ?? (canBeThrownTo(event) ? hosts[0] : null);
  for (const one of [scope, ...bodies]) one.interrupted = one.interrupted.filter((other) => other !== found);
  return found != null;
}

const childrenOf = (account: Account, { children }: Entry): Entry[] => [...children].map((key) => account.entry(key));

function followsTrigger(account: Account, scope: Entry, eventSubProcess: FlowNode): boolean {
  const start = eventSubProcess.children.find(({ type }) => type === "START_EVENT");
  if (!start) return false;
  if (start.trigger?.kind === "compensation") return account.undoing.isReopened(scope.key) || account.isStarting;
  // In there it is opened again itself, or it does not begin.
  if (account.undoing.isReopened(scope.key)) return false;
  const isCaused = spend(scope.triggered, start.id) || canBeThrownTo(start);
  if (isCaused && start.isInterrupting)
    for (const key of scope.children)
      if (!account.entry(key).isHandler)
        throw new Error(`${account.entry(key).node.id} lives beside ${eventSubProcess.id}`);
  return isCaused;
}

function hasJumped(account: Account, scope: Entry, node: FlowNode): boolean {
  if (node.trigger?.kind !== "link") return false;
  const { name } = node.trigger;
  for (const key of scope.children) {
    const thrower = account.entry(key);
    const { trigger, type } = thrower.node;
    if (type !== "INTERMEDIATE_THROW_EVENT" || trigger?.kind !== "link" || trigger.name !== name || thrower.hasJumped)
      continue;
    thrower.hasJumped = true;
    return true;
  }
  return false;
}

/** A scope begins with its start event, with everything that nothing leads to, or where a command says. */
function isEntry(account: Account, scope: Entry, node: FlowNode): boolean {
  const before = scope.begun.get(node.id) ?? 0;
  scope.begun.set(node.id, before + 1);
  if (before > 0 || node.scope !== scope.node) return false;
  if (scope.scopeKey === null && account.isStarting) return true;
  if (scope.type === "AD_HOC_SUB_PROCESS_INNER_INSTANCE") return scope.begun.size === 1 && node.incoming.length === 0;
  if (node.isForCompensation || scope.type === "MULTI_INSTANCE_BODY") return false;
  const isStart = node.type === "START_EVENT";
  return isStart ? scope.begun.size === 1 : node.incoming.length === 0 && !hasStart(scope.node);
}

/** Nothing is waited for: the event is found when something is thrown. */
const canBeThrownTo = (event: FlowNode): boolean =>
  triggersOf(event).some(({ kind }) => kind === "error" || kind === "escalation" || kind === "cancel");

const hasStart = ({ children }: FlowNode) => children.some(({ type }) => type === "START_EVENT");
