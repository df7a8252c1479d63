import { describe, expect, test } from "vitest";
import { ranges } from "../../../engine/feel/builtins/ranges.ts";
import { parseRange } from "../../../engine/feel/builtins/rangeText.ts";
import { type Feel, Range } from "../../../engine/feel/value.ts";
import { at, called, newEvaluation, written } from "./temporalTable.ts";

/** `[1..5)` as a range, `7` as a point. */
function operand(text: string): Feel {
  return parseRange(text) ?? Number(text);
}

/** Where one of each pair holds, its converse holds with the two exchanged. */
const converses = [
  ["before", "after"],
  ["meets", "met by"],
  ["overlaps before", "overlaps after"],
  ["finishes", "finished by"],
  ["during", "includes"],
  ["starts", "started by"],
] as const;

describe("points and ranges (DMN 1.5 table 78)", () => {
  test.each([
    ["before", "1", "10", true],
    ["before", "10", "1", false],
    ["before", "1", "(1..10]", true],
    ["before", "1", "[1..10]", false],
    ["before", "[1..10)", "10", true],
    ["before", "[1..10]", "10", false],
    ["before", "[1..10)", "[10..20]", true],
    ["before", "[1..10]", "(10..20]", true],
    ["before", "[1..10]", "[10..20]", false],
    ["meets", "[1..5]", "[5..10]", true],
    ["meets", "[1..5)", "[5..10]", false],
    ["meets", "[1..5]", "(5..10]", false],
    ["meets", "[1..5]", "[6..10]", false],
    ["overlaps before", "[1..5]", "[3..8]", true],
    ["overlaps before", "[1..5]", "[6..8]", false],
    ["overlaps before", "[1..5]", "[5..8]", true],
    ["overlaps before", "[1..5)", "[5..8]", false],
    ["overlaps before", "[1..5)", "(1..5]", true],
    ["overlaps before", "[1..5]", "(1..5]", true],
    ["overlaps before", "[1..5)", "[1..5]", false],
    ["finishes", "10", "[1..10]", true],
    ["finishes", "10", "[1..10)", false],
    ["finishes", "[5..10)", "[1..10]", false],
    ["finishes", "[5..10)", "[1..10)", true],
    ["finishes", "[1..10]", "[1..10]", true],
    ["finishes", "[1..10]", "(1..10]", false],
    ["during", "5", "[1..10]", true],
    ["during", "1", "(1..10]", false],
    ["during", "10", "[1..10)", false],
    ["during", "[4..6]", "[1..10]", true],
    ["during", "(1..10)", "[1..10]", true],
    ["during", "[1..10]", "(1..10]", false],
    ["starts", "1", "[1..10]", true],
    ["starts", "1", "(1..10]", false],
    ["starts", "2", "[1..10]", false],
    ["starts", "(1..5]", "[1..10]", false],
    ["starts", "[1..10)", "[1..10]", true],
    ["starts", "[1..10]", "[1..10)", false],
  ])("%s(%s, %s) is %s", (name, one, two, holds) => {
    expect(called(name, [operand(one), operand(two)])).toBe(holds);
    const converse = converses.find(([each]) => each === name)?.[1] ?? "";
    expect(called(converse, [operand(two), operand(one)]), converse).toBe(holds);
  });

  test.each([
    ["overlaps", "[1..5]", "[3..8]", true],
    ["overlaps", "[1..8]", "[3..5]", true],
    ["overlaps", "[1..5]", "[5..8]", true],
    ["overlaps", "[1..5)", "[5..8]", false],
    ["overlaps", "[1..5]", "(5..8]", false],
    ["overlaps", "[1..5]", "[6..8]", false],
    ["coincides", "5", "5", true],
    ["coincides", "3", "4", false],
    ["coincides", "[1..5]", "[1..5]", true],
    ["coincides", "(1..5)", "[1..5]", false],
    ["coincides", "[1..5]", "[2..6]", false],
  ])("%s(%s, %s) is %s, either way", (name, one, two, holds) => {
    expect(called(name, [operand(one), operand(two)])).toBe(holds);
    expect(called(name, [operand(two), operand(one)])).toBe(holds);
  });

  test("what has no end is beyond everything", () => {
    const above = new Range(5, null, { start: false, end: null });
    const upTo = new Range(null, 5, { start: null, end: true });
    expect([called("before", [5, above]), called("after", [6, above]), called("includes", [above, 1e9])]).toEqual([
      true,
      false,
      true,
    ]);
    expect([called("overlaps", [upTo, above]), called("before", [upTo, above])]).toEqual([false, true]);
    expect([called("coincides", [upTo, upTo]), called("meets", [upTo, operand("[5..6]")])]).toEqual([true, true]);
  });

  test("hold of dates, times, durations and texts", () => {
    const december = new Range(at("2021-12-01"), at("2021-12-24"), { start: true, end: true });
    expect(called("during", [at("2021-12-21"), december])).toBe(true);
    expect(called("before", [at("12:00:00+01:00"), at("13:00:00+01:00")])).toBe(true);
    expect(called("before", [at("P3M"), at("P6M")])).toBe(true);
    expect(called("after", ["b", operand('["a".."b")')])).toBe(true);
  });

  test.each<[args: Feel[]]>([
    [[1, "a"]],
    [[at("10:00:00"), at("10:00:00Z")]],
    [[operand("[1..2]"), operand('["a".."b"]')]],
    [[true, false]],
    [[[1, 2], operand("[1..5]")]],
    [[null, 5]],
    [[6, new Range(null, 5, { start: true, end: true })]],
    [[1]],
  ])("before(%s) is null, with a warning", (args) => {
    const run = newEvaluation();
    expect(called("before", args, run)).toBeNull();
    expect(run.warnings).toHaveLength(1);
  });

  test("all thirteen and range are there", () => {
    expect(Object.keys(ranges)).toEqual([
      ...["before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after", "finishes"],
      ...["finished by", "includes", "during", "starts", "started by", "coincides", "range"],
    ]);
  });
});

