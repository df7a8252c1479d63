import { describe, expect, test } from "vitest";
import { invokeBuiltIn } from "../../../engine/feel/builtins/invoke.ts";
import { BoundReached } from "../../../engine/feel/evaluation.ts";
import { parseNumber } from "../../../engine/feel/numbers.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { called, calledByName, evaluation, formsOf, functionOf, type Row } from "./builtinsCalled.ts";

const isLess = functionOf(["item", "newItem"], (item, newItem) => (item as number) < (newItem as number));

const tables: Readonly<Record<string, readonly Row[]>> = {
  "list contains": [
    [[[1, 2, 3], 2], true],
    [[[1, 2, 3], "2"], false],
    [[[1, null], null], true],
    [[[{ a: [1] }], { a: [1] }], true],
    [[null, 1], null],
  ],
  count: [
    [[[1, null, 3]], 3],
    [[[]], 0],
    [["a"], 1],
    [[null], null],
  ],
  min: [
    [[[3, 1, 2]], 1],
    [[3, 1, 2], 1],
    [[["b", "a"]], "a"],
    [[[]], null],
    [[[true, false]], null],
    [[[1, null]], null],
    [[], null],
  ],
  max: [
    [[[1, 3, 2]], 3],
    [["a", "b"], "b"],
    [[1, "a"], null],
  ],
  sum: [
    [[[0.1, 0.2]], 0.3],
    [[1, 2, 3], 6],
    [[4], 4],
    [[[]], null],
    [[[1, null]], null],
    [[null], null],
    [[[parseNumber("12345678901234567890"), 1]], "12345678901234567891"],
  ],
  product: [
    [[[2, 3, 4]], 24],
    [[[2.5, 1, 2.5, 3]], 18.75],
    [[[]], null],
    [[[parseNumber("1e6000"), parseNumber("1e6000")]], null],
  ],
  mean: [
    [[[1, 2, 3]], 2],
    [[11, 2, 10], "7.666666666666666666666666666666667"],
    [[[]], null],
  ],
  median: [
    [[8, 2, 5, 3, 4], 4],
    [[[6, 1, 2, 3]], 2.5],
    [[[]], null],
    [[[1, 2, "foo", 4]], null],
    [[4], 4],
  ],
  stddev: [
    [[2, 4, 7, 5], "2.081665999466132735282297706979931"],
    [[[2, 4]], "1.414213562373095048801688724209698"],
    [[47], null],
    [[[]], null],
  ],
  mode: [
    [[6, 3, 9, 6, 6], [6]],
    [[[6, 1, 9, 6, 1]], [1, 6]],
    [[[]], []],
    [[[1, null]], null],
    [[], null],
  ],
  all: [
    [[[true, false]], false],
    [[false, null, true], false],
    [[true, null, true], null],
    [[[]], true],
    [[], null],
    [[null], null],
    [[0], null],
  ],
  any: [
    [[[false, true]], true],
    [[false, null, true], true],
    [[[123, false]], null],
    [[[]], false],
    [[], null],
  ],
  and: [[[true, true], true]],
  or: [[[false, false], false]],
  sublist: [
    [
      [[1, 2, 3], 2],
      [2, 3],
    ],
    [
      [[1, 2, 3], 1, 2],
      [1, 2],
    ],
    [[[1, 2, 3], -2, 1], [2]],
    [
      [[1, 2, 3], 2, 9],
      [2, 3],
    ],
    [[[1, 2, 3], 4], []],
    [[[1, 2, 3], 0, 2], null],
    [[[1, 2, 3], -4], null],
    [[[1, 2, 3], 1, -1], null],
  ],
  append: [
    [
      [[1], 2, 3],
      [1, 2, 3],
    ],
    [[[], [1]], [[1]]],
    [
      [[1], null],
      [1, null],
    ],
    [
      [1, 2],
      [1, 2],
    ],
  ],
  concatenate: [
    [
      [[1, 2], [3]],
      [1, 2, 3],
    ],
    [
      [[1], 2],
      [1, 2],
    ],
    [[[[1], [2]]], [1, 2]],
    [
      [[[1]], [2]],
      [[1], 2],
    ],
    [[[1, 2]], [1, 2]],
    [[[1], null], null],
    [[], null],
  ],
  "insert before": [
    [
      [[1, 3], 1, 2],
      [2, 1, 3],
    ],
    [
      [[1, 3], -1, 2],
      [1, 2, 3],
    ],
    [[[1, 3], 0, 2], null],
    [[[1, 3], 3, 2], null],
  ],
  remove: [
    [
      [[1, 1, 3], 2],
      [1, 3],
    ],
    [
      [[1, 2, 3], -1],
      [1, 2],
    ],
    [[[1, 2, 3], 0], null],
    [[[1, 2, 3], 4], null],
  ],
  "list replace": [
    [
      [[1, 2, 3], 2, 4],
      [1, 4, 3],
    ],
    [
      [[1, 2, 3], -1.5, 4],
      [1, 2, 4],
    ],
    [
      [[1, 2, 3], 3, null],
      [1, 2, null],
    ],
    [[[1, 2, 3], 0, 4], null],
    [[[1, 2, 3], 4, 4], null],
    [
      [[2, 4, 7, 8], isLess, 5],
      [5, 5, 7, 8],
    ],
    [[[2, 4], functionOf(["item"], () => true), 5], null],
    [[[2, 4], functionOf(["item", "newItem"], (item) => item), 5], null],
    [[1, 1, 5], [5]],
    [[null, 1, 4], null],
  ],
  reverse: [[[[1, 2, 3]], [3, 2, 1]]],
  "index of": [
    [
      [[1, 2, 3, 2], 2],
      [2, 4],
    ],
    [[[1, 2], 4], []],
    [[[1, null], null], [2]],
  ],
  union: [
    [
      [[1, 2], [2, 3], [4]],
      [1, 2, 3, 4],
    ],
    [
      [
        [1, null],
        [2, null],
      ],
      [1, null, 2],
    ],
    [
      [
        [{ a: 1 }, { a: 2 }],
        [{ a: 1 }, { b: 3 }],
      ],
      [{ a: 1 }, { a: 2 }, { b: 3 }],
    ],
    [
      [
        [
          [1, 2],
          [4, 5],
        ],
        [[1, 2], [4]],
      ],
      [[1, 2], [4, 5], [4]],
    ],
  ],
  "distinct values": [
    [[[1, 2, 3, 2, 1]], [1, 2, 3]],
    [[[1, "1", true, "true", null, "null"]], [1, "1", true, "true", null, "null"]],
    [
      [
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ],
      [{ a: 1, b: 2 }],
    ],
    [[[[1], [null], [1], [null]]], [[1], [null]]],
  ],
  "duplicate values": [
    [[[1, 2, 3, 4, 3, 1, 2]], [1, 2, 3]],
    [[[{ a: 1 }, {}, {}, { b: 2 }, { a: 1 }]], [{ a: 1 }, {}]],
    [[[1, 1, 1]], [1]],
  ],
  flatten: [
    [[[[1, 2], [[3]], 4]], [1, 2, 3, 4]],
    [[[]], []],
  ],
  sort: [
    [
      [[3, 1, 4, 5, 2], isLess],
      [1, 2, 3, 4, 5],
    ],
    [[[], isLess], []],
    [[[2, 1], functionOf(["x", "y"], () => null)], null],
    [[[2, 1], functionOf(["x"], () => true)], null],
  ],
  partition: [
    [
      [[1, 2, 3, 4, 5], 2],
      [[1, 2], [3, 4], [5]],
    ],
    [[[1], 2], [[1]]],
    [[[1, 2], 0], null],
    [[[1, 2], -1], null],
  ],
  "is empty": [
    [[[]], true],
    [[[1]], false],
    [[null], null],
  ],
};

