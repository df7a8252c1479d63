import type { Evaluation } from "../evaluation.ts";
import { isNumeric, type Numeric, numberText } from "../numbers.ts";
import { isInRegion } from "../temporal/dateTime.ts";
import { entryOf, type Feel, type FeelContext, FunctionValue, isContext, isList, Range, Temporal } from "../value.ts";

/** Pieces of a text that is being written, paid for one by one. */
export class Written {
  readonly run: Evaluation;
  #text = "";

  constructor(run: Evaluation) {
    this.run = run;
  }

  write(piece: string): void {
    this.run.spend(2 + piece.length / 64);
    this.run.take(2 * piece.length);
    this.#text += piece;
  }

  writeNumber(value: Numeric): void {
    // The library writes zeros one by one.
    const zeros = typeof value !== "number" ? Math.abs(value.e) : zerosOf(value);
    if (zeros > 0 || typeof value !== "number") this.run.spend(40 + 2 * zeros);
    this.write(numberText(value));
  }

  /** A text in quotes, where `quote` puts signs before those that have a meaning. */
  writeQuoted(text: string, quote: (text: string) => string): void {
    this.run.spend(text.length / (signs.test(text) ? 3 : 16));
    this.write(quote(text));
  }

  /** A context between braces. */
  writeEntries(context: FeelContext, separator: string, each: (name: string, entry: Feel) => void): void {
    const names = Object.keys(context);
    this.run.spend(entrySteps * names.length);
    this.writeAll("{}", separator, names, (name) => each(name, entryOf(context, name) ?? null));
  }

  /** Between an opening and a closing sign, separated. */
  writeAll<T>(signs: string, separator: string, items: readonly T[], each: (item: T) => void): void {
    this.run.enter("its values are nested");
    this.write(signs.charAt(0));
    for (const [at, item] of items.entries()) {
      if (at > 0) this.write(separator);
      each(item);
    }
    this.write(signs.charAt(1));
    this.run.leave();
  }

  toString(): string {
    return this.#text;
  }
}

/** What stands with another sign before it in a text in quotes. */
const signs = /["\\]/;

/** To gather the names of a large context, and to look each up, takes some 200 ns. */
const entrySteps = 4;

/** How many zeros a number of JavaScript's has that it writes with an exponent, about. */
function zerosOf(value: number): number {
  const size = Math.abs(value);
  return size >= 1e21 || (size > 0 && size < 1e-6) ? Math.abs(Math.log10(size)) : 0;
}

/** Its parts are written one by one; of a region is asked whether clocks there show a time twice: some 8 µs. */
const temporalSteps = { anywhere: 20, region: 150 };

/** In full, and paid for. */
export function temporalText(value: Temporal, run: Evaluation): string {
  run.spend(isInRegion(value) ? temporalSteps.region : temporalSteps.anywhere);
  return value.toString();
}

/** As `string()` has it: a string without quotes, but those in lists and contexts with them: `[1, "a", {b:2}]`. */
export function feelText(value: Feel, run: Evaluation): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  const written = new Written(run);
  writeFeel(value, written);
  return written.toString();
}

function writeFeel(value: Feel, to: Written): void {
  if (isNumeric(value)) return to.writeNumber(value);
  if (typeof value === "string") return to.writeQuoted(value, quoted);
  if (isList(value)) return to.writeAll("[]", ", ", value, (item) => writeFeel(item, to));
  if (value instanceof Range) return writeRange(value, to);
  if (value instanceof FunctionValue) return to.write(functionText(value));
  if (value instanceof Temporal) return to.write(temporalText(value, to.run));
  if (!isContext(value)) return to.write(String(value));
  to.writeEntries(value, ", ", (name, entry) => {
    if (plainName.test(name)) to.write(`${name}:`);
    else to.writeQuoted(name, (text) => `${quoted(text)}:`);
    writeFeel(entry, to);
  });
}

/** `[1..5)`; an end that is not there as in `> 5`. */
export function writeRange({ start, end, isStartIncluded, isEndIncluded }: Range, to: Written): void {
  if (start === null && !isStartIncluded && end !== null) {
    to.write(isEndIncluded ? "<= " : "< ");
    return writeFeel(end, to);
  }
  if (end === null && !isEndIncluded && start !== null) {
    to.write(isStartIncluded ? ">= " : "> ");
    return writeFeel(start, to);
  }
  to.write(isStartIncluded ? "[" : "(");
  writeFeel(start, to);
  to.write("..");
  writeFeel(end, to);
  to.write(isEndIncluded ? "]" : ")");
}

export const functionText = (value: FunctionValue): string => `function(${value.parameters.join(", ")})`;

const plainName = /^[\p{L}_?][\p{L}\p{N}\p{M}_? -]*$/u;

const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
