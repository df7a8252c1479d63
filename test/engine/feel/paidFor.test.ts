import { describe, expect, test } from "vitest";
import { evaluateToJson, readExpression } from "../../../engine/feel/expression.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { show } from "../../../engine/feel/values.ts";
import { counted } from "./counted.ts";

const numbers = Array.from({ length: 20_000 }, (_, at) => at);
const wide = () => Object.fromEntries(numbers.map((at) => [`k${at}`, at]));
const variables: Readonly<Record<string, Feel>> = {
  mixed: [...numbers, "x"],
  contexts: [...numbers.map((at) => ({ a: at })), 1],
  numbers,
  one: wide(),
  other: wide(),
  text: "ab ".repeat(100_000),
  same: "ab ".repeat(100_000),
};

const used = (text: string) => counted(text, variables).run;

test("numbers and ranges take the room of all their digits as JSON", () => {
  for (const value of ["9e6144", "[1..9e6144]"]) {
    const read = readExpression(`=for i in 1..16 return if i = 1 then ${value} else [partial[-1], partial[-1]]`);
    if (!read.ok) throw new Error(read.message);
    const room = { bytes: 2 ** 20 };
    const json = evaluateToJson(read.value, () => undefined, { nowMs: 0, random: () => 0.5 }, room);
    expect(json.ok ? "a value" : json.message).toContain("Expected values of at most");
  }
});

test("a message does not write out what shares its parts", () => {
  const { value } = counted("for i in 1..25 return if i = 1 then [1] else [partial[-1], partial[-1]]");
  expect(show(value)).toBe("a value too large to show");
});

describe("what is gone through is paid for, whether it comes to a result or not", () => {
  test.each([
    ["one = other", 20_000],
    ["[one] = [other]", 20_000],
    ["is(one, other)", 20_000],
    ["one.`two words`", 20_000],
    ['replace("a", "b", text)', 100_000],
    ["and(mixed)", 10_000],
    ["sum(mixed)", 10_000],
    ["context merge(contexts)", 10_000],
    ["starts with(text, same)", 300_000 / 64],
    ["ends with(text, same)", 300_000 / 64],
    ["text < same", 300_000 / 64],
    ["before(text, same)", 300_000 / 64],
    ["coincides([text..text], [same..same])", 300_000 / 64],
    ["1.1234567 * 1.1234567", 20],
    ["1e300 + 1e299", 20],
    ['before(1, "a")', 40],
    ['from json("x")', 40],
  ])("%s", (text, steps) => expect(used(text).steps).toBeGreaterThanOrEqual(steps));

  test("texts before and behind a joined one", () =>
    expect(used('string join([], "", text, text)').bytes).toBeGreaterThanOrEqual(4 * 300_000));
});

test("a message writes a number of thousands of digits with an exponent", () => {
  for (const text of ['substring("a", -9e6144)', "date(2024, 1, 9e6144)", "[1, 2][9e6144]", "sublist([1], -9e6144)"])
    for (const { message } of used(text).warnings) expect(message.length).toBeLessThan(200);
});

test("an assertion with an empty cause fails with a reason", () => {
  expect(() => used('assert(1, false, "")')).toThrow("the condition of assert() is not true");
});
