import type { ErrorTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, textOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.6. An end event throws the code; a boundary event without a code catches every error. */
export function readError(definition: XmlElement, element: XmlElement, reader: Reader): ErrorTrigger | null {
  const error = elementOf(definition, "errorRef");
  const isThrow = element.$type === "bpmn:EndEvent";
  const text = textOf(error, "errorCode");
  if (isThrow && text === undefined) {
    reader.error("ERROR_CODE_INVALID", element, `Expected an error with a code at ${describe(element)}, got none.`);
    return null;
  }
  if (!isThrow && text?.startsWith("=")) {
    reader.error(
      "ERROR_CODE_INVALID",
      element,
      `Expected a fixed error code to catch at ${describe(element)}, got "${text}".`,
    );
    return null;
  }
  return { kind: "error", code: reader.expression(element, text, "error code") };
}
