import type { FlowNode } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { elementOf, elementsOf, extensionOf, type XmlElement } from "./xml.ts";

/** Zeebe extensions that would change what an element does and that are not executed. */
const refusedExtensions: Readonly<Record<string, string>> = {
  "zeebe:executionListeners": "Move the work into a service task before or after it.",
  "zeebe:taskListeners": "Move the work into a service task before or after it.",
  "zeebe:calledElement": "Draw the called process as an embedded sub-process.",
  "zeebe:linkedResources": "Let the worker know its resources.",
  "zeebe:adHoc": "Draw the order of its activities with sequence flows.",
};

/**
 * Refuses features that any element may carry and that are not executed yet, so that no model runs otherwise than it
 * is drawn.
 */
export function refuseFeatures(element: XmlElement, reader: Reader): void {
  const loop = elementOf(element, "loopCharacteristics");
  if (loop)
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      element,
      `${describe(element)} is repeated (${loop.$type.replace("bpmn:", "")}), which is not executed. Draw the loop with a gateway.`,
    );
  if (element.isForCompensation === true)
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      element,
      `${describe(element)} is a compensation handler, which is not executed.`,
    );
  if (elementsOf(element, "eventDefinitionRef").length > 0)
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      element,
      `${describe(element)} refers to an event definition (eventDefinitionRef), which is not executed. Define the event in place.`,
    );
  refuseQuantities(element, reader);
  for (const [type, remedy] of Object.entries(refusedExtensions))
    if (extensionOf(element, type))
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `${describe(element)} has ${type}, which is not executed. ${remedy}`,
      );
  if (elementsOf(element, "dataInputAssociations").length + elementsOf(element, "dataOutputAssociations").length > 0)
    reader.warning(
      "DATA_NOT_EXECUTED",
      element,
      `The data associations of ${describe(element)} are read as documentation; use input and output mappings.`,
    );
}

function refuseQuantities(element: XmlElement, reader: Reader): void {
  for (const property of ["startQuantity", "completionQuantity"]) {
    const quantity = element[property];
    if (quantity === undefined || quantity === 1) continue;
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      element,
      `${describe(element)} has ${property} ${quantity}; only 1 is executed.`,
    );
  }
}

/** Refuses conditions on the flows out of a node that takes them all, or the one whose event happens. */
export function refuseConditions(node: FlowNode, element: XmlElement, reader: Reader): void {
  for (const flow of node.outgoing) {
    if (!flow.condition) continue;
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      { ...element, id: flow.id },
      `Flow "${flow.id}" out of ${describe(element)} has a condition, which is not asked there. Remove it.`,
    );
  }
}
