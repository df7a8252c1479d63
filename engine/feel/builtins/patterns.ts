import { RE2JS } from "re2js";
import type { Evaluation } from "../evaluation.ts";
import { MeteredText } from "./meteredText.ts";
import { type PatternDialect, PatternFault } from "./patternClasses.ts";
import { readerOf } from "./patternReader.ts";
import { translate } from "./patternSyntax.ts";

/** Longer patterns are refused; what people write has some hundred characters. */
const lengthMax = 2_000;

/** Patterns that are kept ready, and bytes that they may take but for their automata; the least recently used leave. */
const keptMax = 100;
const keptBytesMax = 16 * 2 ** 20;

/** Bytes that the states of one pattern's automaton may take. */
const stateBytesMax = 128 * 1024;

/** Where a match and its groups are, as pairs of a start and an end in UTF-16 units; -1 where a group took no part. */
export type Found = readonly number[];

/** A pattern that is ready to search. */
export class Pattern {
  /** Without the match itself. */
  readonly groupCount: number;
  /** Instructions. */
  readonly size: number;
  /** Of its instructions, about. */
  readonly bytes: number;
  readonly #program: ReturnType<RE2JS["re2"]>;

  constructor(text: string) {
    this.#program = RE2JS.compile(text).re2();
    this.groupCount = this.#program.numberOfCapturingGroups();
    this.size = this.#program.numberOfInstructions();
    this.bytes = bytesOf(this.#program);
    this.#program.dfa.stateBudget = stateBytesMax;
    this.#program.dfa.memBudget = stateBytesMax;
  }

  /** The states that it has made for texts: each evaluation pays for its own. */
  forgetStates(): void {
    this.#program.dfa.clearCache();
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

function bytesOf({ prog: { inst } }: ReturnType<RE2JS["re2"]>): number {
  const instructions: readonly { readonly runes?: ArrayLike<number> | null }[] = inst;
  return instructions.reduce((sum, { runes }) => sum + 100 + 4 * (runes?.length ?? 0), 0);
}

/** A pattern that is ready, or why there is none, and what its classes took. */
interface Made {
  readonly pattern: Pattern | PatternFault;
  readonly steps: number;
}

/** Patterns of all evaluations. */
const kept = new Map<string, Made>();

/** Those that an evaluation has paid for: what it pays must not depend on what others have used. */
const paid = new WeakMap<Evaluation, Map<string, Pattern | PatternFault>>();

/**
 * A regular expression as DMN has it (XPath and XQuery Functions 3.1 §5.6), with what Java has in common with RE2. `flags`
 * are those of XPath. Null with a warning when it is none.
 */
export function patternOf(text: string, flags: string, dialect: PatternDialect, run: Evaluation): Pattern | null {
  const fault = faultOf(text, flags);
  if (fault !== null) return run.warn(`Expected a regular expression, got "${shown(text)}": ${fault}`);
  const key = `${dialect}/${flags}/${text}`;
  const own = paid.get(run) ?? new Map<string, Pattern | PatternFault>();
  if (own.size === 0) paid.set(run, own);
  const pattern = own.get(key) ?? paidPattern(key, text, flags, dialect, run);
  own.set(key, pattern);
  if (pattern instanceof Pattern) return pattern;
  return run.warn(`Expected a regular expression, got "${shown(text)}": ${pattern.message}`);
}

function paidPattern(key: string, text: string, flags: string, dialect: PatternDialect, run: Evaluation) {
  run.spend(200 + 20 * text.length);
  run.take(2_000);
  const known = kept.get(key);
  if (known) spendOnClasses(known.steps, run);
  const one = known ?? made(text, flags, dialect, run);
  const { pattern } = one;
  if (pattern instanceof Pattern) {
    pattern.forgetStates();
    run.spend(20 * pattern.size);
    run.take(pattern.bytes);
  }
  keep(key, one);
  return pattern;
}

function spendOnClasses(steps: number, run: Evaluation): void {
  run.spend(steps);
  run.take(4 * steps);
}

let keptBytes = 0;

/** What was used last stands last. */
function keep(key: string, one: Made): void {
  forget(key);
  kept.set(key, one);
  keptBytes += bytesOfMade(one);
  while (kept.size > keptMax || keptBytes > keptBytesMax) forget(kept.keys().next().value ?? "");
}

function forget(key: string): void {
  const one = kept.get(key);
  if (one) keptBytes -= bytesOfMade(one);
  kept.delete(key);
}

const bytesOfMade = ({ pattern }: Made) => (pattern instanceof Pattern ? pattern.bytes : 0);

/** What is wrong already from outside. */
function faultOf(text: string, flags: string): string | null {
  if (!/^[smixq]{0,5}$/.test(flags)) return `its flags "${shown(flags)}" are not some of s, m, i, x and q`;
  return text.length > lengthMax ? `it is longer than ${lengthMax} characters` : null;
}

const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

function made(text: string, flags: string, dialect: PatternDialect, run: Evaluation): Made {
  const has = (flag: string) => flags.includes(flag);
  if (has("q")) return { pattern: new Pattern(`${has("i") ? "(?i)" : ""}${RE2JS.quote(text)}`), steps: 0 };
  const set = { s: has("s"), m: has("m"), i: has("i") };
  const reader = readerOf(has("x") ? withoutSpace(text) : text, set, dialect);
  const translated = unlessFaulty(() => translate(reader));
  spendOnClasses(reader.steps, run);
  const pattern = translated instanceof PatternFault ? translated : unlessFaulty(() => new Pattern(translated));
  return { pattern, steps: reader.steps };
}

function unlessFaulty<T>(make: () => T): T | PatternFault {
  try {
    return make();
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
