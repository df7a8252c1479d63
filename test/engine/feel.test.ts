import { describe, expect, test } from "vitest";
import {
  expressionCallsMax,
  expressionDepthMax,
  expressionLengthMax,
  expressionStepsMax,
  valueBytesPerCommandMax,
} from "../../engine/bounds.ts";
import { evaluateExpression, evaluateToJson, readExpression } from "../../engine/feel/expression.ts";
import { randomFrom } from "../../engine/feel/moment.ts";
import type { Feel } from "../../engine/feel/value.ts";
import { type Json, show, toJson, type Variables } from "../../engine/feel/values.ts";

const variables: Variables = {
  amount: 250,
  text: "x",
  order: { id: "A-1", items: [{ price: 1 }, { price: 2 }] },
  list: [1, 2, 3],
  date: "2026-01-01",
};
const moment = { nowMs: Date.UTC(2026, 0, 5, 9, 30), random: randomFrom(() => "test") };

function read(source: string) {
  const expression = readExpression(source);
  if (!expression.ok) throw new Error(expression.message);
  return expression.value;
}

const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
const answerOf = (source: string) => evaluateToJson(read(source), lookup, moment);

describe("values", () => {
  test.each<[string, Json]>([
    ["=order.id", "A-1"],
    ["=sum(order.items.price)", 3],
    ["=order.items[price > 1].price", [2]],
    ["=list[1]", 1],
    ["=list[item > 1]", [2, 3]],
    ["=for x in list return x * 2", [2, 4, 6]],
    ["=some x in list satisfies x > 2", true],
    ['=if amount > 100 then "big" else "small"', "big"],
    ['={total: amount, "with space": [text]}', { total: 250, "with space": ["x"] }],
    ['=get value(order, "id")', "A-1"],
    ["=string(amount)", "250"],
    ["=date", "2026-01-01"],
    ["plain text", "plain text"],
    ["250", "250"],
    ["", ""],
  ])("%s is %j", (source, value) => expect(answerOf(source)).toEqual({ ok: true, value }));
});

describe("a variable and a function may have the same name", () => {
  const named: Variables = { items: [1, 2, 3], count: 3, sum: 6, date: "2026", now: "x", today: 1, string: "s", f: 1 };
  test.each<[string, Json]>([
    ["=count(items)", 3],
    ["=count + count(items)", 6],
    ["=sum(items) + sum", 12],
    ["=date(now()) = today()", true],
    ["=now", "x"],
    ["=today + 1", 2],
    ["=count([{count: 0}, {count: 2}][count > 0])", 1],
    ['=[{count: 3, tags: ["a"]}][count(tags) = 1].count', [3]],
    ["={count: 1, all: count([count, count])}.all", 2],
    ["={count: function(x) x + 1, all: count(1)}.all", 2],
    ["=substring(string: string(12345), start position: 2)", "2345"],
    ["={f: function(x) x + 1, r: f(1)}.r", 2],
    ['=get value({a: f}, string("a"))', 1],
    ["=list  contains([f], 1)", true],
  ])("%s is %j", (source, value) =>
    expect(evaluateToJson(read(source), (name) => named[name], moment)).toEqual({ ok: true, value }),
  );
});

describe("names that look like something else", () => {
  const named: Variables = { range: 3, order: { range: 7 }, orders: [{ range: 1 }, { range: 9 }], limit: 5 };
  test.each<[string, Json]>([
    ["=range < 5", true],
    ["=order.range <= 5", false],
    ["=orders[range < 5].range", [1]],
    ["={low: range < limit}", { low: true }],
    ["=for range in [1, 3] return range < 2", [true, false]],
    ["=[1..3] instance of range<number>", true],
    ["=(function(r: range<number>) r.start)([2..4])", 2],
    ["={f: function(x: list<range<number>>) count(x), n: f([[1..2]])}.n", 1],
    ["=and(true, or(false, true))", true],
    ["=limit in (1, 5) and (range > 1)", true],
  ])("%s is %j", (source, value) =>
    expect(evaluateToJson(read(source), (name) => named[name], moment)).toEqual({ ok: true, value }),
  );
});

describe("numbers that JavaScript would round", () => {
  test.each<[string, string]>([
    ["=143158239044169700 - 143158239044832080", "-662380"],
    ["=123456789012345680000 / 16384", "7535204407491801.7578125"],
    ["=9007199254740993 - 1", "9007199254740992"],
    ["=0.1 + 0.2", "0.3"],
    ["=1.1 * 1.1", "1.21"],
  ])("%s is %s", (source, value) => {
    const answer = answerOf(source);
    expect(answer.ok && JSON.stringify(answer.value)).toBe(value);
  });
});

test("models that were deployed with it go on: what is said twice, and types that nobody knows, are null", () => {
  expect(answerOf("={a: 1, a: 2}")).toEqual({ ok: true, value: null });
  expect(answerOf("=amount instance of foo")).toEqual({ ok: true, value: null });
  expect(answerOf("={f: function(x: foo) x, y: f(1)}.y")).toEqual({ ok: true, value: 1 });
});

