import type { LinkTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { textOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.5. A throw event goes on at the catch event of the same name in its scope. */
export function readLink(definition: XmlElement, element: XmlElement, reader: Reader): LinkTrigger | null {
  const name = textOf(definition, "name") ?? textOf(element, "name");
  if (name !== undefined) return { kind: "link", name };
  reader.error("LINK_INVALID", element, `Expected a name at the link of ${describe(element)}, got none.`);
  return null;
}
