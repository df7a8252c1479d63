import type { FlowNode } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";

/**
 * The nodes that get a token when a scope begins (BPMN 2.0.2 §13.2): its none start event, or, when it has no start
 * event at all, every node that nothing leads to and that waits for nothing else.
 */
export function entriesOf(scope: FlowNode): readonly FlowNode[] {
  const starts = scope.children.filter((node) => node.type === "START_EVENT");
  if (starts.length > 0) return starts.filter((node) => node.trigger === null);
  return scope.children.filter((node) => node.incoming.length === 0 && !isBegunOtherwise(node));
}

const isBegunOtherwise = ({ type, isForCompensation, isInstantiating, trigger }: FlowNode): boolean =>
  type === "BOUNDARY_EVENT" ||
  type === "EVENT_SUB_PROCESS" ||
  isForCompensation ||
  isInstantiating ||
  (type === "INTERMEDIATE_CATCH_EVENT" && trigger?.kind === "link");

/** Receive tasks and event-based gateways that begin process instances. */
export function checkInstantiating(node: FlowNode, element: XmlElement, reader: Reader): void {
  if (node.incoming.length > 0 || node.scope?.type !== "PROCESS")
    reader.error(
      "GATEWAY_INVALID",
      element,
      `Expected ${describe(element)}, which begins process instances, to stand in the process without incoming flows (§13.5.1).`,
    );
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
  // An empty sub-process is complete at once; a process without anything can be begun by nothing.
  const isEmpty = scope.scope !== null && scope.children.every(({ type }) => type === "EVENT_SUB_PROCESS");
  const isBegun = isEmpty || starts.length > 0 || scope.children.some(({ isInstantiating }) => isInstantiating);
  if (!isBegun && entriesOf(scope).length === 0)
    reader.error("START_EVENT_MISSING", element, `Expected a start event in ${describe(element)}, got none.`);
}
