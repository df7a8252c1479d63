import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, leave } from "./behaviour.ts";

/** BPMN 2.0.2 §13.5.1. Begins its scope; a triggered one begins a new process instance when its event happens. */
export const startEvent: ElementBehaviour = {
  type: "START_EVENT",
  bpmn: "bpmn:StartEvent",

  read(element, reader) {
    return { trigger: readTrigger(element, reader, { kinds: ["timer", "message"], isRequired: false }) };
  },

  check(node, element, reader) {
    if (node.incoming.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow into start event "${node.id}", got "${node.incoming[0]?.id}".`,
      );
    if (node.trigger && node.scope?.type === "SUB_PROCESS")
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `Start event "${node.id}" of an embedded sub-process has a trigger. Remove it, or put a catch event behind the start event.`,
      );
  },

  enter: () => leave(),
};
