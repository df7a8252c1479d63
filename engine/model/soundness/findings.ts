import type { FindingCode } from "../finding.ts";
import { type FlowNode, type ProcessModel, triggersOf } from "../model.ts";
import type { Reader } from "../reader.ts";
import { catchersOf, firstCatcher } from "./catching.ts";
import { dominatorsOf } from "./dominators.ts";
import { Effort, explore, type Starving, soundnessStepsMax } from "./exploration.ts";
import { graphOf, isScope, type ScopeGraph } from "./graph.ts";
import { loopsWithoutExit } from "./loops.ts";
import { entriesOf, type NodeSet, pathTo, reachedFrom, shortestPaths, shown } from "./reach.ts";

/** Where findings go; the element of a finding is found by its id. */
export type Sink = Pick<Reader, "error" | "warning">;

/**
 * Whether tokens can get stuck, turn for ever or come nowhere, and errors that nobody catches (cf. van der Aalst,
 * soundness of workflow nets). Warnings, as the author may know that a condition excludes them; an error only where no
 * run can go on. Several tokens that reach an end are no finding: BPMN 2.0.2 allows them.
 *
 * For a model without errors: in others a missing flow would look like a fault of its own.
 */
export function soundnessFindings(model: ProcessModel, reader: Sink): void {
  const effort = new Effort(soundnessStepsMax);
  for (const node of model.nodes.values()) {
    if (isScope(node) && node.children.length > 0) checkScope(graphOf(node), effort, reader);
    reportUncaught(node, reader);
  }
}

function checkScope(graph: ScopeGraph, effort: Effort, reader: Sink): void {
  const entries = entriesOf(graph);
  if (entries.length === 0) return;
  const reached = reachedFrom(graph, [...entries, ...graph.besides]);
  if (graph.scope.type !== "AD_HOC_SUB_PROCESS") reportUnreachable(graph, reached, reader);
  for (const { first, path, isEndless } of loopsWithoutExit(graph, reached)) {
    const message = `Expected a way out of the loop at ${named(graph.nodes[first])}, got none: ${shown(graph, path)}.`;
    if (isEndless)
      tell(
        reader.error,
        "LOOP_ENDLESS",
        graph.nodes[first],
        `${message} It never waits either; lead a flow out of it.`,
      );
    else tell(reader.warning, "END_UNREACHABLE", graph.nodes[first], `${message} No token in it ever comes to an end.`);
  }
  reportJoins(graph, reached, effort, reader);
}

/** Each part that nothing leads to once, at its first node. */
function reportUnreachable(graph: ScopeGraph, reached: NodeSet, reader: Sink): void {
  const told = Uint8Array.from(reached);
  const report = (index: number) => {
    if (told[index] === 1) return;
    for (const [node, is] of reachedFrom(graph, [index]).entries()) if (is === 1) told[node] = 1;
    tell(reader.warning, "ELEMENT_UNREACHABLE", graph.nodes[index], unreachable(graph, index));
  };
  const alone = graph.nodes.flatMap((_, index) => (graph.incoming[index]?.length === 0 ? [index] : []));
  for (const index of [...alone, ...graph.nodes.keys()]) report(index);
}

function unreachable(graph: ScopeGraph, index: number): string {
  const node = graph.nodes[index];
  const drawn = node?.incoming.find((flow) => flow === flow.source.defaultFlow);
  if (drawn && graph.incoming[index]?.length === 0)
    return `Expected a token to take flow "${drawn.id}" to ${named(node)}, but "${drawn.source.id}" always takes another one. Give the others conditions, or remove it.`;
  const starts = entriesOf(graph).map((entry) => `"${graph.nodes[entry]?.id}"`);
  const from = starts.length > 3 ? `where "${graph.scope.id}" begins` : starts.join(" or ");
  return `Expected a path from ${from} to ${named(node)}, got none. Connect it, or remove it.`;
}

function reportJoins(graph: ScopeGraph, reached: NodeSet, effort: Effort, reader: Sink): void {
  const joins = joinsIn(graph, reachedFrom(graph, entriesOf(graph)));
  if (joins.size === 0) return;
  const found = explore(graph, effort);
  const opaque = reachedFrom(
    graph,
    graph.nodes.flatMap((node, index) => (isOpaque(node) ? [index] : [])),
  );
  const never = deadEdges(graph, joins, reached);
  const before = shortestPaths(graph);
  const undecided: number[] = [];
  for (const join of joins) {
    const dead = never.get(join);
    const starving = found.starving.get(join);
    if (dead !== undefined) reportNever(graph, join, dead, starving?.path ?? pathTo(before, join), reader);
    else if (opaque[join] === 1) continue;
    else if (starving) reportStarving(graph, join, starving, reader);
    else if (found.pointless.has(join)) reportPointless(graph, join, pathTo(before, join), reader);
    else if (!found.isWhole && graph.nodes[join]?.type === "PARALLEL_GATEWAY") undecided.push(join);
  }
  if (undecided.length > 0) reportUndecided(graph, undecided, reader);
}

