import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newProcessXml } from "../../modeler/newProcess.ts";
import { draw, give, lastTold, orderXml, type Stage, startStage, watermarkIsUppermost } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.close());

const emptyXml = newProcessXml({ id: "greeting", name: "Greeting" });
const shape = (page: Page, elementId: string) => page.locator(`[data-element-id="${elementId}"] .djs-hit`).first();
const xmlOf = (page: Page) => page.evaluate<string>("component.getXml()");
const changed = (page: Page) => page.waitForFunction("told.some(({ type }) => type === 'model-change')");

describe("process-modeler", () => {
  test("draws a task from a start event by the context pad, and takes it back", async () => {
    const page = await stage.open("process-modeler");
    await draw(page, emptyXml);

    await shape(page, "StartEvent_1").click();
    await page.locator('.djs-context-pad [data-action="append.append-task"]').click();
    await changed(page);
    expect(await lastTold(page, "model-change")).toEqual({ canUndo: true, canRedo: false });
    expect(await xmlOf(page)).toMatch(/<bpmn:task id="(\w+)">[\s\S]*<bpmn:sequenceFlow [^>]*targetRef="\1"/);

    await page.evaluate("told.length = 0, component.undo()");
    await changed(page);
    expect(await lastTold(page, "model-change")).toEqual({ canUndo: false, canRedo: true });
    expect(await xmlOf(page)).not.toContain("<bpmn:task");
    await page.evaluate("component.redo()");
    expect(await xmlOf(page)).toContain("<bpmn:task");
  });

  test("creates elements as Camunda 8 expects them, and all by keys", async () => {
    const page = await stage.open("process-modeler");
    await draw(page, emptyXml);

    await page.evaluate("component.select('StartEvent_1')");
    await page.keyboard.press("a");
    await page.locator(".djs-popup-search input").pressSequentially("user task");
    await page.locator(".djs-popup .entry.selected", { hasText: "User task" }).waitFor();
    await page.keyboard.press("Enter");
    await changed(page);
    expect(await xmlOf(page)).toContain("<zeebe:userTask />");

    await page.locator('process-palette [data-palette-id="create.end-event"]').focus();
    await page.keyboard.press("Enter");
    expect(await xmlOf(page)).toContain("<bpmn:endEvent");
  });

  test("edits a name in the properties, and keeps the history when its own XML comes back", async () => {
    const page = await stage.open("process-modeler");
    await draw(page, emptyXml);

    await shape(page, "StartEvent_1").click();
    const name = page.locator('.properties [data-entry-id="name"] textarea, .properties [data-entry-id="name"] input');
    await name.fill("Guest arrived");
    await name.blur();
    await changed(page);
    const xml = await xmlOf(page);
    expect(xml).toContain('name="Guest arrived"');
    await give(page, { xml });
    await page.evaluate("component.undo()");
    expect(await xmlOf(page)).not.toContain("Guest arrived");
  });

  test("marks findings, says them under the mouse, and leads to the element", async () => {
    const page = await stage.open("process-modeler");
    await draw(page, orderXml);
    await page.clock.install();
    const message = "The join can wait for ever. End the other branch with a terminate event.";
    await give(page, {
      findings: [
        { code: "JOIN_STUCK", severity: "error", elementId: "join", line: 24, message },
        { code: "NO_WORKER", severity: "warning", elementId: "notify", line: 9, message: "Nobody takes this job." },
        { code: "NO_TAG", severity: "warning", elementId: null, line: null, message: "No version tag." },
      ],
    });

    expect(await page.locator(".badge-finding").count()).toBe(2);
    expect(await page.locator(".has-warning").getAttribute("data-element-id")).toBe("notify");
    const badge = page.locator('[data-finding-of="join"]');
    await badge.hover();
    await page.clock.runFor(600);
    expect(await page.locator("finding-note li").textContent()).toBe(message);
    await badge.click();
    expect(await lastTold(page, "element-select")).toEqual({ elementId: "join" });
    expect(await page.locator(".djs-container > svg:focus").count()).toBe(1);
  });

  test("hints at what would be refused, by itself and as long as it is so", async () => {
    const page = await stage.open("process-modeler");
    const scripted = orderXml.replace(
      '<bpmn:sendTask id="notify" name="Notify team lead"/>',
      '<bpmn:scriptTask id="notify" scriptFormat="javascript"><bpmn:script>1 + 1</bpmn:script></bpmn:scriptTask>',
    );
    await draw(page, scripted);
    const badge = page.locator('[data-finding-of="notify"]');
    expect(await badge.getAttribute("aria-label")).toContain(
      "script task with a script in another language is not executed. Write the script in FEEL",
    );
    await give(page, {
      findings: [{ code: "OTHER", severity: "warning", elementId: "notify", line: 9, message: "Checked." }],
    });
    expect(await badge.getAttribute("aria-label")).toBe("1 warning: Checked.");
    await give(page, { findings: [] });
    await page.evaluate('component.select("notify")');
    await page.keyboard.press("Delete");
    await changed(page);
    expect(await badge.count()).toBe(0);
    await page.evaluate("component.undo()");
    await badge.waitFor();
  });

  test.each([
    ["with its panel", { panel: true }],
    ["without its panel", { panel: false }],
    ["read-only", { readOnly: true }],
  ])("leaves the watermark uncovered %s", async (_, properties) => {
    const page = await stage.open("process-modeler", { viewport: { width: 1024, height: 640 } });
    await give(page, { ...properties, xml: orderXml });
    await page.locator('[data-element-id="pick"]').first().waitFor();
    expect(await watermarkIsUppermost(page)).toEqual([true, true, true, true, true]);
  });

  test("is there to look at on a phone, with what was drawn before", async () => {
    const page = await stage.open("process-modeler");
    await draw(page, emptyXml);
    await shape(page, "StartEvent_1").click();
    await page.locator('.djs-context-pad [data-action="append.append-task"]').click();
    await changed(page);

    await page.setViewportSize({ width: 390, height: 700 });
    const viewer = page.locator("process-viewer");
    await viewer.locator('[data-element-id^="Activity_"]').first().waitFor();
    expect(await page.locator("process-palette").isVisible()).toBe(false);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.locator("process-palette").waitFor();
    await page.evaluate("component.undo()");
    expect(await xmlOf(page)).not.toContain("<bpmn:task");
  });

  test("exports a picture that needs no style sheet", async () => {
    const page = await stage.open("process-modeler", { colorScheme: "dark" });
    await draw(page, orderXml);
    const svg = await page.evaluate<string>("component.getSvg()");
    expect(svg).toContain("Pick and pack");
    expect(svg).not.toMatch(/var\(|light-dark|oklch/);
  });

  test("says in a sentence why a model cannot be opened", async () => {
    const page = await stage.open("process-modeler");
    await give(page, { xml: "<bpmn:definitions>" });
    await page.locator(".failure").waitFor();
    expect(await page.locator(".failure p").allTextContents()).toEqual([
      "This model cannot be drawn.",
      expect.stringMatching(/^[A-Z].*\.$/s),
    ]);
  });
});
