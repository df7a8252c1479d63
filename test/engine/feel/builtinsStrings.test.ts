import { describe, expect, test } from "vitest";
import { invokeBuiltIn } from "../../../engine/feel/builtins/invoke.ts";
import { AssertionFailed, BoundReached, defaultLimits } from "../../../engine/feel/evaluation.ts";
import { called, calledByName, evaluation, formsOf, type Row } from "./builtinsCalled.ts";

const tables: Readonly<Record<string, readonly Row[]>> = {
  "string length": [
    [["foo"], 3],
    [[""], 0],
    [["🐎😀"], 2],
    [["\ud83d"], 1],
    [[null], null],
    [[1], null],
  ],
  substring: [
    [["foobar", 3], "obar"],
    [["foobar", -2], "ar"],
    [["foobar", 3, 3], "oba"],
    [["foobar", 3, 3.8], "oba"],
    [["foobar", -3, 2], "ba"],
    [["foobar", 3, 10], "obar"],
    [["foobar", -6, 6], "foobar"],
    [["abc", -1, 4], "c"],
    [["abc", 4, 4], ""],
    [["abc", 2, 0], ""],
    [["🐎foo", 2], "foo"],
    [["a🐎😀b", 2, 2], "🐎😀"],
    [["a🐎😀b", -2, 1], "😀"],
    [["abc", 0], null],
    [["abc", -4], null],
    [["abc", 1, -1], null],
    [["abc", 1, null], null],
  ],
  "upper case": [
    [["aBc4"], "ABC4"],
    [["straße"], "STRASSE"],
  ],
  "lower case": [[["?@{AbC"], "?@{abc"]],
  "substring before": [
    [["foobar", "bar"], "foo"],
    [["foobar", "x"], ""],
    [["foobar", ""], ""],
    [["", ""], ""],
  ],
  "substring after": [
    [["foobar", "ob"], "ar"],
    [["foobar", "x"], ""],
    [["foo", ""], "foo"],
    [["", "a"], ""],
  ],
  contains: [
    [["foobar", "of"], false],
    [["foobar", "oba"], true],
    [["", ""], true],
    [[null, "a"], null],
  ],
  "starts with": [
    [["foobar", "fo"], true],
    [["foobar", "bar"], false],
  ],
  "ends with": [
    [["foobar", "r"], true],
    [["foobar", "fo"], false],
  ],
  "string join": [
    [[["a", "b", "c"]], "abc"],
    [[["a", "b", "c"], ", "], "a, b, c"],
    [[["a", "b", "c"], ", ", "[", "]"], "[a, b, c]"],
    [[["a", null, "c"], "X"], "aXc"],
    [[["a", "b"], null], "ab"],
    [[[], "X"], ""],
    [["a", "X"], "a"],
    [[["a", 1]], null],
    [[["a"], "X", "foo"], null],
    [[null], null],
  ],
  trim: [[["  hello   world \n"], "hello   world"]],
  "is blank": [
    [["\t\n\r\f "], true],
    [[" x "], false],
  ],
  uuid: [[[], "88888888-8888-4888-8888-888888888888"]],
  "to base64": [
    [["FEEL"], "RkVFTA=="],
    [["Camunda"], "Q2FtdW5kYQ=="],
    [["Größe 😀"], "R3LDtsOfZSDwn5iA"],
    [["\ud83d"], "77+9"],
    [[""], ""],
  ],
  "from base64": [
    [["RkVFTA=="], "FEEL"],
    [["RkVFTA"], "FEEL"],
    [["R3LDtsOfZSDwn5iA"], "Größe 😀"],
    [["!!!"], null],
    [["RkVFTA="], null],
    [["/w=="], null],
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
  expect(calledByName("substring", { string: "foobar", "start position": 3 }).value).toBe("obar");
  expect(calledByName("string join", { delimiter: "X", list: ["a", "c"] }).value).toBe("aXc");
  expect(calledByName("is blank", { string: "" }).value).toBe(true);
});

test("a long text is searched in a time in proportion to it", () => {
  const text = "a".repeat(200_000);
  const match = `${"a".repeat(20_000)}b${"a".repeat(20_000)}`;
  expect(called("contains", [text, match]).value).toBe(false);
  expect(called("contains", [`${text}${match}c`, match]).value).toBe(true);
  expect(called("substring before", [`x${match}c`, match]).value).toBe("x");
  expect(called("substring after", [`x${match}c`, match]).value).toBe("c");
});

test("what it makes is bounded", () => {
  const run = evaluation({ ...defaultLimits, bytesMax: 1_000 });
  const join = () =>
    invokeBuiltIn("string join", formsOf("string join", "camunda"), [["a".repeat(400), "b".repeat(200)]], run);
  expect(join).toThrow(new BoundReached("it makes values of more than 1000 bytes"));
});

test("an assertion that does not hold fails the evaluation", () => {
  expect(called("assert", [4, true, "x"]).value).toBe(4);
  expect(() => called("assert", [4, false, "too large"])).toThrow(new AssertionFailed("too large"));
  expect(() => called("assert", [4, null])).toThrow(new AssertionFailed("the condition of assert() is not true"));
});
