import { readdir, readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Stage, startStage } from "../modeler/stage.ts";

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await startStage();
  page = await stage.open("process-viewer");
});
afterAll(() => stage?.close());

/** Runs in a browser, which has the parser that the function reads with. */
const exampleOf = (xml: string, processId: string) =>
  page.evaluate<string>(
    `import("/console/processes/exampleVariables.ts").then((module) => module.exampleVariables(${JSON.stringify(xml)}, ${JSON.stringify(processId)}))`,
  );

const model = (children: string) =>
  `<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0">
  <d:process id="other"><d:startEvent id="s0">${example("{}")}</d:startEvent></d:process>
  <d:process id="order">${children}</d:process></d:definitions>`;

const example = (value: string) =>
  `<d:extensionElements><z:properties><z:property name="colour" value="red" /><z:property name="camundaModeler:exampleOutputJson" value='${value}' /></z:properties></d:extensionElements>`;

const timer = `<d:startEvent id="t">${example('{ "timer": 1 }')}<d:timerEventDefinition /></d:startEvent>`;

describe("the variables to start a process with", () => {
  test.each([
    [
      "are the example of its start event, laid out",
      `<d:startEvent>${example('{"a":1}')}</d:startEvent>`,
      '{\n  "a": 1\n}',
    ],
    ["are not those of an event that starts by itself", timer, ""],
    ["are found beside an event that starts by itself", `${timer}<d:startEvent>${example("{}")}</d:startEvent>`, "{}"],
    [
      "are not those inside a sub-process",
      `<d:subProcess><d:startEvent>${example('{"a":1}')}</d:startEvent></d:subProcess>`,
      "",
    ],
    ["stay as written when they are no JSON", `<d:startEvent>${example(" { a: 1 } ")}</d:startEvent>`, "{ a: 1 }"],
    ["are none where the model gives none", "<d:startEvent />", ""],
  ])("%s", async (_name, children, expected) => expect(await exampleOf(model(children), "order")).toBe(expected));

  test("are none in a text that is no model", async () => expect(await exampleOf("<broken", "order")).toBe(""));
});

const processes = new URL("../../processes/", import.meta.url);
const samples = (await readdir(processes)).filter((name) => name.endsWith(".bpmn"));

test.each(samples)("%s says what to start it with", async (name) => {
  const text = await exampleOf(await readFile(new URL(name, processes), "utf8"), name.replace(".bpmn", ""));
  expect(Object.keys(JSON.parse(text) as object).length).toBeGreaterThan(0);
});
