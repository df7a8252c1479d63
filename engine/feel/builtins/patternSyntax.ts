import { PatternFault } from "./patternClasses.ts";
import { escaped, nextOf, type PatternReader, takes } from "./patternReader.ts";
import { classText } from "./patternSets.ts";

/** A pattern as RE2 reads it. */
interface Translated {
  readonly text: string;
  /** Instructions that it becomes, about. */
  readonly size: number;
}

/** Larger ones take too long to be made ready. */
const patternSizeMax = 2_000;

/** Brackets in brackets. */
const depthMax = 100;

/**
 * The regular expression of XML Schema, XPath and what is common in Java, as one of RE2. Throws a {@link PatternFault} for
 * what is none, and for what RE2 has not.
 */
export function translate(reader: PatternReader): string {
  const { flags } = reader;
  const { text, size } = alternatives(reader);
  if (reader.at < reader.text.length) throw new PatternFault(`it has ")" without "(" at character ${reader.at + 1}`);
  if (size > patternSizeMax) throw new PatternFault(`it becomes more than ${patternSizeMax} instructions`);
  return `(?${flags.i ? "i" : ""}${flags.m ? "m" : ""}:${text})`;
}

function alternatives(reader: PatternReader): Translated {
  const branches: Translated[] = [];
  do {
    branches.push(branch(reader));
  } while (takes(reader, "|"));
  return {
    text: branches.map(({ text }) => text).join("|"),
    size: branches.reduce((sum, { size }) => sum + size + 1, 0),
  };
}

function branch(reader: PatternReader): Translated {
  let text = "";
  let size = 0;
  while (reader.at < reader.text.length && !/[|)]/.test(reader.text.charAt(reader.at))) {
    const piece = quantified(atom(reader), reader);
    text += piece.text;
    size += piece.size;
    if (size > patternSizeMax) throw new PatternFault(`it becomes more than ${patternSizeMax} instructions`);
  }
  return { text, size };
}

const quantifier = /([*+?]|\{(\d{1,4})(,(\d{1,4})?)?\})([?+])?/y;

function quantified(one: Translated, reader: PatternReader): Translated {
  quantifier.lastIndex = reader.at;
  const found = quantifier.exec(reader.text);
  if (!found) return one;
  const [all, , least, , most, mode] = found;
  if (mode === "+") throw new PatternFault("possessive quantifiers are not supported");
  reader.at += all.length;
  if (/[*+?{]/.test(reader.text.charAt(reader.at)))
    throw new PatternFault(`it repeats a repetition at character ${reader.at + 1}`);
  return { text: `${one.text}${all}`, size: one.size * Math.max(1, Number(most ?? least ?? 1)) + 2 };
}

function atom(reader: PatternReader): Translated {
  const from = reader.at;
  const character = nextOf(reader);
  switch (character) {
    case "(":
      return group(reader);
    case "[":
      return { text: classText(reader), size: 1 };
    case ".":
      return { text: reader.flags.s ? "(?s:.)" : "[^\\n\\r]", size: 1 };
    case "^":
    case "$":
      return { text: character, size: 1 };
    case "\\":
      return escapeOf(reader);
    case "*":
    case "+":
    case "?":
    case "{":
      throw new PatternFault(`it repeats nothing at character ${from + 1}`);
    default:
      return { text: literal(character), size: 1 };
  }
}

/** For a character that means itself. */
const literal = (character: string): string => character.replace(/[\\.+*?()|[\]{}^$]/, "\\$&");

const unsupportedGroups: Readonly<Record<string, string>> = {
  "?=": "look-ahead is",
  "?!": "look-ahead is",
  "?<=": "look-behind is",
  "?<!": "look-behind is",
  "?>": "atomic groups are",
};

/** From behind its opening bracket. */
function group(reader: PatternReader): Translated {
  for (const [start, what] of Object.entries(unsupportedGroups))
    if (reader.text.startsWith(start, reader.at)) throw new PatternFault(`${what} not supported`);
  const before = reader.flags;
  let opening = "(";
  if (takes(reader, "?:")) opening = "(?:";
  else if (takes(reader, "?<")) reader.at = endOfName(reader);
  else if (takes(reader, "?")) {
    const set = flagsOf(reader);
    if (set.isWhole) return { text: `(?${set.text})`, size: 0 };
    opening = `(?${set.text}:`;
  }
  reader.depth += 1;
  if (reader.depth > depthMax) throw new PatternFault(`its brackets are nested deeper than ${depthMax}`);
  const inner = alternatives(reader);
  reader.depth -= 1;
  reader.flags = before;
  if (!takes(reader, ")")) throw new PatternFault('it has "(" without ")"');
  return { text: `${opening}${inner.text})`, size: inner.size + 2 };
}

function endOfName(reader: PatternReader): number {
  const [name] = /^[A-Za-z][A-Za-z0-9]*>/.exec(reader.text.slice(reader.at, reader.at + 100)) ?? [];
  if (name === undefined) throw new PatternFault(`it names a group wrongly at character ${reader.at + 1}`);
  return reader.at + name.length;
}

/** `(?i)` holds to the end of the group that it stands in, `(?i:…)` within. */
function flagsOf(reader: PatternReader): { readonly text: string; readonly isWhole: boolean } {
  const [all, on = "", off = "", end] =
    /^([ims]*)(?:-([ims]*))?([:)])/.exec(reader.text.slice(reader.at, reader.at + 20)) ?? [];
  if (all === undefined) throw new PatternFault(`it has an unknown group at character ${reader.at}`);
  reader.at += all.length;
  const isSet = (flag: "i" | "m" | "s") => (reader.flags[flag] || on.includes(flag)) && !off.includes(flag);
  reader.flags = { i: isSet("i"), m: isSet("m"), s: isSet("s") };
  const some = `${on}${off === "" ? "" : `-${off}`}`;
  return { text: some === "" ? "i-i" : some, isWhole: end === ")" };
}

const anchors: Readonly<Record<string, string>> = { b: "\\b", B: "\\B", A: "\\A", z: "\\z", Z: "(?:\\n?\\z)" };

/** From behind its backslash. */
function escapeOf(reader: PatternReader): Translated {
  const letter = reader.text.charAt(reader.at);
  if (Object.hasOwn(anchors, letter)) {
    reader.at += 1;
    return { text: anchors[letter] ?? "", size: 2 };
  }
  if (takes(reader, "R")) return { text: "(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])", size: 4 };
  if (takes(reader, "Q")) {
    const end = reader.text.indexOf("\\E", reader.at);
    const quoted = reader.text.slice(reader.at, end < 0 ? undefined : end);
    reader.at = end < 0 ? reader.text.length : end + 2;
    return { text: `(?:${[...quoted].map(literal).join("")})`, size: quoted.length };
  }
  const { body, character } = escaped(reader);
  return { text: body === null ? literal(character) : `[${body}]`, size: 1 };
}
