import { extensionOf } from "../model/xml.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { enterDecision, readCalledDecision } from "./calledDecision.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A DMN decision (`zeebe:calledDecision`) made at once, or a job for a worker. */
export const businessRuleTask: ElementBehaviour = {
  type: "BUSINESS_RULE_TASK",
  bpmn: "bpmn:BusinessRuleTask",

  read(element, reader) {
    const called = extensionOf(element, "zeebe:calledDecision");
    if (!called) return readJobTask(element, reader);
    if (extensionOf(element, "zeebe:taskDefinition"))
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `Business rule task "${element.id}" has both a zeebe:calledDecision and a zeebe:taskDefinition; only one is executed. Remove the other.`,
      );
    return { decision: readCalledDecision(element, called, reader) };
  },

  enter(node, elementKey, step) {
    return node.decision ? enterDecision(node, node.decision, elementKey, step) : enterJob(node, elementKey, step);
  },
};
