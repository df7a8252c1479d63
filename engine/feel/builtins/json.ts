import type { Evaluation } from "../evaluation.ts";
import { parseJson as parseExactJson } from "../exactJson.ts";
import { isNumeric } from "../numbers.ts";
import { type Feel, FunctionValue, isContext, isList, Range, Temporal } from "../value.ts";
import { functionText, Written, writeRange } from "./written.ts";

/** JSON (RFC 8259) of a value, all digits of its numbers; what JSON has no form for is a string. */
export function jsonOf(value: Feel, run: Evaluation): string {
  const written = new Written(run);
  writeJson(value, written);
  return written.toString();
}

function writeJson(value: Feel, to: Written): void {
  if (isNumeric(value)) return to.writeNumber(value);
  if (value === null || typeof value === "boolean") return to.write(String(value));
  if (isList(value)) return to.writeAll("[]", ",", value, (item) => writeJson(item, to));
  if (isContext(value))
    return to.writeEntries(value, ",", (name, entry) => {
      to.writeQuoted(name, (text) => `${JSON.stringify(text)}:`);
      writeJson(entry, to);
    });
  to.writeQuoted(plainText(value, to.run), JSON.stringify);
}

function plainText(value: Exclude<Feel, null>, run: Evaluation): string {
  if (value instanceof FunctionValue) return functionText(value);
  if (value instanceof Temporal) return instantText(value, run);
  if (!(value instanceof Range)) return String(value);
  const written = new Written(run);
  writeRange(value, written);
  return written.toString();
}

function instantText(value: Temporal, run: Evaluation): string {
  run.spend(20);
  return value.toJSON();
}

/** Deeper lists and contexts are no JSON here, as they are none for most. */
const depthMax = 200;

/** The value of a text in JSON, with all digits of its numbers; undefined when it is none. */
export function parseJson(text: string, run: Evaluation): Feel | undefined {
  run.spend(text.length / 4);
  run.take(16 * text.length);
  if (depthOf(text) > depthMax) return undefined;
  // The digits of numbers are looked at one by one, and so are all other values then: some 100 ns for a character.
  run.spend(2 * text.length);
  try {
    return parseExactJson<Feel>(text);
  } catch {
    run.spend(failedSteps);
    return undefined;
  }
}

/** The error that JavaScript makes for a text that is no JSON takes some microseconds. */
const failedSteps = 100;

/** How deep its brackets are nested, outside of its strings. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) isInString = !isInString;
    else if (isInString) at += unit === 0x5c ? 1 : 0;
    else if (unit === 0x5b || unit === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return deepest;
}
