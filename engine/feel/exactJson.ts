import { type Decimal, parseNumber } from "./numbers.ts";

/** What the language has had for some years and its types do not yet know (ECMAScript proposal "JSON.parse source text access"). */
interface ExactJson {
  parse(
    text: string,
    reviver: (name: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}

const exact = JSON as unknown as ExactJson;

/** Numbers that JavaScript may not keep as they are: of 16 digits and more, with large exponents, and -0. */
const needsExactness = /(?:^|[:,[\s])(?:-?(?:\d[\d.]{15}|[\d.]+[eE][+-]?\d{3})|-0)/;

/**
 * JSON (RFC 8259) with all digits of its numbers, up to the 34 that numbers have. The caller says what it is. Fails as `JSON.parse` does, and for
 * numbers that are too large to be any.
 */
export function parseJson<T>(text: string): T {
  if (!needsExactness.test(text)) return JSON.parse(text) as T;
  return exact.parse(text, (_, value, { source }) =>
    typeof value === "number" ? numberOf(source, value) : value,
  ) as T;
}

function numberOf(source: string | undefined, near: number): number | Decimal {
  if (source === undefined) return near;
  const number = parseNumber(source);
  if (number === null) throw new SyntaxError(`Expected a number of at most 6144 digits, got ${source.slice(0, 40)}`);
  return number;
}
