import type { CompensationTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.5, §13.5.5. Thrown for one activity or for the scope; caught by a handler. */
export function readCompensation(
  definition: XmlElement,
  element: XmlElement,
  reader: Reader,
): CompensationTrigger | null {
  const activity = elementOf(definition, "activityRef");
  if (activity && !activity.id) {
    reader.error(
      "ID_MISSING",
      element,
      `Expected an id at the activity that ${describe(element)} compensates, got none.`,
    );
    return null;
  }
  return { kind: "compensation", activityId: activity?.id ?? null, isWaiting: definition.waitForCompletion !== false };
}
