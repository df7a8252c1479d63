import { type FlowNode, type SequenceFlow, triggersOf } from "../model.ts";
import { catchersOf, firstCatcher, mayHappen } from "./catching.ts";

/**
 * One scope as a graph of numbers, for questions about where tokens can go. Activities are atomic, conditions may
 * come out either way; boundary events and links are edges like sequence flows. Event sub-processes and compensation
 * handlers are no part of it: no token of the scope ever comes to them.
 */
export interface ScopeGraph {
  readonly scope: FlowNode;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly Edge[];
  /** By node. */
  readonly exits: readonly Exits[];
  /** Edges by node. */
  readonly incoming: readonly (readonly number[])[];
  readonly outgoing: readonly (readonly number[])[];
  /** Ways in which the scope can begin: exactly one of them happens. */
  readonly starts: readonly Start[];
  /** Boundary events that no edge leads to: of compensation handlers, or for what their activity does not seem to throw. */
  readonly besides: readonly number[];
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** Null from an activity to its boundary event, and from a link to its catch. */
  readonly flow: SequenceFlow | null;
}

/** The nodes that get a token each. */
export interface Start {
  readonly nodes: readonly number[];
  /** Something has to happen; it is no way to begin for a process that is called. */
  readonly isTriggered: boolean;
}

/** Edges by which a token can leave a node. */
export interface Exits {
  /** `never`: a sub-process that ends by errors only. `scope`: everything in the scope ends with it. */
  readonly leaves: "flows" | "never" | "scope";
  /** All of them, every time. */
  readonly always: readonly number[];
  /** When `always` is empty one of them; when `isSeveral` any of them together. */
  readonly either: readonly number[];
  readonly isSeveral: boolean;
  /** When nothing else is taken. */
  readonly otherwise: number | null;
  /** Instead of the others: interrupting boundary events. */
  readonly interrupting: readonly number[];
  /** Beside the others, or not: boundary events that do not interrupt. */
  readonly besides: readonly number[];
}

export function graphOf(scope: FlowNode): ScopeGraph {
  const nodes = scope.children.filter(isInFlow);
  const indexOf = new Map(nodes.map((node, index) => [node, index]));
  const catches = new Map(nodes.filter(isLinkCatch).map((node) => [linkOf(node), node]));
  const edges: Edge[] = [];
  const connect = (from: FlowNode, to: FlowNode | undefined, flow: SequenceFlow | null): number[] => {
    const [start, end] = [indexOf.get(from), to && indexOf.get(to)];
    if (start === undefined || end === undefined) return [];
    return [edges.push({ from: start, to: end, flow }) - 1];
  };
  const exits = nodes.map((node) => exitsOf(node, connect, catches));
  const incoming = nodes.map((): number[] => []);
  const outgoing = nodes.map((): number[] => []);
  for (const [index, { from, to }] of edges.entries()) {
    outgoing[from]?.push(index);
    incoming[to]?.push(index);
  }
  const besides = nodes.flatMap(({ attachedTo }, index) =>
    attachedTo && incoming[index]?.length === 0 ? [index] : [],
  );
  return { scope, nodes, edges, exits, incoming, outgoing, starts: startsOf(scope, nodes, incoming), besides };
}

type Connect = (from: FlowNode, to: FlowNode | undefined, flow: SequenceFlow | null) => number[];

function exitsOf(node: FlowNode, connect: Connect, catches: ReadonlyMap<string | null, FlowNode>): Exits {
  const take = (flows: readonly SequenceFlow[]) => flows.flatMap((flow) => connect(node, flow.target, flow));
  const boundaries = node.boundaryEvents.filter((event) => isInFlow(event) && mayHappen(event));
  const to = (events: readonly FlowNode[]) => events.flatMap((event) => connect(node, event, null));
  const interrupting = to(boundaries.filter(({ isInterrupting }) => isInterrupting));
  const isFailing = isScope(node) && !canComplete(node);
  return {
    // An error that no boundary event catches goes on outwards, through the scope.
    leaves: endsScope(node) || (isFailing && interrupting.length === 0) ? "scope" : isFailing ? "never" : "flows",
    ...flowsOf(node, take, () => connect(node, catches.get(linkOf(node)), null)),
    interrupting,
    besides: to(boundaries.filter(({ isInterrupting }) => !isInterrupting)),
  };
}

