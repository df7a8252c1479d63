import { elementOf, elementsOf, extensionOf, extensionsOf, textOf, type XmlElement } from "../model/xml.ts";
import { extensionTypes } from "./extensions.ts";
import { eventConstructs } from "./recogniseEvent.ts";

/**
 * Ids of the constructs that an element shows by itself: not those of the elements inside it.
 *
 * The element is one of bpmn-moddle's, read from XML or drawn in the modeler. An element that is no construct (a label,
 * a shape of the drawing, a message) shows none.
 */
export function constructsOf(element: XmlElement): readonly string[] {
  return [...ownConstructs(element), ...markers(element), ...data(element), ...extensions(element)];
}

function ownConstructs(element: XmlElement): readonly string[] {
  const type = /^bpmn:(\w+)$/.exec(element.$type)?.[1] ?? "";
  if (/Event$/.test(type)) return eventConstructs(element);
  if (/^Global\w*Task$/.test(type)) return ["globalTask"];
  return own[type]?.(element) ?? plain[type] ?? [];
}

/** Elements that are one construct whatever their properties are. */
const plain: Readonly<Record<string, readonly string[]>> = {
  Task: ["task"],
  ManualTask: ["manualTask"],
  UserTask: ["userTask"],
  ServiceTask: ["serviceTask"],
  Transaction: ["transaction"],
  ExclusiveGateway: ["exclusiveGateway"],
  ParallelGateway: ["parallelGateway"],
  MessageFlow: ["messageFlow"],
  DataObject: ["dataObject"],
  DataObjectReference: ["dataObjectReference"],
  DataStoreReference: ["dataStoreReference"],
  Lane: ["lane"],
  TextAnnotation: ["textAnnotation"],
  Group: ["group"],
  Association: ["association"],
  Conversation: ["conversation"],
  SubConversation: ["conversation"],
  CallConversation: ["conversation"],
  Choreography: ["choreography"],
  GlobalConversation: ["conversation"],
  ChoreographyTask: ["choreographyTask"],
  SubChoreography: ["subChoreography"],
  CallChoreography: ["callChoreography"],
};

/** Elements whose properties say which construct they are. */
const own: Readonly<Record<string, (element: XmlElement) => readonly string[]>> = {
  Process: (element) => (element.isExecutable === true ? ["process", ...entry(element)] : ["nonExecutableProcess"]),
  SendTask: (element) => [hasJob(element) ? "sendTask.job" : "sendTask.message"],
  ReceiveTask: (element) => [element.instantiate === true ? "receiveTask.instantiating" : "receiveTask"],
  ScriptTask: (element) => [`scriptTask.${scriptForm(element)}`],
  BusinessRuleTask: (element) => [`businessRuleTask.${has(element, "zeebe:calledDecision") ? "decision" : "job"}`],
  SubProcess: (element) =>
    element.triggeredByEvent === true ? ["eventSubProcess"] : ["subProcess", ...entry(element)],
  AdHocSubProcess: adHoc,
  CallActivity: (element) => [`callActivity.${bindingOf(element)}`],
  InclusiveGateway: (element) => [
    ...(flowsAt(element, "sourceRef").length > 1 ? ["inclusiveGateway.split"] : []),
    ...(flowsAt(element, "targetRef").length > 1 ? ["inclusiveGateway.join"] : []),
  ],
  ComplexGateway: (element) => [
    elementOf(element, "activationCondition") ? "complexGateway.activationCondition" : "complexGateway",
  ],
  EventBasedGateway: (element) => [`eventBasedGateway${instantiation(element)}`],
  SequenceFlow: (element) => ["sequenceFlow", ...conditional(element), ...isDefault(element)],
  Participant: (element) => [
    "participant",
    ...(elementOf(element, "participantMultiplicity") ? ["participantMultiplicity"] : []),
  ],
};

/** Flow nodes need not list their flows in XML. */
const flowsAt = (node: XmlElement, end: "sourceRef" | "targetRef") =>
  elementsOf(node.$parent, "flowElements").filter((flow) => elementOf(flow, end) === node);

const has = (element: XmlElement, extension: string) => extensionOf(element, extension) !== undefined;

const hasJob = (element: XmlElement) => has(element, "zeebe:taskDefinition");

/** Begins at the nodes that no flow leads to. */
function entry(scope: XmlElement): readonly string[] {
  const inside = elementsOf(scope, "flowElements");
  const isEmpty = inside.length === 0;
  return isEmpty || inside.some(({ $type }) => $type === "bpmn:StartEvent") ? [] : ["process.withoutStartEvent"];
}

