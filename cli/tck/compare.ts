import { compare, equal } from "../../engine/feel/comparison.ts";
import { Evaluation } from "../../engine/feel/evaluation.ts";
import { decimalOf, isNumeric, type Numeric, numberText } from "../../engine/feel/numbers.ts";
import { entryOf, type Feel, isContext, isList, Range, Temporal } from "../../engine/feel/value.ts";

/** Digits that expected results are rounded to; many are written as doubles. */
const tolerance = 1e-8;

/** Whether a result is what the test expects. */
export function isExpected(came: Feel, expected: Feel): boolean {
  if (isNumeric(expected)) return isNumeric(came) && isNear(came, expected);
  if (isList(expected))
    return (
      isList(came) &&
      came.length === expected.length &&
      expected.every((item, at) => isExpected(came[at] ?? null, item))
    );
  if (isContext(expected))
    return (
      isContext(came) &&
      Object.keys(came).length === Object.keys(expected).length &&
      Object.entries(expected).every(([name, value]) => {
        const entry = entryOf(came, name);
        return entry !== undefined && isExpected(entry, value);
      })
    );
  if (expected instanceof Temporal)
    return came instanceof Temporal && (came.toString() === expected.toString() || compare(came, expected, null) === 0);
  const run = new Evaluation({ nowMs: 0, random: () => 0 });
  return equal(came, expected, run) === true;
}

const isNear = (came: Numeric, expected: Numeric) => {
  const wanted = decimalOf(expected);
  return decimalOf(came).minus(wanted).abs().lte(wanted.abs().times(tolerance).plus(tolerance));
};

/** A value as FEEL writes it, about, in one line of at most 200 characters. */
export function valueText(value: Feel): string {
  const text = textOf(value);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}

function textOf(value: Feel): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (isNumeric(value)) return numberText(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Temporal) return `@"${value}"`;
  if (isList(value)) return `[${value.map(textOf).join(", ")}]`;
  if (value instanceof Range) return `${textOf(value.start)}..${textOf(value.end)}`;
  if (!isContext(value)) return "a function";
  return `{${Object.entries(value)
    .map(([name, entry]) => `${name}: ${textOf(entry)}`)
    .join(", ")}}`;
}
