import { type ElementBehaviour, wait } from "./behaviour.ts";
import { checkScope, entriesOf } from "./scope.ts";

/** BPMN 2.0.2 §13.3.4. A scope of its own; it leaves when no token is left inside. */
export const subProcess: ElementBehaviour = {
  type: "SUB_PROCESS",
  bpmn: "bpmn:SubProcess",

  read(element, reader) {
    if (element.triggeredByEvent === true)
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `Event sub-process "${element.id}" is not executed. Use boundary events on an embedded sub-process.`,
      );
    return {};
  },

  check(node, element, reader) {
    if (element.triggeredByEvent !== true) checkScope(node, element, reader);
  },

  enter(node, elementKey, step) {
    for (const entry of entriesOf(node)) step.activate(entry, elementKey, []);
    return wait;
  },
};