function flowsOf(node: FlowNode, take: (flows: readonly SequenceFlow[]) => number[], follow: () => number[]) {
  const none = { always: [] as number[], either: [] as number[], isSeveral: false, otherwise: null as number | null };
  if (node.type === "INTERMEDIATE_THROW_EVENT" && linkOf(node) !== null) return { ...none, always: follow() };
  const isChoice = node.type === "EXCLUSIVE_GATEWAY" || (node.type === "EVENT_BASED_GATEWAY" && !node.isParallel);
  if (isChoice) return { ...none, either: take(node.outgoing) };
  const isConditional = (flow: SequenceFlow) => flow.condition !== null || flow === node.defaultFlow;
  // A complex gateway asks in two phases, so that even a flow without a condition may stay empty.
  const isAsked = node.type === "COMPLEX_GATEWAY" && node.activationCondition !== null && node.outgoing.length > 1;
  const always = isAsked ? [] : node.outgoing.filter((flow) => !isConditional(flow));
  const either = node.outgoing.filter((flow) => !always.includes(flow) && flow !== node.defaultFlow);
  const otherwise = always.length === 0 && node.defaultFlow ? take([node.defaultFlow]) : [];
  return { always: take(always), either: take(either), isSeveral: true, otherwise: otherwise[0] ?? null };
}

/** Tokens of the scope come to it, or begin at it. */
const isInFlow = (node: FlowNode) =>
  node.type !== "EVENT_SUB_PROCESS" &&
  !node.isForCompensation &&
  !(node.type === "BOUNDARY_EVENT" && triggersOf(node).some(({ kind }) => kind === "compensation"));

function linkOf(node: FlowNode): string | null {
  for (const trigger of triggersOf(node)) if (trigger.kind === "link") return trigger.name;
  return null;
}

const isLinkCatch = (node: FlowNode) => node.type === "INTERMEDIATE_CATCH_EVENT" && linkOf(node) !== null;

/** Flow nodes that hold flow nodes of their own. */
export const isScope = ({ type }: FlowNode) => type === "PROCESS" || /SUB_PROCESS$|^TRANSACTION$/.test(type);

/** Terminate, error and cancel; an escalation when what catches it interrupts the scope, or may. */
export function endsScope(node: FlowNode): boolean {
  const triggers = node.type === "END_EVENT" || node.type === "INTERMEDIATE_THROW_EVENT" ? triggersOf(node) : [];
  return triggers.some((trigger) => {
    if (trigger.kind !== "escalation") return ["terminate", "error", "cancel"].includes(trigger.kind);
    const code = trigger.code?.fixed ?? null;
    if (code !== null) return firstCatcher(node, "escalation", code)?.isInterrupting === true;
    return [...catchersOf(node, "escalation")].flat().some(({ isInterrupting }) => isInterrupting);
  });
}

/** Some end of it is no error; also when it is skipped, or an event sub-process takes its place. */
function canComplete(scope: FlowNode): boolean {
  if (scope.type === "AD_HOC_SUB_PROCESS" || scope.loop || scope.eventSubProcesses.length > 0) return true;
  return scope.children.length === 0 || scope.children.some(isGoodEnd);
}

function isGoodEnd(node: FlowNode): boolean {
  if (node.outgoing.length > 0 || !isInFlow(node)) return false;
  if (isScope(node)) return canComplete(node);
  return !endsScope(node) || triggersOf(node).some(({ kind }) => kind === "terminate");
}

/** BPMN 2.0.2 §13.2: a start event, or every node that nothing leads to; in an ad-hoc sub-process each by itself. */
function startsOf(scope: FlowNode, nodes: readonly FlowNode[], incoming: readonly (readonly number[])[]): Start[] {
  const indexes = nodes.map((node, index) => ({ node, index }));
  const events = indexes.filter(({ node }) => node.type === "START_EVENT" || node.isInstantiating);
  if (events.length > 0)
    return events.map(({ node, index }) => ({
      nodes: [index],
      isTriggered: node.trigger !== null || node.isInstantiating,
    }));
  const entries = indexes.filter(
    ({ node, index }) => incoming[index]?.length === 0 && node.type !== "BOUNDARY_EVENT" && !isLinkCatch(node),
  );
  const first = entries.map(({ index }) => index);
  if (scope.type === "AD_HOC_SUB_PROCESS") return first.map((index) => ({ nodes: [index], isTriggered: false }));
  return first.length > 0 ? [{ nodes: first, isTriggered: false }] : [];
}
