import { expressionsOfFileMax } from "../bounds.ts";
import { type Expression, readExpression } from "../feel/expression.ts";
import type { Finding, FindingCode } from "./finding.ts";
import type { XmlElement } from "./xml.ts";

/** Collects findings while a model is read, so that its author sees all of them at once. */
export interface Reader {
  error(code: FindingCode, element: XmlElement, message: string): void;
  warning(code: FindingCode, element: XmlElement, message: string): void;
  /** The expression, or null after an EXPRESSION_INVALID finding, or when there is no text. */
  expression(element: XmlElement, text: string | undefined, what: string): Expression | null;
}

export interface FindingReader extends Reader {
  readonly findings: Finding[];
}

export function createReader(lines: ReadonlyMap<string, number>): FindingReader {
  const findings: Finding[] = [];
  let length = 0;
  const report = (severity: Finding["severity"], code: FindingCode, element: XmlElement, message: string) => {
    const elementId = nearestId(element);
    findings.push({ code, severity, elementId, line: elementId ? (lines.get(elementId) ?? null) : null, message });
  };
  const reader: FindingReader = {
    findings,
    error: (code, element, message) => report("error", code, element, message),
    warning: (code, element, message) => report("warning", code, element, message),
    expression(element, text, what) {
      if (text === undefined) return null;
      if (length > expressionsOfFileMax) return null;
      const read = readExpression(text);
      if (read.ok && read.value.fixed !== null) return read.value;
      length += text.length * (read.ok ? 1 : 10);
      if (length > expressionsOfFileMax)
        reader.error(
          "XML_TOO_LARGE",
          element,
          `Expected expressions of at most ${expressionsOfFileMax} characters in all, got more at ${describe(element)}.`,
        );
      if (read.ok) return read.value;
      reader.error("EXPRESSION_INVALID", element, `${read.message} in the ${what} of ${describe(element)}.`);
      return null;
    },
  };
  return reader;
}

/** `service task "charge"` for messages. */
export function describe(element: XmlElement): string {
  const type = element.$type.replace(/^bpmn:/, "").replace(/(?<=[a-z])([A-Z])/g, " $1");
  return `${type.toLowerCase()} "${nearestId(element) ?? element.name ?? ""}"`;
}

function nearestId(element: XmlElement | undefined): string | null {
  for (let at = element; at; at = at.$parent) if (at.id && !at.$type.endsWith("Definition")) return at.id;
  return null;
}
