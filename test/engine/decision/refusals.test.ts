import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readDecisions } from "../../../engine/decision/read.ts";
import { decision, definitions, literal, requiresDecision, requiresKnowledge } from "./decide.ts";

const table = (attributes: string, columns: string, rule = "") =>
  decision("d", `<decisionTable id="t" ${attributes}>${columns}${rule}</decisionTable>`);
const output = (name: string) => `<output id="o_${name}"${name && ` name="${name}"`}/>`;

const wrong: readonly (readonly [what: string, body: string, code: string, elementId: string, message: string])[] = [
  [
    "an expression that cannot be read",
    decision("d", '<literalExpression id="e"><text>1 +</text></literalExpression>'),
    "EXPRESSION_INVALID",
    "e",
    'Expected a FEEL expression at literal expression "e" of decision "d", got "1 +": ',
  ],
  [
    "another language",
    decision("d", '<literalExpression id="e" expressionLanguage="javascript"><text>1</text></literalExpression>'),
    "EXPRESSION_LANGUAGE_UNKNOWN",
    "e",
    'Expected FEEL at literal expression "e" of decision "d", got the expression language "javascript".',
  ],
  [
    "another language of an entry that would be a literal",
    table(
      "",
      output("a"),
      '<rule id="r"><outputEntry id="e" expressionLanguage="juel"><text>1</text></outputEntry></rule>',
    ),
    "EXPRESSION_LANGUAGE_UNKNOWN",
    "e",
    'Expected FEEL at literal expression "e" of decision "d", got the expression language "juel".',
  ],
  [
    "a circle of requirements",
    decision("a", literal("b"), requiresDecision("b")) + decision("b", literal("a"), requiresDecision("a")),
    "DECISION_CYCLE",
    "a",
    'Expected no circle of requirements at decision "a", got "a" → "b" → "a".',
  ],
  [
    "requirements in a long chain",
    Array.from({ length: 150 }, (_, n) => decision(`d${n}`, literal("1"), requiresDecision(`d${n + 1}`))).join("") +
      decision("d150", literal("1")),
    "DECISION_CYCLE",
    "d100",
    "Expected requirements of at most 100 in a chain, got ",
  ],
  [
    "a requirement of nothing",
    decision("d", literal("1"), requiresKnowledge("nowhere")),
    "REFERENCE_MISSING",
    "d",
    'Expected knowledge requirement of decision "d" to name an element of the model, got "#nowhere".',
  ],
  [
    "a function in Java",
    decision("d", '<functionDefinition id="f" kind="Java"><formalParameter name="a"/></functionDefinition>'),
    "DECISION_INVALID",
    "f",
    'Expected a function in FEEL at function definition "f" of decision "d", got one in Java, which is not executed.',
  ],
  [
    "a rule with too few entries",
    table(
      "",
      `<input id="i"><inputExpression><text>x</text></inputExpression></input>${output("")}`,
      '<rule id="r"><outputEntry><text>1</text></outputEntry></rule>',
    ),
    "DECISION_TABLE_INVALID",
    "r",
    'Expected 1 input and 1 output entries at decision rule "r" of decision "d", got 0 and 1.',
  ],
  [
    "several outputs without names",
    table("", output("") + output("b")),
    "DECISION_TABLE_INVALID",
    "t",
    'Expected a name of its own at each of several outputs in decision table "t" of decision "d".',
  ],
  [
    "an aggregation of several outputs",
    table('hitPolicy="COLLECT" aggregation="SUM"', output("a") + output("b")),
    "DECISION_TABLE_INVALID",
    "t",
    'Expected one output to aggregate by SUM, got 2 in decision table "t" of decision "d".',
  ],
  [
    "priorities without an order",
    table('hitPolicy="PRIORITY"', output("a")),
    "DECISION_TABLE_INVALID",
    "t",
    'Expected output values, which are the order of hit policy PRIORITY in decision table "t" of decision "d".',
  ],
  [
    "an unknown hit policy",
    table('hitPolicy="BEST"', output("a")),
    "DECISION_TABLE_INVALID",
    "t",
    'Expected UNIQUE, ANY, PRIORITY, FIRST, COLLECT, RULE ORDER, OUTPUT ORDER as hitPolicy of decision table "t" of decision "d", got "BEST".',
  ],
  ["nothing", "", "DECISION_MISSING", "model", 'Expected a decision in definitions "model", got none.'],
  [
    "two elements of one id",
    decision("d", literal("1")) + decision("d", literal("2")),
    "ID_DUPLICATE",
    "d",
    'Expected every id once in a file, got "d" several times.',
  ],
  [
    "a decision without an id",
    `<decision name="d">${literal("1")}</decision>`,
    "ID_MISSING",
    "model",
    'Expected an id at decision "d", got none.',
  ],
];

