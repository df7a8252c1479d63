import type { FlowNode } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";
import { caughtBy } from "../triggers/error.ts";
import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, leave } from "./behaviour.ts";

/**
 * BPMN 2.0.2 §13.5.3. Armed while its activity is active (`activities.ts`); entered when its trigger has
 * happened, so there is nothing left to wait for.
 */
export const boundaryEvent: ElementBehaviour = {
  type: "BOUNDARY_EVENT",
  bpmn: "bpmn:BoundaryEvent",

  read(element, reader) {
    return { trigger: readTrigger(element, reader, { kinds: ["timer", "message", "error"], isRequired: true }) };
  },

  check(node, element, reader) {
    if (node.incoming.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow into boundary event "${node.id}", got "${node.incoming[0]?.id}".`,
      );
    if (node.trigger?.kind === "error" && !node.isInterrupting)
      reader.error(
        "BOUNDARY_INVALID",
        element,
        `Expected error boundary event "${node.id}" to interrupt its activity (§10.5.4).`,
      );
    refuseSecondError(node, element, reader);
    if (node.trigger?.kind === "timer" && node.trigger.form === "cycle" && node.isInterrupting)
      reader.error(
        "TIMER_INVALID",
        element,
        `Expected a date or duration at interrupting boundary event "${node.id}", got a cycle. It fires once, or make it non-interrupting.`,
      );
  },

  enter: () => leave(),
};

/** Of two that catch the same error, the order of the file would decide. */
function refuseSecondError(node: FlowNode, element: XmlElement, reader: Reader): void {
  const host = node.attachedTo;
  if (!host || node.trigger?.kind !== "error") return;
  const code = caughtBy(node);
  const first = host.boundaryEvents.find((event) => event.trigger?.kind === "error" && caughtBy(event) === code);
  if (first === node) return;
  const which = code === null ? "every error" : `error "${code}"`;
  reader.error(
    "BOUNDARY_INVALID",
    element,
    `Expected one boundary event on "${host.id}" for ${which}, got "${first?.id}" and "${node.id}".`,
  );
}
