import { linkTargetOf } from "../throwing.ts";
import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, fail, leave, wait } from "./behaviour.ts";

/** BPMN 2.0.2 §13.5.2. Waits for its trigger; a link catch event goes on at once, its throw event has come there. */
export const intermediateCatchEvent: ElementBehaviour = {
  type: "INTERMEDIATE_CATCH_EVENT",
  bpmn: "bpmn:IntermediateCatchEvent",

  read(element, reader) {
    const kinds = ["timer", "message", "signal", "conditional", "link"] as const;
    return { trigger: readTrigger(element, reader, { kinds, isRequired: true }) };
  },

  check(node, element, reader) {
    const { trigger } = node;
    if (trigger?.kind === "timer" && trigger.form === "cycle")
      reader.error("TIMER_INVALID", element, `Expected a date or duration at catch event "${node.id}", got a cycle.`);
    if (trigger?.kind !== "link") {
      if (node.incoming.length === 0 && node.scope?.type !== "AD_HOC_SUB_PROCESS")
        reader.error("FLOW_MISPLACED", element, `Expected a flow into catch event "${node.id}", got none.`);
      return;
    }
    if (node.incoming.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow into link catch event "${node.id}", got "${node.incoming[0]?.id}".`,
      );
    const first = linkTargetOf(node, trigger.name);
    if (first !== node)
      reader.error(
        "LINK_INVALID",
        element,
        `Expected one link catch event "${trigger.name}" in a scope, got "${first?.id}" and "${node.id}".`,
      );
  },

  enter(node, elementKey, step) {
    if (node.trigger?.kind === "link") return leave();
    const failure = step.subscribe(elementKey, [node]);
    return failure ? fail(failure.code, failure.message) : wait;
  },
};