test.each(wrong)("%s is refused with the element and its line", async (_, body, code, elementId, message) => {
  const { model, findings } = await readDecisions(definitions(`\n${body}`));
  expect(model).toBeNull();
  const [first] = findings;
  expect(first).toMatchObject({ code, severity: "error", elementId, line: elementId === "model" ? 1 : 2 });
  expect(first?.message.startsWith(message) ? message : first?.message).toBe(message);
});

test("an element that is not DMN's is told with its line", async () => {
  const { model, findings } = await readDecisions(definitions(`\n\n<foo/>${decision("d", literal("1"))}`));
  expect(model).toBeNull();
  expect(findings).toMatchObject([{ code: "XML_UNKNOWN_ELEMENT", line: 3 }]);
});

describe("a hostile file is refused soon", () => {
  const item = (n: number) =>
    `<itemDefinition name="t${n}">${["a", "b"].map((name) => `<itemComponent name="${name}"><typeRef>t${n + 1}</typeRef></itemComponent>`).join("")}</itemDefinition>`;

  const entries = (count: number) =>
    Array.from({ length: count }, (_, n) => `<contextEntry><variable name="a ${n}"/></contextEntry>`).join("");

  test.each([
    ["a type that doubles", Array.from({ length: 40 }, (_, n) => item(n)).join(""), "TYPE_INVALID"],
    ["too many expressions", decision("d", `<list>${literal("x").repeat(50_000)}</list>`), "XML_TOO_LARGE"],
    [
      "a thousand names for each of many boxes",
      decision(
        "d",
        `<context>${entries(999)}<contextEntry><list>${'<for iteratorVariable="a"/>'.repeat(20_000)}</list></contextEntry></context>`,
      ),
      "XML_TOO_LARGE",
    ],
    ["more names than that", decision("d", `<context>${entries(2_000)}</context>`), "XML_TOO_LARGE"],
    ["an expression that is too long", decision("d", literal(`x${" + x".repeat(2_000)}`)), "EXPRESSION_INVALID"],
    [
      "more decisions than anybody draws",
      Array.from({ length: 5_001 }, (_, n) => `<decision id="d${n}" name="d"/>`).join(""),
      "XML_TOO_LARGE",
    ],
    ["boxes in boxes", "<list>".repeat(300), "XML_TOO_LARGE"],
  ])("%s", async (_, body, code) => {
    const { model, findings } = await readDecisions(definitions(body));
    expect(model).toBeNull();
    expect(findings.map((finding) => finding.code)).toContain(code);
  });

  test.each([
    ["no XML", "decision", "XML_INVALID"],
    ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "XML_ENTITY_REFUSED"],
    ["BPMN", '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"/>', "XML_INVALID"],
    ["DMN 1.0's beta", '<Definitions xmlns="http://www.omg.org/spec/DMN/20130901" id="d"/>', "XML_INVALID"],
  ])("%s", async (_, xml, code) => {
    const { model, findings } = await readDecisions(xml);
    expect(model).toBeNull();
    expect(findings).toMatchObject([{ code }]);
  });
});

test("a type that is defined by itself takes every value there", async () => {
  const tree = `<itemDefinition id="tree" name="tTree"><itemComponent name="children" isCollection="true"><typeRef>tTree</typeRef></itemComponent></itemDefinition>`;
  const { model, findings } = await readDecisions(definitions(tree + decision("d", literal("1"), "", "tTree")));
  expect(model).not.toBeNull();
  expect(findings).toMatchObject([{ code: "TYPE_INVALID", severity: "warning" }]);
});

describe("models of public repositories", () => {
  const folder = "../shared/models/c8";
  const isThere = existsSync(folder);
  if (!isThere) console.log(`Skipped: no models in ${folder}`);

  test.skipIf(!isThere)("are read, but for those that are not in FEEL", async () => {
    const files = readdirSync(folder, { recursive: true }).map(String);
    const refused: string[] = [];
    const models = files.filter((file) => file.endsWith(".dmn"));
    for (const file of models) {
      const { model, findings } = await readDecisions(readFileSync(`${folder}/${file}`, "utf8"));
      if (!model) refused.push(`${file.split("/").at(-1)} ${findings[0]?.code}`);
    }
    expect(models.length).toBeGreaterThan(40);
    expect(refused.sort()).toEqual([
      "Example.dmn EXPRESSION_INVALID",
      "consultantAssignment.dmn EXPRESSION_LANGUAGE_UNKNOWN",
      "determineBeverages.dmn EXPRESSION_INVALID",
      "orderDiscount.dmn XML_INVALID",
      "remaining-teams.dmn EXPRESSION_LANGUAGE_UNKNOWN",
    ]);
  });
});
