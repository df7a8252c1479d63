import type { EscalationTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, textOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.5. What throws it names a code; what catches without one catches every escalation. */
export function readEscalation(definition: XmlElement, element: XmlElement, reader: Reader): EscalationTrigger | null {
  const text = textOf(elementOf(definition, "escalationRef"), "escalationCode");
  const isThrow = element.$type === "bpmn:EndEvent" || element.$type === "bpmn:IntermediateThrowEvent";
  if (isThrow ? text === undefined : text?.startsWith("=")) {
    reader.error(
      "ESCALATION_CODE_INVALID",
      element,
      `Expected ${isThrow ? "an escalation with a code" : "a fixed escalation code"} at ${describe(element)}, got ${text === undefined ? "none" : `"${text}"`}.`,
    );
    return null;
  }
  return { kind: "escalation", code: reader.expression(element, text, "escalation code") };
}