describe("range", () => {
  test.each([
    ["[18..21]", true, 18, 21, true],
    ["]18..21[", false, 18, 21, false],
    [" ( -1.5 .. 3 ) ", false, -1.5, 3, false],
    ['["a\\"b".."c"]', true, 'a"b', "c", true],
    ['["..".."z"]', true, "..", "z", true],
    ['[@"1970-01-01"..date("1970-01-02")]', true, "1970-01-01", "1970-01-02", true],
    [
      '[date and time("1970-01-01T00:00:00")..@"1970-01-02T00:00:00")',
      true,
      "1970-01-01T00:00:00",
      "1970-01-02T00:00:00",
      false,
    ],
    ['[time( "00:00:00" )..@"00:00:00"]', true, "00:00:00", "00:00:00", true],
    ['[duration("P1D")..@"P2D"]', true, "P1D", "P2D", true],
  ])("of %s", (text, isStartIncluded, start, end, isEndIncluded) => {
    const range = called("range", [text]);
    if (!(range instanceof Range)) return expect.fail(`Expected a range, got ${range}`);
    expect([range.isStartIncluded, written(range.start), written(range.end), range.isEndIncluded]).toEqual([
      isStartIncluded,
      start,
      end,
      isEndIncluded,
    ]);
  });

  test.each([
    ["", " ", "[..2]", "[1..]", "[null..null]", ">=10", "[1..2", "1..2"],
    ['[1.."b"]', '[@"1970-01-01"..@"1970-01-02T00:00:00"]', "[3..1]", '["z".."a"]', '[@"P2D"..@"P1D"]'],
    ['[date(string("1970-01-01"))..date("1970-01-02")]', "[date(input)..1]", '[@"x"..@"y"]', "[a..b]", "[true..true]"],
    [`["${"\\".repeat(50_000)}`, `[${" ".repeat(50_000)}1`],
  ])("%s, %s … are none", (...texts) => {
    for (const text of texts) expect(called("range", [text]), text).toBeNull();
  });
});
