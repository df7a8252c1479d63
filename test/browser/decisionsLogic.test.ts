import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { give, lastTold, type Stage, startStage, watermarkIsUppermost } from "../modeler/stage.ts";
import { lending } from "./decisionsModels.ts";

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await startStage();
  page = await stage.open("decision-viewer");
});
afterAll(() => stage?.close());

/** Runs in a browser, which has the parser. */
const logicOf = (xml: string) =>
  page.evaluate<string | null>(
    `import("/modeler/decision/logicText.ts").then(({ logicText }) => logicText(new DOMParser().parseFromString(${JSON.stringify(xml)}, "application/xml").documentElement))`,
  );

const text = (feel: string) => `<literalExpression><text>${feel}</text></literalExpression>`;

test.each([
  [text(" a + 1 "), "a + 1"],
  [
    `<context><contextEntry><variable name="net" />${text("1")}</contextEntry><contextEntry><variable name="tax-rate" />${text("2")}</contextEntry></context>`,
    '{\n  net: 1,\n  "tax-rate": 2\n}',
  ],
  [
    `<context><contextEntry><variable name="a" />${text("1")}</contextEntry><contextEntry>${text("a + 1")}</contextEntry></context>`,
    "{\n  a: 1,\n  result: a + 1\n}.result",
  ],
  [`<list>${text("1")}<list>${text("2")}</list></list>`, "[\n  1,\n  [\n    2\n  ]\n]"],
  [
    `<relation><column name="id" /><column name="rate" /><row>${text("1")}${text("2")}</row></relation>`,
    "[\n  { id: 1, rate: 2 }\n]",
  ],
  [
    `<invocation>${text("fee")}<binding><parameter name="amount" />${text("x")}</binding></invocation>`,
    "fee(amount: x)",
  ],
  [`<functionDefinition><formalParameter name="a" />${text("a * 2")}</functionDefinition>`, "function(a) a * 2"],
  [
    `<conditional><if>${text("a")}</if><then>${text("1")}</then><else>${text("2")}</else></conditional>`,
    "if a\nthen 1\nelse 2",
  ],
  [
    `<for iteratorVariable="x"><in>${text("xs")}</in><return>${text("x + 1")}</return></for>`,
    "for x in xs return x + 1",
  ],
  [
    `<some iteratorVariable="x"><in>${text("xs")}</in><satisfies>${text("x > 1")}</satisfies></some>`,
    "some x in xs satisfies x > 1",
  ],
  [`<filter><in>${text("xs")}</in><match>${text("item > 1")}</match></filter>`, "xs[item > 1]"],
  ["<decisionTable />", null],
])("%s stands for %j", async (xml, feel) => expect(await logicOf(xml)).toBe(feel));

const inDmn = (version: string, content: string) =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/${version}/MODEL/" id="d" name="D" namespace="n">${content}</definitions>`;

const tableWithoutIds = `<decision id="fee" name="Fee"><decisionTable hitPolicy="ANY">
  <input><inputExpression typeRef="string"><text>tier</text></inputExpression></input><output />
  <rule><inputEntry><text>"gold"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
  <rule><inputEntry><text>"silver"</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
</decisionTable></decision><decision id="bare" name="Bare" />`;

const shown = (xml: string, decisionId: string | null, matched: readonly number[] = []) =>
  give(page, { xml, decisionId, matched });

const rules = () => page.locator("tr[data-matched]").allTextContents();

test.each(["20180521", "20191111", "20211108", "20230324"])(
  "a table of DMN %s without ids is drawn, with the rules that matched and only these",
  async (version) => {
    await shown(inDmn(version, tableWithoutIds), "fee", [2]);
    await expect.poll(rules).toEqual(['2"silver"2-']);
    await give(page, { matched: [1] });
    await expect.poll(rules).toEqual(['1"gold"1-']);
    await give(page, { matched: [] });
    await expect.poll(rules).toEqual([]);
  },
);

test("what cannot be drawn is told in a sentence", async () => {
  await shown(inDmn("20191111", tableWithoutIds), "bare");
  await page.getByText("This decision has no logic").waitFor();
  await shown("<definitions", "fee");
  await page.getByText("This model cannot be drawn.").waitFor();
});

test("a graph leads to its decisions, and nothing covers the watermark of any view", async () => {
  await shown(lending(), null);
  await page.locator('[data-element-id="rate"] .djs-hit').click();
  expect(await lastTold(page, "decision-select")).toEqual({ decisionId: "rate" });
  expect(await watermarkIsUppermost(page)).toEqual([true, true, true, true, true]);
  const look = () => page.locator(".djs-container .viewport").getAttribute("transform");
  const before = await look();
  await page.locator(".djs-container > svg").focus();
  await page.keyboard.press("ArrowRight");
  expect(await look()).not.toBe(before);
  for (const [decisionId, text] of [
    ["offer", "Small sums"],
    ["rate", "if month"],
  ] as const) {
    await shown(lending(), decisionId);
    await page.getByText(text).waitFor();
    expect(await watermarkIsUppermost(page)).toEqual([true, true, true, true, true]);
  }
});
