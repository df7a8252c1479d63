import type { Evaluation } from "../evaluation.ts";
import { type Numeric, shownNumber } from "../numbers.ts";
import { type Feel, type FeelList, kindOf } from "../value.ts";
import { base64Of, textOfBase64 } from "./base64.ts";
import { type BuiltIns, form, list, number, optional, orNull, text } from "./form.ts";
import { indexOfPosition, truncated } from "./positions.ts";
import { indexOfText } from "./textSearch.ts";

/** DMN 1.5 table 75, but for regular expressions; from `trim` on Camunda's. */
export const strings: BuiltIns = {
  substring: [
    form([text("string"), number("start position"), optional(number("length"))], ([string, start, length], run) =>
      substring(string, start, length, run),
    ),
  ],
  "string length": [form([text("string")], ([string], run) => lengthOf(string, run))],
  "upper case": [form([text("string")], ([string], run) => made(string, run).toUpperCase())],
  "lower case": [form([text("string")], ([string], run) => made(string, run).toLowerCase())],
  "substring before": [
    form([text("string"), text("match")], ([string, match], run) =>
      string.slice(0, Math.max(0, indexOfText(string, match, 0, run))),
    ),
  ],
  "substring after": [
    form([text("string"), text("match")], ([string, match], run) => {
      const at = indexOfText(string, match, 0, run);
      return at < 0 ? "" : string.slice(at + match.length);
    }),
  ],
  contains: [form([text("string"), text("match")], ([string, match], run) => indexOfText(string, match, 0, run) >= 0)],
  "starts with": [
    form([text("string"), text("match")], ([string, match], run) => compared(string, match, run).startsWith(match)),
  ],
  "ends with": [
    form([text("string"), text("match")], ([string, match], run) => compared(string, match, run).endsWith(match)),
  ],
  "string join": [
    form([list("list")], ([items], run) => join(items, "", run)),
    form([list("list"), orNull(text("delimiter"))], ([items, delimiter], run) => join(items, delimiter ?? "", run)),
    form(
      [list("list"), orNull(text("delimiter")), orNull(text("prefix")), orNull(text("suffix"))],
      ([items, delimiter, prefix, suffix], run) => {
        const joined = join(items, delimiter ?? "", run);
        if (joined === null) return null;
        run.take(2 * ((prefix?.length ?? 0) + joined.length + (suffix?.length ?? 0)));
        return `${prefix ?? ""}${joined}${suffix ?? ""}`;
      },
    ),
  ],
  trim: [form([text("string")], ([string], run) => made(string, run).trim())],
  "is blank": [form([text("string")], ([string], run) => made(string, run).trim() === "")],
  uuid: [form([], (_, run) => uuid(run))],
  "to base64": [
    form([text("value")], ([value], run) => {
      run.spend(value.length);
      run.take(16 * value.length);
      return base64Of(value);
    }),
  ],
  "from base64": [
    form([text("value")], ([value], run) => {
      run.spend(value.length);
      run.take(8 * value.length);
      const decoded = textOfBase64(value);
      if (decoded !== null) return decoded;
      // The error that JavaScript makes of bytes that are no UTF-8 takes some microseconds.
      run.spend(150);
      return run.warn("Expected a text in Base64, got another");
    }),
  ],
};

/** The text, once it is paid that another one like it is made. */
function made(string: string, run: Evaluation): string {
  run.spend(string.length / 64);
  run.take(2 * string.length);
  return string;
}

/** The text, once it is paid that another one is looked for at an end of it. */
function compared(string: string, match: string, run: Evaluation): string {
  run.spend(Math.min(string.length, match.length) / 32);
  return string;
}

const isPlain = (string: string) => !/[\ud800-\udfff]/.test(string);

/** In code points. */
function lengthOf(string: string, run: Evaluation): number {
  run.spend(string.length / 64);
  return isPlain(string) ? string.length : codePointsOf(string, run);
}

/** Half of a pair that stands alone counts as one. */
function codePointsOf(string: string, run: Evaluation): number {
  run.spend(string.length / 8);
  let count = string.length;
  for (let at = 1; at < string.length; at += 1) {
    if (!isPairAt(string, at)) continue;
    count -= 1;
    at += 1;
  }
  return count;
}

/** Whether the unit at a place is the second of a pair. */
const isPairAt = (string: string, at: number) =>
  (string.charCodeAt(at) & 0xfc00) === 0xdc00 && (string.charCodeAt(at - 1) & 0xfc00) === 0xd800;

function substring(string: string, start: Numeric, length: Numeric | null, run: Evaluation): Feel {
  const available = lengthOf(string, run);
  const from = indexOfPosition(start, available);
  if (from === null)
    return run.warn(`Expected a start position from 1 or -1, and within the text, got ${shownNumber(start)}`);
  const count = length === null ? available : truncated(length);
  if (count < 0) return run.warn(`Expected a length of at least 0, got ${count}`);
  run.take(2 * Math.min(count, available));
  if (available === string.length) return string.slice(from, from + count);
  run.spend(Math.min(available, from + count) / 8);
  const unitFrom = unitsOf(string, 0, from);
  return string.slice(unitFrom, unitFrom + unitsOf(string, unitFrom, count));
}

/** UTF-16 units that so many code points from a place take. */
function unitsOf(string: string, from: number, codePoints: number): number {
  let at = from;
  for (let left = codePoints; left > 0 && at < string.length; left -= 1)
    at += (string.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at - from;
}

/** Nulls are left out. */
function join(items: FeelList, delimiter: string, run: Evaluation): string | null {
  run.spend(items.length);
  const texts: string[] = [];
  let length = 0;
  for (const item of items) {
    if (item === null) continue;
    if (typeof item !== "string") return run.warn(`Expected a list of strings, got ${kindOf(item)} in it`);
    texts.push(item);
    length += item.length + delimiter.length;
  }
  run.spend(length / 64);
  run.take(2 * length);
  return texts.join(delimiter);
}

/** RFC 9562 §5.4, version 4. */
function uuid(run: Evaluation): string {
  run.spend(80);
  const digits = Array.from({ length: 32 }, () => Math.floor(run.random() * 16));
  digits[12] = 4;
  digits[16] = 8 + ((digits[16] ?? 0) % 4);
  const hex = digits.map((digit) => digit.toString(16)).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
