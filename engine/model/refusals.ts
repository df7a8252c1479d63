import type { FlowNode } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { extensionOf, type XmlElement } from "./xml.ts";

/** Zeebe extensions that would change what an element does and that are not executed. */
const refusedExtensions: Readonly<Record<string, string>> = {
  "zeebe:linkedResources": "Let the worker know its resources.",
};

/**
 * Refuses features that any element may carry and that are not executed yet, so that no model runs otherwise than it
 * is drawn.
 */
export function refuseFeatures(element: XmlElement, reader: Reader): void {
  for (const [type, remedy] of Object.entries(refusedExtensions))
    if (extensionOf(element, type))
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `${describe(element)} has ${type}, which is not executed. ${remedy}`,
      );
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
