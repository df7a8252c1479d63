import { PatternFault } from "./patternClasses.ts";
import { bodyOf, commonTo, complementOf, type Ranges, rangesOf } from "./patternRanges.ts";
import { escaped, nextOf, type PatternReader, stepsOfFolding, takes } from "./patternReader.ts";

/** What stands between brackets: a body that RE2 understands, and the code points that it is limited to. */
interface CharacterSet {
  readonly isComplement: boolean;
  readonly body: string;
  /** Of classes in it that have a form of their own. */
  readonly added: Ranges;
  /** Subtracted (`[a-z-[aeiou]]`, XML Schema) and intersected (`[a-z&&[^aeiou]]`, Java); null when there is none. */
  readonly within: Ranges | null;
}

/** A class as RE2 has it, from behind its opening bracket. */
export function classText(reader: PatternReader): string {
  const set = characterSet(reader);
  if (set.within === null) return `[${set.isComplement ? "^" : ""}${set.body}${bodyOf(set.added)}]`;
  const ranges = rangesOfSet(set, reader);
  // What differs by case only is in it already.
  return ranges.length === 0 ? "[^\\x{0}-\\x{10ffff}]" : `(?-i:[${bodyOf(ranges)}])`;
}

function rangesOfSet(set: CharacterSet, reader: PatternReader): Ranges {
  const ranges = paid(reader, rangesOf(`${set.body}${bodyOf(set.added)}`, reader.flags.i));
  const whole = set.isComplement ? complementOf(ranges) : ranges;
  return set.within === null ? whole : commonTo(whole, set.within);
}

function characterSet(reader: PatternReader): CharacterSet {
  const isComplement = takes(reader, "^");
  const from = reader.at;
  let body = "";
  let added: Ranges = [];
  let within: Ranges | null = null;
  const limit = (ranges: Ranges) => {
    within = within === null ? ranges : commonTo(within, ranges);
  };
  while (!takes(reader, "]")) {
    if (reader.at >= reader.text.length) throw new PatternFault('it has "[" without "]"');
    if (takes(reader, "-[")) limit(complementOf(nested(reader)));
    else if (takes(reader, "&&")) limit(intersected(reader));
    else if (takes(reader, "[")) added = [...added, ...nested(reader)];
    else body += item(reader);
  }
  if (body === "" && added.length === 0) throw new PatternFault(`it has empty brackets at character ${from}`);
  return { isComplement, body, added, within };
}

/** Each is compiled by itself, which takes up to half a millisecond. */
const setsMax = 20;

function nested(reader: PatternReader): Ranges {
  begin(reader);
  reader.depth += 1;
  if (reader.depth > 10) throw new PatternFault("its brackets are nested deeper than 10");
  const ranges = rangesOfSet(characterSet(reader), reader);
  reader.depth -= 1;
  return ranges;
}

function begin(reader: PatternReader): void {
  reader.sets += 1;
  if (reader.sets > setsMax) throw new PatternFault(`it has more than ${setsMax} sets within brackets`);
}

/** They are found, written and read again. */
function paid(reader: PatternReader, ranges: Ranges): Ranges {
  reader.steps += 400 + 30 * ranges.length;
  return ranges;
}

/** What follows `&&`: a class, or what stands before the end or the next `&&`. */
function intersected(reader: PatternReader): Ranges {
  begin(reader);
  let body = "";
  let added: Ranges = [];
  while (!/^(?:\]|&&|$)/.test(reader.text.slice(reader.at, reader.at + 2))) {
    if (takes(reader, "[")) added = [...added, ...nested(reader)];
    else body += item(reader);
  }
  return paid(reader, rangesOf(`${body}${bodyOf(added)}`, reader.flags.i));
}

/** A character, a range of them, or an escape for many. */
function item(reader: PatternReader): string {
  const first = member(reader);
  if (first.body !== null) return first.body;
  const isRange = /^-[^\][]/.test(reader.text.slice(reader.at, reader.at + 2));
  if (!isRange) return quoted(first.character);
  reader.at += 1;
  const last = member(reader);
  if (last.body !== null) return `${quoted(first.character)}\\-${last.body}`;
  const [from, to] = [codeOf(first.character), codeOf(last.character)];
  if (from > to)
    throw new PatternFault(`it has a range from "${first.character}" to "${last.character}", which is none`);
  if (reader.flags.i) reader.steps += stepsOfFolding(from, to);
  return `${quoted(first.character)}-${quoted(last.character)}`;
}

function member(reader: PatternReader): { readonly body: string | null; readonly character: string } {
  const character = nextOf(reader);
  return character === "\\" ? escaped(reader) : { body: null, character };
}

const codeOf = (character: string) => character.codePointAt(0) ?? 0;

const quoted = (character: string) => `\\x{${codeOf(character).toString(16)}}`;
