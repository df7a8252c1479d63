import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, startConsole } from "./console.ts";
import { lending, loan } from "./decisionsModels.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.close());

const file = (name: string, text: string) => ({ name, mimeType: "text/xml", buffer: Buffer.from(text) });

const deployHere = (page: Page, ...files: ReturnType<typeof file>[]) =>
  page.locator("input[type=file]").setInputFiles(files);

/** Numbers of the rules that are marked in the table. */
const marked = (page: Page) =>
  page
    .locator("decision-viewer tr[data-matched] .rule-index")
    .evaluateAll((cells) => cells.map((cell) => cell.textContent));

const decide = (variables: Record<string, unknown>) =>
  console.call("POST", "/v2/decision-definitions/evaluation", { decisionDefinitionId: "offer", variables });

test("leads from a dropped file to a decision that is tried, and shows by which rule it was made", async () => {
  const page = await console.open("/decisions");
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.getByText("No decision is deployed yet.").waitFor();
  await deployHere(page, file("lending.dmn", lending()));

  await page.getByRole("heading", { name: "Offer to the applicant" }).waitFor();
  await page.getByRole("cell", { name: "Small sums are given" }).waitFor();
  expect(await marked(page)).toEqual([]);
  await page.keyboard.press("i");
  await page.keyboard.type("7000,5");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Amount is a number, for example 12.5. You entered 7000,5.").waitFor();
  await page.getByLabel(/^Amount/).fill("7000.5");
  await page.getByLabel(/^Age/).fill("34");
  await page.getByLabel(/^Employment/).selectOption({ label: "employed" });
  await page.keyboard.press("Control+Enter");

  await page.locator(".outcome").getByText('{"answer": "granted", "interest": 4.75}').waitFor();
  await expect.poll(() => marked(page)).toEqual(["2"]);
  await page.getByRole("tab", { name: "Evaluations 1" }).waitFor();

  await page.getByRole("link", { name: "Graph" }).click();
  await page.locator('[data-element-id="riskClass"] .djs-hit').click();
  await page.getByRole("heading", { name: "Risk class", exact: true }).waitFor();
  await expect.poll(() => marked(page)).toEqual(["1"]);
  await page.getByRole("link", { name: "Base rate" }).first().click();
  await page.getByText("if month of year").waitFor();
  await page.goto(`${console.url}/decisions?q=offer`);
  await page.getByRole("row", { name: "Offer to the applicant offer Lending v1 1" }).waitFor();
  expect([...hosts]).toEqual([console.url]);
  expect(console.errors).toEqual([]);
});

test("shows what an instance decided and why, the version that did, and leads back to the instance", async () => {
  await console.deploy(loan);
  const key = await console.start("loan", { amount: 20_000, applicant: { age: 40, employment: "self-employed" } });
  const page = await console.open(`/instances/${key}?tab=decisions`);
  await deployNewer();
  await page
    .getByRole("row", { name: /Offer to the applicant Decided .*to a person/ })
    .getByRole("link")
    .click();

  await page.getByRole("complementary", { name: "Evaluation" }).getByText("Rule 3").waitFor();
  await page.getByText("v1", { exact: true }).first().waitFor();
  await expect.poll(() => marked(page)).toEqual(["3"]);
  await page.getByRole("complementary").getByRole("link", { name: "Risk class" }).click();
  await page.getByRole("complementary").getByText('"self-employed"').waitFor();
  await expect.poll(() => marked(page)).toEqual(["2"]);
  await page.getByRole("button", { name: "Try these inputs" }).click();
  await expect.poll(() => page.getByLabel(/^Age/).inputValue()).toBe("40");
  await expect.poll(() => marked(page)).toEqual([]);

  await page.goBack();
  await page.getByRole("complementary").getByRole("link", { name: key }).click();
  await page.waitForURL(`**/instances/${key}`);
  expect(console.errors).toEqual([]);
});

/** A second version without the third rule: what the first one decided is still shown in its own table. */
async function deployNewer(): Promise<void> {
  const page = await console.open("/decisions");
  await deployHere(page, file("lending.dmn", lending().replace(/<rule id="rule3">.*?<\/rule>/s, "")));
  await page.getByText("v2, newest").first().waitFor();
  await page.close();
}

test("says why a decision failed, marks the rules, and at which of those that it needs", async () => {
  await decide({ amount: 10, applicant: { age: 63, employment: "employed" } });
  const page = await console.open("/decisions/riskClass?state=failed");
  await page
    .getByRole("row", { name: /Failed/ })
    .first()
    .click();
  await page
    .getByRole("complementary", { name: "Evaluation" })
    .getByText(/got rules 1, 3/)
    .waitFor();
  expect(await marked(page)).toEqual(["1", "3"]);

  await page.goto(`${console.url}/decisions/offer`);
  await page.getByLabel(/^Age/).fill("63");
  await page.getByLabel(/^Employment/).selectOption({ label: "employed" });
  await page.keyboard.press("Control+Enter");
  await page.locator(".outcome").getByText("At Risk class: Expected").waitFor();
  expect(console.errors).toEqual([]);
});

test("tells the findings of a file that is refused, where processes are deployed as well", async () => {
  const page = await console.open("/processes");
  await deployHere(page, file("broken.dmn", lending().replace("<text>amount</text>", "<text>amount +</text>")));
  const dialog = page.locator("refused-dialog");
  await dialog.getByRole("heading", { name: "broken.dmn was not deployed" }).waitFor();
  await dialog.getByText(/Expected a FEEL expression/).waitFor();
  expect(await dialog.getByRole("button", { name: "Open in modeler" }).count()).toBe(0);
  await page.keyboard.press("Escape");

  await page.goto(`${console.url}/decisions/nothing`);
  await page.getByText("No decision has the id nothing.").waitFor();
  await page.goto(`${console.url}/decisions/offer?evaluation=99-1`);
  await page.getByText("No evaluation has the key 99-1.").waitFor();
  expect(console.errors).toEqual([]);
});

test("a sample brings the decision that it asks for", async () => {
  const page = await console.open("/start");
  await page.getByRole("radio", { name: /Marketing campaign/ }).check();
  await page.keyboard.press("d");
  await page.waitForURL("**/instances/*");
  await page.goto(`${console.url}/processes/marketing-campaign`);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("campaign budget");
  await page
    .getByRole("option", { name: /Campaign budget/ })
    .first()
    .waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Campaign budget" }).waitFor();
  await page.getByLabel(/^Audience/).fill("2000");
  await page.keyboard.press("Control+Enter");
  await page.locator(".outcome").getByText("2500").first().waitFor();
  await expect.poll(() => marked(page)).toEqual(["2"]);
  expect(console.errors).toEqual([]);
});
