import type { ConditionalTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.5. Happens when its condition becomes true; `zeebe:conditionalFilter` says when it is asked. */
export function readConditional(
  definition: XmlElement,
  element: XmlElement,
  reader: Reader,
): ConditionalTrigger | null {
  const text = textOf(elementOf(definition, "condition"), "body");
  if (!text?.startsWith("=")) {
    reader.error(
      "CONDITION_INVALID",
      element,
      `Expected a FEEL expression that begins with "=" as condition of ${describe(element)}, got ${text ? `"${text}"` : "none"}.`,
    );
    return null;
  }
  const condition = reader.expression(element, text, "condition");
  const filter = extensionOf(definition, "zeebe:conditionalFilter") ?? extensionOf(element, "zeebe:conditionalFilter");
  const variableEvents = namesIn(filter, "variableEvents")?.flatMap((name): ("create" | "update")[] =>
    name === "create" || name === "update" ? [name] : [],
  );
  if (!condition) return null;
  return {
    kind: "conditional",
    condition,
    variableNames: namesIn(filter, "variableNames"),
    variableEvents: variableEvents ?? null,
  };
}

function namesIn(filter: XmlElement | undefined, property: string): string[] | null {
  const names = textOf(filter, property)?.split(",") ?? [];
  const given = names.map((name) => name.trim()).filter((name) => name !== "");
  return given.length > 0 ? given : null;
}
