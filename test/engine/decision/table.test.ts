import { describe, expect, test } from "vitest";
import { defaultLimits } from "../../../engine/feel/evaluation.ts";
import { decide, decision, definitions, escaped, modelOf, outcomeOf } from "./decide.ts";

/** A table of one decision `d`: columns of inputs and outputs, and rules as `"< 5" | "a" : "b"`. */
function table(attributes: string, inputs: readonly string[], outputs: readonly string[], rules: readonly string[]) {
  const columns = [
    ...inputs.map(
      (text, at) => `<input id="i${at + 1}"><inputExpression><text>${text}</text></inputExpression></input>`,
    ),
    ...outputs.map((output, at) => `<output id="o${at + 1}" ${output}</output>`),
  ];
  const rows = rules.map((rule, at) => {
    const [entries = "", results = ""] = rule.split(" : ");
    const cells = (kind: string, text: string) =>
      text
        .split(" | ")
        .filter((cell) => cell !== "")
        .map((cell) => `<${kind}><text>${escaped(cell)}</text></${kind}>`)
        .join("");
    return `<rule id="r${at + 1}">${cells("inputEntry", entries)}${cells("outputEntry", results)}</rule>`;
  });
  return definitions(
    decision("d", `<decisionTable id="t" ${attributes}>${columns.join("")}${rows.join("")}</decisionTable>`),
  );
}

const one = ['name="out">'];
const rules = ["< 10 : 1", "[5..20] : 3", "> 15 : 2", "12 : 3"];

describe("hit policies", () => {
  test.each([
    ["", 2, 1],
    ["", 100, 2],
    ['hitPolicy="ANY"', 12, 3],
    ['hitPolicy="FIRST"', 7, 1],
    ['hitPolicy="COLLECT"', 7, [1, 3]],
    ['hitPolicy="RULE ORDER"', 18, [3, 2]],
    ['hitPolicy="COLLECT" aggregation="SUM"', 7, 4],
    ['hitPolicy="COLLECT" aggregation="MIN"', 18, 2],
    ['hitPolicy="COLLECT" aggregation="MAX"', 18, 3],
    ['hitPolicy="COLLECT" aggregation="COUNT"', 18, 2],
    ["", null, null],
    ['hitPolicy="COLLECT"', null, null],
    ['hitPolicy="COLLECT" aggregation="SUM"', null, null],
    ['hitPolicy="COLLECT" aggregation="COUNT"', null, 0],
  ])("%s of %s gives %j", async (attributes, x, expected) =>
    expect(await decide(table(attributes, ["x"], one, rules), "d", { x })).toEqual(expected),
  );

  const ranked = ['name="out"><outputValues><text>3, 2, 1</text></outputValues>'];
  test.each([
    ["PRIORITY", 18, 3],
    ["OUTPUT ORDER", 7, [3, 1]],
    ["OUTPUT ORDER", 18, [3, 2]],
  ])("%s of %s gives %j", async (policy, x, expected) =>
    expect(await decide(table(`hitPolicy="${policy}"`, ["x"], ranked, rules), "d", { x })).toEqual(expected),
  );

  test("priorities of several outputs count from the left", async () => {
    const outputs = ["a", "b"].map((name) => `name="${name}"><outputValues><text>"x", "y"</text></outputValues>`);
    const xml = table('hitPolicy="OUTPUT ORDER"', ["n"], outputs, ['- : "y" | "x"', '- : "x" | "y"', '- : "x" | "x"']);
    expect(await decide(xml, "d")).toEqual([
      { a: "x", b: "x" },
      { a: "x", b: "y" },
      { a: "y", b: "x" },
    ]);
  });

  test("the default output is given when no rule matches", async () => {
    const output = ['name="out"><defaultOutputEntry><text>"none of " + string(x)</text></defaultOutputEntry>'];
    expect(await decide(table("", ["x"], output, rules), "d", { x: 10.5 - 20.5 + 40 })).toBe(2);
    expect(await decide(table("", ["x"], output, ["1 : 1"]), "d", { x: 2 })).toBe("none of 2");
  });
});

