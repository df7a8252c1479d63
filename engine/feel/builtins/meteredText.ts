import type { RE2JS } from "re2js";
import type { Evaluation } from "../evaluation.ts";
import { indexOfText } from "./textSearch.ts";

type Program = ReturnType<RE2JS["re2"]>;

/** What the library calls the end of a text. */
const endOfText = -8;

/** Beyond them the library searches without marks. */
const marksMax = 262_144;

/** Conditions at a place, as the library's instructions ask for them. */
const conditions = { lineStart: 1, lineEnd: 2, textStart: 4, textEnd: 8, wordBoundary: 16, noWordBoundary: 32 };

/**
 * A text as the library reads it, one character after the other, here each of them paid for. Its automata take a time in
 * proportion to text and pattern, but a search from every place of a text may still go through the rest each time.
 */
export class MeteredText {
  readonly text: string;
  readonly #run: Evaluation;
  readonly #program: Program;
  readonly #isOnlyTest: boolean;
  #stepsPerRead = 0;
  #furthest = -1;
  #stateBytes = 0;

  /** A test alone runs on a deterministic automaton, whose states are made on the way and paid for each. */
  constructor(text: string, program: Program, run: Evaluation, use: "test" | "find") {
    this.text = text;
    this.#run = run;
    this.#program = program;
    this.#isOnlyTest = use === "test";
    this.#stateBytes = program.dfa.memBudget;
    this.begin();
  }

  /** Before a search. */
  begin(): void {
    this.#furthest = -1;
    const isQuick = this.#isOnlyTest || this.#program.onepass !== null;
    this.#stepsPerRead = isQuick ? 0.5 : this.#stepsPerReadOfMany();
    this.#run.spend(10 + (this.#isOnlyTest ? 0 : this.#stepsOfMarks()));
  }

  step(at: number): number {
    this.#pay(at);
    const code = this.text.codePointAt(at);
    if (code === undefined) return endOfText;
    return code > 0xffff ? (code << 3) | 2 : (code << 3) | 1;
  }

  context(at: number): number {
    this.#pay(at);
    const before = at > 0 ? this.text.charCodeAt(at - 1) : -1;
    const behind = at < this.text.length ? this.text.charCodeAt(at) : -1;
    return (
      (before < 0 ? conditions.textStart : 0) |
      (behind < 0 ? conditions.textEnd : 0) |
      (before < 0 || before === 10 ? conditions.lineStart : 0) |
      (behind < 0 || behind === 10 ? conditions.lineEnd : 0) |
      (isWord(before) === isWord(behind) ? conditions.noWordBoundary : conditions.wordBoundary)
    );
  }

  endPos(): number {
    return this.text.length;
  }

  canCheckPrefix(): boolean {
    return true;
  }

  prefixLength(program: Program): number {
    return program.prefix.length;
  }

  /** How far the text that every match begins with is away. */
  index(program: Program, from: number): number {
    const at = indexOfText(this.text, program.prefix, from, this.#run);
    return at < 0 ? -1 : at - from;
  }

  /** Whether a text that every match has comes at all. */
  hasString({ str }: { readonly str: string }, from: number): boolean {
    return indexOfText(this.text, str, from, this.#run) >= 0;
  }

  hasAnyString(
    some: { automaton16: () => { searchUTF16: (text: string, from: number, to: number) => boolean } },
    from: number,
  ): boolean {
    this.#run.spend((this.text.length - from) / 8);
    return some.automaton16().searchUTF16(this.text, from, this.text.length);
  }

  #pay(at: number): void {
    if (this.#isOnlyTest) this.#payForStates(at);
    this.#run.spend(this.#stepsPerRead);
  }

  /** When it goes back, the deterministic automaton has given up, and one that follows many states has begun. */
  #payForStates(at: number): void {
    if (at < this.#furthest - 2) this.#stepsPerRead = this.#stepsPerReadOfMany();
    this.#furthest = Math.max(this.#furthest, at);
    const bytesLeft = this.#program.lazyDFA.memBudget;
    // Eight bytes for every instruction that a state is in, which takes some 150 ns.
    if (bytesLeft < this.#stateBytes) this.#run.spend((this.#stateBytes - bytesLeft) / 3);
    this.#stateBytes = bytesLeft;
  }

  /** Some 10 ns for an instruction. */
  #stepsPerReadOfMany = () => 0.5 + this.#size() / 8;

  /** Short texts are searched with a mark for every place and instruction, all of which are wiped before. */
  #stepsOfMarks(): number {
    const { onepass, prefixComplete, numSubexp } = this.#program;
    const marks = this.text.length * this.#size();
    return onepass !== null || (prefixComplete && numSubexp === 0) || marks > marksMax ? 0 : marks / 8_192;
  }

  #size = () => this.#program.numberOfInstructions();
}

const isWord = (unit: number) =>
  (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122);