test("what is defined is told however many warnings there were", () => {
  const source = "=[for i in 1..25 return nothing, is defined(nothing)][-1]";
  expect(answerOf(source)).toEqual({ ok: true, value: false });
});

test("the expressions of a command have one budget", () => {
  const budget = { stepsLeft: 1_000 };
  const counting = read("=count(for i in 1..100 return i)");
  const told = Array.from({ length: 6 }, () => evaluateToJson(counting, () => undefined, { ...moment, budget }));
  expect(told[0]).toEqual({ ok: true, value: 100 });
  expect(told.at(-1)).toEqual({
    ok: false,
    message: expect.stringContaining("the expressions of the command take more than 10000000 steps"),
  });
});

describe("what is missing or makes no sense is null", () => {
  test.each([
    "=missing",
    "=missing.member.of",
    "=missing > 1",
    "=not(missing)",
    "=amount / 0",
    '="a" + 1',
    '=number("x")',
    '=date("nonsense")',
    "=order.constructor",
    "=constructor",
    "=__proto__",
    "=5 between 1 and text",
    "=for i in 1..10 ** 400 return i",
    "=function(x) x",
  ])("%s", (source) => expect(answerOf(source)).toEqual({ ok: true, value: null }));
});

describe("times are told in ISO 8601, and the clock is the command's", () => {
  test.each<[string, Json]>([
    ["=now()", "2026-01-05T09:30:00Z"],
    ["=today()", "2026-01-05"],
    ['=now() + duration("PT1H")', "2026-01-05T10:30:00Z"],
    ['=date("2026-01-05")', "2026-01-05"],
    ['=@"2026-01-05"', "2026-01-05"],
    ['=time("10:00:00")', "10:00:00"],
    ['=duration("PT5M")', "PT5M"],
    ['=duration("P1Y2M")', "P1Y2M"],
    ['=date and time("2026-01-05T10:00:00")', "2026-01-05T10:00:00"],
    ['=date and time("2026-01-05T10:00:00@Europe/Oslo")', "2026-01-05T10:00:00+01:00[Europe/Oslo]"],
    ["={due: [today()]}", { due: ["2026-01-05"] }],
  ])("%s is %j", (source, value) => expect(answerOf(source)).toEqual({ ok: true, value }));
});

