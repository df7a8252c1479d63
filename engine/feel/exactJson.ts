import { parseNumber } from "./numbers.ts";

/** Numbers that JavaScript may not keep as they are: of 16 digits and more, with an exponent, and -0. */
const doubtful = /-?(?:\d[\d.]{15,}(?:[eE][+-]?\d+)?|[\d.]+[eE][+-]?\d+)|-0(?![.\d])/g;

/** Whether there may be any; also in texts, which are looked at then. */
const mayNeedExactness = /(?:^|[:,[\s])(?:-?(?:\d[\d.]{15}|[\d.]+[eE])|-0(?![.\d]))/;

/**
 * JSON (RFC 8259) with all digits of its numbers, up to the 34 that numbers have. The caller says what it is. Fails as
 * `JSON.parse` does, and for numbers that are too large to be any.
 *
 * `JSON.parse` tells a reviver the digits of numbers, and is fifty times slower then. So the few numbers that it would
 * not keep are given to it as texts with a mark, and put back.
 */
export function parseJson<T>(text: string): T {
  if (!mayNeedExactness.test(text)) return JSON.parse(text) as T;
  const mark = unusedMark(text);
  const marked = withMarks(text, mark);
  const value: unknown = JSON.parse(marked ?? text);
  return (marked === null ? value : withoutMarks(value, mark)) as T;
}

/** A character for private use, as itself or escaped. */
const privateUse = /[\uE000-\uF8FF]|\\u(?:[eE][0-9a-fA-F]{3}|[fF][0-8][0-9a-fA-F]{2})/g;

/** One that the text does not have. Nobody uses all of them but to find out what happens. */
function unusedMark(text: string): string {
  const used = new Set<number>();
  for (const [found] of text.matchAll(privateUse))
    used.add(found.length === 1 ? found.charCodeAt(0) : Number.parseInt(found.slice(2), 16));
  for (let code = 0xe000; code <= 0xf8ff; code += 1) if (!used.has(code)) return String.fromCharCode(code);
  throw new SyntaxError("Expected a text that leaves a character of U+E000 to U+F8FF unused");
}

/** Every number that would lose digits as a text behind the mark; null when there is none. */
function withMarks(text: string, mark: string): string | null {
  const parts: string[] = [];
  let copied = 0;
  for (const { from, to } of outsideTexts(text))
    for (const { 0: digits, index } of text.slice(from, to).matchAll(doubtful)) {
      if (isKept(digits)) continue;
      parts.push(text.slice(copied, from + index), `"${mark}${digits}"`);
      copied = from + index + digits.length;
    }
  if (copied === 0) return null;
  return parts.join("") + text.slice(copied);
}

/** What stands between the texts of a JSON text. */
function* outsideTexts(text: string): Iterable<{ readonly from: number; readonly to: number }> {
  for (let from = 0; from < text.length; ) {
    const quote = text.indexOf('"', from);
    yield { from, to: quote === -1 ? text.length : quote };
    if (quote === -1) return;
    from = endOfText(text, quote) + 1;
  }
}

/** The quote that ends a text which begins at another one; the last character when none does. */
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length - 1;
}

/** Most are written as JavaScript writes them. What is no number at all is left for `JSON.parse` to refuse. */
function isKept(digits: string): boolean {
  const near = Number(digits);
  if (String(near) === digits || Number.isNaN(near) || !numberForm.test(digits)) return true;
  return Object.is(parseNumber(digits), near);
}

/** RFC 8259 §6. */
const numberForm = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function withoutMarks(value: unknown, mark: string): unknown {
  if (typeof value === "string") return value.startsWith(mark) ? numberOf(value.slice(mark.length)) : value;
  if (typeof value !== "object" || value === null) return value;
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    const member = members[name];
    const whole = withoutMarks(member, mark);
    // Not by assignment: a member may be called `__proto__`.
    if (whole !== member)
      Object.defineProperty(members, name, { value: whole, writable: true, enumerable: true, configurable: true });
  }
  return members;
}

function numberOf(digits: string): unknown {
  const number = parseNumber(digits);
  if (number === null) throw new SyntaxError(`Expected a number of at most 6144 digits, got ${digits.slice(0, 40)}`);
  return number;
}
