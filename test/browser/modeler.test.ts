import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, startConsole } from "./console.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.close());

test("draws a process from nothing, deploys it, starts it, does its task and sees it finished", async () => {
  const page = await console.open("/modeler");
  const properties = (entry: string) =>
    page.locator(`.properties [data-entry-id="${entry}"] :is(input, textarea)`).first();
  const append = async (what: string) => {
    await page.keyboard.press("a");
    await page.locator(".djs-popup-search input").pressSequentially(what);
    await page.locator(".djs-popup .entry.selected", { hasText: new RegExp(what, "i") }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".djs-popup").waitFor({ state: "detached" });
  };

  await properties("name").fill("Guest list");
  await properties("id").fill("guest-list");
  await page.locator('[data-element-id="StartEvent_1"] .djs-hit').first().click();
  await page.getByText("Example data").click();
  await page.locator('[data-entry-id="exampleOutput"] .cm-content').fill('{"guest": "Ada"}');
  await page.locator('[data-group-id="group-Zeebe__ExtensionProperties"] .bio-properties-panel-list-badge').waitFor();
  await page.locator("process-modeler .djs-container > svg").focus();
  await append("user task");
  await page.locator(".bio-properties-panel-header-type", { hasText: /user task/i }).waitFor();
  await properties("name").fill("Greet the guest");
  await page.locator('[data-element-id^="Activity_"] .djs-hit').first().click();
  await append("end event");
  await page.getByRole("heading", { name: "Guest list" }).first().waitFor();

  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("Nothing to mend.").waitFor();
  await page.keyboard.press("Control+s");
  await page.getByText("Deployed v1").waitFor();
  await page.getByRole("button", { name: "Start instance" }).click();
  const variables = page.getByRole("textbox", { name: "Variables" });
  await page.getByText("The example that the model gives.").waitFor();
  expect(JSON.parse(await variables.inputValue())).toEqual({ guest: "Ada" });
  await variables.press("Control+Enter");

  await page.waitForURL("**/instances/*");
  const instanceUrl = page.url();
  await page.locator("why-panel").getByRole("link", { name: "Open task" }).click();
  await page.waitForURL("**/inbox/*");
  await page.getByRole("button", { name: "Claim" }).click();
  await page.getByText("Assigned to you").waitFor();
  await page.getByRole("button", { name: "Complete" }).click();
  await page.getByText("Greet the guest completed").waitFor();

  await page.goto(instanceUrl);
  await page.locator(".name-line").getByText("Completed").waitFor();
  expect(console.errors).toEqual([]);
});

test("draws what blocks a deployment on the element, leads to where it is mended, and keeps the draft", async () => {
  const page = await console.open("/modeler");
  await page.locator('[data-element-id="StartEvent_1"] .djs-hit').first().click();
  await page.keyboard.press("a");
  await page.locator(".djs-popup-search input").pressSequentially("service task");
  await page.locator(".djs-popup .entry.selected", { hasText: /service task/i }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator('.properties [data-entry-id="name"] textarea').fill("Greet the guest");
  await page.getByText("Draft kept").waitFor();

  await page.keyboard.press("Control+s");
  await page.getByText(/findings? blocks? deploy/).waitFor();
  await page.locator("findings-panel").getByRole("row", { name: 'at service task "Greet the guest"' }).click();
  await page.locator('[data-element-id^="Activity_"].selected').first().waitFor();
  await page.locator('.properties [data-entry-id="taskDefinitionType"] input:focus').waitFor();
  await page.keyboard.type("greet");
  await page.getByText("Nothing to mend.").waitFor();

  await page.reload();
  await page.getByText("Draft kept").waitFor();
  await page.locator('[data-element-id^="Activity_"]').first().waitFor();
  expect(console.errors).toEqual([]);
});
