import { describe, expect, test } from "vitest";
import { Decimal, divide, reduced } from "../../../engine/feel/numbers.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { counted } from "./counted.ts";

const numbers = Array.from({ length: 20_000 }, (_, at) => at);
const empties: Feel = Array.from({ length: 20_000 }, () => []);

describe("replacements", () => {
  test("without signs are taken as they are, and paid for", () => {
    const replacement = "$".repeat(100_000);
    const { value, run } = counted('replace("abc", "b", replacement, "q")', { replacement });
    expect(value).toBe(`a${replacement}c`);
    expect(run.steps).toBeGreaterThanOrEqual(100_000 / 64);
    expect(run.bytes).toBeGreaterThanOrEqual(200_000);
  });

  test("with signs are read and paid for", () => {
    const { value, run } = counted('replace("ab", "(a)(b)", replacement)', { replacement: "\\$ $2\\\\".repeat(1_000) });
    expect(value).toBe("$ b\\".repeat(1_000));
    expect(run.steps).toBeGreaterThanOrEqual(3_500);
  });
});

describe("lists in lists", () => {
  test.each(["concatenate(empties)", "union(empties)"])("%s", (text) =>
    expect(counted(text, { empties }).run.steps).toBeGreaterThanOrEqual(40_000),
  );

  test("flatten pays for an item once, however deep it is", () => {
    let deep: Feel = numbers;
    for (let depth = 0; depth < 500; depth += 1) deep = [deep];
    const { value, run } = counted("flatten(deep)", { deep });
    expect(value).toEqual(numbers);
    expect(run.steps).toBeGreaterThanOrEqual(20_000);
    expect(run.steps).toBeLessThan(25_000);
    expect(run.bytes).toBeLessThan(200_000);
  });
});

describe("regular expressions", () => {
  test.each([
    ['matches("a", "[\\p{L}-[a]]")', 20_000],
    ['matches("a", "[\\p{L}&&[a-z]]")', 20_000],
    ['matches("a", "\\p{L}\\p{L}", "i")', 6_000],
    ['matches("a", "\\i", "i")', 40_000],
    ['matches("a", "[\\u0100-\\uffff]", "i")', 30_000],
  ])("%s pays for its tables", (text, steps) => {
    const { value, run } = counted(text);
    expect(value).not.toBeNull();
    expect(run.steps).toBeGreaterThanOrEqual(steps);
  });

  test("have no more than 20 sets within brackets", () => {
    const { value, run } = counted(`matches("a", "${"[a-z-[b]]".repeat(21)}")`);
    expect(value).toBeNull();
    expect(run.warnings[0]?.message).toContain("it has more than 20 sets within brackets");
  });

  test.each([
    'matches(text, "(a|b)*c(a|b){8}[p-z]$")',
    'matches(text, "[a-f-[b]]+")',
    'matches(text, "[a-f-[b]")',
    'replace(text, "(a|b)+c", "$1")',
  ])("%s pays the same, whatever was evaluated before", (text) => {
    const variables = { text: "abacabcbaabcb".repeat(50) };
    const first = counted(text, variables).run;
    const second = counted(text, variables).run;
    expect([second.steps, second.bytes]).toEqual([first.steps, first.bytes]);
  });
});

describe("warnings", () => {
  test("are counted, but written only while they are kept", () => {
    const { run } = counted("1");
    let written = 0;
    for (let at = 0; at < 100; at += 1)
      run.warn(() => {
        written += 1;
        return `the ${at}th`;
      });
    expect([written, run.warnings.length, run.warningCount]).toEqual([20, 20, 100]);
  });

  test.each([
    ['{f: function(x: context<a: string>) x, r: f("b")}.r', "Expected context<a: string>"],
    ["[{}, {}].zz", 'Expected a value with "zz", got context without it'],
  ])("%s says why", (text, message) => expect(counted(text).run.warnings[0]?.message).toContain(message));
});

describe("what is too deep says what it is", () => {
  let deep: Feel = 1;
  for (let depth = 0; depth < 201; depth += 1) deep = [deep];
  test.each([
    ["string(deep)", "its values are nested deeper than 200"],
    ["to json(deep)", "its values are nested deeper than 200"],
    ["{f: function(x) f(x), r: f(1)}.r", "its functions call each other deeper than 200"],
    ['context put({}, for i in 1..202 return "k", 1)', "its path of keys goes deeper than 200"],
  ])("%s", (text, message) => expect(() => counted(text, { deep })).toThrow(message));
});

