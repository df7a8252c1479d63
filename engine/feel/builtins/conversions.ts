import type { Evaluation } from "../evaluation.ts";
import { parseNumber } from "../numbers.ts";
import type { Feel } from "../value.ts";
import { anything, type BuiltIns, form, number, orNull, text } from "./form.ts";
import { jsonOf, parseJson } from "./json.ts";
import { feelText } from "./written.ts";

/** DMN 1.5 table 74, but for what is temporal; `to json` and `from json` are Camunda's. */
export const conversions: BuiltIns = {
  string: [form([anything("from")], ([from], run) => (from === null ? null : feelText(from, run)))],
  number: [
    form([text("from")], ([from], run) => numberFrom(from, null, null, run)),
    form([number("from")], ([from]) => from),
    form([text("from"), orNull(text("grouping separator"))], ([from, grouping], run) =>
      numberFrom(from, grouping, null, run),
    ),
    form(
      [text("from"), orNull(text("grouping separator")), orNull(text("decimal separator"))],
      ([from, grouping, decimal], run) => numberFrom(from, grouping, decimal, run),
    ),
  ],
  "to json": [form([anything("value")], ([value], run) => jsonOf(value, run))],
  "from json": [
    form([text("value")], ([value], run) => {
      const parsed = parseJson(value, run);
      return parsed === undefined ? run.warn(`Expected JSON, got ${shown(value)}`) : parsed;
    }),
  ],
};

/** Groups may have any length. */
function numberFrom(from: string, grouping: string | null, decimal: string | null, run: Evaluation): Feel {
  if (grouping !== null && ![" ", ",", "."].includes(grouping))
    return run.warn(`Expected a space, "," or "." as grouping separator, got ${shown(grouping)}`);
  if (decimal !== null && ![",", "."].includes(decimal))
    return run.warn(`Expected "," or "." as decimal separator, got ${shown(decimal)}`);
  if (decimal !== null && decimal === grouping)
    return run.warn(`Expected two separators that differ, got ${shown(decimal)} twice`);
  run.spend(10 + from.length / 8);
  run.take(4 * from.length);
  const digits = grouping === null ? from : from.replaceAll(grouping, "");
  const plain = decimal === "," ? commaAsPoint(digits) : digits;
  return (plain === null ? null : parseNumber(plain)) ?? run.warn(`Expected a number, got ${shown(from)}`);
}

/** Null when there is a point already, which means nothing. */
const commaAsPoint = (digits: string) => (digits.includes(".") ? null : digits.replace(",", "."));

const shown = (value: string) => JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
