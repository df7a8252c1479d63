import { describe, expect, test } from "vitest";
import { parseJson } from "../../../engine/feel/exactJson.ts";
import { Decimal } from "../../../engine/feel/numbers.ts";
import type { Json } from "../../../engine/feel/values.ts";

describe("numbers keep their digits", () => {
  test.each([
    "12345678901234567890",
    "-12345678901234567890",
    "0.1234567890123456789",
    "[1,12345678901234567890]",
    '{"a":{"b":12345678901234567890.5}}',
    '{"a":"1234567890123456789, 1234567890123456789","b":1}',
    '{"__proto__":12345678901234567890}',
    "9007199254740993",
    '["\uE000","\uE0011",12345678901234567890]',
    '{"a\\"1234567890123456789":[12345678901234567890,"\\\\"],"-0":" -0 "}',
    "[-0.5,12345678901234567890,1234567890123456]",
  ])("%s", (text) => expect(JSON.stringify(parseJson<Json>(text))).toBe(text));
});

test("an escaped text is never taken for a number", () => {
  const value = parseJson<Json[]>('["\\uE00012","\\ue0013","\uE002",12345678901234567890]');
  expect(value.slice(0, 3)).toEqual(["\uE00012", "\uE0013", "\uE002"]);
  expect(String(value[3])).toBe("12345678901234567890");
});

test.each<[string, Json]>([
  ["250", 250],
  ["0.1", 0.1],
  ["1000000000000000", 1_000_000_000_000_000],
  ["1e3", 1_000],
  ["2.50e2", 250],
  ["1000000000000000.50", 1_000_000_000_000_000.5],
])("%s is the plain number %d", (text, value) => expect(parseJson(text)).toBe(value));

test("what JavaScript takes for infinite is not", () => {
  expect(parseJson("1e400")).toEqual(new Decimal(10).pow(400));
});

test.each(["1e9999", "{", "01", "12345678901234567890.", "[1e9999]"])("%s is refused", (text) =>
  expect(() => parseJson(text)).toThrow(SyntaxError),
);
