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
}

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
  if (character === "p" || character === "P") return { body: property(reader, character === "P"), character };
  const letters = classOfLetter(character, reader.dialect);
  if (letters !== undefined) return { body: letters, character };
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
