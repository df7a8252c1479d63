import type { Evaluation } from "../evaluation.ts";
import { isNumeric, type Numeric, numberText } from "../numbers.ts";
import { type Feel, FunctionValue, isContext, isList, Range } from "../value.ts";

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
    if (typeof value !== "number") this.run.spend(40 + 2 * Math.abs(value.e));
    this.write(numberText(value));
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
  if (typeof value === "string") return to.write(quoted(value));
  if (isList(value)) return to.writeAll("[]", ", ", value, (item) => writeFeel(item, to));
  if (value instanceof Range) return writeRange(value, to);
  if (value instanceof FunctionValue) return to.write(functionText(value));
  if (!isContext(value)) return to.write(String(value));
  to.writeAll("{}", ", ", Object.entries(value), ([name, entry]) => {
    to.write(`${/^[\p{L}_?][\p{L}\p{N}\p{M}_? -]*$/u.test(name) ? name : quoted(name)}:`);
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

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
