import type { Pair } from "./feelOther.ts";

/** A class of results that differ from feelin's; docs/feel.md tells them too. */
export interface KnownDifference {
  readonly what: string;
  readonly why: string;
  /** Of the smallest part that differs. */
  readonly covers: (pair: Pair) => boolean;
}

const isCall = ({ tree }: Pair) => /call of/.test(tree.kind);
/** Functions whose results differ, and why ours do. */
const functions: Readonly<Record<string, string>> = {
  is: "compares what both are, null too; feelin looks at the kinds only",
  string: "as Camunda writes contexts, ranges and all digits of numbers",
  union: "one list is one of lists, and a text one item; feelin takes it apart",
  append: "of nothing gives the list; feelin appends null",
  concatenate: "takes an item for a list of one",
  median: "of numbers in their order; feelin sorts them as texts",
  mode: "sorted, as DMN 1.5 table 76 has it",
  modulo: "exact; feelin reckons in binary",
  split: "keeps what is empty at the end, as Java does",
  "context put": "replaces what is no context on its way; feelin takes texts apart",
  "index of": "compares lists and contexts as `=` does",
  "list replace": "counts from the end too",
  time: "keeps fractions of a second",
  flatten: "of a path through lists in lists, which keeps their form",
  "is empty": "takes an item for a list of one",
  remove: "null when there is no such position",
};

const functionIn = ({ text }: Pair): string | undefined =>
  Object.keys(functions).find((name) => new RegExp(`(?:^|[^\\w ])\\s*${name}\\(`).test(text));

const isText = (value: unknown): value is string => typeof value === "string";

/** Where feelin gives null, or cannot read an expression, it has no result: that is not compared at all. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    what: "a comparison or a test of values that have no order",
    why: "null, as DMN 1.5 tables 49 to 53 have it; feelin says false or true",
    covers: ({ ours, theirs, isWarned }) => ours === null && isWarned && typeof theirs === "boolean",
  },
  {
    what: "an argument that a function does not take",
    why: "null with a warning; feelin cuts, turns and takes what comes near",
    covers: (pair) => isCall(pair) && pair.ours === null && pair.isWarned,
  },
  {
    what: "a condition that is no boolean",
    why: "not true, as in DMN 1.5 table 50; feelin takes numbers, texts and lists for true as JavaScript does",
    covers: ({ text }) => /\bif\b|\bsome\b|\bevery\b|\band\b|\bor\b/.test(text),
  },
  {
    what: "a filter",
    why: "a list, whatever is filtered, and the entries of an item are names in it; feelin gives a lone item by itself",
    covers: ({ tree, text }) => tree.kind === "filter" || /\)\[/.test(text),
  },
  {
    what: "a range that ends before it begins",
    why: "null, as no value is in it; feelin keeps it",
    covers: ({ text, ours, isWarned }) => /\.\./.test(text) && ours === null && isWarned,
  },
  {
    what: "a scale that is no whole number",
    why: "cut, as all places and lengths are; feelin raises ten to it",
    covers: ({ tree }) => /call of (?:round|ceiling|floor|decimal)/.test(tree.kind),
  },
  {
    what: "a duration of zero",
    why: "P0M or PT0S by its kind; feelin writes others",
    covers: ({ ours, theirs }) => isText(ours) && isText(theirs) && /^@-?P/.test(ours) && /^@-?P/.test(theirs),
  },
  {
    what: "a range with an end that is null",
    why: "is included or not as it is written; feelin never includes it",
    covers: ({ theirs }) =>
      isText(JSON.stringify(theirs)) && /"range":\[(?:null|[^,]*,null)/.test(JSON.stringify(theirs)),
  },
  {
    what: "a sum or a difference that what is temporal does not have",
    why: "null; feelin adds months to a time, and takes a time from a date",
    covers: ({ ours, isWarned, tree }) => ours === null && isWarned && tree.kind === "temporal arithmetic",
  },
  {
    what: "a range without an end",
    why: "goes on for ever; feelin takes the end that is missing for null",
    covers: ({ text }) => /\((?:>|<)/.test(text),
  },
  {
    what: "a date and a duration of hours",
    why: "a date, as in Camunda; feelin makes it a date and time",
    covers: ({ ours, theirs }) => isText(ours) && isText(theirs) && /^@-?[\d-]+$/.test(ours) && theirs.startsWith(ours),
  },
  {
    what: "an entry, or what stands behind in, that is a variable",
    why: "is true when its value is, and when it equals the list that is tested; feelin looks for the value in it",
    covers: ({ ours, theirs, tree }) =>
      ours === true && theirs === false && /^(?:tests|variable|plain|any|list|in)$/.test(tree.kind),
  },
  {
    what: "`round up`, `round down` and the like without a scale",
    why: "round to whole numbers, as in Camunda; feelin has them with a scale only",
    covers: ({ text }) => /round (?:up|down|half up|half down)\(/.test(text),
  },
  {
    what: "`is`, `string`, `union`, `append`, `concatenate`, `median`, `mode`, `modulo`, `split`, `context put`, `index of`, `list replace`, `time`, `flatten`, `is empty`, `remove`",
    why: "as Camunda and DMN have them; the code tells each",
    covers: (pair) => functionIn(pair) !== undefined,
  },
  {
    what: "lists of different lengths, compared by `!=`",
    why: "are not equal; feelin has no result, and takes that for false",
    covers: ({ text, ours, theirs }) => /!= *\[|\] *!=/.test(text) && ours === true && theirs === false,
  },
  {
    what: "a list with null in it, as an instance of `list<Any>`",
    why: "is one, as every list is; feelin looks for another kind than null",
    covers: ({ text, ours, theirs }) => /instance of list<Any>/.test(text) && ours === true && theirs === false,
  },
  {
    what: "a path through lists in lists",
    why: "keeps their form; feelin makes one list of them",
    covers: ({ tree }) => tree.kind === "path",
  },
];
