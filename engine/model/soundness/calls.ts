import type { FlowNode, ProcessModel } from "../model.ts";
import type { Sink } from "./findings.ts";
import { mustReach } from "./forced.ts";
import { graphOf, isScope, type ScopeGraph } from "./graph.ts";

/** That one process calls another one of the same file. */
interface Call {
  readonly from: string;
  readonly to: string;
  readonly activity: FlowNode;
  /** Whatever is decided, every run of the calling process comes to a call of the other one. */
  readonly isInevitable: boolean;
}

/**
 * Processes of one file that call one another in a circle, by fixed process ids. An error when no run of any of them
 * can do without the next call, for then none ever ends; else a warning, as conditions decide how deep it goes.
 *
 * One finding for each circle that can be told apart, at a call activity of its first process.
 */
export function callCycleFindings(models: readonly ProcessModel[], reader: Sink): void {
  const calls = models.flatMap((model) => callsOf(model, models));
  const inevitable = circlesIn(calls.filter(({ isInevitable }) => isInevitable));
  const told = new Set(inevitable.flat().map(({ from }) => from));
  for (const circle of inevitable) report(circle, true, reader);
  for (const circle of circlesIn(calls)) if (!circle.some(({ from }) => told.has(from))) report(circle, false, reader);
}

function report(circle: readonly Call[], isInevitable: boolean, reader: Sink): void {
  const [first] = circle;
  if (!first) return;
  const path = [first.from, ...circle.flatMap(({ activity, to }) => [activity.id, to])].join(" → ");
  const element = { $type: first.activity.type, id: first.activity.id };
  if (isInevitable)
    reader.error(
      "CALL_ENDLESS",
      element,
      `Expected a run of process "${first.from}" that ends, but every one calls it again: ${path}. Lead a flow around one of the calls.`,
    );
  else
    reader.warning(
      "CALL_RECURSIVE",
      element,
      `Process "${first.from}" calls itself again: ${path}. Make sure that a condition ends it.`,
    );
}

function callsOf(model: ProcessModel, models: readonly ProcessModel[]): Call[] {
  const activities = [...model.nodes.values()].filter(({ type }) => type === "CALL_ACTIVITY");
  return models.flatMap((called) => {
    const calling = activities.filter((activity) => isCallOf(activity, called));
    const [activity] = calling;
    if (!activity) return [];
    const isInevitable = isComeTo(model.root, new Set(calling));
    return [{ from: model.processId, to: called.processId, activity, isInevitable }];
  });
}

function isCallOf({ call }: FlowNode, { processId, versionTag }: ProcessModel): boolean {
  if (call?.processId.fixed !== processId) return false;
  return call.binding !== "versionTag" || (call.versionTag?.fixed ?? null) === versionTag;
}

/** Whether every run of the scope comes to one of the calls. */
function isComeTo(scope: FlowNode, calls: ReadonlySet<FlowNode>): boolean {
  const graph = graphOf(scope);
  const goal = graph.nodes.map((node) => {
    if (node.loop !== null || node.type === "AD_HOC_SUB_PROCESS") return 0;
    return calls.has(node) || (isScope(node) && isComeTo(node, calls)) ? 1 : 0;
  });
  const before = mustReach(isEnded(graph) ? alone(graph) : graph, Uint8Array.from(goal));
  // A process that is called begins without a trigger.
  const [start] = graph.starts.filter(({ isTriggered }) => !isTriggered);
  return start?.nodes.some((node) => before[node] === 1) ?? false;
}

const isEnded = ({ exits }: ScopeGraph) => exits.some(({ leaves }) => leaves === "scope");

/** One token of a fork may end the others before they get far: then every one of them has to come to the call. */
const alone = (graph: ScopeGraph): ScopeGraph => ({
  ...graph,
  exits: graph.exits.map((exits) => ({ ...exits, always: [], either: [...exits.always, ...exits.either] })),
});

/** Circles of calls, each from a process to itself, that share no process. */
function circlesIn(calls: readonly Call[]): Call[][] {
  const circles: Call[][] = [];
  const told = new Set<string>();
  for (const { from } of calls) {
    const circle = told.has(from) ? null : shortestCircle(from, calls);
    if (!circle) continue;
    circles.push(circle);
    for (const call of circle) told.add(call.from);
  }
  return circles;
}

function shortestCircle(processId: string, calls: readonly Call[]): Call[] | null {
  const ways = new Map<string, Call[]>([[processId, []]]);
  for (const [at, way] of ways)
    for (const call of calls) {
      if (call.from !== at) continue;
      if (call.to === processId) return [...way, call];
      if (!ways.has(call.to)) ways.set(call.to, [...way, call]);
    }
  return null;
}
