import { equal } from "../comparison.ts";
import type { Evaluation } from "../evaluation.ts";
import { type Numeric, shownNumber } from "../numbers.ts";
import { type Feel, type FeelList, type FunctionValue, isList, kindOf } from "../value.ts";
import { anything, type BuiltIns, type Form, form, functionValue, list, number, optional, rest } from "./form.ts";
import { indexOfPosition, truncated } from "./positions.ts";
import { ValueCounts } from "./sameness.ts";
import { sorted } from "./sorting.ts";

/** DMN 1.5 table 76; from `duplicate values` on Camunda's. */
export const lists: BuiltIns = {
  "list contains": [
    form([list("list"), anything("element")], ([items, element], run) => {
      run.spend(items.length);
      return items.some((item) => equal(item, element, run) === true);
    }),
  ],
  sublist: [
    form([list("list"), number("start position"), optional(number("length"))], ([items, start, length], run) =>
      sublist(items, start, length, run),
    ),
  ],
  append: [
    form([list("list"), rest(anything("items"))], ([items, added], run) => made([...items, ...added], run)),
    form([list("list"), anything("item")], ([items, added], run) => made([...items, added], run)),
  ],
  concatenate: ofLists((lists, run) => concatenated(lists, run)),
  "insert before": [
    form([list("list"), number("position"), anything("newItem")], ([items, position, newItem], run) => {
      const at = placeOf(position, items, run);
      return at === null ? null : made(items.toSpliced(at, 0, newItem), run);
    }),
  ],
  remove: [
    form([list("list"), number("position")], ([items, position], run) => {
      const at = placeOf(position, items, run);
      return at === null ? null : made(items.toSpliced(at, 1), run);
    }),
  ],
  "list replace": [
    form([list("list"), number("position"), anything("newItem")], ([items, position, newItem], run) => {
      const at = placeOf(position, items, run);
      return at === null ? null : made(items.with(at, newItem), run);
    }),
    form([list("list"), functionValue("match"), anything("newItem")], ([items, match, newItem], run) =>
      replaced(items, match, newItem, run),
    ),
  ],
  reverse: [form([list("list")], ([items], run) => made(items.toReversed(), run))],
  "index of": [
    form([list("list"), anything("match")], ([items, match], run) => {
      run.spend(items.length);
      return items.flatMap((item, at) => (equal(item, match, run) === true ? [at + 1] : []));
    }),
  ],
  union: ofLists((lists, run) => {
    const all = concatenated(lists, run);
    return all === null ? null : timesSeen(all, 1, run);
  }),
  "distinct values": [form([list("list")], ([items], run) => timesSeen(items, 1, run))],
  flatten: [form([list("list")], ([items], run) => flattened(items, run))],
  sort: [form([list("list"), functionValue("precedes")], ([items, precedes], run) => sorted(items, precedes, run))],
  "duplicate values": [form([list("list")], ([items], run) => repeated(items, run))],
  partition: [form([list("list"), number("size")], ([items, size], run) => partitioned(items, size, run))],
  "is empty": [form([list("list")], ([items]) => items.length === 0)],
};

/** By name, Camunda calls them `lists` and DMN `list`. */
function ofLists(call: (lists: readonly FeelList[], run: Evaluation) => Feel): readonly Form[] {
  return [
    form([rest(list("lists"))], ([lists], run) => call(lists, run)),
    form([rest(list("list"))], ([lists], run) => call(lists, run)),
  ];
}

/** The list, once it is paid for. */
function made(items: FeelList, run: Evaluation): FeelList {
  run.spend(items.length);
  run.take(8 * items.length);
  return items;
}

function placeOf(position: Numeric, items: FeelList, run: Evaluation): number | null {
  const at = indexOfPosition(position, items.length);
  if (at !== null && at < items.length) return at;
  return run.warn(`Expected a position in a list of ${items.length}, from 1 or from -1, got ${shownNumber(position)}`);
}

function sublist(items: FeelList, start: Numeric, length: Numeric | null, run: Evaluation): Feel {
  const from = indexOfPosition(start, items.length);
  if (from === null)
    return run.warn(
      `Expected a start position in a list of ${items.length}, from 1 or from -1, got ${shownNumber(start)}`,
    );
  const count = length === null ? items.length : truncated(length);
  if (count < 0) return run.warn(`Expected a length of at least 0, got ${count}`);
  return made(items.slice(from, from + count), run);
}

/** Camunda takes one list of lists as the lists. */
function concatenated(given: readonly FeelList[], run: Evaluation): FeelList | null {
  const [only] = given;
  run.spend(only?.length ?? 0);
  const lists = given.length === 1 && only?.every(isList) ? (only as readonly FeelList[]) : given;
  if (lists.length === 0 && given.length === 0) return run.warn("Expected a list at least, got none");
  for (const one of lists) {
    run.spend(1 + one.length);
    run.take(8 * one.length);
  }
  return lists.flat() as FeelList;
}

function replaced(items: FeelList, match: FunctionValue, newItem: Feel, run: Evaluation): Feel {
  if (match.parameters.length !== 2)
    return run.warn(`Expected a function of an item and the new one, got one of ${match.parameters.length} parameters`);
  run.take(8 * items.length);
  const result: Feel[] = [];
  for (const item of items) {
    run.spend(1);
    const isMatch = match.invoke([item, newItem], run);
    if (typeof isMatch !== "boolean") return run.warn(`Expected a boolean of "match", got ${kindOf(isMatch)}`);
    result.push(isMatch ? newItem : item);
  }
  return result;
}

/** What comes the given time: each value once. */
function timesSeen(items: FeelList, time: number, run: Evaluation): FeelList {
  const counts = new ValueCounts(run);
  return made(
    items.filter((item) => counts.add(item) === time),
    run,
  );
}

/** Each value that comes more than once, in the order of their first. */
function repeated(items: FeelList, run: Evaluation): FeelList {
  const often = timesSeen(items, 2, run);
  const counts = new ValueCounts(run);
  for (const item of often) counts.add(item);
  return items.filter((item) => counts.add(item) === 2);
}

/** Behind what is in the result already. */
function flattened(items: FeelList, run: Evaluation, result: Feel[] = []): FeelList {
  run.spend(1 + items.length);
  run.take(8 * items.length);
  for (const item of items) {
    if (isList(item)) flattened(item, run, result);
    else result.push(item);
  }
  return result;
}

function partitioned(items: FeelList, size: Numeric, run: Evaluation): Feel {
  const count = truncated(size);
  if (count < 1) return run.warn(`Expected a size of at least 1, got ${shownNumber(size)}`);
  made(items, run);
  const parts: FeelList[] = [];
  for (let from = 0; from < items.length; from += count) parts.push(items.slice(from, from + count));
  run.take(24 * parts.length);
  return parts;
}
