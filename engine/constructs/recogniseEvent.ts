import { elementOf, elementsOf, extensionOf, extensionsOf, textOf, type XmlElement } from "../model/xml.ts";

/** `boundaryEvent.timer.cycle.nonInterrupting`, and what is special about its definitions. */
export function eventConstructs(element: XmlElement): readonly string[] {
  if (element.$type === "bpmn:ImplicitThrowEvent") return ["implicitThrowEvent"];
  const definitions = elementsOf(element, "eventDefinitions");
  const filters = definitions.flatMap((definition) => extensionsOf(definition));
  return [
    ...(elementsOf(element, "eventDefinitionRef").length > 0
      ? ["event.definitionRef"]
      : [`${position(element)}.${triggerOf(element, definitions)}`]),
    ...(filters.some(({ $type }) => $type.toLowerCase() === "zeebe:conditionalfilter")
      ? ["zeebe.conditionalFilter"]
      : []),
  ];
}

function position(element: XmlElement): string {
  const { $type, $parent } = element;
  const name = $type.replace(/^bpmn:/, "").replace(/^./, (letter) => letter.toLowerCase());
  if ($type === "bpmn:BoundaryEvent") return element.cancelActivity === false ? `${name}.nonInterrupting` : name;
  if ($type !== "bpmn:StartEvent" || !$parent || $parent.$type === "bpmn:Process") return name;
  if ($parent.triggeredByEvent !== true) return "subProcessStartEvent";
  return element.isInterrupting === false ? "eventSubProcessStartEvent.nonInterrupting" : "eventSubProcessStartEvent";
}

function triggerOf(element: XmlElement, definitions: readonly XmlElement[]): string {
  const [definition, ...more] = definitions;
  const isJob = extensionOf(element, "zeebe:taskDefinition") !== undefined;
  if (!definition) return isJob ? "message.job" : "none";
  if (more.length > 0) return element.parallelMultiple === true ? "parallelMultiple" : "multiple";
  const kind = definition.$type
    .replace(/^bpmn:/, "")
    .replace("EventDefinition", "")
    .toLowerCase();
  switch (kind) {
    case "timer":
      return `timer.${timerForm(definition)}`;
    case "message":
      return isJob ? "message.job" : "message";
    case "compensate":
      return `compensation${compensationForm(element, definition)}`;
    default:
      return kind;
  }
}

const timerForm = (definition: XmlElement) =>
  elementOf(definition, "timeDate") ? "date" : elementOf(definition, "timeCycle") ? "cycle" : "duration";

function compensationForm({ $type }: XmlElement, definition: XmlElement): string {
  if ($type !== "bpmn:EndEvent" && $type !== "bpmn:IntermediateThrowEvent") return "";
  if (definition.activityRef !== undefined) return ".activity";
  const isWaiting = definition.waitForCompletion !== false && textOf(definition, "waitForCompletion") !== "false";
  return isWaiting || $type === "bpmn:EndEvent" ? "" : ".notWaiting";
}
