import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import { refusedAt } from "../../engine/constructs/coverage.ts";
import type { XmlElement } from "../../engine/model/xml.ts";
import { type BpmnElement, nameInWords } from "../canvas/services.ts";
import type { ElementFindings } from "./findingBadges.ts";

/**
 * What a deployment would refuse about single elements, known while they are drawn: the coverage table read at each of
 * them. What needs the whole model, such as a missing job type or a join that starves, a check finds.
 */
export function hintsOf(registry: ElementRegistry): ElementFindings[] {
  const drawn = registry.getAll() as unknown as BpmnElement[];
  return drawn.flatMap(({ id, businessObject, labelTarget }) => {
    if (labelTarget) return [];
    const all = refusedAt(businessObject as unknown as XmlElement);
    const elements = all.filter(({ group }) => group !== "extensions");
    // An extension element is refused with what it makes of its element: that says it better.
    const refused = elements.length > 0 ? elements : all;
    const messages = refused.map(({ name, instead }) =>
      `${nameInWords(businessObject)}: ${name} is not executed. ${instead ?? ""}`.trim(),
    );
    return messages.length === 0 ? [] : [{ elementId: id, severity: "error" as const, messages }];
  });
}

/** Findings as a check gave them, and hints at elements that it has not spoken of. */
export function withHints(findings: readonly ElementFindings[], hints: readonly ElementFindings[]): ElementFindings[] {
  const told = new Set(findings.map(({ elementId }) => elementId));
  return [...findings, ...hints.filter(({ elementId }) => !told.has(elementId))];
}
