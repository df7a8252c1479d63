import { extensionOf } from "../model/xml.ts";
import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A worker decides. Not implemented: `zeebe:calledDecision` (DMN), which is refused. */
export const businessRuleTask: ElementBehaviour = {
  type: "BUSINESS_RULE_TASK",
  bpmn: "bpmn:BusinessRuleTask",

  read(element, reader) {
    if (!extensionOf(element, "zeebe:calledDecision")) return readJobTask(element, reader);
    reader.error(
      "ELEMENT_NOT_EXECUTED",
      element,
      `Business rule task "${element.id}" calls a DMN decision, which is not executed. Give it a zeebe:taskDefinition and let a worker decide.`,
    );
    return {};
  },

  enter: enterJob,
};