function scriptForm(element: XmlElement): string {
  if (has(element, "zeebe:script")) return "feel";
  return hasJob(element) || textOf(element, "script") === undefined ? "job" : "otherLanguage";
}

function adHoc(element: XmlElement): readonly string[] {
  return [
    hasJob(element) ? "adHocSubProcess.job" : "adHocSubProcess",
    ...(element.ordering === "Sequential" ? ["adHocSubProcess.sequential"] : []),
    ...(elementOf(element, "completionCondition") ? ["adHocSubProcess.completionCondition"] : []),
  ];
}

const bindingOf = (element: XmlElement) =>
  textOf(extensionOf(element, "zeebe:calledElement"), "bindingType") ?? "latest";

function instantiation(element: XmlElement): string {
  if (element.instantiate !== true) return "";
  return element.eventGatewayType === "Parallel" ? ".instantiatingParallel" : ".instantiating";
}

function conditional(flow: XmlElement): readonly string[] {
  return elementOf(flow, "conditionExpression") ? [`sequenceFlow.conditional.${sourceKind(flow)}`] : [];
}

function isDefault(flow: XmlElement): readonly string[] {
  const source = elementOf(flow, "sourceRef");
  return source && elementOf(source, "default") === flow ? [`sequenceFlow.default.${sourceKind(flow)}`] : [];
}

function sourceKind(flow: XmlElement): string {
  const type = elementOf(flow, "sourceRef")?.$type ?? "";
  return /Gateway$/.test(type) ? "gateway" : /Event$/.test(type) ? "event" : "activity";
}

/** What an activity may carry beside its own kind. */
function markers(element: XmlElement): readonly string[] {
  const loop = elementOf(element, "loopCharacteristics");
  return [
    ...(loop?.$type === "bpmn:StandardLoopCharacteristics" ? standardLoop(loop) : []),
    ...(loop?.$type === "bpmn:MultiInstanceLoopCharacteristics" ? multiInstance(loop) : []),
    ...(element.isForCompensation === true ? ["compensationHandler"] : []),
    ...["startQuantity", "completionQuantity"].filter(
      (name) => typeof element[name] === "number" && element[name] !== 1,
    ),
    ...(elementsOf(element, "resources").length > 0 ? ["resourceRole"] : []),
  ];
}

function standardLoop(loop: XmlElement): readonly string[] {
  return [
    `standardLoop.${loop.testBefore === true ? "testBefore" : "testAfter"}`,
    ...(loop.loopMaximum === undefined ? [] : ["standardLoop.maximum"]),
  ];
}

function multiInstance(loop: XmlElement): readonly string[] {
  const behavior = textOf(loop, "behavior")?.toLowerCase() ?? "all";
  return [
    `multiInstance.${loop.isSequential === true ? "sequential" : "parallel"}`,
    ...(elementOf(loop, "loopCardinality") ? ["multiInstance.cardinality"] : []),
    ...(elementOf(loop, "completionCondition") ? ["multiInstance.completionCondition"] : []),
    ...(elementOf(loop, "loopDataInputRef") ? ["multiInstance.loopData"] : []),
    ...(behavior === "all" ? [] : [`multiInstance.behavior.${behavior}`]),
    ...extensions(loop),
  ];
}

function data(element: XmlElement): readonly string[] {
  const inputs = elementsOf(element, "dataInputAssociations");
  const outputs = elementsOf(element, "dataOutputAssociations");
  const associations = [...inputs, ...outputs];
  return [
    ...(inputs.length > 0 ? ["dataInputAssociation"] : []),
    ...(outputs.length > 0 ? ["dataOutputAssociation"] : []),
    ...(associations.some((one) => elementsOf(one, "assignment").length > 0) ? ["dataAssociation.assignment"] : []),
    ...(associations.some((one) => elementOf(one, "transformation")) ? ["dataAssociation.transformation"] : []),
    ...(elementOf(element, "ioSpecification") ? ["ioSpecification"] : []),
    ...(elementsOf(element, "properties").length > 0 ? ["property"] : []),
  ];
}

function extensions(element: XmlElement): readonly string[] {
  return extensionsOf(element).flatMap(({ $type }) => {
    const name = extensionTypes.find((type) => `zeebe:${type}`.toLowerCase() === $type.toLowerCase());
    return name === undefined ? [] : [`zeebe.${name}`];
  });
}
