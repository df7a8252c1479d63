import { blockOf } from "./patternBlocks.ts";
import { bodyOf, complementOf, type Ranges } from "./patternRanges.ts";

/** Why a pattern cannot be used. */
export class PatternFault extends Error {}

/** `\d`, `\w` and `\s` are those of Java in Camunda's dialect, and those of XML Schema in DMN's. */
export type PatternDialect = "camunda" | "dmn";

/** What stands between brackets for `\d` and so on, and for their complements `\D` and so on. */
const bodies: Readonly<Record<PatternDialect, Readonly<Record<string, string>>>> = {
  camunda: {
    d: "0-9",
    D: "\\x{0}-/:-\\x{10ffff}",
    w: "0-9A-Za-z_",
    W: "\\x{0}-/:-@\\[-\\^`{-\\x{10ffff}",
    s: "\\t-\\r ",
    S: "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{10ffff}",
  },
  dmn: {
    d: "\\p{Nd}",
    D: "\\P{Nd}",
    w: "\\p{L}\\p{M}\\p{N}\\p{S}",
    W: "\\p{P}\\p{Z}\\p{C}",
    s: "\\t\\n\\r ",
    S: "\\x{0}-\\x{8}\\x{b}\\x{c}\\x{e}-\\x{1f}!-\\x{10ffff}",
  },
};

/** XML 1.0 §2.3: NameStartChar and NameChar. */
const nameStart: Ranges = [
  [0x3a, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];
const name: Ranges = [
  [0x2d, 0x2e],
  [0x30, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xb7, 0xb7],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x203f, 0x2040],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];

const nameBodies: Readonly<Record<string, string>> = {
  i: bodyOf(nameStart),
  I: bodyOf(complementOf(nameStart)),
  c: bodyOf(name),
  C: bodyOf(complementOf(name)),
};

/** The body of a class for an escape of one letter; undefined when it stands for no class. */
export function classOfLetter(letter: string, dialect: PatternDialect): string | undefined {
  const all = { ...bodies[dialect], ...nameBodies };
  return Object.hasOwn(all, letter) ? all[letter] : undefined;
}

const categories = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

/** Java's names for sets of US-ASCII. */
const ascii: Readonly<Record<string, Ranges>> = {
  Lower: [[0x61, 0x7a]],
  Upper: [[0x41, 0x5a]],
  ASCII: [[0, 0x7f]],
  Alpha: [
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  Digit: [[0x30, 0x39]],
  Alnum: [
    [0x30, 0x39],
    [0x41, 0x5a],
    [0x61, 0x7a],
  ],
  Punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  Graph: [[0x21, 0x7e]],
  Print: [[0x20, 0x7e]],
  Blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  Cntrl: [
    [0, 0x1f],
    [0x7f, 0x7f],
  ],
  XDigit: [
    [0x30, 0x39],
    [0x41, 0x46],
    [0x61, 0x66],
  ],
  Space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
};

/** The body of a class for `\p{name}`, or of its complement: a category, a block (`IsBasicLatin`), or a set of US-ASCII. */
export function classOfProperty(property: string, isComplement: boolean): string {
  if (categories.test(property)) return `\\${isComplement ? "P" : "p"}{${property}}`;
  const block = /^I[sn]/.test(property) ? blockOf(property.slice(2)) : undefined;
  const ranges = block ? [block] : Object.hasOwn(ascii, property) ? ascii[property] : undefined;
  if (!ranges) throw new PatternFault(`it has no category or block "${property}"`);
  return bodyOf(isComplement ? complementOf(ranges) : ranges);
}
