import { compare } from "../comparison.ts";
import { parseNumber } from "../numbers.ts";
import { stringValue } from "../stringLiteral.ts";
import { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from "../temporal/parse.ts";
import { type Feel, Range } from "../value.ts";

const quoted = String.raw`"(?:\\.|[^"\\])*"`;
const numeric = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,5})?`;
const called = String.raw`(?:date\s+and\s+time|date|time|duration)\s*\(\s*${quoted}\s*\)`;
const endForm = `(${numeric}|@?${quoted}|${called})`;
const rangeForm = new RegExp(String.raw`^\s*([[(\]])\s*${endForm}\s*\.\.\s*${endForm}\s*([\])[])\s*$`);

/**
 * A range from its text (DMN 1.5 §10.3.4.1, `range`): `[1..10)`, `]"a".."c"]`, `[@"2024-01-01"..date("2024-12-31")]`.
 * Ends are literals, and both are there; nothing is evaluated. Null when it is none, or ends before it starts.
 */
export function parseRange(from: string): Range | null {
  const [, opening, startText, endText, closing] = rangeForm.exec(from) ?? [];
  if (startText === undefined || endText === undefined) return null;
  const [start, last] = [endOf(startText), endOf(endText)];
  const order = start === null || last === null ? null : compare(start, last, null);
  if (order === null || order > 0) return null;
  return new Range(start, last, { start: opening === "[", end: closing === "]" });
}

const parsers: Readonly<Record<string, (text: string) => Feel>> = {
  "": (text) => text,
  "@": parseTemporal,
  date: parseDate,
  time: parseTime,
  "date and time": parseDateTime,
  duration: parseDuration,
};

function endOf(literal: string): Feel {
  const at = literal.indexOf('"');
  if (at < 0) return parseNumber(literal);
  const maker = literal.slice(0, at).replace("(", "").trim().replace(/\s+/g, " ");
  return parsers[maker]?.(stringValue(literal.slice(at, literal.lastIndexOf('"') + 1))) ?? null;
}
