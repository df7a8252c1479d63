import type { Evaluation } from "../evaluation.ts";
import { isNumeric, parseNumber } from "../numbers.ts";
import { contextOf, type Feel, FunctionValue, isContext, isList, Range, Temporal } from "../value.ts";
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
    return to.writeAll("{}", ",", Object.entries(value), ([name, entry]) => {
      to.write(`${JSON.stringify(name)}:`);
      writeJson(entry, to);
    });
  to.write(JSON.stringify(plainText(value, to.run)));
}

function plainText(value: Exclude<Feel, null>, run: Evaluation): string {
  if (value instanceof FunctionValue) return functionText(value);
  if (value instanceof Temporal) return value.toJSON();
  if (!(value instanceof Range)) return String(value);
  const written = new Written(run);
  writeRange(value, written);
  return written.toString();
}

/** Deeper lists and contexts are no JSON here, as they are none for most. */
const depthMax = 200;

/** The value of a text in JSON, with all digits of its numbers; undefined when it is none. */
export function parseJson(text: string, run: Evaluation): Feel | undefined {
  run.spend(text.length / 4);
  run.take(16 * text.length);
  if (depthOf(text) > depthMax) return undefined;
  if (!needsExactness.test(text)) return parsePlain(text);
  // Some 200 ns for a character.
  run.spend(4 * text.length);
  const reader = new Reader(text);
  const value = reader.value(0);
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

/** Numbers whose text JavaScript may not keep: of many digits, with an exponent, and -0. */
const needsExactness = /\d[\d.]{15}|\d[eE]|-0/;

function parsePlain(text: string): Feel | undefined {
  try {
    return JSON.parse(text) as Feel;
  } catch {
    return undefined;
  }
}

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

/** What may stand at a place: white space, and then a sign, a word, a number or a string. */
const token = /[ \t\n\r]*(?:([[\]{},:])|(true|false|null)|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|("))/y;

/** No control characters; the rest is left to JSON. */
const stringEnd = /[^"\\]*(?:\\.[^"\\]*)*"/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return /^[ \t\n\r]*$/.test(this.#text.slice(this.#at));
  }

  value(depth: number): Feel | undefined {
    const [, sign, word, digits, quote] = this.#next();
    if (word !== undefined) return word === "null" ? null : word === "true";
    if (digits !== undefined) return parseNumber(digits) ?? undefined;
    if (quote !== undefined) return this.#string();
    if (depth === depthMax) return undefined;
    if (sign === "[") return this.#list(depth);
    return sign === "{" ? this.#context(depth) : undefined;
  }

  #next(): readonly (string | undefined)[] {
    token.lastIndex = this.#at;
    const found = token.exec(this.#text);
    if (!found) return [];
    this.#at = token.lastIndex;
    return found;
  }

  /** Whether the sign comes next; if so it is behind. */
  #takes(sign: string): boolean {
    const before = this.#at;
    const [, found] = this.#next();
    if (found === sign) return true;
    this.#at = before;
    return false;
  }

  /** From behind its opening quote. */
  #string(): string | undefined {
    stringEnd.lastIndex = this.#at;
    const [body] = stringEnd.exec(this.#text) ?? [];
    if (body === undefined) return undefined;
    this.#at = stringEnd.lastIndex;
    try {
      return JSON.parse(`"${body}`) as string;
    } catch {
      return undefined;
    }
  }

  #list(depth: number): Feel | undefined {
    const items: Feel[] = [];
    if (this.#takes("]")) return items;
    do {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#takes(","));
    return this.#takes("]") ? items : undefined;
  }

  #context(depth: number): Feel | undefined {
    const entries: [string, Feel][] = [];
    if (this.#takes("}")) return contextOf(entries);
    do {
      const [, , , , quote] = this.#next();
      const name = quote === undefined ? undefined : this.#string();
      const entry = name === undefined || !this.#takes(":") ? undefined : this.value(depth + 1);
      if (name === undefined || entry === undefined) return undefined;
      entries.push([name, entry]);
    } while (this.#takes(","));
    return this.#takes("}") ? contextOf(entries) : undefined;
  }
}
