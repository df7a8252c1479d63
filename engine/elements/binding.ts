import type { Binding } from "../model/calls.ts";
import type { FindingCode } from "../model/finding.ts";
import { describe, type Reader } from "../model/reader.ts";
import { textOf, type XmlElement } from "../model/xml.ts";

const bindings = ["latest", "deployment", "versionTag"] as const;

/** `bindingType` and `versionTag` of an extension that calls something; null when they say nothing that holds. */
export function readBinding(
  element: XmlElement,
  called: XmlElement | undefined,
  reader: Reader,
  code: FindingCode,
): Binding | null {
  const given = textOf(called, "bindingType") ?? "latest";
  const kind = bindings.find((one) => one === given);
  const versionTag = reader.expression(element, textOf(called, "versionTag"), "version tag");
  if (!kind || (kind === "versionTag" && !versionTag)) {
    reader.error(
      code,
      element,
      `Expected bindingType latest, deployment, or versionTag with a version tag at ${describe(element)}, got "${given}".`,
    );
    return null;
  }
  return { binding: kind, versionTag: kind === "versionTag" ? versionTag : null };
}