describe("arithmetic", () => {
  test.each([
    ["1.0000000000000002 ** 9007199254740991", 3_000],
    ["3 ** -1000", 600],
    ["1.5 ** 10000000000000000", 6_000],
    ["2 ** 0.5", 6_000],
    ["1 / 3", 60],
    ["odd(10 ** 6000)", 12_000],
    ["9007199254740991 + 9007199254740991", 60],
    ["9007199254740991 * 3", 60],
    ["1e-9 + 1e-9", 150],
    ["sum([1e-9, 1e-9])", 150],
    ["product([1.1234567, 1.1234567])", 120],
    ['@"P1Y" * 1.5', 80],
    ['1.5 * @"P1D"', 80],
    ['@"P1D" / 3', 80],
  ])("%s pays for the library", (text, steps) => expect(counted(text).run.steps).toBeGreaterThanOrEqual(steps));

  test.each([
    ["2 ** 10", 1_024],
    ["10 / 4", 2.5],
    ["-1 / 64", -0.015625],
    ["0 / -7", 0],
    ["1999 / 100", 19.99],
    ["7 / -1000000", -0.000007],
    ["0.1 + 0.2", 0.3],
    ["19.99 * 3", 59.97],
  ])("%s costs little and is exact", (text, expected) => {
    const { value, run } = counted(text);
    expect(value).toBe(expected);
    expect(run.steps).toBeLessThan(20);
  });

  test("quotients of whole numbers are those of the decimals' library", () => {
    for (const [left, right] of [1, 2, 3, 5, 7, 64, 99, 125, 1_000, 123_456_789, 987_654_321_012].flatMap((one) =>
      [1, -3, 4, 6, 8, 25, 96, 100, 625, 1_000_000, 15_625].map((other) => [one, other] as const),
    )) {
      const exact = reduced(new Decimal(left).div(right));
      expect(String(divide(left, right))).toBe(String(exact));
    }
  });

  test.each(['@"P1Y" * 10 ** 6000', '@"P1D" * 10 ** 6000', '@"P1D" / 10 ** -6000', '-10 ** 6000 * @"P1M"'])(
    "%s is longer than durations are",
    (text) => expect(counted(text).value).toBeNull(),
  );

  test.each([
    ['@"P1D" * 10 ** -6000', "P0D"],
    ['@"P1M" / 10 ** 6000', "P0Y"],
    ['@"PT1S" * (2 ** 63 - 1)', "P106751991167300DT15H30M7S"],
    ['@"P1M" * 25769803775.5', "P2147483647Y11M"],
  ])("%s is %s", (text, expected) => expect(String(counted(text).value)).toBe(expected));
});

describe("values as texts", () => {
  const berlin = '@"2024-06-01T10:00:00@Europe/Berlin"';
  test.each([
    [`string(${berlin})`, 150],
    [`is(${berlin}, ${berlin})`, 300],
    [`to json(${berlin})`, 20],
    ["string(1e300)", 600],
    ["string(1e-300)", 600],
    ["string(10 ** 6000)", 12_000],
  ])("%s pays for what is asked and written", (text, steps) =>
    expect(counted(text).run.steps).toBeGreaterThanOrEqual(steps),
  );

  test.each(["string(of)", "to json(of)"])("%s pays for names before it writes one", (text) => {
    const of = Object.fromEntries(Array.from({ length: 500_000 }, (_, at) => [`k${at}`, at]));
    expect(() => counted(text, { of })).toThrow("400000 steps");
  });

  test.each([
    ['string(["a\\\\b", "say \\"a\\""])', '["a\\\\b", "say \\"a\\""]'],
    ['string({a: 0.1, "b/c": 1e21, d: 1e-7})', '{a:0.1, "b/c":1000000000000000000000, d:0.0000001}'],
    ["to json({a: -0.5, b: 123456789.125})", '{"a":-0.5,"b":123456789.125}'],
  ])("%s", (text, expected) => expect(counted(text).value).toBe(expected));
});

test("an assertion tells the beginning of a long cause", () => {
  const cause = "x".repeat(600);
  expect(() => counted("assert(1, false, cause)", { cause })).toThrow(/^x{500}…$/);
});

describe("texts", () => {
  test("in lists are kept by their hash when values are counted, and paid for", () => {
    const texts = Array.from({ length: 100 }, (_, at) => `${"ä".repeat(900)}${at}`);
    const { value, run } = counted("count(distinct values([texts, texts, [texts[1]]]))", { texts });
    expect(value).toBe(2);
    expect(run.steps).toBeGreaterThanOrEqual((201 * 900) / 16);
    expect(run.bytes).toBeGreaterThanOrEqual(201 * 20);
  });

  const horses = "🐎".repeat(80_000);
  test.each([
    ["string length(text)", 80_000, 20_000],
    ["substring(text, 79999)", "🐎🐎", 30_000],
  ])("%s pays for each of those that JavaScript writes as two", (text, expected, steps) => {
    const { value, run } = counted(text, { text: horses });
    expect(value).toBe(expected);
    expect(run.steps).toBeGreaterThanOrEqual(steps);
  });

  test("count halves of a pair that stand alone", () =>
    expect(counted("string length(text)", { text: "a\udc00\ud800b🐎\udc00" }).value).toBe(6));
});

test("distinct texts pay for being told apart", () => {
  const texts = Array.from({ length: 100 }, (_, at) => `${"k".repeat(900)}${at}`);
  expect(counted("distinct values(texts)", { texts }).run.steps).toBeGreaterThanOrEqual((100 * 900) / 32);
});
