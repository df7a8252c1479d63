import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, startConsole } from "./console.ts";
import { handover, payment } from "./models.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.close());

/** Takes a job of this type and lets it fail for good. */
async function failJob(type: string, errorMessage: string): Promise<void> {
  const jobKey = await console.takeJob(type);
  await console.call("POST", `/v2/jobs/${jobKey}/failure`, { retries: 0, errorMessage });
}

test("leads from an empty server over a file to a first instance with variables", async () => {
  const page = await console.open("/");
  await page.getByRole("heading", { name: "Run your first process" }).waitFor();
  await page.getByText("0 processes").waitFor();

  await page.getByRole("link", { name: "Processes" }).first().click();
  await page.getByText("No process is deployed yet.").waitFor();
  const file = { name: "first.bpmn", mimeType: "text/xml", buffer: Buffer.from(payment("first")) };
  await page.locator("processes-page input[type=file]").setInputFiles(file);
  await page.getByRole("heading", { name: "Payment" }).waitFor();
  await page.getByRole("link", { name: "Millrace home" }).click();
  await page.getByText("1 process, 0 running instances").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Payment" }).waitFor();

  await page.keyboard.press("s");
  const variables = page.getByRole("textbox", { name: "Variables" });
  await variables.fill("{ amount: 12 }");
  await variables.press("Control+Enter");
  await page.getByText("Not JSON in line 1").waitFor();
  await variables.fill('{ "amount": 12 }');
  await variables.press("Control+Enter");

  await page.waitForURL("**/instances/*");
  await page.getByText('No worker has taken the job "first" yet').waitFor();
  await page.getByRole("treeitem", { name: /amount/ }).press("Enter");
  await page.getByLabel("New value of amount as JSON").fill("15");
  const key = page.url().split("/").at(-1) ?? "";
  await console.call("PUT", `/v2/element-instances/${key}/variables`, { variables: { arrived: "meanwhile" } });
  await page.getByRole("treeitem", { name: /meanwhile/ }).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("treeitem", { name: /amount.*15.*changed/s }).waitFor();
  await page.goto(console.url);
  await page.waitForURL("**/processes");
  expect(console.errors).toEqual([]);
});

test("says why an instance stopped, retries it, and sees it go on", async () => {
  await console.deploy(payment("retried"));
  const key = await console.start("retried");
  const page = await console.open(`/instances/${key}`);
  await page.getByText("Why is it waiting?").waitFor();
  await failJob("retried", "502 Bad Gateway");

  await page.getByText("1 incident").waitFor();
  await page.locator("why-panel").getByText("502 Bad Gateway").first().waitFor();
  await page.keyboard.press("r");
  await page.getByText("1 incident").waitFor({ state: "detached" });

  const jobKey = await console.takeJob("retried");
  await console.call("POST", `/v2/jobs/${jobKey}/completion`, {});
  await page.locator(".name-line").getByText("Completed").waitFor();
  await page.locator("history-list").getByText("Instance completed").waitFor();
  const sentences = await page.locator("history-list li > p:not(.under)").allTextContents();
  expect(sentences.map((sentence) => sentence.replace(/\s+/g, " ").trim())).toEqual([
    "Instance completed",
    "Reached Done",
    "Charge card completed",
    "Charge card retried by demo",
    "1 more try for Charge card by demo",
    "Charge card stopped",
    "Charge card failed",
    "Charge card waits for a worker",
    "Started through the API",
  ]);
  expect(console.errors).toEqual([]);
});

test("gathers incidents by cause and retries those of one, even when others move up meanwhile", async () => {
  await console.deploy(payment("gathered"));
  await console.deploy(payment("other"));
  for (const type of ["gathered", "gathered", "other"]) {
    await console.start(type);
    await failJob(type, "card expired");
  }
  const page = await console.open("/incidents");
  await page.getByRole("button", { name: "Retry all 2" }).waitFor();
  await page.keyboard.press("r");
  await page.getByText("This cause is mended.").waitFor();
  await page.keyboard.press("r");
  await page.getByRole("row", { name: /Charge card/ }).waitFor();

  await page.keyboard.press("j");
  await page.getByRole("button", { name: /^Retry \d/ }).waitFor();
  await page.keyboard.press("r");
  await page.getByText("Nothing has stopped.").waitFor();
  await page.getByRole("link", { name: "Incidents", exact: true }).first().waitFor();
});

test("filters instances by what the address says, and finds one by its key", async () => {
  await console.deploy(payment("filtered"));
  const key = await console.start("filtered");
  const page = await console.open("/instances?state=active");
  await page.getByRole("row", { name: new RegExp(key) }).waitFor();
  await page.getByRole("button", { name: "Cancelled" }).click();
  await page.getByText("No instance matches this filter.").waitFor();
  expect(page.url()).toContain("state=terminated");
  await page.getByRole("button", { name: "Show all instances" }).click();
  await page.getByRole("row", { name: new RegExp(key) }).waitFor();

  await page.goto(`${console.url}/processes/filtered`);
  await page.locator('[data-element-id="work"] .djs-hit').first().click();
  await page.getByRole("link", { name: "Show instances" }).click();
  await page.getByText("At Charge card").waitFor();
  await page.getByRole("row", { name: new RegExp(key) }).waitFor();

  await page.keyboard.press("Control+k");
  await page.keyboard.type(`key ${key} from a log`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/instances/${key}`);
  await page.getByRole("button", { name: "Cancel instance" }).click();
  await page.locator("cancel-dialog").getByRole("button", { name: "Cancel instance" }).click();
  await page.locator(".name-line").getByText("Cancelled").waitFor();
});

test("publishes the message that an instance waits for, and any other by name", async () => {
  await console.deploy(handover);
  const [first, second] = [
    await console.start("handover", { orderId: "A-1" }),
    await console.start("handover", { orderId: "A-2" }),
  ];
  const page = await console.open(`/instances/${first}?tab=messages`);
  await page
    .getByRole("row", { name: /parcel-handed-over A-1/ })
    .getByRole("button", { name: "Publish message" })
    .click();
  await page.getByLabel("Variables it brings").fill('{ "weight": 3 }');
  await page.keyboard.press("Control+Enter");
  await page.locator(".name-line").getByText("Completed").waitFor();
  await page.getByRole("tab", { name: /Variables/ }).click();
  await page.getByRole("treeitem", { name: /weight.*3/ }).waitFor();

  await page.goto(`${console.url}/instances/${second}`);
  await page.getByText("Await handover").first().waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("publish");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText("A message has a name").waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("parcel-handed-over");
  await page.getByLabel("Correlation key").fill("A-2");
  await page.keyboard.press("Control+Enter");
  await page.locator(".name-line").getByText("Completed").waitFor();
  expect(console.errors).toEqual([]);
});
