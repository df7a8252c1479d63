import { describe } from "../model/reader.ts";
import { extensionOf } from "../model/xml.ts";
import { throwTriggers } from "../throwing.ts";
import { readTrigger, triggersOf } from "../triggers/registry.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJob } from "./job.ts";

const kinds = ["message", "signal", "error", "escalation", "compensation", "cancel", "terminate"] as const;

/** BPMN 2.0.2 §13.5.6. Throws its triggers and consumes the token; a message that a worker sends is a job. */
export const endEvent: ElementBehaviour = {
  type: "END_EVENT",
  bpmn: "bpmn:EndEvent",

  read(element, reader) {
    if (!extensionOf(element, "zeebe:taskDefinition"))
      return { trigger: readTrigger(element, reader, { kinds, isRequired: false }) };
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
    if (node.outgoing.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow out of end event "${node.id}", got "${node.outgoing[0]?.id}".`,
      );
    if (node.trigger?.kind === "cancel" && node.scope?.type !== "TRANSACTION")
      reader.error(
        "TRANSACTION_INVALID",
        element,
        `Expected cancel end event "${node.id}" to stand directly in a transaction, got "${node.scope?.id}".`,
      );
  },

  enter: (node, elementKey, step) =>
    node.job ? enterJob(node, elementKey, step) : throwTriggers(node, elementKey, step),
};
