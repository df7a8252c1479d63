import { describe } from "../model/reader.ts";
import { extensionOf } from "../model/xml.ts";
import { readTrigger, triggersOf } from "../triggers/registry.ts";
import { type ElementBehaviour, leave, wait } from "./behaviour.ts";
import { jobOf, readJob } from "./job.ts";

/** BPMN 2.0.2 §13.5.6. None, error and terminate; a message end event whose message a job sends. */
export const endEvent: ElementBehaviour = {
  type: "END_EVENT",
  bpmn: "bpmn:EndEvent",

  read(element, reader) {
    if (!extensionOf(element, "zeebe:taskDefinition"))
      return { trigger: readTrigger(element, reader, { kinds: ["error", "terminate"], isRequired: false }) };
    const came = triggersOf(element);
    if (came !== null && came !== "a message")
      reader.error(
        "ELEMENT_NOT_EXECUTED",
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
  },

  enter(node, elementKey, step) {
    if (node.job) return jobOf(node.job, elementKey, step);
    switch (node.trigger?.kind) {
      case undefined:
      case "timer":
      case "message":
        return leave();
      case "terminate":
        step.terminateOthers(elementKey);
        return leave();
      case "error":
        return step.throwError(elementKey, node.trigger.code) ?? wait;
      default:
        return node.trigger satisfies never;
    }
  },
};
