import { describe, expect, test } from "vitest";
import { Decimal, parseNumber } from "../../../engine/feel/numbers.ts";
import type { Feel } from "../../../engine/feel/value.ts";
import { called, calledByName, type Row } from "./builtinsCalled.ts";

const digits34 = new Decimal("1234567890123456789012345678901234");

const tables: Readonly<Record<string, readonly Row[]>> = {
  decimal: [
    [[parseNumber("0.3333333333333333333333333333333333"), 2], 0.33],
    [[0.515, 2], 0.52],
    [[2.5, 0], 2],
    [[1.5, 0], 2],
    [[1 / 3, 2.5], 0.33],
    [[1_250, -2], 1_200],
    [[2.5, 0, "half_up"], 3],
    [[1.1, 0, "UNNECESSARY"], null],
    [[-1, 0, "UNNECESSARY"], -1],
    [[1, 0, "other"], null],
    [[1, 7_000], null],
    [[digits34, 2], digits34.toFixed()],
    [[1.005, 2], 1],
    [[1.015, 2, "HALF_UP"], 1.02],
  ],
  floor: [
    [[1.5], 1],
    [[-1.5], -2],
    [[-1.56, 1], -1.6],
    [[1.56, null], null],
    [["1.5"], null],
  ],
  ceiling: [
    [[1.5], 2],
    [[-0.3333], 0],
    [[-1.56, 1], -1.5],
  ],
  "round up": [
    [[5.5, 0], 6],
    [[-5.5], -6],
    [[1.121, 2], 1.13],
    [[5.5, 6_176], 5.5],
    [[5.5, 6_177], null],
    [[5.5, -6_112], null],
  ],
  "round down": [
    [[5.5], 5],
    [[-1.126, 2], -1.12],
  ],
  "round half up": [
    [[-5.5, 0], -6],
    [[1.121, 2], 1.12],
  ],
  "round half down": [
    [[5.5, 0], 5],
    [[-1.126, 2], -1.13],
  ],
  abs: [
    [[-10], 10],
    [[0], 0],
    [[digits34.neg()], digits34.toFixed()],
    [["1"], null],
    [[null], null],
  ],
  modulo: [
    [[12, 5], 2],
    [[-12, 5], 3],
    [[12, -5], -3],
    [[-12, -5], -2],
    [[10.1, 4.5], 1.1],
    [[-10.1, 4.5], 3.4],
    [[10.1, -4.5], -3.4],
    [[-10.1, -4.5], -1.1],
    [[10, 0], null],
    [[0, 4], 0],
    [[parseNumber("1e40"), 7], 4],
  ],
  sqrt: [
    [[16], 4],
    [[2], "1.414213562373095048801688724209698"],
    [[0.25], 0.5],
    [[-1], null],
  ],
  log: [
    [[10], "2.302585092994045684017991454684364"],
    [[1], 0],
    [[0], null],
    [[-1], null],
  ],
  exp: [
    [[5], "148.4131591025766034211155800405523"],
    [[0], 1],
    [[100_000], null],
  ],
  odd: [
    [[5], true],
    [[-5], true],
    [[2], false],
    [[1.5], false],
    [[digits34], false],
  ],
  even: [
    [[0], true],
    [[-2], true],
    [[1.5], false],
    [[digits34], true],
    [["2"], null],
  ],
  "random number": [[[], 0.5]],
  number: [
    [["1500.5"], 1500.5],
    [["-.5e1"], -5],
    [[7], 7],
    [["12345678901234567890"], "12345678901234567890"],
    [["1,500", ","], 1500],
    [["1 500,5", " ", ","], 1500.5],
    [["1500,5", null, ","], 1500.5],
    [["1.000.000,01", ".", ","], 1_000_000.01],
    [["1,000,000.00", ",", null], 1_000_000],
    [["1,000,000.01", " ", "."], null],
    [["1,000,000.01", ":", "."], null],
    [["1,000,000.01", ",", ":"], null],
    [["1,000,000.00", ",", ","], null],
    [["1.5,5", null, ","], null],
    [["1.000.000,01", "."], null],
    [["x"], null],
    [[""], null],
    [["0x10"], null],
    [["Infinity"], null],
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

/** Rounded to whole numbers by every mode, as java.math.RoundingMode tells in its table. */
test.each([
  ["UP", [6, 3, 2, 2, 1, -1, -2, -2, -3, -6]],
  ["DOWN", [5, 2, 1, 1, 1, -1, -1, -1, -2, -5]],
  ["CEILING", [6, 3, 2, 2, 1, -1, -1, -1, -2, -5]],
  ["FLOOR", [5, 2, 1, 1, 1, -1, -2, -2, -3, -6]],
  ["HALF_UP", [6, 3, 2, 1, 1, -1, -1, -2, -3, -6]],
  ["HALF_DOWN", [5, 2, 2, 1, 1, -1, -1, -2, -2, -5]],
  ["HALF_EVEN", [6, 2, 2, 1, 1, -1, -1, -2, -2, -6]],
])("rounds %s", (mode, expected) => {
  const numbers = [5.5, 2.5, 1.6, 1.1, 1, -1, -1.1, -1.6, -2.5, -5.5];
  expect(numbers.map((n) => called("decimal", [n, 0, mode]).value)).toEqual(expected);
});

test("takes arguments by name", () => {
  const from = "1.000.000,01";
  const named = { from, "decimal separator": ",", "grouping separator": "." };
  expect(calledByName("number", named).value).toBe(1_000_000.01);
  expect(calledByName("modulo", { dividend: 10, divisor: 4 }).value).toBe(2);
  expect(calledByName("floor", { n: 1.56, scal: 1 } as Record<string, Feel>).value).toBe(null);
});
