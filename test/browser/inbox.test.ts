import { afterAll, beforeAll, expect, test } from "vitest";
import { type Console, startConsole } from "./console.ts";
import { approval } from "./models.ts";

let console: Console;
beforeAll(async () => {
  console = await startConsole();
  await console.deploy(approval);
});
afterAll(() => console?.close());

interface Found<T> {
  items: T[];
}

const valuesOf = async (processInstanceKey: string): Promise<Record<string, unknown>> => {
  const body = { filter: { processInstanceKey } };
  const { items } = await console.call<Found<{ name: string; value: string }>>("POST", "/v2/variables/search", body);
  return Object.fromEntries(items.map(({ name, value }) => [name, JSON.parse(value)]));
};

test("shows a task the moment it comes, and completes it by keys with changed variables", async () => {
  const page = await console.open("/inbox");
  await page.getByText("No task is open.").waitFor();

  const key = await console.start("approval", { amount: 250, approved: false, note: "soon", order: { id: "A-1" } });
  const row = page.getByRole("row", { name: new RegExp(key) });
  await row.waitFor();
  await page.keyboard.press("j");
  await page.getByText("Nobody has claimed it").waitFor();
  await page.getByText("Ask for a receipt above 200.").waitFor();
  await page.getByText("1 of 1").waitFor();
  await page.keyboard.press("c");
  await page.getByText("Assigned to you").waitFor();

  const amount = page.getByLabel("Amount").and(page.locator(":focus"));
  await amount.waitFor();
  await page.keyboard.press("Escape");
  await row.and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await amount.fill("a lot");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Amount must be a number. You entered a lot.").waitFor();
  await page.getByLabel("Amount").fill("300");
  await page.getByLabel("Approved").check();
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.locator("add-variable #name").fill("reason");
  await page.locator("add-variable #value").fill('"paid before"');
  await page.keyboard.press("Enter");
  await page.getByLabel("Reason").waitFor();
  await page.keyboard.press("Control+Enter");

  await page.getByText("Approve it completed").waitFor();
  await page.getByText("No task is open.").waitFor();
  const instance = await console.call<{ state: string }>("GET", `/v2/process-instances/${key}`);
  expect(instance.state).toBe("COMPLETED");
  expect(await valuesOf(key)).toEqual({
    amount: 300,
    approved: true,
    note: "soon",
    order: { id: "A-1" },
    reason: "paid before",
  });
  expect(console.errors).toEqual([]);
});

test("keeps what was typed when another task is looked at, and says why a task of somebody else cannot be completed", async () => {
  const [mine, theirs] = [await console.start("approval", { note: "" }), await console.start("approval", { note: "" })];
  const { items } = await console.call<Found<{ userTaskKey: string; processInstanceKey: string }>>(
    "POST",
    "/v2/user-tasks/search",
    {
      filter: { state: "CREATED" },
    },
  );
  const taskOf = (key: string) => items.find(({ processInstanceKey }) => processInstanceKey === key)?.userTaskKey ?? "";
  await console.call("POST", `/v2/user-tasks/${taskOf(mine)}/assignment`, { assignee: "demo" });
  await console.call("POST", `/v2/user-tasks/${taskOf(theirs)}/assignment`, { assignee: "Jonas Pohl" });

  const page = await console.open(`/inbox/${taskOf(mine)}`);
  await page.getByLabel("Note").fill("half a thought");
  await page.getByRole("row", { name: new RegExp(theirs) }).click();
  await page.getByText("Jonas Pohl works on it.").waitFor();
  expect(await page.getByRole("button", { name: "Complete" }).getAttribute("aria-disabled")).toBe("true");

  await page.getByRole("row", { name: new RegExp(mine) }).click();
  await page.getByText("Assigned to you").waitFor();
  expect(await page.getByLabel("Note").inputValue()).toBe("half a thought");

  await page.getByRole("link", { name: "Mine" }).click();
  await page.getByRole("row", { name: new RegExp(theirs) }).waitFor({ state: "detached" });
  expect(await page.getByRole("row", { name: new RegExp(mine) }).count()).toBe(1);
});

test("goes from list to task and back on a phone", async () => {
  const key = await console.start("approval");
  const page = await console.open("/inbox", { viewport: { width: 390, height: 844 } });
  await page.getByRole("row", { name: new RegExp(key) }).click();
  await page.getByRole("heading", { name: "Approve it" }).waitFor();
  expect(await page.locator("task-list").isVisible()).toBe(false);
  await page.getByRole("tab", { name: "Where it stands" }).click();
  await page.locator("task-context process-viewer").waitFor();
  await page.getByLabel("Back to the list, Escape").click();
  await page.getByRole("row", { name: new RegExp(key) }).waitFor();
});

test("shows more tasks at the end of the list, and holds back those that come while it is scrolled", async () => {
  await Promise.all(Array.from({ length: 105 }, () => console.start("approval")));
  const page = await console.open("/inbox");
  const rows = page.locator("task-list .list-row");
  await page.getByText(/^100 of \d+$/).waitFor();
  await rows.nth(99).scrollIntoViewIfNeeded();
  await page.getByRole("button", { name: "Show more" }).click();
  await rows.nth(104).waitFor();

  const shown = await rows.count();
  await console.start("approval");
  await page.getByRole("button", { name: "1 new" }).click();
  await rows.nth(shown).waitFor();
});
