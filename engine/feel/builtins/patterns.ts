import { RE2JS } from "re2js";
import type { Evaluation } from "../evaluation.ts";
import { MeteredText } from "./meteredText.ts";
import { type PatternDialect, PatternFault } from "./patternClasses.ts";
import { translate } from "./patternSyntax.ts";

/** Longer patterns are refused; what people write has some hundred characters. */
const lengthMax = 2_000;

/** Patterns that are kept ready, the least recently used ones leave. */
const keptMax = 100;

/** Bytes that the states of one pattern's automaton may take. */
const stateBytesMax = 128 * 1024;

/** Where a match and its groups are, as pairs of a start and an end in UTF-16 units; -1 where a group took no part. */
export type Found = readonly number[];

/** A pattern that is ready to search. */
export class Pattern {
  /** Without the match itself. */
  readonly groupCount: number;
  readonly #program: ReturnType<RE2JS["re2"]>;

  constructor(text: string) {
    this.#program = RE2JS.compile(text).re2();
    this.groupCount = this.#program.numberOfCapturingGroups();
    this.#program.dfa.stateBudget = stateBytesMax;
    this.#program.dfa.memBudget = stateBytesMax;
  }

  /** Whether it matches somewhere. */
  test(text: string, run: Evaluation): boolean {
    return this.#program.executeEngine(new MeteredText(text, this.#program, run, "test"), 0, unanchored, 0) !== null;
  }

  /** All matches from left to right; after an empty one the search goes on behind the next character. */
  *matchesIn(text: string, run: Evaluation): Generator<Found> {
    const metered = new MeteredText(text, this.#program, run, "find");
    for (let from = 0; from <= text.length; ) {
      metered.begin();
      const found: Found | null = this.#program.executeEngine(metered, from, unanchored, 2 * (this.groupCount + 1));
      if (found === null) return;
      yield found;
      const [start = 0, end = 0] = found;
      from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    }
  }
}

const unanchored = 0;

const kept = new Map<string, Pattern | PatternFault>();

/**
 * A regular expression as DMN has it (XPath and XQuery Functions 3.1 §5.6), with what Java has in common with RE2. `flags`
 * are those of XPath. Null with a warning when it is none.
 */
export function patternOf(text: string, flags: string, dialect: PatternDialect, run: Evaluation): Pattern | null {
  const key = `${dialect}/${flags}/${text}`;
  const known = kept.get(key);
  const pattern = known ?? made(text, flags, dialect, run);
  // What was used last stands last.
  kept.delete(key);
  kept.set(key, pattern);
  if (kept.size > keptMax) kept.delete(kept.keys().next().value ?? "");
  if (pattern instanceof Pattern) return pattern;
  return run.warn(`Expected a regular expression, got "${shown(text)}": ${pattern.message}`);
}

const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

function made(text: string, flags: string, dialect: PatternDialect, run: Evaluation): Pattern | PatternFault {
  const unknown = /[^smixq]/.exec(flags);
  if (unknown) return new PatternFault(`it has an unknown flag "${unknown[0]}"`);
  if (text.length > lengthMax) return new PatternFault(`it is longer than ${lengthMax} characters`);
  run.spend(200 + 20 * text.length);
  const has = (flag: string) => flags.includes(flag);
  if (has("q")) return new Pattern(`${has("i") ? "(?i)" : ""}${RE2JS.quote(text)}`);
  try {
    const set = { s: has("s"), m: has("m"), i: has("i") };
    const translated = translate(has("x") ? withoutSpace(text) : text, set, dialect);
    run.spend(20 * translated.size);
    return new Pattern(translated.text);
  } catch (fault) {
    if (fault instanceof PatternFault) return fault;
    if (fault instanceof Error && fault.name.startsWith("RE2JS")) return new PatternFault(fault.message);
    throw fault;
  }
}

/** White space means nothing, but between brackets. */
function withoutSpace(text: string): string {
  let depth = 0;
  let isEscaped = false;
  let kept = "";
  for (const character of text) {
    if (depth === 0 && /[ \t\n\r]/.test(character)) continue;
    kept += character;
    if (!isEscaped && character === "[") depth += 1;
    if (!isEscaped && character === "]") depth = Math.max(0, depth - 1);
    isEscaped = !isEscaped && character === "\\";
  }
  return kept;
}
