import { expect, test } from "vitest";
import type { Interval } from "../../../engine/decision/table/cells.ts";
import { holds, intervalTree, stabbed } from "../../../engine/decision/table/intervals.ts";

/** Numbers that look like chance and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    yield state / 0x8000_0000;
  }
}

function intervals(count: number, seed: number): Interval[] {
  const next = numbers(seed);
  const some = (size: number) => Math.floor(next.next().value * size);
  return Array.from({ length: count }, () => {
    const start = some(12) === 0 ? Number.NEGATIVE_INFINITY : some(40) - 20;
    const end = some(12) === 0 ? Number.POSITIVE_INFINITY : Math.max(start, -20) + some(10) - 1;
    return { start, end, isStartIncluded: some(2) === 0, isEndIncluded: some(2) === 0 };
  });
}

test.each(Array.from({ length: 20 }, (_, seed) => seed + 1))("finds what looking at each finds, seed %d", (seed) => {
  const all = intervals(seed * 7, seed);
  const tree = intervalTree(all.map((interval, rule) => ({ interval, rule })));
  for (let value = -25; value <= 45; value += 0.5) {
    const wanted = all.flatMap((interval, rule) => (holds(interval, value) ? [rule] : []));
    expect(stabbed(tree, value)?.sort((one, other) => one - other)).toEqual(wanted);
  }
});

test("intervals in one place, and none at all", () => {
  const interval = { start: 1, end: 2, isStartIncluded: true, isEndIncluded: true };
  const tree = intervalTree(Array.from({ length: 10_000 }, (_, rule) => ({ interval, rule })));
  expect(stabbed(tree, 1.5)).toHaveLength(10_000);
  expect(stabbed(tree, 3)).toHaveLength(0);
  expect(stabbed(tree, 1.5, 9_999)).toBeNull();
  expect(intervalTree([])).toBeNull();
});
