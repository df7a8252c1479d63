import { expect, test } from "vitest";
import { literalTests, literalValue } from "../../../engine/decision/table/cells.ts";
import { columnIndex, hitsOf, meets } from "../../../engine/decision/table/column.ts";
import { holdsAt, sideBySide } from "../../../engine/decision/table/sideBySide.ts";
import { compileUnaryTests } from "../../../engine/feel/compile.ts";
import { Evaluation } from "../../../engine/feel/evaluation.ts";
import { parseNumber } from "../../../engine/feel/numbers.ts";
import { parseTemporal } from "../../../engine/feel/temporal/parse.ts";
import { type Feel, Range } from "../../../engine/feel/value.ts";

const texts = [
  '"a"',
  '"a", "b"',
  '"", "a b"',
  "1",
  "-1.5, 2",
  "0",
  "true",
  "false",
  "true, false",
  "< 5",
  "<=5",
  "> -1",
  ">= 2.5",
  "< 1, > 2",
  "[1..5]",
  "(1..5)",
  "]1..5[",
  "[1..5[",
  "[5..1]",
  "[-2..2], 5",
  '1, "a", true',
];

const inputs: readonly Feel[] = [
  null,
  "a",
  "",
  "a b",
  "1",
  0,
  1,
  -1.5,
  2.5,
  5,
  4.999,
  true,
  false,
  ["a"],
  [1],
  [1, 2],
  [],
  { a: 1 },
  parseTemporal("2024-02-29"),
  new Range(1, 5, { start: true, end: true }),
  parseNumber("4.9999999999999999999999"),
];

test.each(texts)("%s holds where FEEL says that it holds", (text) => {
  const literals = literalTests(text);
  const compiled = compileUnaryTests(text);
  if (!literals || !compiled.ok) throw new Error(`Expected literals, got ${text}`);
  const held = inputs.map((input) => {
    const run = new Evaluation({ nowMs: 0, random: () => 0 });
    return compiled.value.evaluate((name) => (name === "?" ? input : undefined), run) === true;
  });
  expect(inputs.map((input) => meets(literals, input))).toEqual(held);
  // The same beside other rules, where it can be told without the entry.
  const cells = sideBySide([
    { literals: null, tests: null },
    { literals, tests: null },
  ]);
  expect(inputs.map((input) => holdsAt(cells, 1, input) ?? meets(literals, input))).toEqual(held);
  expect(inputs.map((input) => holdsAt(cells, 0, input))).toEqual(inputs.map(() => true));
  // The index finds what holds, and nothing that does not.
  const index = columnIndex([null, literals]);
  expect(inputs.map((input) => hitsOf(index, input)?.includes(1))).toEqual(held);
  expect(index.always).toEqual([0]);
});

test.each([
  "-",
  "x",
  '"a\\n"',
  'not("a")',
  "< x",
  "1 + 1",
  '"a",',
  "12345678901234567890",
  '@"2024-02-29"',
  "[1..x]",
  "trueish",
  "null",
  '"a" "b"',
])("%s is left to FEEL", (text) => expect(literalTests(text)).toBeNull());

test.each([
  ['"a"', "a"],
  ["12.5", 12.5],
  ["false", false],
  ['"a","a"', null],
  ["< 5", null],
  ["x", null],
])("%s is the literal %s", (text, value) => expect(literalValue(text)).toEqual(value));