describe("a table that says too much", () => {
  test.each([
    ["", 7, 'Expected one rule to match in decision table "t" of decision "d" with hit policy UNIQUE, got rules 1, 2'],
    [
      'hitPolicy="ANY"',
      7,
      'Expected all rules that match to give the same in decision table "t" of decision "d" with hit policy ANY, got rules 1, 2',
    ],
  ])("%s fails with the rules", async (attributes, x, message) => {
    const outcome = outcomeOf(await modelOf(table(attributes, ["x"], one, rules)), "d", { x });
    expect(outcome).toMatchObject({ ok: false, failure: { decisionId: "d", ruleId: "r2", message } });
  });

  test("is null in DMN's dialect, with a warning", async () => {
    const outcome = outcomeOf(await modelOf(table("", ["x"], one, rules), "dmn"), "d", { x: 7 });
    expect(outcome).toMatchObject({ ok: true, value: null });
    expect(outcome.warnings[0]?.message).toMatch(/^Expected one rule to match/);
  });
});

test("the record tells inputs, matched rules and what they gave", async () => {
  const outcome = outcomeOf(await modelOf(table('hitPolicy="COLLECT"', ["x"], one, rules)), "d", { x: 7 });
  expect(outcome).toMatchObject({
    ok: true,
    value: [1, 3],
    evaluated: [
      {
        id: "d",
        name: "d",
        type: "DECISION_TABLE",
        inputs: [{ id: "i1", name: "x", value: 7 }],
        matchedRules: [
          { id: "r1", index: 1, outputs: [{ id: "o1", name: "out", value: 1 }] },
          { id: "r2", index: 2, outputs: [{ id: "o1", name: "out", value: 3 }] },
        ],
        output: [1, 3],
      },
    ],
  });
});

describe("entries", () => {
  test.each([
    ['not("a", "b")', "c", true],
    ['not("a", "b")', "a", false],
    ["limits", 5, true],
    ["limits", 6, null],
    ["count(?) > 1", [1, 2], true],
    ["> y", 3, true],
    ["> y", 2, null],
    ['@"2024-02-29"', 5, null],
    ["null", null, true],
  ])("%s meets %j: %s", async (entry, x, met) => {
    const xml = table("", ["x"], one, [`${entry} : true`]);
    expect(await decide(xml, "d", { x, y: 2, limits: [1, 5] })).toBe(met === false ? null : met);
  });

  test("beside literals only the rules that are left are evaluated", async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `"k${n}" | ? > ${n} - y : ${n}`);
    const model = await modelOf(table("", ["key", "n"], one, many));
    const limits = { ...defaultLimits, stepsMax: 200 };
    expect(outcomeOf(model, "d", { key: "k999", n: 1_000, y: 0 }, limits)).toMatchObject({ ok: true, value: 999 });
    expect(outcomeOf(model, "d", { key: "k", n: 1_000, y: 0 }, limits)).toMatchObject({ ok: true, value: null });
  });
});

test("entries that are repeated count once", async () => {
  const entry = `? > y${" + 1".repeat(40)}`;
  const xml = table(
    'hitPolicy="FIRST"',
    ["x"],
    one,
    Array.from({ length: 3_000 }, (_, n) => `${entry} : ${n}`),
  );
  expect(xml.length).toBeGreaterThan(400_000);
  expect(await decide(xml, "d", { x: 42, y: 1 })).toBe(0);
});

test("Camunda 7's name of an input is seen by its entries", async () => {
  const xml = definitions(
    decision(
      "d",
      `<decisionTable id="t"><input id="i" camunda:inputVariable="key"><inputExpression><text></text></inputExpression></input><output id="o"/><rule id="r"><inputEntry><text>contains(key, "foo")</text></inputEntry><outputEntry><text>10</text></outputEntry></rule></decisionTable>`,
    ),
  );
  expect(await decide(xml, "d", { key: "a foo" })).toBe(10);
  expect(await decide(xml, "d", { key: "a bar" })).toBeNull();
});
