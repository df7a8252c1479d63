import { expressionsOfFileMax } from "../bounds.ts";
import type { SureKind } from "../feel/compile/kinds.ts";
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
      if (read.ok) {
        warnOfKind(reader, element, read.value, what);
        return read.value;
      }
      reader.error("EXPRESSION_INVALID", element, `${read.message} in the ${what} of ${describe(element)}.`);
      return null;
    },
  };
  return reader;
}

/** Kinds that a place can use, by what the place is called in messages. Names may be written as numbers. */
const usable: Readonly<Record<string, readonly SureKind[]>> = {
  condition: ["boolean"],
  "activation condition": ["boolean"],
  "completion condition": ["boolean"],
  "loop condition": ["boolean"],
  "input collection": ["list", "range"],
  "active elements": ["list"],
  "job type": ["string", "sum"],
  "called process id": ["string", "sum"],
  "called decision id": ["string", "sum"],
  "message name": ["string", "number", "sum"],
  "signal name": ["string", "number", "sum"],
  "correlation key": ["string", "number", "sum"],
};

/** What would become an incident each time, whatever the variables are. */
function warnOfKind(reader: Reader, element: XmlElement, { source, compiled }: Expression, what: string): void {
  const kinds = usable[what];
  const kind = compiled?.kind ?? null;
  if (!kinds || kind === null || kinds.includes(kind)) return;
  const [wanted = ""] = kinds;
  reader.warning(
    "EXPRESSION_KIND_WRONG",
    element,
    `Expected a ${wanted} as the ${what} of ${describe(element)}, got "${source}", which is ${shownKinds[kind]} whatever the variables are.`,
  );
}

const shownKinds: Readonly<Record<SureKind, string>> = {
  boolean: "true or false",
  number: "a number",
  string: "a text",
  list: "a list",
  context: "a context",
  function: "a function",
  range: "a range",
  "date or duration": "a date, time or duration",
  sum: "the result of a calculation",
  null: "null",
};

/** `service task "charge"` for messages. */
export function describe(element: XmlElement): string {
  const type = element.$type.replace(/^bpmn:/, "").replace(/(?<=[a-z])([A-Z])/g, " $1");
  return `${type.toLowerCase()} "${nearestId(element) ?? element.name ?? ""}"`;
}

function nearestId(element: XmlElement | undefined): string | null {
  for (let at = element; at; at = at.$parent) if (at.id && !at.$type.endsWith("Definition")) return at.id;
  return null;
}
