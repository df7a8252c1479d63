import { describe } from "../model/reader.ts";
import { extensionOf } from "../model/xml.ts";
import { linkTargetOf, throwTriggers } from "../throwing.ts";
import { readTrigger, triggersOf } from "../triggers/registry.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJob } from "./job.ts";

/** BPMN 2.0.2 §13.5.5. Throws its triggers and goes on; a message that a worker sends is a job. */
export const intermediateThrowEvent: ElementBehaviour = {
  type: "INTERMEDIATE_THROW_EVENT",
  bpmn: "bpmn:IntermediateThrowEvent",

  read(element, reader) {
    if (!extensionOf(element, "zeebe:taskDefinition")) {
      const kinds = ["message", "signal", "escalation", "compensation", "link"] as const;
      return { trigger: readTrigger(element, reader, { kinds, isRequired: false }) };
    }
    const came = triggersOf(element);
    if (came !== null && came !== "a message")
      reader.error(
        "TRIGGER_MISPLACED",
        element,
        `Expected a message or no trigger at ${describe(element)}, which has a zeebe:taskDefinition, got ${came}.`,
      );
    return { job: readJob(element, reader) };
  },

  check(node, element, reader) {
    const { trigger } = node;
    if (trigger?.kind !== "link") return;
    if (!linkTargetOf(node, trigger.name))
      reader.error(
        "LINK_INVALID",
        element,
        `Expected a link catch event "${trigger.name}" in the scope of throw event "${node.id}", got none. Links do not cross scopes.`,
      );
    if (node.outgoing.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow out of link throw event "${node.id}", got "${node.outgoing[0]?.id}".`,
      );
  },

  enter: (node, elementKey, step) =>
    node.job ? enterJob(node, elementKey, step) : throwTriggers(node, elementKey, step),
};
