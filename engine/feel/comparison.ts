import type { Evaluation } from "./evaluation.ts";
import { compareNumbers, isNumeric } from "./numbers.ts";
import { entryOf, type Feel, FunctionValue, isContext, isList, Range, Temporal } from "./value.ts";

/**
 * Equality (DMN 1.5 §10.3.2.13, table 53): null when the two are of different kinds and none is null. Within lists and
 * contexts such a pair is unequal.
 */
export function equal(left: Feel, right: Feel, run: Evaluation): boolean | null {
  if (typeof left === "string" && typeof right === "string") return equalTexts(left, right, run);
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (isNumeric(left)) return isNumeric(right) ? compareNumbers(left, right) === 0 : null;
  if (typeof left === "string") return null;
  if (typeof left === "boolean") return typeof right === "boolean" ? false : null;
  run.spend(1);
  if (left instanceof Temporal) return left.equals(right);
  if (isList(left)) return isList(right) ? equalLists(left, right, run) : null;
  if (left instanceof Range) return right instanceof Range ? equalRanges(left, right, run) : null;
  if (left instanceof FunctionValue) return right instanceof FunctionValue ? false : null;
  if (!isContext(left) || !isContext(right)) return null;
  const names = Object.keys(left);
  run.spend(stepsPerEntry * names.length);
  const others = Object.keys(right);
  run.spend(stepsPerEntry * others.length);
  if (names.length !== others.length) return false;
  return names.every((name) => {
    const other = entryOf(right, name);
    return other !== undefined && equal(left[name] ?? null, other, run) === true;
  });
}

function equalTexts(left: string, right: string, run: Evaluation): boolean {
  if (left.length !== right.length) return false;
  spendText(left.length, run);
  return left === right;
}

/** Texts are looked through in blocks; short ones are as quick as numbers. */
function spendText(length: number, run: Evaluation | null): void {
  if (length > blockLength) run?.spend(length / blockLength);
}

const blockLength = 64;

/** Names of a context are gathered and looked up. */
const stepsPerEntry = 2;

function equalLists(left: readonly Feel[], right: readonly Feel[], run: Evaluation): boolean {
  if (left.length !== right.length) return false;
  run.spend(left.length);
  return left.every((item, at) => equal(item, right[at] ?? null, run) === true);
}

const equalRanges = (left: Range, right: Range, run: Evaluation) =>
  left.hasStart === right.hasStart &&
  left.hasEnd === right.hasEnd &&
  left.isStartIncluded === right.isStartIncluded &&
  left.isEndIncluded === right.isEndIncluded &&
  equal(left.start, right.start, run) === true &&
  equal(left.end, right.end, run) === true;

/**
 * Order of numbers, texts and what is temporal; null when the two have none. Texts are ordered by code points; without an
 * evaluation the caller has paid for them.
 */
export function compare(left: Feel, right: Feel, run: Evaluation | null): number | null {
  if (isNumeric(left)) return isNumeric(right) ? compareNumbers(left, right) : null;
  if (typeof left === "string") return typeof right === "string" ? compareTexts(left, right, run) : null;
  return left instanceof Temporal ? left.compareTo(right) : null;
}

/** By code points, not by the halves of surrogate pairs that JavaScript compares. */
function compareTexts(left: string, right: string, run: Evaluation | null): number {
  const end = Math.min(left.length, right.length);
  // Character by character.
  spendText(2 * end, run);
  let at = 0;
  while (at < end && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at === end) return left.length - right.length;
  return rank(left.charCodeAt(at)) - rank(right.charCodeAt(at));
}

/** Surrogates stand for what comes behind everything else. */
const rank = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/** Whether a range holds a value; null when they cannot be compared. */
export function isWithin(value: Feel, range: Range, run: Evaluation): boolean | null {
  const fromStart = range.hasStart ? compare(value, range.start, run) : value === null ? null : 1;
  const fromEnd = range.hasEnd ? compare(value, range.end, run) : value === null ? null : -1;
  if (fromStart === null || fromEnd === null) return null;
  return (range.isStartIncluded ? fromStart >= 0 : fromStart > 0) && (range.isEndIncluded ? fromEnd <= 0 : fromEnd < 0);
}
