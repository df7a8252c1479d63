import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type InputField, literals } from "../../console/decisions/inputField.ts";
import { furtherProblem, inputProblem, inputText, inputVariables } from "../../console/decisions/inputValues.ts";
import { type Stage, startStage } from "../modeler/stage.ts";
import { lending } from "./decisionsModels.ts";

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await startStage();
  page = await stage.open("decision-viewer");
});
afterAll(() => stage?.close());

/** Runs in a browser, which has the parser that the functions read with. */
const fieldsOf = (xml: string, decisionId: string) =>
  page.evaluate<InputField[]>(`(async () => {
    const { DecisionModelText } = await import("/console/decisions/decisionModel.ts");
    const { inputFields, textsToRead } = await import("/console/decisions/inputFields.ts");
    const { freeNames } = await import("/console/decisions/freeNames.ts");
    const model = new DecisionModelText(${JSON.stringify(xml)});
    const texts = textsToRead(model, ${JSON.stringify(decisionId)});
    return inputFields(model, ${JSON.stringify(decisionId)}, texts ? freeNames(model, texts) : []);
  })()`);

const definitions = (content: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20180521/MODEL/" id="d" name="D" namespace="n">${content}</definitions>`;

test("a form asks for what the decision and those that it requires read, not for what they give each other", async () => {
  expect((await fieldsOf(lending(), "offer")).map(({ name, label, kind }) => [name, label, kind])).toEqual([
    ["amount", "Amount", "number"],
    ["applicant.age", "Age", "number"],
    ["applicant.employment", "Employment", "text"],
  ]);
  const [, employment] = await fieldsOf(lending(), "riskClass");
  expect(employment?.choices).toEqual(['"employed"', '"self-employed"', '"none"']);
});

test("types, allowed values and variables in expressions come from wherever the file has them", async () => {
  const xml = definitions(`
    <itemDefinition name="tGrade"><typeRef>feel:string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>
    <itemDefinition name="tPerson"><itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>
    <inputData id="i1" name="Grade"><variable name="Grade" typeRef="tGrade" /></inputData>
    <inputData id="i2" name="Due date"><variable name="Due date" typeRef="date" /></inputData>
    <inputData id="i3" name="person"><variable name="person" typeRef="tPerson" /></inputData>
    <decision id="d1" name="Fee"><variable name="Fee" />
      ${["i1", "i2", "i3"].map((id) => `<informationRequirement><requiredInput href="#${id}" /></informationRequirement>`).join("")}
      <context>
        <contextEntry><variable name="late" /><literalExpression><text>Due date.year &lt; limits.year of grace</text></literalExpression></contextEntry>
        <contextEntry><literalExpression><text>if late and Grade = "A" then rate else 0</text></literalExpression></contextEntry>
      </context>
    </decision>`);
  expect(
    Object.fromEntries((await fieldsOf(xml, "d1")).map(({ name, kind, choices }) => [name, [kind, choices]])),
  ).toMatchObject({
    Grade: ["text", ['"A"', '"B"']],
    "Due date": ["date", []],
    person: ["json", []],
    rate: ["any", []],
  });
});

test("rules suggest the texts that they ask for, and a cycle of requirements ends", async () => {
  const table = (id: string, needs: string) => `<decision id="${id}" name="${id}">
    <informationRequirement><requiredDecision href="#${needs}" /></informationRequirement>
    <decisionTable><input><inputExpression typeRef="string"><text>tier ${id}</text></inputExpression></input><output />
    <rule><inputEntry><text>"gold", "silver"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
    <rule><inputEntry><text>not("gold")</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></decision>`;
  const fields = await fieldsOf(definitions(table("a", "b") + table("b", "a")), "a");
  expect(fields.map(({ name, suggestions }) => [name, suggestions])).toEqual([
    ["tier a", ['"gold"', '"silver"']],
    ["tier b", ['"gold"', '"silver"']],
  ]);
});

test.each([
  ['"a"', ['"a"']],
  [' "a, b" ,"c\\"d", 3,-1.5,true', ['"a, b"', '"c\\"d"', "3", "-1.5", "true"]],
  ["[1..5]", null],
  ['"a" or "b"', null],
  ["", null],
])("%s lists %j", (text, values) => expect(literals(text)).toEqual(values));

const field = (kind: InputField["kind"], more: Partial<InputField> = {}): InputField => ({
  name: "x",
  label: "X",
  kind,
  choices: [],
  suggestions: [],
  allowed: "",
  ...more,
});

test.each<[InputField["kind"], string, unknown]>([
  ["number", " 12.50 ", 12.5],
  ["boolean", "false", false],
  ["text", "12", "12"],
  ["any", "12", 12],
  ["any", "twelve", "twelve"],
  ["json", "[1]", [1]],
  ["date", "2026-11-21", "2026-11-21"],
  ["time", "10:30", "10:30:00"],
  ["dateTime", "2026-11-21T10:30", "2026-11-21T10:30:00"],
  ["dateTime", "2026-11-21T10:30:15", "2026-11-21T10:30:15"],
  ["duration", "P1DT2H", "P1DT2H"],
])("a %s typed as %j is %j", (kind, text, value) => {
  expect(inputProblem(field(kind), text)).toBeNull();
  expect(JSON.parse(JSON.stringify(inputVariables([field(kind)], new Map([["x", text]]), "")))).toEqual({ x: value });
});

test("a number is sent with all the digits that were typed", () => {
  const digits = "0.12345678901234567890123";
  expect(JSON.stringify(inputVariables([field("number")], new Map([["x", digits]]), ""))).toBe(`{"x":${digits}}`);
});

test.each<[InputField["kind"], string, RegExp]>([
  ["number", "1,5", /X is a number, for example 12.5. You entered 1,5./],
  ["number", "0x10", /number/],
  ["duration", "P", /duration/],
  ["duration", "1 day", /You entered 1 day/],
  ["json", "{a: 1}", /Not JSON/],
])("a %s cannot be %j", (kind, text, said) => expect(inputProblem(field(kind), text)).toMatch(said));

test("paths make objects within each other, beside what is typed as JSON, and what is empty is left out", () => {
  const fields = [field("number", { name: "a.b.c" }), field("text", { name: "a.d" }), field("text", { name: "e" })];
  const texts = new Map([
    ["a.b.c", "1"],
    ["a.d", "two"],
    ["e", " "],
  ]);
  expect(inputVariables(fields, texts, '{ "a": { "z": 0 }, "y": [] }')).toEqual({
    a: { z: 0, b: { c: 1 }, d: "two" },
    y: [],
  });
  expect(furtherProblem("[1]")).toContain("Variables are an object");
});

test("an evaluation's inputs fill the fields that can hold them", () => {
  const choice = field("text", { choices: ['"a"', '"b"'] });
  expect([inputText(choice, '"b"'), inputText(choice, '"c"')]).toEqual(['"b"', null]);
  expect([
    inputText(field("number"), "12.50"),
    inputText(field("text"), '"12"'),
    inputText(field("text"), "12"),
  ]).toEqual(["12.50", "12", null]);
  expect(inputText(field("date"), "null")).toBe("");
});
