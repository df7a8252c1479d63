import { classOfLetter, classOfProperty, type PatternDialect, PatternFault } from "./patternClasses.ts";

/** How a pattern is read (XPath and XQuery Functions 3.1 §5.6.2). */
export interface PatternFlags {
  /** `.` stands for line ends as well. */
  readonly s: boolean;
  /** `^` and `$` stand for the start and the end of every line. */
  readonly m: boolean;
  /** Upper and lower case are the same. */
  readonly i: boolean;
}

/** A pattern under way. */
export interface PatternReader {
  readonly text: string;
  at: number;
  flags: PatternFlags;
  readonly dialect: PatternDialect;
  depth: number;
  /** Sets within brackets, so far. */
  sets: number;
  /** What it takes to make its classes ready, beyond what every character takes. */
  steps: number;
}

export const readerOf = (text: string, flags: PatternFlags, dialect: PatternDialect): PatternReader => ({
  text,
  at: 0,
  flags,
  dialect,
  depth: 0,
  sets: 0,
  steps: 0,
});

/** Whether a text comes next; if so it is behind. */
export function takes(reader: PatternReader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

/** The next character, by code points; empty at the end. */
export function nextOf(reader: PatternReader): string {
  const code = reader.text.codePointAt(reader.at);
  if (code === undefined) return "";
  const character = String.fromCodePoint(code);
  reader.at += character.length;
  return character;
}

const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", a: "\u0007", e: "\u001b" };

/** A character, or the body of a class of them; from behind the backslash, between brackets and elsewhere. */
export function escaped(reader: PatternReader): { readonly body: string | null; readonly character: string } {
  const from = reader.at;
  const character = nextOf(reader);
  if (character === "") throw new PatternFault('it ends with a "\\"');
  if (/[0-9k]/.test(character)) throw new PatternFault("back-references are not supported");
  const isProperty = character === "p" || character === "P";
  const body = isProperty ? property(reader, character === "P") : classOfLetter(character, reader.dialect);
  if (body !== undefined) {
    reader.steps += stepsOf(body, reader.flags);
    return { body, character };
  }
  if (Object.hasOwn(controls, character)) return { body: null, character: controls[character] ?? "" };
  const [code, digits, bracketed] =
    /^(?:[xu]\{([0-9a-fA-F]{1,6})\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})/.exec(reader.text.slice(from, from + 10)) ?? [];
  if (code !== undefined) {
    reader.at = from + code.length;
    return { body: null, character: characterOf(bracketed ?? digits ?? code.slice(1)) };
  }
  if (/[A-Za-z]/.test(character)) throw new PatternFault(`it has an unknown "\\${character}"`);
  return { body: null, character };
}

/** The tables of a category have hundreds of ranges, and every one of their characters may have others for its case. */
const stepsPerCategory = { asIs: 500, ignoringCase: 4_000 };

/** What it takes to make a class ready. */
function stepsOf(body: string, { i }: PatternFlags): number {
  const categories = body.match(/\\[pP]\{/g)?.length ?? 0;
  if (!i) return categories * stepsPerCategory.asIs;
  let steps = categories * stepsPerCategory.ignoringCase;
  for (const [, first = "", last = ""] of body.matchAll(/\\x\{(\w+)\}-\\x\{(\w+)\}/g))
    steps += stepsOfFolding(Number.parseInt(first, 16), Number.parseInt(last, 16));
  return steps;
}

/** Behind this one no character differs by its case. */
const lastFolded = 0x1e943;

/** Each character between two is looked up for others that differ by case only: some 20 ns. */
export const stepsOfFolding = (first: number, last: number): number =>
  Math.max(0, Math.min(last, lastFolded) - first) / 2;

function characterOf(digits: string): string {
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw new PatternFault(`it has no character ${digits}`);
  return String.fromCodePoint(code);
}

function property(reader: PatternReader, isComplement: boolean): string {
  const [all, bracketed, letter] =
    /^(?:\{([A-Za-z0-9_-]+)\}|([A-Z]))/.exec(reader.text.slice(reader.at, reader.at + 60)) ?? [];
  if (all === undefined) throw new PatternFault(`it names no category at character ${reader.at + 1}`);
  reader.at += all.length;
  return classOfProperty(bracketed ?? letter ?? "", isComplement);
}
