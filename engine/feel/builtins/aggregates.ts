import { compare } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { add, compareNumbers, divide, isNumeric, type Numeric } from "../numbers.ts";
import { type Feel, type FeelList, kindOf } from "../value.ts";
import { anything, type BuiltIns, type Form, form, list, rest } from "./form.ts";
import { productOf, squareRoot, squaresFrom, total } from "./numbers.ts";

/** What becomes one value of a list, or of arguments that stand for one (DMN 1.5 table 76). */
export const aggregates: BuiltIns = {
  count: [form([list("list")], ([items]) => items.length)],
  min: ofMany((items, run) => extreme(items, -1, run)),
  max: ofMany((items, run) => extreme(items, 1, run)),
  sum: ofNumbers(total),
  product: ofNumbers(productOf),
  mean: ofNumbers(mean),
  median: ofNumbers(median),
  stddev: ofNumbers(standardDeviation),
  mode: ofMany((items, run) => mode(items, run)),
  all: ofMany((items, run) => conjunction(items, false, run)),
  and: ofMany((items, run) => conjunction(items, false, run)),
  any: ofMany((items, run) => conjunction(items, true, run)),
  or: ofMany((items, run) => conjunction(items, true, run)),
};

/** One list, or arguments as its items; without any it is null. */
function ofMany(call: (items: FeelList, run: Evaluation) => Feel): readonly Form[] {
  return [
    form([list("list")], ([items], run) => call(items, run)),
    form([rest(anything("list"))], ([items], run) =>
      items.length === 0 ? run.warn("Expected a list or some values, got none") : call(items, run),
    ),
  ];
}

function ofNumbers(call: (items: readonly Numeric[], run: Evaluation) => Feel): readonly Form[] {
  return ofMany((items, run) => {
    const numbers = numbersOf(items, run);
    if (numbers === null) return null;
    return numbers.length === 0 ? run.warn("Expected a number at least, got an empty list") : call(numbers, run);
  });
}

function numbersOf(items: FeelList, run: Evaluation): readonly Numeric[] | null {
  run.spend(items.length);
  for (const item of items)
    if (!isNumeric(item)) return run.warn(`Expected a list of numbers, got ${kindOf(item)} in it`);
  return items as readonly Numeric[];
}

/** The first of the smallest or largest ones; null when two cannot be compared. */
function extreme(items: FeelList, sign: -1 | 1, run: Evaluation): Feel {
  run.spend(items.length);
  if (items.length === 0) return run.warn("Expected a value at least, got an empty list");
  let found = items[0] ?? null;
  for (const item of items) {
    if (typeof item === "string") run.spend(item.length / 16);
    const order = compare(item, found, null);
    if (order === null) return run.warn(`Expected values with an order, got ${kindOf(item)} and ${kindOf(found)}`);
    if (order * sign > 0) found = item;
  }
  return found;
}

function mean(items: readonly Numeric[], run: Evaluation): Numeric | null {
  const sum = total(items, run);
  return sum === null ? null : divide(sum, items.length);
}

function median(items: readonly Numeric[], run: Evaluation): Numeric | null {
  const sorted = ascending(items, run);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  const both = add(sorted[middle - 1] ?? 0, upper);
  return both === null ? null : divide(both, 2);
}

/** Of a sample: divided by one less than there are. */
function standardDeviation(items: readonly Numeric[], run: Evaluation): Numeric | null {
  if (items.length < 2) return run.warn("Expected two numbers at least, got one");
  const middle = mean(items, run);
  const squares = middle === null ? null : squaresFrom(middle, items, run);
  const variance = squares === null ? null : divide(squares, items.length - 1);
  return variance === null ? null : squareRoot(variance, run);
}

/** The most frequent numbers, ascending. */
function mode(items: FeelList, run: Evaluation): Feel {
  const numbers = numbersOf(items, run);
  if (numbers === null) return null;
  let longest = 0;
  let modes: Numeric[] = [];
  let length = 0;
  let previous: Numeric | null = null;
  for (const item of ascending(numbers, run)) {
    length = previous !== null && compareNumbers(previous, item) === 0 ? length + 1 : 1;
    previous = item;
    if (length > longest) modes = [];
    if (length >= longest) modes.push(item);
    longest = Math.max(longest, length);
  }
  return modes;
}

function ascending(items: readonly Numeric[], run: Evaluation): readonly Numeric[] {
  const comparisonSteps = items.every((item) => typeof item === "number") ? 1 : 5;
  run.spend(comparisonSteps * items.length * Math.ceil(Math.log2(items.length + 1)));
  run.take(8 * items.length);
  return items.toSorted(compareNumbers);
}

/** With true what one true item decides, with false what one false item does; null when the rest is not all booleans. */
function conjunction(items: FeelList, deciding: boolean, run: Evaluation): boolean | null {
  run.spend(items.length);
  if (items.includes(deciding)) return deciding;
  const other = items.find((item) => typeof item !== "boolean");
  return other === undefined ? !deciding : run.warn(`Expected a list of booleans, got ${kindOf(other)} in it`);
}
