import { afterAll, beforeAll, expect, test } from "vitest";
import { daysProblem, goesWords, keptWords } from "../../console/retention/ruleWords.ts";
import { type Console, startConsole } from "./console.ts";
import { approval } from "./models.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
});
afterAll(() => console?.close());

const policies = () => console.call("GET", "/api/retention");

test("keeps everything until a rule is saved, and says what the rule lets go", async () => {
  const page = await console.open("/instances");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("retention");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing is deleted.").waitFor();
  await page.getByRole("textbox", { name: "Days after their end" }).fill("ninety");
  await page.keyboard.press("Enter");
  await page.getByText("A whole number of days from 0 to 365,000. You entered ninety.").waitFor();
  await page.getByRole("textbox", { name: "Days after their end" }).fill("90");
  await page.keyboard.press("Enter");
  await page.getByText("Ended instances are kept for 90 days.").waitFor();
  expect(await policies()).toEqual({ days: 90, processes: [] });
  expect(console.errors).toEqual([]);
});

test("gives a process its own rule, and asks before that deletes anything", async () => {
  await console.deploy(approval);
  const key = await console.start("approval");
  await console.call("POST", `/v2/process-instances/${key}/cancellation`, {});
  const page = await console.open("/retention");
  await page.getByRole("button", { name: "Add a rule for a process" }).click();
  await page.getByLabel("Process", { exact: true }).selectOption("approval");
  const own = page.getByRole("region", { name: "Processes with their own rule" });
  await own.getByRole("textbox", { name: "Days after their end" }).fill("0");
  await own.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Delete 1 instance?" }).waitFor();
  await page.getByRole("button", { name: "Keep them" }).click();
  expect(await policies()).toMatchObject({ processes: [] });

  await own.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Save and delete 1 instance" }).click();
  await own.getByRole("row", { name: /Approval until they end Whatever has ended goes/ }).waitFor();
  expect(await policies()).toMatchObject({ processes: [{ processDefinitionId: "approval", days: 0 }] });

  await page.getByRole("button", { name: "Delete what has expired now" }).click();
  await page
    .locator("toast-stack")
    .getByText(/deleted|had expired/)
    .waitFor();
  await own.getByRole("button", { name: "Remove the rule of Approval" }).click();
  await own.getByText("None.").waitFor();
  expect(await policies()).toMatchObject({ processes: [] });
  expect(console.errors).toEqual([]);
});

test.each([
  [null, "for ever", "Nothing goes."],
  [0, "until they end", "Whatever has ended goes."],
  [1, "for 1 day", "What ended before Fri, 20 Nov 2026 goes."],
  [3_650, "for 3,650 days", "What ended before Wed, 23 Nov 2016 goes."],
])("%s days are told as %s", (days, kept, goes) => {
  expect(keptWords(days)).toBe(kept);
  expect(goesWords(days, new Date("2026-11-21T12:00:00Z"))).toBe(goes);
});

test.each([
  ["", "Nothing was entered"],
  ["1.5", "You entered 1.5"],
  ["-1", "You entered -1"],
  ["365001", "You entered 365001"],
])("%j is no number of days", (text, came) => expect(daysProblem(text)).toContain(came));
