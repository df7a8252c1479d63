import type { FlowNode } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";

/**
 * The nodes that get a token when a scope begins (BPMN 2.0.2 §13.2): its none start event, or, when it has no start
 * event at all, every node that nothing leads to.
 */
export function entriesOf(scope: FlowNode): readonly FlowNode[] {
  const starts = scope.children.filter((node) => node.type === "START_EVENT");
  if (starts.length > 0) return starts.filter((node) => node.trigger === null);
  return scope.children.filter((node) => node.incoming.length === 0 && node.type !== "BOUNDARY_EVENT");
}

/** What must hold for every scope, the process included. */
export function checkScope(scope: FlowNode, element: XmlElement, reader: Reader): void {
  const starts = scope.children.filter((node) => node.type === "START_EVENT");
  const none = starts.filter((node) => node.trigger === null);
  if (none.length > 1)
    reader.error(
      "START_EVENT_AMBIGUOUS",
      element,
      `Expected at most one none start event in ${describe(element)}, got ${none.map((node) => `"${node.id}"`).join(", ")}.`,
    );
  if (starts.length === 0 && entriesOf(scope).length === 0)
    reader.error("START_EVENT_MISSING", element, `Expected a start event in ${describe(element)}, got none.`);
}
