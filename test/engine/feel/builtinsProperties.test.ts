import { describe, expect, test } from "vitest";
import { builtIns, dmnBuiltIns } from "../../../engine/feel/builtins/index.ts";
import { invokeBuiltIn } from "../../../engine/feel/builtins/invoke.ts";
import { AssertionFailed, BoundReached } from "../../../engine/feel/evaluation.ts";
import { add, decimalOf, isNumeric, multiply, parseNumber, reduced, subtract } from "../../../engine/feel/numbers.ts";
import { parseTemporal } from "../../../engine/feel/temporal/parse.ts";
import { type Feel, FunctionValue, isContext, isList, Range, Temporal } from "../../../engine/feel/value.ts";
import { called, evaluation, functionOf } from "./builtinsCalled.ts";

/** Park and Miller's generator: the same numbers every time. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const temporals = [
  "2024-02-29",
  "14:55:00",
  "14:55:00@Europe/Berlin",
  "2024-02-29T10:00:00@Europe/Berlin",
  "P1Y2M",
  "-PT3H",
];

const numbers = ["0", "1", "-1", "2.5", "-2", "17", "12345678901234567890", "1e6000", "-1e-6000", "0.1", "3"];

/** Nothing can be changed in it. */
const values: readonly Feel[] = [
  null,
  true,
  false,
  ...numbers.map((text) => parseNumber(text)),
  ...["", "a", "foobar", "🐎a", "(a)|b*", "[a-", "1,5", ",", '{"a":[1,null]}', "im", "$1", "UP", "2024-01-01"],
  ...temporals.map((text) => parseTemporal(text)),
  new Range(1, 10, { start: true, end: false }),
  new Range(null, "m", { start: false, end: true }),
  functionOf(["x", "y"], (x, y) => (x as number) < (y as number)),
  functionOf(["x"], (x) => x ?? null),
  frozen([]),
  frozen([1, 2, 3]),
  frozen([3, null, 1, "a", 3]),
  frozen(["a", "b", "a"]),
  frozen([true, false]),
  frozen([[1], [2, [3]], []]),
  frozen([
    { key: "a", value: 1 },
    { key: "a", value: 2 },
  ]),
  frozen([{ a: 1 }, { b: { c: 2 } }]),
  frozen({}),
  frozen({ a: 1, b: { c: [1, { d: 2 }] } }),
];

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) frozen(inner);
  return Object.freeze(value);
}

describe("whatever the arguments are", () => {
  test.each(Object.keys(builtIns))("%s gives a value, and changes nothing", (name) => {
    const next = chance(name.length * 7_919 + 1);
    for (let count = 0; count < 300; count += 1) {
      const args = Array.from({ length: next(5) }, () => values[next(values.length)] ?? null);
      const forms = (next(2) === 0 ? builtIns : dmnBuiltIns)[name] ?? [];
      const value = outcomeOf(() => invokeBuiltIn(name, forms, args, evaluation()));
      if (!isSound(value)) expect.fail(`${name}(${args.map(String).join(", ")}) gives ${String(value)}`);
    }
  });
});

/** Null when it is refused as too much, or as an assertion that does not hold. */
function outcomeOf(call: () => Feel): Feel {
  try {
    return call();
  } catch (failure) {
    if (failure instanceof BoundReached || failure instanceof AssertionFailed) return null;
    throw failure;
  }
}

/** A number has one form, and is one. */
function isSound(value: Feel): boolean {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (isNumeric(value)) return Object.is(reduced(decimalOf(value)), value) || typeof value === "object";
  if (isList(value)) return value.every(isSound);
  if (value instanceof Temporal || value instanceof Range || value instanceof FunctionValue) return true;
  return isContext(value) && Object.values(value).every(isSound);
}

/** Pieces of patterns that mean the same in JavaScript. */
const pieces = "a b c . a* b+? [ab] [^b] (?:a|bc) (a|b) (b*) c{1,2} ^ $ | \\b \\d \\W".split(" ");
const replacements = ["-", "", "[$0]", "\\$"];

test("regular expressions find what those of JavaScript find", () => {
  const next = chance(4_711);
  for (let count = 0; count < 1_500; count += 1) {
    const pattern = Array.from({ length: 1 + next(5) }, () => pieces[next(pieces.length)]).join("");
    const text = Array.from({ length: next(12) }, () => "abc 1\n"[next(6)]).join("");
    const flags = ["", "i", "m", "s", "ims"][next(5)] ?? "";
    const other = new RegExp(pattern, `${flags}gu`);
    const isThere = called("matches", [text, pattern, flags]).value;
    const replacement = replacements[next(replacements.length)] ?? "";
    const { value } = called("replace", [text, pattern, replacement, flags]);
    const expected = text.replace(other, replacement.replace("$0", "$$&").replace("\\$", "$$$$"));
    if (isThere !== new RegExp(pattern, `${flags}u`).test(text) || value !== expected)
      expect.fail(`${pattern} with ${flags} in ${JSON.stringify(text)}: ${isThere}, ${value}, not ${expected}`);
  }
});

test("what is no regular expression is null with a warning, and never anything else", () => {
  const next = chance(99);
  const signs = "ab()[]{}|*+?^$.\\-&pPwdQEk<>=!:1,xiIc ";
  for (let count = 0; count < 3_000; count += 1) {
    const pattern = Array.from({ length: next(12) }, () => signs[next(signs.length)]).join("");
    const { value, warnings } = called("matches", ["ab", pattern, next(2) === 0 ? "" : "ix"]);
    if (value === null ? warnings.length !== 1 : typeof value !== "boolean") expect.fail(pattern);
  }
});

/** Their kinds as well: equal numbers have one form. */
const told = (some: readonly Feel[]) => some.map((one) => `${typeof one} ${one}`).join(", ");

test("decimals are added and multiplied as such, however few places they have", () => {
  const next = chance(31);
  const decimal = () => parseNumber(`${next(2) === 0 ? "-" : ""}${next(10 ** (1 + next(9)))}e-${next(9)}`) ?? 0;
  for (let count = 0; count < 3_000; count += 1) {
    const [left, right] = [decimal(), decimal()];
    const [one, other] = [decimalOf(left), decimalOf(right)];
    const came = [add(left, right), subtract(left, right), multiply(left, right)];
    const expected = [reduced(one.plus(other)), reduced(one.minus(other)), reduced(one.times(other))];
    if (told(came) !== told(expected)) expect.fail(`${left} and ${right}: ${told(came)}, not ${told(expected)}`);
  }
});

test("a sum does not depend on the order of what is summed", () => {
  const next = chance(5);
  for (let count = 0; count < 100; count += 1) {
    const items = Array.from({ length: 20 }, () => parseNumber(`${next(2_000) - 1_000}.${next(1_000)}`));
    expect(called("sum", [items]).value).toEqual(called("sum", [items.toReversed()]).value);
  }
});

test("from json reads what to json writes", () => {
  for (const value of values.filter(
    (one) => isList(one) || isContext(one) || isNumeric(one) || typeof one === "string",
  )) {
    const text = called("to json", [value]).value;
    const back = invokeBuiltIn("from json", builtIns["from json"] ?? [], [text], evaluation());
    expect(back).toEqual(value);
  }
});
