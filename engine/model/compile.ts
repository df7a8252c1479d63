import { lookedUpLengthMax } from "../bounds.ts";
import type { WantedDecision } from "../decision/calling.ts";
import type { ElementBehaviour } from "../elements/behaviour.ts";
import { readJobPriority } from "../elements/job.ts";
import { behaviourFor, behaviourOf } from "../elements/registry.ts";
import { checkActivity, connectHandlers, isActivity, readQuantity } from "./activity.ts";
import type { DecisionDefinition } from "./calls.ts";
import { dataObjectsOf, readDataInputs, readDataOutputs } from "./data.ts";
import { lanesOf } from "./lanes.ts";
import { readExecutionListeners } from "./listeners.ts";
import { readLoop } from "./loop.ts";
import type { FlowNode, Mapping, ProcessModel, SequenceFlow } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { refuseFeatures } from "./refusals.ts";
import { readSemantics } from "./semantics.ts";
import { elementOf, elementsOf, extensionOf, textOf, type XmlElement } from "./xml.ts";

/** A flow node while it is built, with the XML it comes from. */
export interface Built {
  node: FlowNode;
  element: XmlElement;
  /** False when a neighbour or child has a finding of its own: then its absence says nothing. */
  isWhole: boolean;
}

/** Compiles one `bpmn:process`. The model is only usable when no error was reported. */
export function compileProcess(element: XmlElement, reader: Reader): ProcessModel | null {
  const built = new Map<string, Built>();
  const semantics = readSemantics(element, reader);
  const jobPriority = readJobPriority(element, reader);
  const root = buildNode(element, null, reader, built, lanesOf(element));
  if (!root) return null;
  connectFlows(element, reader, built);
  for (const one of built.values()) attachBoundary(one, reader, built);
  connectHandlers(element, reader, built);
  for (const { node, element: xml, isWhole } of built.values()) {
    if (isWhole) behaviourOf(node.type).check?.(node, xml, reader);
    checkActivity(node, xml, reader, built);
  }
  const nodes = [...built.values()].map(({ node }) => node);
  return {
    processId: root.id,
    name: textOf(element, "name") ?? null,
    versionTag: textOf(extensionOf(element, "zeebe:versionTag"), "value") ?? null,
    root,
    nodes: new Map([...built].map(([id, { node }]) => [id, node])),
    joinFlowIds: joinFlowIdsIn(nodes),
    calledDecisions: nodes.flatMap(({ decision }) => namedDecision(decision)),
    semantics,
    jobPriority,
  };
}

/** The decision, when neither its id nor its version is computed. */
function namedDecision(decision: DecisionDefinition | null): WantedDecision[] {
  const decisionId = decision?.decisionId.fixed ?? null;
  const versionTag = decision?.versionTag?.fixed ?? null;
  if (!decision || decisionId === null || (decision.versionTag && versionTag === null)) return [];
  return [{ decisionId, binding: decision.binding, versionTag }];
}

const joinFlowIdsIn = (nodes: readonly FlowNode[]) =>
  new Set(nodes.filter(isJoin).flatMap(({ incoming }) => incoming.map(({ id }) => id)));

function isJoin({ type, startQuantity }: FlowNode): boolean {
  const { join, settle } = behaviourOf(type);
  return join !== undefined || settle !== undefined || startQuantity > 1;
}

/** Builds the node and, for a scope, everything in it. Null after a finding. */
function buildNode(
  element: XmlElement,
  scope: FlowNode | null,
  reader: Reader,
  built: Map<string, Built>,
  lanes: ReadonlyMap<string, string>,
): FlowNode | null {
  const behaviour = behaviourFor(element);
  if (!behaviour) {
    reader.error("ELEMENT_NOT_EXECUTED", element, `${describe(element)} is not executed; see the coverage page.`);
    return null;
  }
  if (!element.id) {
    reader.error("ID_MISSING", element, `Expected an id at ${element.$type} "${element.name ?? ""}", got none.`);
    return null;
  }
  refuseLongId(element, reader);
  refuseFeatures(element, reader);
  const node = nodeFrom(element, element.id, { behaviour, scope, lanes }, reader);
  const one: Built = { node, element, isWhole: true };
  built.set(node.id, one);
  for (const child of elementsOf(element, "flowElements")) {
    if (!isFlowNode(child)) continue;
    const inner = buildNode(child, node, reader, built, lanes);
    if (inner) node.children.push(inner);
    else one.isWhole = false;
    if (inner?.type === "EVENT_SUB_PROCESS") node.eventSubProcesses.push(inner);
  }
  return node;
}

interface Surroundings {
  readonly behaviour: ElementBehaviour;
  readonly scope: FlowNode | null;
  readonly lanes: ReadonlyMap<string, string>;
}

