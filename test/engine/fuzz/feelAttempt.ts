import { getHeapStatistics } from "node:v8";
import { type Compiled, compileExpression, compileUnaryTests } from "../../../engine/feel/compile.ts";
import { evaluateExpression, evaluateToJson, readExpression, reasonOf } from "../../../engine/feel/expression.ts";
import { type Feel, isContext, isList } from "../../../engine/feel/value.ts";
import { show } from "../../../engine/feel/values.ts";
import type { Result } from "../../../engine/result.ts";
import { Counted } from "../feel/counted.ts";
import { type Difference, differenceOf } from "./feelOther.ts";
import { type Subject, subjectOf } from "./feelSubject.ts";
import { textOf } from "./feelTree.ts";

/** What became of one expression. */
export interface FeelAttempt {
  readonly verdict: "refused" | "failed" | "null" | "value";
  /** How it differs from the other evaluator; null where it agrees, or was not asked. */
  readonly difference: Difference | null;
  readonly isCompared: boolean;
  /** Of this thread's processor time, where it was asked to measure. */
  readonly readMs: number;
  readonly evaluatedMs: number;
  /** What lay on the heap after it more than before, rubbish included. */
  readonly heapMb: number;
}

export const moment = { nowMs: Date.UTC(2024, 1, 29, 12), random: () => 0.5 };

/** Throws what is a defect: to read an expression and to evaluate it never throws, and gives no more than was paid for. */
export function attemptFeel(seed: number): FeelAttempt {
  const subject = subjectOf(seed);
  const text = textOf(subject.tree);
  const compile = subject.top === "Expression" ? compileExpression : compileUnaryTests;
  const [read, readMs] = timed(() => compile(text));
  if (!read.ok) {
    checkMessage(read.message);
    return { verdict: "refused", difference: null, isCompared: false, readMs, evaluatedMs: 0, heapMb: 0 };
  }
  const before = getHeapStatistics().used_heap_size;
  const [{ outcome, run }, evaluatedMs] = timed(() => evaluated(read.value, subject));
  const heapMb = (getHeapStatistics().used_heap_size - before) / 2 ** 20;
  if (outcome.ok) checkSize(outcome.value, run, subject, text);
  else checkMessage(outcome.message);
  if (subject.top === "Expression") checkThroughDoor(text, subject, outcome);
  const isCompared = subject.kind === "tame" && outcome.ok;
  const difference = isCompared ? differenceOf(subject) : null;
  const verdict = !outcome.ok ? "failed" : outcome.value === null ? "null" : "value";
  return { verdict, difference, isCompared, readMs, evaluatedMs, heapMb };
}

/** Milliseconds of the processor: other programs on the machine do not count. */
function timed<T>(once: () => T): [T, number] {
  const before = process.threadCpuUsage();
  const result = once();
  const { user, system } = process.threadCpuUsage(before);
  return [result, (user + system) / 1_000];
}

function evaluated(
  compiled: Compiled,
  { variables }: Subject,
): { readonly outcome: Result<Feel>; readonly run: Counted } {
  const run = new Counted(moment);
  const lookup = (name: string): Feel | undefined => (name === "?" ? variables.x : variables[name]);
  try {
    return { outcome: { ok: true, value: compiled.evaluate(lookup, run) }, run };
  } catch (error) {
    return { outcome: { ok: false, message: reasonOf(error) }, run };
  }
}

function checkMessage(message: string): void {
  if (message.trim() === "") throw new Error("It fails without a reason");
}

/** The way that processes take gives the same, and a value that JSON can hold or a reason. */
function checkThroughDoor(text: string, { variables }: Subject, outcome: Result<Feel>): void {
  const read = readExpression(`=${text}`);
  if (!read.ok) {
    if (text.length < 4_000 && text.trim() !== "") throw new Error(`Expected an expression, got ${read.message}`);
    return;
  }
  const lookup = (name: string) => variables[name];
  const value = evaluateExpression(read.value, lookup, moment);
  if (value.ok !== outcome.ok) throw new Error("The same expression gives something else when it is read again");
  if (value.ok && show(value.value) === "") throw new Error("A value cannot be shown");
  evaluateToJson(read.value, lookup, moment);
}

/** Lists and texts that the evaluation has made, each counted once. */
function checkSize(value: Feel, { bytes }: Counted, { variables }: Subject, text: string): void {
  const seen = new Set<unknown>();
  for (const given of Object.values(variables)) gather(given, seen);
  const made = sizeOf(value, seen);
  const allowed = bytes + 2 * text.length + 1_000;
  if (made > allowed) throw new Error(`Expected values of ${allowed} bytes at most, got ${made}`);
}

function gather(value: unknown, seen: Set<unknown>): void {
  const open = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    if (typeof one === "string" || (typeof one === "object" && one !== null)) seen.add(one);
    if (typeof one === "object" && one !== null)
      for (const inner of Object.values(one)) if (inner !== null) open.push(inner);
  }
}

function sizeOf(value: Feel, seen: Set<unknown>): number {
  let size = 0;
  const open: Feel[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    if (typeof one === "string") {
      seen.add(one);
      size += 2 * one.length;
    } else if (isList(one)) {
      seen.add(one);
      size += 8 * one.length;
      for (const inner of one) open.push(inner);
    } else if (isContext(one)) {
      seen.add(one);
      for (const inner of Object.values(one)) open.push(inner);
    }
  }
  return size;
}
