import type { Feel } from "../../feel/value.ts";
import type { LiteralTests } from "./cells.ts";
import type { Entry } from "./table.ts";

/*
 * The entries of one input in arrays of numbers, rule beside rule. A large table's time goes into waiting for memory:
 * rules that are looked at one after the other lie in one line of the processor's cache here, as objects in thirty.
 */

/** An entry that has to be looked at itself: FEEL, or more than one literal, or texts. */
const evaluated = 0;
const literals = 1;
const anything = 2;
const isTrue = 3;
const isFalse = 4;
/** An interval, or one number; the two lowest bits above say which ends belong to it. */
const interval = 8;
const startIncluded = 1;
const endIncluded = 2;

export interface SideBySide {
  readonly kinds: Uint8Array;
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

export function sideBySide(entries: readonly Entry[]): SideBySide {
  const { length } = entries;
  const cells = { kinds: new Uint8Array(length), starts: new Float64Array(length), ends: new Float64Array(length) };
  for (const [rule, entry] of entries.entries()) {
    if (entry.literals) setLiterals(cells, rule, entry.literals);
    else cells.kinds[rule] = entry.tests === null ? anything : evaluated;
  }
  return cells;
}

function setLiterals(cells: SideBySide, rule: number, { values, intervals }: LiteralTests): void {
  const [value] = values;
  const [span] = intervals;
  cells.kinds[rule] = literals;
  if (values.size + intervals.length !== 1) return;
  if (typeof value === "boolean") cells.kinds[rule] = value ? isTrue : isFalse;
  else if (typeof value === "number") setSpan(cells, rule, { start: value, end: value }, startIncluded | endIncluded);
  else if (span)
    setSpan(cells, rule, span, (span.isStartIncluded ? startIncluded : 0) | (span.isEndIncluded ? endIncluded : 0));
}

function setSpan(cells: SideBySide, rule: number, { start, end }: { start: number; end: number }, ends: number): void {
  cells.kinds[rule] = interval | ends;
  cells.starts[rule] = start;
  cells.ends[rule] = end;
}

/** Whether a rule's entry holds of the value; null when the entry itself has to be asked. */
export function holdsAt({ kinds, starts, ends }: SideBySide, rule: number, value: Feel): boolean | null {
  const kind = kinds[rule] ?? evaluated;
  if (kind === evaluated || kind === literals) return null;
  if (kind === anything) return true;
  if (kind === isTrue || kind === isFalse) return value === (kind === isTrue);
  if (typeof value === "object") return null;
  if (typeof value !== "number") return false;
  const start = starts[rule] ?? Number.NaN;
  const end = ends[rule] ?? Number.NaN;
  const isAfterStart = (kind & startIncluded) === 0 ? value > start : value >= start;
  return isAfterStart && ((kind & endIncluded) === 0 ? value < end : value <= end);
}

/** Whether the entry consists of literals alone, so that an index over them tells all of it. */
export const isLiteral = ({ kinds }: SideBySide, rule: number): boolean => {
  const kind = kinds[rule] ?? evaluated;
  return kind !== evaluated && kind !== anything;
};