/** What the element says of itself; its neighbours are connected later. */
function nodeFrom(
  element: XmlElement,
  id: string,
  { behaviour, scope, lanes }: Surroundings,
  reader: Reader,
): FlowNode {
  return {
    id,
    type: behaviour.type,
    name: textOf(element, "name") ?? null,
    scope,
    // What stands in a sub-process stands in its lane.
    lane: lanes.get(id) ?? scope?.lane ?? null,
    children: [],
    eventSubProcesses: [],
    incoming: [],
    outgoing: [],
    boundaryEvents: [],
    attachedTo: null,
    isInterrupting: true,
    handler: null,
    isForCompensation: element.isForCompensation === true,
    defaultFlow: null,
    inputs: [...readMappings(element, "inputParameters", reader), ...readDataInputs(element, reader)],
    outputs: [...readMappings(element, "outputParameters", reader), ...readDataOutputs(element, reader)],
    trigger: null,
    job: null,
    userTask: null,
    script: null,
    decision: null,
    call: null,
    loop: readLoop(element, reader),
    adHoc: null,
    listeners: readExecutionListeners(element, reader),
    activationCondition: null,
    isInstantiating: false,
    isParallel: false,
    startQuantity: readQuantity(element, "startQuantity", reader),
    completionQuantity: readQuantity(element, "completionQuantity", reader),
    dataObjects: dataObjectsOf(element),
    ...behaviour.read?.(element, reader),
  };
}

/** Sequence flows are connected when all nodes exist, because a flow may be written before its target. */
function connectFlows(scope: XmlElement, reader: Reader, built: ReadonlyMap<string, Built>): void {
  for (const element of elementsOf(scope, "flowElements")) {
    if (element.$type === "bpmn:SequenceFlow") connectFlow(element, reader, built);
    else if (elementsOf(element, "flowElements").length > 0) connectFlows(element, reader, built);
  }
}

function connectFlow(element: XmlElement, reader: Reader, built: ReadonlyMap<string, Built>): void {
  refuseLongId(element, reader);
  const [source, target] = ["sourceRef", "targetRef"].map((property) => elementOf(element, property));
  if (!element.id)
    return reader.error("ID_MISSING", element, "Expected an id at every sequence flow, got one without.");
  if (!source || !target)
    return reader.error(
      "REFERENCE_MISSING",
      element,
      `Expected sequence flow "${element.id}" to lead from one element to another, but its ${source ? "target" : "source"} does not exist.`,
    );
  const ends = [source, target].map((end) => built.get(end.id ?? ""));
  const [from, to] = ends.map((end) => end?.node);
  if (!from || !to) {
    for (const end of ends) if (end) end.isWhole = false;
    return;
  }
  if (from.scope !== to.scope)
    return reader.error(
      "FLOW_MISPLACED",
      element,
      `Expected sequence flow "${element.id}" to stay within one process or sub-process, but "${from.id}" and "${to.id}" are in different ones.`,
    );
  const condition = readCondition(element, reader);
  // One that cannot be read has a finding of its own.
  if (ends[0] && !condition && textOf(elementOf(element, "conditionExpression"), "body") !== undefined)
    ends[0].isWhole = false;
  const flow: SequenceFlow = { id: element.id, source: from, target: to, condition };
  from.outgoing.push(flow);
  to.incoming.push(flow);
  if (elementOf(source, "default") === element) from.defaultFlow = flow;
}

function refuseLongId(element: XmlElement, reader: Reader): void {
  const length = element.id?.length ?? 0;
  if (length > lookedUpLengthMax)
    reader.error("ID_TOO_LONG", element, `Expected an id of at most ${lookedUpLengthMax} characters, got ${length}.`);
}

function readCondition(element: XmlElement, reader: Reader) {
  const text = textOf(elementOf(element, "conditionExpression"), "body");
  if (text === undefined) return null;
  if (text.startsWith("=")) return reader.expression(element, text, "condition");
  reader.error(
    "CONDITION_INVALID",
    element,
    `Expected a FEEL expression that begins with "=" as condition of flow "${element.id}", got "${text}". Write "=${text.replace(/^\$\{(.*)\}$/, "$1")}".`,
  );
  return null;
}

function attachBoundary({ node, element }: Built, reader: Reader, built: ReadonlyMap<string, Built>): void {
  if (node.type !== "BOUNDARY_EVENT") return;
  const host = built.get(elementOf(element, "attachedToRef")?.id ?? "")?.node;
  if (!host) {
    const isKnown = elementOf(element, "attachedToRef") !== undefined;
    if (!isKnown)
      reader.error(
        "BOUNDARY_INVALID",
        element,
        `Expected boundary event "${node.id}" to stand on an activity, got none.`,
      );
    return;
  }
  if (!isActivity(host) || host.scope !== node.scope)
    return reader.error(
      "BOUNDARY_INVALID",
      element,
      `Expected boundary event "${node.id}" to stand on an activity of its own scope, got "${host.id}".`,
    );
  node.attachedTo = host;
  host.boundaryEvents.push(node);
}

function readMappings(element: XmlElement, property: string, reader: Reader): Mapping[] {
  return elementsOf(extensionOf(element, "zeebe:ioMapping"), property).flatMap((mapping) => {
    const target = textOf(mapping, "target");
    const source = reader.expression(element, textOf(mapping, "source"), `mapping to "${target ?? ""}"`);
    if (target && /^[^\s.]+(\.[^\s.]+)*$/.test(target) && textOf(mapping, "source") !== undefined)
      return source ? [{ source, target: target.split(".") }] : [];
    reader.error(
      "MAPPING_INVALID",
      element,
      `Expected a source and a variable name as target in the mapping of ${describe(element)}, got source "${mapping.source ?? ""}" and target "${target ?? ""}".`,
    );
    return [];
  });
}

const notFlowNodes = new Set([
  "bpmn:SequenceFlow",
  "bpmn:DataObject",
  "bpmn:DataObjectReference",
  "bpmn:DataStoreReference",
]);

const isFlowNode = (element: XmlElement) => !notFlowNodes.has(element.$type);
