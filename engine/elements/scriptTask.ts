import type { Reader } from "../model/reader.ts";
import { extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { type ElementBehaviour, fail, leave, type NodeParts } from "./behaviour.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A FEEL expression (`zeebe:script`) evaluated at once, or a job for a worker. */
export const scriptTask: ElementBehaviour = {
  type: "SCRIPT_TASK",
  bpmn: "bpmn:ScriptTask",

  read(element, reader) {
    if (extensionOf(element, "zeebe:script") && extensionOf(element, "zeebe:taskDefinition"))
      reader.error(
        "ELEMENT_NOT_EXECUTED",
        element,
        `Script task "${element.id}" has both a zeebe:script and a zeebe:taskDefinition; only one is executed. Remove the other.`,
      );
    if (extensionOf(element, "zeebe:script")) return readScript(element, reader);
    if (extensionOf(element, "zeebe:taskDefinition")) return readJobTask(element, reader);
    reader.error(
      "SCRIPT_MISSING",
      element,
      `Expected a FEEL expression (zeebe:script) or a job type (zeebe:taskDefinition) at script task "${element.id}", got neither.`,
    );
    return {};
  },

  enter(node, elementKey, step) {
    if (!node.script) return enterJob(node, elementKey, step);
    const value = step.evaluateToJson(elementKey, node.script.expression);
    if (!value.ok) return fail("EXTRACT_VALUE_ERROR", `${value.message}, in script task "${node.id}"`);
    step.giveResult(elementKey, { [node.script.resultVariable]: value.value });
    return leave();
  },
};

function readScript(element: XmlElement, reader: Reader): NodeParts {
  const script = extensionOf(element, "zeebe:script");
  const expression = reader.expression(element, textOf(script, "expression"), "script");
  const resultVariable = textOf(script, "resultVariable");
  if (!textOf(script, "expression") || !resultVariable)
    reader.error(
      "SCRIPT_MISSING",
      element,
      `Expected an expression and a result variable in the zeebe:script of task "${element.id}".`,
    );
  return expression && resultVariable ? { script: { expression, resultVariable } } : {};
}
