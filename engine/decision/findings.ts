import { fileFinding } from "../model/file.ts";
import type { Finding, FindingCode } from "../model/finding.ts";
import { textOf, type XmlElement } from "../model/xml.ts";

/**
 * All expressions of a file together, in characters, with what else takes as long: a second of reading. Literals in
 * tables and repeated entries do not count.
 */
const charactersMax = 400_000;

/** Collects what the author of a decision model should know, all of it at once. */
export interface Findings {
  readonly all: Finding[];
  error(code: FindingCode, element: XmlElement, message: string): void;
  warning(code: FindingCode, element: XmlElement, message: string): void;
  /** Counts the characters of an expression that is compiled; false when the file has more than it may. */
  takes(characters: number, element: XmlElement): boolean;
}

export function createFindings(lines: ReadonlyMap<string, number>): Findings {
  const all: Finding[] = [];
  let length = 0;
  const report = (severity: Finding["severity"], code: FindingCode, element: XmlElement, message: string) => {
    const elementId = nearestId(element);
    all.push({
      ...fileFinding(code, message),
      severity,
      elementId,
      line: elementId ? (lines.get(elementId) ?? null) : null,
    });
  };
  const findings: Findings = {
    all,
    error: (code, element, message) => report("error", code, element, message),
    warning: (code, element, message) => report("warning", code, element, message),
    takes(characters, element) {
      if (length > charactersMax) return false;
      length += characters;
      if (length <= charactersMax) return true;
      findings.error(
        "XML_TOO_LARGE",
        element,
        `Expected expressions of at most ${charactersMax} characters in all, got more at ${describe(element)}.`,
      );
      return false;
    },
  };
  return findings;
}

/** `decision "approve"`, `rule "r1" of decision "approve"` for messages. */
export function describe(element: XmlElement): string {
  const type = element.$type
    .replace(/^dmn:/, "")
    .replace(/(?<=[a-z])([A-Z])/g, " $1")
    .toLowerCase();
  const called = element.id ?? textOf(element, "name");
  if (called === undefined && element.$parent)
    return type === "child expression" ? describe(element.$parent) : `${type} of ${describe(element.$parent)}`;
  const own = `${type} "${called ?? ""}"`;
  const owner = ownerOf(element.$parent);
  return owner ? `${own} of ${ownerText(owner)}` : own;
}

const owners = new Set(["dmn:Decision", "dmn:BusinessKnowledgeModel"]);

const ownerText = ({ $type, id, name }: XmlElement) =>
  `${$type === "dmn:Decision" ? "decision" : "business knowledge model"} "${name ?? id ?? ""}"`;

function ownerOf(element: XmlElement | undefined): XmlElement | null {
  for (let at = element; at; at = at.$parent) if (owners.has(at.$type)) return at;
  return null;
}

function nearestId(element: XmlElement | undefined): string | null {
  for (let at = element; at; at = at.$parent) if (at.id) return at.id;
  return null;
}