describe.each(Object.entries(tables))("%s", (name, rows) => {
  test.each(rows)("%j is %j", (args, expected) => {
    const { value, warnings } = called(name, args);
    expect(value).toEqual(expected);
    expect(warnings.length).toBe(expected === null ? 1 : 0);
  });
});

test("takes arguments by name", () => {
  expect(calledByName("min", { list: [2, 1] }).value).toBe(1);
  expect(
    calledByName("union", {
      lists: [
        [1, 2],
        [2, 3],
      ],
    }).value,
  ).toEqual([1, 2, 3]);
  expect(calledByName("concatenate", { list: [[1], [2]] }).value).toEqual([1, 2]);
  expect(calledByName("list replace", { position: 2, newItem: 4, list: [1, 2, 3] }).value).toEqual([1, 4, 3]);
  expect(calledByName("median", { l: [2, 4] }).value).toBe(null);
});

describe("sort", () => {
  const by = (key: string) =>
    functionOf(
      ["x", "y"],
      (x, y) => ((x as Record<string, number>)[key] ?? 0) < ((y as Record<string, number>)[key] ?? 0),
    );

  test("keeps the order of what is equal", () => {
    const items = Array.from({ length: 100 }, (_, at) => ({ at, group: (at * 7) % 5 }));
    const { value } = called("sort", [items, by("group")]);
    expect(value).toEqual(items.toSorted((one, other) => one.group - other.group));
  });

  test("gives every item back, whatever the function answers", () => {
    let answer = 1;
    const inconsistent = functionOf(["x", "y"], () => {
      answer = (answer * 48_271) % 2_147_483_647;
      return answer % 2 === 0;
    });
    const items = Array.from({ length: 257 }, (_, at) => at);
    const { value } = called("sort", [items, inconsistent]);
    expect((value as number[]).toSorted((one, other) => one - other)).toEqual(items);
  });

  test("asks n log n times", () => {
    let calls = 0;
    const counting = functionOf(["x", "y"], (x, y) => {
      calls += 1;
      return (x as number) < (y as number);
    });
    called("sort", [Array.from({ length: 1_024 }, (_, at) => (at * 389) % 1_024), counting]);
    expect(calls).toBeLessThanOrEqual(1_024 * 10);
  });
});

test("distinct values of many contexts take no square of them", () => {
  const items = Array.from({ length: 10_000 }, (_, at) => ({ id: at % 5_000, name: "same" }));
  expect((called("distinct values", [items]).value as Feel[]).length).toBe(5_000);
});

test("a list that is too long to go through fails the evaluation", () => {
  const items = Array.from({ length: 500_000 }, () => 1);
  const run = evaluation();
  expect(() => invokeBuiltIn("sum", formsOf("sum", "camunda"), [items], run)).toThrow(BoundReached);
});
