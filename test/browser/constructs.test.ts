import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, startConsole } from "./console.ts";
import { cleared, delegated, payment, reviewed } from "./models.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.close());

const historyOf = async (page: Page): Promise<string[]> => {
  const sentences = await page.locator("history-list li > p:not(.under)").allTextContents();
  return sentences.map((sentence) => sentence.replace(/\s+/g, " ").trim());
};

test("a person is told why a listener denies, and can complete the task later", async () => {
  await console.deploy(reviewed);
  const key = await console.start("reviewed", { signatures: 1 });
  const page = await console.open("/inbox");
  await page.getByRole("row", { name: new RegExp(key) }).click();
  await page.keyboard.press("c");
  await page.getByText("Assigned to you").waitFor();
  const complete = page.getByRole("button", { name: "Complete" });
  await complete.click();
  const denied = await console.takeJob("check");
  await console.call("POST", `/v2/jobs/${denied}/completion`, {
    result: { type: "userTask", denied: true, deniedReason: "Two signatures are missing" },
  });
  await page.getByText("Two signatures are missing").first().waitFor();
  await complete.click();
  await console.call("POST", `/v2/jobs/${await console.takeJob("check")}/completion`, {});
  await page.getByText("Sign it completed").waitFor();

  await page.goto(`${console.url}/instances/${key}`);
  await page.locator("history-list").getByText("Instance completed").waitFor();
  expect((await historyOf(page)).slice(0, 7)).toEqual([
    "Instance completed",
    "Reached Done",
    "Listener of Sign it answered",
    "Sign it waits for a worker",
    "Sign it is to be completed by demo",
    "Sign it denied by its listener",
    "Sign it waits for a worker",
  ]);
  // The browser writes every answer that is an error to its console.
  expect(console.errors.filter((error) => !error.includes("409"))).toEqual([]);
});

test("an instance that calls another one leads to it", async () => {
  await console.deploy(payment("called"));
  await console.deploy(delegated("called"));
  const key = await console.start("delegated");
  const page = await console.open(`/instances/${key}`);
  await page.getByText("It has called").waitFor();
  await page.getByRole("link", { name: "Open called instance" }).click();
  await page.getByText("Started by the process that calls it").waitFor();
  await console.call("POST", `/v2/jobs/${await console.takeJob("called")}/completion`, {});
  await page.locator("history-list").getByText("Instance completed").waitFor();
  await page.goto(`${console.url}/instances/${key}`);
  await page.locator("history-list").getByText("Let it be done completed").waitFor();
});

test("a wait for a signal in a transaction is told in the words of the standard", async () => {
  await console.deploy(cleared);
  const key = await console.start("cleared");
  const page = await console.open(`/instances/${key}?tab=elements`);
  await page.getByText('No signal "all-clear" has come.').waitFor();
  await page.getByRole("cell", { name: "Transaction", exact: true }).waitFor();
  await console.call("POST", "/v2/signals/broadcast", { signalName: "all-clear" });
  await page.locator("history-list").getByText("Instance completed").waitFor();
  expect(await historyOf(page)).toEqual(
    expect.arrayContaining(["Signal arrived at Await all-clear", "Await all-clear waits for signal all-clear"]),
  );
});
