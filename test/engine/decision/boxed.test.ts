import { describe, expect, test } from "vitest";
import type { Feel } from "../../../engine/feel/value.ts";
import { decide, decision, definitions, literal, requiresKnowledge } from "./decide.ts";

const entry = (name: string, value: string, typeRef = "") =>
  `<contextEntry>${name && `<variable name="${name}"${typeRef && ` typeRef="${typeRef}"`}/>`}${value}</contextEntry>`;
const child = (name: string, text: string) => `<${name}>${literal(text)}</${name}>`;
const parameter = (name: string, typeRef = "") =>
  `<formalParameter name="${name}"${typeRef && ` typeRef="${typeRef}"`}/>`;

/** Of one decision without requirements. */
const cases: readonly (readonly [what: string, logic: string, variables: Record<string, Feel>, expected: Feel])[] = [
  ["a literal expression", literal("x + 1"), { x: 1 }, 2],
  ["an empty one", "<literalExpression><text></text></literalExpression>", {}, null],
  [
    "a context, whose entries see those before them",
    `<context>${entry("a b", literal("x"))}${entry("c", literal("a b * 2"))}</context>`,
    { x: 2 },
    { "a b": 2, c: 4 },
  ],
  [
    "a context with a result",
    `<context>${entry("a", literal("x"))}${entry("", literal("a * 3"))}</context>`,
    { x: 2 },
    6,
  ],
  ["a list", `<list>${literal("x")}${literal('"b"')}</list>`, { x: 1 }, [1, "b"]],
  [
    "a relation",
    `<relation><column name="a"/><column name="b" typeRef="number"/><row>${literal("1")}${literal("x")}</row><row>${literal("3")}${literal("4")}</row></relation>`,
    { x: 2 },
    [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  ],
  [
    "a function, called by position and by name",
    `<context>${entry("f", `<functionDefinition>${parameter("a")}${parameter("b")}${literal("a - b - x")}</functionDefinition>`)}${entry("", literal("[f(5, 1), f(b: 5, a: 1)]"))}</context>`,
    { x: 1 },
    [3, -5],
  ],
  [
    "an invocation",
    `<context>${entry("f", `<functionDefinition>${parameter("a")}${parameter("b")}${literal("a - b")}</functionDefinition>`)}${entry(
      "",
      `<invocation>${literal("f")}<binding><parameter name="b"/>${literal("1")}</binding><binding><parameter name="a"/>${literal("x")}</binding></invocation>`,
    )}</context>`,
    { x: 5 },
    4,
  ],
  [
    "a conditional",
    `<conditional>${child("if", "x > 1")}${child("then", '"more"')}${child("else", '"less"')}</conditional>`,
    { x: 2 },
    "more",
  ],
  [
    "a conditional of null",
    `<conditional>${child("if", "x")}${child("then", '"more"')}${child("else", '"less"')}</conditional>`,
    {},
    "less",
  ],
  [
    "a filter",
    `<filter>${child("in", "x")}${child("match", "item > 1 and a = null")}</filter>`,
    { x: [1, 2, 3] },
    [2, 3],
  ],
  [
    "a filter by entries",
    `<filter>${child("in", "x")}${child("match", "a > 1")}</filter>`,
    { x: [{ a: 1 }, { a: 2 }] },
    [{ a: 2 }],
  ],
  [
    "a filter by an entry that is null, and no variable of the same name",
    `<filter>${child("in", "x")}${child("match", "a = 5")}</filter>`,
    { x: [{ a: null }, { a: 5 }, {}], a: 5 },
    [{ a: 5 }, {}],
  ],
  ["a filter of one", `<filter>${child("in", "x")}${child("match", "item > 1")}</filter>`, { x: 2 }, [2]],
  [
    "for",
    `<for iteratorVariable="n">${child("in", "x")}${child("return", "n * count(partial)")}</for>`,
    { x: [5, 6, 7] },
    [0, 6, 14],
  ],
  [
    "for, whose results hold results",
    `<for iteratorVariable="n">${child("in", "x")}${child("return", "partial")}</for>`,
    { x: [1, 2, 3] },
    [[], [[]], [[], [[]]]],
  ],
  [
    "some",
    `<some iteratorVariable="n">${child("in", "x")}${child("satisfies", "n > 2")}</some>`,
    { x: [1, 2, 3] },
    true,
  ],
  [
    "some of nothing",
    `<some iteratorVariable="n">${child("in", "x")}${child("satisfies", "n > 2")}</some>`,
    { x: [] },
    false,
  ],
  [
    "every",
    `<every iteratorVariable="n">${child("in", "x")}${child("satisfies", "n > 2")}</every>`,
    { x: [1, 2, 3] },
    false,
  ],
  [
    "every of something unknown",
    `<every iteratorVariable="n">${child("in", "x")}${child("satisfies", "n > 2")}</every>`,
    { x: [null, 3] },
    null,
  ],
];

test.each(cases)("%s", async (_, logic, variables, expected) =>
  expect(await decide(definitions(decision("d", logic)), "d", variables)).toEqual(expected),
);

const knowledge = (id: string, parameters: string, body: string, attributes = "") =>
  `<businessKnowledgeModel id="${id}" name="${id}"><variable name="${id}"/><encapsulatedLogic ${attributes}>${parameters}${body}</encapsulatedLogic></businessKnowledgeModel>`;

describe("a business knowledge model", () => {
  const calling = (text: string) => decision("d", literal(text), requiresKnowledge("factorial"));
  const factorial = knowledge(
    "factorial",
    parameter("n", "number"),
    literal("if n <= 1 then 1 else n * factorial(n - 1)"),
    'typeRef="number"',
  );

  test.each([
    ["factorial(5)", 120],
    ["factorial(n: 3)", 6],
    ["factorial([4])", 24],
    ["factorial(1, 2)", null],
    ["factorial(m: 1)", null],
  ])("%s is %s", async (text, expected) =>
    expect(await decide(definitions(calling(text) + factorial), "d")).toEqual(expected),
  );

  test("does not see the variables around its call", async () => {
    const f = knowledge("factorial", parameter("n"), literal("[n, x]"));
    expect(await decide(definitions(calling("factorial(1)") + f), "d", { x: 2 })).toEqual([1, null]);
  });

  test("is not called with another type, which is null; Camunda's dialect takes it", async () => {
    const f = knowledge("factorial", parameter("n", "number"), literal("string(n)"));
    const xml = definitions(calling('factorial("a")') + f);
    expect(await decide(xml, "d", {}, "dmn")).toBeNull();
    expect(await decide(xml, "d", {}, "camunda")).toBe("a");
  });

  test("that calls itself for ever fails", async () => {
    const endless = knowledge("factorial", parameter("n"), literal("factorial(n + 1)"));
    await expect(decide(definitions(calling("factorial(1)") + endless), "d")).rejects.toThrow(
      /^Decision "d" cannot be made: its functions call each other deeper/,
    );
  });
});
