import { describe, expect, test } from "vitest";
import { decision, definitions, literal, modelOf, outcomeOf, requiresKnowledge } from "./decide.ts";

const child = (name: string, text: string) => `<${name}>${literal(text)}</${name}>`;
const long = (name: string, times = 250) => Array(times).fill(`${name}=1`).join(" or ");
const knowledge = (logic: string) =>
  `<businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic><formalParameter name="i"/>${logic}</encapsulatedLogic></businessKnowledgeModel>`;
const tableOf = (rules: number, entry: string) =>
  `<decisionTable id="t" hitPolicy="COLLECT"><input><inputExpression><text>i</text></inputExpression></input><output/>${`<rule><inputEntry><text>${entry}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>`.repeat(rules)}</decisionTable>`;
const loop = literal("count(for i in 1..300 return f(0))");

/** Each took about a second before its size was paid for. */
const costly: readonly (readonly [what: string, body: string])[] = [
  [
    "for",
    decision("d", `<for iteratorVariable="i">${child("in", "list")}${child("return", `[${long("i", 200)}]`)}</for>`),
  ],
  ["some", decision("d", `<some iteratorVariable="i">${child("in", "list")}${child("satisfies", long("i"))}</some>`)],
  ["a filter", decision("d", `<filter>${child("in", "list")}${child("match", long("item"))}</filter>`)],
  [
    "a function in a loop",
    knowledge(literal(long("i"))) +
      decision("d", literal("count(for i in 1..25000 return f(0))"), requiresKnowledge("f")),
  ],
  ["a table in a loop", knowledge(tableOf(1_000, long("i", 40))) + decision("d", loop, requiresKnowledge("f"))],
];

test.each(costly)("%s ends at the bound of steps, however much one round has to do", async (_, body) => {
  const model = await modelOf(definitions(body));
  const list = Array.from({ length: 50_000 }, () => 0);
  const steps = { stepsMax: 400_000, bytesMax: 2 ** 25, callsMax: 200 };
  expect(outcomeOf(model, "d", { list }, steps)).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining("more than 400000 steps") },
  });
});

test("a table whose 10 000 rules are all FEEL, and all match, is within the bound", async () => {
  const model = await modelOf(definitions(decision("d", tableOf(10_000, "? &lt; limit + 1"))));
  const outcome = outcomeOf(model, "d", { i: 1, limit: 5 });
  expect(outcome.evaluated[0]?.matchedRules).toHaveLength(10_000);
});

describe("what many rules give together", () => {
  const giving = (attributes: string, output: string, cell: (rule: number) => string) =>
    modelOf(
      definitions(
        decision(
          "d",
          `<decisionTable id="t" ${attributes}>${output}${Array.from({ length: 2_000 }, (_, rule) => `<rule><outputEntry><text>${cell(rule)}</text></outputEntry></rule>`).join("")}</decisionTable>`,
        ),
      ),
    );

  test("is added up for what decimals cost", async () => {
    const model = await giving('hitPolicy="COLLECT" aggregation="SUM"', "<output/>", () => "n");
    const limits = { stepsMax: 30_000, bytesMax: 2 ** 25, callsMax: 200 };
    expect(outcomeOf(model, "d", { n: 2 }, limits)).toMatchObject({ ok: true, value: 4_000 });
    expect(outcomeOf(model, "d", { n: 0.1234567890123 }, limits).ok).toBe(false);
    expect(outcomeOf(model, "d", { n: 0.1234567890123 })).toMatchObject({ ok: true, value: 246.9135780246 });
  });

  test("is put in order whatever the order has in it", async () => {
    const names = Array.from({ length: 500 }, (_, n) => `"p${n}"`);
    const output = `<output><outputValues><text>${names.join(",")}</text></outputValues></output>`;
    const model = await giving('hitPolicy="OUTPUT ORDER"', output, (rule) => `"p${1_999 - rule}"`);
    const outcome = outcomeOf(model, "d");
    const listed = Array.from({ length: 500 }, (_, n) => `p${n}`);
    const others = Array.from({ length: 1_500 }, (_, n) => `p${1_999 - n}`);
    expect(outcome).toMatchObject({ ok: true, value: [...listed, ...others] });
  });
});
