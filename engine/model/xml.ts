/** An element as bpmn-moddle gives it: attributes and children under their BPMN names. */
export interface XmlElement {
  readonly $type: string;
  readonly $parent?: XmlElement;
  readonly id?: string;
  readonly name?: string;
  readonly [property: string]: unknown;
}

const isElement = (value: unknown): value is XmlElement =>
  typeof value === "object" && value !== null && typeof (value as XmlElement).$type === "string";

/** The text of an attribute or of a text property; undefined when absent or blank. */
export function textOf(element: XmlElement | undefined, property: string): string | undefined {
  const value = element?.[property];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

/** The element that a property holds or refers to. */
export function elementOf(element: XmlElement | undefined, property: string): XmlElement | undefined {
  const value = element?.[property];
  return isElement(value) ? value : undefined;
}

/** The elements that a property lists, in document order. */
export function elementsOf(element: XmlElement | undefined, property: string): XmlElement[] {
  const value = element?.[property];
  return Array.isArray(value) ? value.filter(isElement) : [];
}

/** The extension element of this type, for example `zeebe:taskDefinition`. XML compares names, not their capitals. */
export function extensionOf(element: XmlElement, type: string): XmlElement | undefined {
  return extensionsOf(element).find((extension) => extension.$type.toLowerCase() === type.toLowerCase());
}

export function extensionsOf(element: XmlElement): XmlElement[] {
  return elementsOf(elementOf(element, "extensionElements"), "values");
}

/** The lines on which ids are declared, for findings: line numbers from 1. */
export function linesOfIds(xml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  let from = 0;
  for (const match of xml.matchAll(/\sid\s*=\s*["']([^"']+)["']/g)) {
    const id = match[1];
    for (let at = from; at < match.index; at++) if (xml.charCodeAt(at) === 10) line++;
    from = match.index;
    if (id !== undefined && !lines.has(id)) lines.set(id, line);
  }
  return lines;
}
