import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";

/** BPMN 2.0.2 §13.5.2. Waits for its trigger. */
export const intermediateCatchEvent: ElementBehaviour = {
  type: "INTERMEDIATE_CATCH_EVENT",
  bpmn: "bpmn:IntermediateCatchEvent",

  read(element, reader) {
    return { trigger: readTrigger(element, reader, { kinds: ["timer", "message"], isRequired: true }) };
  },

  check(node, element, reader) {
    if (node.trigger?.kind === "timer" && node.trigger.form === "cycle")
      reader.error("TIMER_INVALID", element, `Expected a date or duration at catch event "${node.id}", got a cycle.`);
    if (node.incoming.length === 0)
      reader.error("FLOW_MISPLACED", element, `Expected a flow into catch event "${node.id}", got none.`);
  },

  enter(node, elementKey, step) {
    const failure = step.subscribe(elementKey, [node]);
    return failure ? fail(failure.code, failure.message) : wait;
  },
};