describe("values without JSON of their own", () => {
  test.each<[string, Json]>([
    ["=[1..3]", "[1..3]"],
    ['=("a".."c"]', '("a".."c"]'],
    ['=[date("2026-01-01")..date("2026-02-01"))', '["2026-01-01".."2026-02-01")'],
    ["=for x in 1..3 return partial", [[], [[]], [[], [[]]]]],
  ])("%s is %j", (source, value) => expect(answerOf(source)).toEqual({ ok: true, value }));

  test.each<[Feel, Json]>([[JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')]])(
    "%s is %j",
    (value, json) => expect(toJson(value)).toEqual(json),
  );
});

describe("what is iterated, filtered and called is counted, and stays what it was", () => {
  test.each<[string, Json]>([
    ["=for i in 1..3, j in [i, 10] return i + j", [2, 11, 4, 12, 6, 13]],
    ["=for i in 1..count(list) return for j in i..3 return j", [[1, 2, 3], [2, 3], [3]]],
    ["=for i in (1 + 1)..amount - 247 return i", [2, 3]],
    ["=for i in 3..1 return i", [3, 2, 1]],
    ["=for i in [1..3] return i", [1, 2, 3]],
    ["=for i in 1..missing return i", null],
    ["=for x in amount return x", null],
    ["=every x in list satisfies some y in list[item > x - 1] satisfies y > 0", true],
    ["=order.items[price > 1][1].price", 2],
    ["=list[item > 1][item > 2]", [3]],
    ["=[1, 2, 3][> 1]", [2, 3]],
    ["=list[list[1]]", 1],
    ["=sort(list, function(x, y) x > y)", [3, 2, 1]],
    ["={f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", 120],
    ["=for c in [{a: [1, 2]}, {a: [3]}] return sum(c.a[item > 1])", [2, 3]],
  ])("%s is %j", (source, value) => expect(answerOf(source)).toEqual({ ok: true, value }));

  test.each([
    "=count(for i in 1..100000000 return i)",
    "=count(for i in [1..100000000] return i)",
    "=count(for i in 1..1000, j in 1..1000 return 1)",
    "=for i in 1..1000 return for j in 1..1000 return 1",
    "=some i in 1..1000, j in 1..1000 satisfies i + j < 0",
    "=count(for i in 1..1000 return count((for j in 1..10 return j)[item > 200]) + count(wide[item > i]))",
    "={f: function(n) if n < 2 then 1 else f(n - 1) + f(n - 1), r: f(40)}.r",
  ])("%s fails", (source) => {
    const wide = Array.from({ length: 1_000 }, () => 0);
    const answer = evaluateToJson(read(source), (name) => (name === "wide" ? wide : undefined), moment);
    const message = `failed: it takes more than ${expressionStepsMax} steps`;
    expect(answer).toEqual({ ok: false, message: expect.stringContaining(message) });
  });
});

describe("failures", () => {
  test.each([
    ["={f: function(x) f(x), r: f(1)}.r", `its functions call each other deeper than ${expressionCallsMax}`],
    ['=assert(amount, amount > 300, "too little")', "too little"],
  ])("%s fails", (source, message) => {
    expect(answerOf(source)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  test.each([
    "=for i in 1..60 return [partial[-1], partial[-1]]",
    "=for i in 1..60 return {a: partial[-1], b: partial[-1]}",
  ])("%s shares what is doubled, and fails before it is no longer shared", (source) => {
    const message = `Expected values of at most ${valueBytesPerCommandMax} bytes in one command, got more at expression`;
    expect(answerOf(source)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  test("ranges within ranges, whose text doubles with each, fail before it is written", () => {
    const ranges = `(${">".repeat(40)} 3)`;
    const message = `Expected values of at most ${valueBytesPerCommandMax} bytes in one command, got more`;
    expect(answerOf(`=${ranges}`)).toEqual({ ok: false, message: expect.stringContaining(message) });
    for (const name of ["string", "to json"])
      expect(JSON.stringify(answerOf(`=${name}(${ranges})`)).length).toBeLessThan(10_000);
  });

  test("a value nested without end fails, and is named in messages", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as Json;
    const answer = evaluateToJson(read("=deep"), () => deep, moment);
    expect(answer.ok).toBe(false);
    expect(show(deep)).toBe("a deeply nested value");
  });
});

describe("expressions that cannot be read", () => {
  test.each([
    ["=", 'Expected a FEEL expression, got "=": it is empty'],
    ["=  ", 'Expected a FEEL expression, got "=": it is empty'],
    ["=1 +", 'Expected a FEEL expression, got "=1 +": unexpected end at character 4'],
    ["= (amount", 'Expected a FEEL expression, got "= (amount": unexpected end at character 9'],
    [
      "=is define(amount)",
      'Expected a FEEL expression, got "=is define(amount)": function "is define" does not exist, which would always give null (did you mean "is defined"?), at character 1',
    ],
    ["=if amount", 'Expected a FEEL expression, got "=if amount": unexpected end at character 10'],
  ])("%s", (source, message) => expect(readExpression(source)).toEqual({ ok: false, message }));
});

test("an expression that is too long is not even parsed", () => {
  const message = `Expected an expression of at most ${expressionLengthMax} characters, got ${2 * expressionLengthMax + 2}`;
  expect(readExpression(`=${"1+".repeat(expressionLengthMax)}1`)).toEqual({ ok: false, message });
});

describe("brackets", () => {
  const nested = (depth: number) => `=${"[".repeat(depth)}1${"]".repeat(depth)}`;
  const message = (source: string) =>
    `Expected a FEEL expression, got "${source}": its brackets are nested deeper than ${expressionDepthMax}`;

  test.each([
    ["within the bound", nested(expressionDepthMax)],
    ["in a text", `="${"{".repeat(200)}\\"${"(".repeat(200)}"`],
    ["in a comment", `=1 /* ${"{".repeat(200)} */ + 1 // ${"[".repeat(200)}`],
    ["beside each other", `=${"[1][1] + ".repeat(200)}1`],
  ])("%s are read", (_, source) => expect(readExpression(source).ok).toBe(true));

  test.each([
    ["closed", nested(expressionDepthMax + 1)],
    ["open", `=${"{a:".repeat(expressionDepthMax + 1)}`],
    ["closed wrongly", `=${"{a:]".repeat(expressionDepthMax + 1)}`],
    ["behind a text that does not end", `=${"(".repeat(expressionDepthMax + 1)}"`],
  ])("nested too deep and %s are refused unread", (_, source) =>
    expect(readExpression(source)).toEqual({ ok: false, message: message(source) }),
  );
});

describe("names", () => {
  test.each<[string, string[]]>([
    ["=amount > limit", ["amount", "limit"]],
    ["=order.items[price > 1]", ["order", "price"]],
    ["=amount + amount", ["amount"]],
    ["=count(items) + max(1, 2)", ["items"]],
    ['="amount"', []],
    ["amount", []],
  ])("%s reads %j", (source, names) => expect(read(source).names).toEqual(names));

  test("nothing but the named variables is looked up", () => {
    const asked: string[] = [];
    evaluateExpression(read("=order.id"), (name) => void asked.push(name), moment);
    expect(asked).toEqual(["order"]);
  });
});

test.each<[Feel, string]>([
  ["paid", '"paid"'],
  [250, "250"],
  [null, "null"],
  ["y".repeat(100), `"${"y".repeat(76)}...`],
])("%s is shown as %s", (value, text) => expect(show(value)).toBe(text));
