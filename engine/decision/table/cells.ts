import { parseNumber } from "../../feel/numbers.ts";

/** What a table can be searched by: literals of these are compared without FEEL. */
export type Scalar = string | number | boolean;

/** `[1..10)`, `< 5`: an end that is not there is infinite. */
export interface Interval {
  readonly start: number;
  readonly end: number;
  readonly isStartIncluded: boolean;
  readonly isEndIncluded: boolean;
}

/** The tests of an entry that consists of literals only; one of them must hold. */
export interface LiteralTests {
  readonly values: ReadonlySet<Scalar>;
  readonly intervals: readonly Interval[];
}

const number = String.raw`-?\d{1,15}(?:\.\d{1,15})?`;
/** A text without escapes, a number, a boolean, a comparison with a number, or an interval of numbers. */
const test = new RegExp(
  String.raw`\s*(?:"(?<text>[^"\\]*)"|(?<number>${number})|(?<boolean>true|false)(?![\w.])|` +
    String.raw`(?<operator><=|>=|<|>)\s*(?<bound>${number})|` +
    String.raw`(?<opening>[[(\]])\s*(?<start>${number})\s*\.\.\s*(?<end>${number})\s*(?<closing>[\])[]))\s*(?<next>,|$)`,
  "y",
);

/** The literals that a text of tests consists of, or null when it has anything else in it. */
export function literalTests(text: string): LiteralTests | null {
  const values = new Set<Scalar>();
  const intervals: Interval[] = [];
  test.lastIndex = 0;
  for (;;) {
    const found = test.exec(text)?.groups;
    if (!found) return null;
    const value = scalarOf(found);
    if (value !== null) values.add(value);
    else {
      const interval = intervalOf(found);
      if (!interval) return null;
      intervals.push(interval);
    }
    if (found.next === "") return { values, intervals };
  }
}

/** The value of an entry that is one literal, or null. */
export function literalValue(text: string): Scalar | null {
  test.lastIndex = 0;
  const found = test.exec(text)?.groups;
  return found?.next === "" ? scalarOf(found) : null;
}

function scalarOf(found: Record<string, string>): Scalar | null {
  if (found.text !== undefined) return found.text;
  if (found.boolean !== undefined) return found.boolean === "true";
  return found.number === undefined ? null : plain(found.number);
}

function intervalOf(found: Record<string, string>): Interval | null {
  if (found.operator !== undefined) {
    const bound = plain(found.bound);
    if (bound === null) return null;
    const isIncluded = found.operator.endsWith("=");
    return found.operator.startsWith("<")
      ? { start: Number.NEGATIVE_INFINITY, end: bound, isStartIncluded: false, isEndIncluded: isIncluded }
      : { start: bound, end: Number.POSITIVE_INFINITY, isStartIncluded: isIncluded, isEndIncluded: false };
  }
  const [start, end] = [plain(found.start), plain(found.end)];
  if (start === null || end === null) return null;
  return { start, end, isStartIncluded: found.opening === "[", isEndIncluded: found.closing === "]" };
}

/** Null when it has more digits than a JavaScript number holds. */
function plain(text: string | undefined): number | null {
  const value = text === undefined ? null : parseNumber(text);
  return typeof value === "number" ? value : null;
}
