import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  collapsedXml,
  draw,
  give,
  lastTold,
  orderXml,
  type Stage,
  startStage,
  told,
  watermarkIsUppermost,
} from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const running = {
  tokens: [
    { elementId: "pick", count: 2 },
    { elementId: "charge", count: 1 },
  ],
  incidents: [{ elementId: "charge", count: 1 }],
  completed: ["check", "review"],
  taken: ["f1", "f2", "f4", "f5", "f6", "f10", "f11", "f12"],
  counts: [{ elementId: "pick", text: "1h 05m left", tone: "risk" }],
};

const badgeOf = (page: Page, elementId: string) => page.locator(`[data-container-id="${elementId}"] .badge`);
const shape = (page: Page, elementId: string) => page.locator(`[data-element-id="${elementId}"] .djs-hit`).first();

describe("process-viewer", () => {
  test("shows path, tokens, incidents, ticks and tags, and a legend of them", async () => {
    const page = await stage.open("process-viewer");
    await draw(page, orderXml, running);

    expect(await badgeOf(page, "pick").textContent()).toBe("2");
    expect(await badgeOf(page, "charge").getAttribute("title")).toBe("Charge card: stopped by an incident");
    expect(await badgeOf(page, "charge").count()).toBe(1);
    expect(await badgeOf(page, "check").getAttribute("class")).toContain("badge-done");
    expect(await page.locator(".tag").textContent()).toBe("1h 05m left");
    expect(await page.locator("path.taken").count()).toBe(running.taken.length);
    expect(await page.locator("path.halo").count()).toBe(running.taken.length);
    expect(await page.locator(".outline-incident").getAttribute("data-outline-of")).toBe("charge");
    expect(await page.locator(".outline-active").getAttribute("data-outline-of")).toBe("pick");
    expect((await page.locator(".legend li").allTextContents()).map((text) => text.trim())).toEqual([
      "path taken",
      "2 tokens",
      "1 stopped",
      "2 done",
    ]);
    expect(await page.locator(".djs-container > svg").getAttribute("aria-label")).toBe(
      "Diagram of Order fulfilment. 2 tokens, 1 stopped, 2 done.",
    );
  });

  test("counts what runs inside a collapsed sub-process on it, and opens its plane for a selected element", async () => {
    const page = await stage.open("process-viewer");
    await draw(page, collapsedXml, {
      tokens: [{ elementId: "inside", count: 2 }],
      incidents: [{ elementId: "inside", count: 1 }],
    });
    expect(await badgeOf(page, "inner").first().getAttribute("title")).toBe(
      "Inner work: stopped by an incident, 1 token",
    );
    expect(await page.locator(".outline-incident").getAttribute("data-outline-of")).toBe("inner");
    expect((await page.locator(".legend li").allTextContents()).map((text) => text.trim())).toEqual([
      "1 token",
      "1 stopped",
    ]);

    await give(page, { selected: "inside" });
    expect(await page.locator(".djs-element.selected").getAttribute("data-element-id")).toBe("inside");
    expect(await page.locator(".bjs-breadcrumbs").textContent()).toContain("Inner work");
    expect(await told(page)).toEqual([]);
    await page.locator(".bjs-breadcrumbs").getByText("Collapsed").click();
    expect(await lastTold(page, "element-select")).toEqual({ elementId: null });
  });

  test("selects by click on an element and on its badge, and as its owner says", async () => {
    const page = await stage.open("process-viewer");
    await draw(page, orderXml, running);

    await shape(page, "ship").click();
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "ship" });
    await badgeOf(page, "charge").click();
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "charge" });
    await give(page, { selected: "review" });
    expect(await page.locator(".djs-element.selected").getAttribute("data-element-id")).toBe("review");
    expect(await told(page)).toHaveLength(2);
  });

  test("has a text twin: T walks the live elements, ⇧L lists all, choosing there chooses in the drawing", async () => {
    const page = await stage.open("process-viewer");
    await draw(page, orderXml, running);
    await page.locator(".djs-container > svg").focus();

    await page.keyboard.press("t");
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "charge" });
    await page.keyboard.press("t");
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "pick" });
    await page.keyboard.press("Shift+T");
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "charge" });

    await page.keyboard.press("Shift+L");
    const focused = page.locator("process-elements li:focus");
    expect((await focused.allInnerTexts()).join().split(/\s*\n\s*/)).toEqual([
      "Charge card",
      "Service task",
      "stopped by an incident",
    ]);
    await page.keyboard.press("Home");
    expect(await page.locator(".djs-element.selected").getAttribute("data-element-id")).toBe("start");
    await page.keyboard.press("Escape");
    expect(await page.locator("process-elements[open]").count()).toBe(0);
    expect(await page.locator(".djs-container > svg:focus").count()).toBe(1);
  });

  test("lets a token hop along the flow it took, once, in 240 ms", async () => {
    const page = await stage.open("process-viewer");
    await page.clock.install();
    await draw(page, orderXml, { tokens: [{ elementId: "check", count: 1 }], taken: ["f1"] });
    await give(page, {
      tokens: [{ elementId: "review", count: 1 }],
      completed: ["check"],
      taken: ["f1", "f2", "f4"],
    });

    expect(await page.locator("circle.hop").count()).toBe(1);
    expect(await badgeOf(page, "review").isVisible()).toBe(false);
    await page.clock.runFor(260);
    expect(await page.locator("circle.hop").count()).toBe(0);
    expect(await badgeOf(page, "review").isVisible()).toBe(true);
  });

  test("lets tokens jump when motion is unwanted", async () => {
    const page = await stage.open("process-viewer", { reducedMotion: "reduce" });
    await page.clock.install();
    await draw(page, orderXml, { tokens: [{ elementId: "check", count: 1 }], taken: ["f1"] });
    await give(page, { tokens: [{ elementId: "review", count: 1 }], taken: ["f1", "f2", "f4"] });

    expect(await page.locator("circle.hop").count()).toBe(0);
    expect(await badgeOf(page, "review").isVisible()).toBe(true);
  });

  test.each([
    ["a wide page", { width: 1440, height: 900 }, {}],
    ["a phone", { width: 390, height: 700 }, {}],
    ["a mini diagram", { width: 240, height: 160 }, { compact: true }],
  ])("leaves the watermark uncovered on %s", async (_, viewport, properties) => {
    const page = await stage.open("process-viewer", { viewport });
    await draw(page, orderXml, { ...running, ...properties });
    expect(await watermarkIsUppermost(page)).toEqual([true, true, true, true, true]);
  });

  test("says in a sentence why a model cannot be drawn, and draws the next one", async () => {
    const page = await stage.open("process-viewer");
    await give(page, { xml: "<html>not a model</html>" });
    const failure = page.locator(".failure");
    await failure.waitFor();
    expect(await failure.locator("p").allTextContents()).toEqual([
      "This model cannot be drawn.",
      expect.stringMatching(/^[A-Z].*\.$/s),
    ]);

    await draw(page, orderXml);
    expect(await failure.count()).toBe(0);
  });

  test("on a phone opens on the live token, and pans with one finger only after a tap", async () => {
    const page = await stage.open("process-viewer", { viewport: { width: 390, height: 300 }, hasTouch: true });
    await draw(page, orderXml, { tokens: [{ elementId: "ship", count: 1 }] });

    const box = await badgeOf(page, "ship").boundingBox();
    expect(box?.x).toBeGreaterThan(0);
    expect(box?.x).toBeLessThan(390);
    const area = page.locator("process-viewer .canvas");
    expect(await area.getAttribute("style")).toContain("touch-action: pan-x pan-y");
    await area.tap({ position: { x: 200, y: 20 } });
    expect(await area.getAttribute("style")).toContain("touch-action: none");
  });
});