const joinTypes = new Set(["PARALLEL_GATEWAY", "INCLUSIVE_GATEWAY", "COMPLEX_GATEWAY"]);

function joinsIn(graph: ScopeGraph, reached: NodeSet): ReadonlySet<number> {
  const isJoin = ({ type }: FlowNode, index: number) =>
    joinTypes.has(type) && reached[index] === 1 && (graph.incoming[index]?.length ?? 0) > 1;
  return new Set(graph.nodes.flatMap((node, index) => (isJoin(node, index) ? [index] : [])));
}

/** How many tokens it takes and gives, and when, its conditions and numbers decide. */
const isOpaque = ({ type, activationCondition, outgoing, startQuantity, completionQuantity }: FlowNode) =>
  (type === "COMPLEX_GATEWAY" && (activationCondition !== null || outgoing.length > 1)) ||
  startQuantity > 1 ||
  completionQuantity > 1;

/** Edges into parallel joins over which no token can come before the join itself has let one pass. */
function deadEdges(graph: ScopeGraph, joins: ReadonlySet<number>, reached: NodeSet): ReadonlyMap<number, number> {
  const dominates = dominatorsOf(graph);
  const dead = new Map<number, number>();
  for (const join of joins) {
    if (graph.nodes[join]?.type !== "PARALLEL_GATEWAY") continue;
    const edge = graph.incoming[join]?.find((one) => {
      const from = graph.edges[one]?.from ?? join;
      return reached[from] === 0 || dominates(join, from);
    });
    if (edge !== undefined) dead.set(join, edge);
  }
  return dead;
}

function reportNever(graph: ScopeGraph, join: number, edge: number, path: readonly number[], reader: Sink): void {
  const message = `Expected a token on every flow into ${named(graph.nodes[join])}, but none can ever come over "${flowId(graph, edge)}": ${shown(graph, path)} waits for ever. Join with an exclusive gateway, or connect the flow elsewhere.`;
  tell(reader.warning, "JOIN_STARVES", graph.nodes[join], message);
}

function reportStarving(graph: ScopeGraph, join: number, { path, missing, lost }: Starving, reader: Sink): void {
  const other = lost.length > 0 ? `, as the other token went ${shown(graph, lost)}` : "";
  const message = `Expected a token on every flow into ${named(graph.nodes[join])}, but ${shown(graph, path)} can wait for ever: none comes over "${flowId(graph, missing)}" any more${other}. Every flow into it has to bring as many tokens; an exclusive gateway joins alternatives.`;
  tell(reader.warning, "JOIN_STARVES", graph.nodes[join], message);
}

function reportPointless(graph: ScopeGraph, join: number, path: readonly number[], reader: Sink): void {
  const message = `Expected several tokens at the same time before ${named(graph.nodes[join])}, but there is never more than one: ${shown(graph, path)} waits for nobody. An exclusive gateway does the same.`;
  tell(reader.warning, "JOIN_POINTLESS", graph.nodes[join], message);
}

function reportUndecided(graph: ScopeGraph, joins: readonly number[], reader: Sink): void {
  const ids = shown(graph, joins).replaceAll(" → ", ", ");
  const message = `Expected "${graph.scope.id}" to be understood within ${soundnessStepsMax} steps, got more: whether a token can wait for ever at ${ids} is not known. Move parts of it into sub-processes.`;
  tell(reader.warning, "SOUNDNESS_UNDECIDED", graph.scope, message);
}

/** BPMN 2.0.2 §10.5.6: an error that nothing catches stops its process instance, or is the calling one's to catch. */
function reportUncaught(node: FlowNode, reader: Sink): void {
  if (node.type !== "END_EVENT") return;
  for (const trigger of triggersOf(node)) {
    if (trigger.kind !== "error") continue;
    const code = trigger.code?.fixed ?? null;
    const isCaught =
      code === null ? [...catchersOf(node, "error")].flat().length > 0 : firstCatcher(node, "error", code);
    if (isCaught) continue;
    const error = `error "${code ?? trigger.code?.source ?? ""}"`;
    const message = `Expected something that catches ${error} of ${named(node)}, got nothing in this process; only a calling process may catch it. Catch it with a boundary event or an event sub-process around "${node.id}".`;
    tell(reader.warning, "ERROR_UNCAUGHT", node, message);
  }
}

const flowId = (graph: ScopeGraph, edge: number) => graph.edges[edge]?.flow?.id ?? "";

/** `parallel gateway "join"`. */
const named = (node: FlowNode | undefined) =>
  node ? `${node.type.toLowerCase().replaceAll("_", " ")} "${node.id}"` : "";

function tell(report: Sink["error"], code: FindingCode, node: FlowNode | undefined, message: string): void {
  if (node) report(code, { $type: node.type, id: node.id }, message);
}
