import type { ElementBehaviour } from "./behaviour.ts";
import { checkScope } from "./scope.ts";
import { enterSubProcess } from "./subProcess.ts";

/**
 * BPMN 2.0.2 §10.3.5, §13.5.5. A sub-process that can be cancelled: a cancel end event undoes what was completed in it
 * and leaves by the cancel boundary event; an error leaves it without that (hazard).
 */
export const transaction: ElementBehaviour = {
  type: "TRANSACTION",
  bpmn: "bpmn:Transaction",

  check(node, element, reader) {
    checkScope(node, element, reader);
    const cancels = node.children.some(({ type, trigger }) => type === "END_EVENT" && trigger?.kind === "cancel");
    const boundaries = node.boundaryEvents.filter(({ trigger }) => trigger?.kind === "cancel");
    if (boundaries.length > 1 || (cancels && boundaries.length === 0))
      reader.error(
        "TRANSACTION_INVALID",
        element,
        `Expected one cancel boundary event on transaction "${node.id}", which has a cancel end event, got ${boundaries.length}.`,
      );
  },

  enter: enterSubProcess,
};
