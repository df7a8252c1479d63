import { html, type TemplateResult } from "lit";
import { fitIcon, minusIcon, plusIcon } from "../icons.ts";
import type { CanvasView } from "./view.ts";

/** The zoom bar of a canvas; with the zoom in per cent where it is given. */
export function zoomBar(view: CanvasView | null, zoom: number | null): TemplateResult {
  return html`<div class="zoom" role="group" aria-label="Zoom">
    <button type="button" title="Zoom out, key −" aria-label="Zoom out" @click=${() => view?.zoomBy(-1)}>${minusIcon}</button>
    ${zoom === null ? "" : html`<output aria-label="Zoom">${Math.round(zoom * 100)} %</output>`}
    <button type="button" title="Zoom in, key +" aria-label="Zoom in" @click=${() => view?.zoomBy(1)}>${plusIcon}</button>
    <button type="button" title="Fit, key 0" aria-label="Fit" @click=${() => view?.fit()}>${fitIcon}</button>
  </div>`;
}

/** What stands in place of a diagram that cannot be drawn. */
export function failureNote(reason: string): TemplateResult {
  return html`<div class="failure" role="alert">
    <p>This model cannot be drawn.</p>
    <p>${reason}</p>
  </div>`;
}

/** The reason in a sentence, from the error that bpmn-js threw. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/no diagram to display/.test(text)) {
    return "The file holds a process but no drawing of it. Open it in a modeler that lays it out, and save it again.";
  }
  const sentence = text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** Does what a key means to a canvas (0 fits, + and − zoom, arrows pan). False when it means nothing. */
export function followKey(view: CanvasView, key: string): boolean {
  switch (key) {
    case "0":
      view.fit();
      return true;
    case "+":
    case "=":
      view.zoomBy(1);
      return true;
    case "-":
    case "−":
      view.zoomBy(-1);
      return true;
    case "ArrowLeft":
      view.pan(-1, 0);
      return true;
    case "ArrowRight":
      view.pan(1, 0);
      return true;
    case "ArrowUp":
      view.pan(0, -1);
      return true;
    case "ArrowDown":
      view.pan(0, 1);
      return true;
    default:
      return false;
  }
}

/**
 * Keeps the focus ring to those who use keys: bpmn-js focuses its canvas by script, which browsers take for a key.
 * Sets `data-pointer` on `area` while the last act there was one of mouse or finger.
 */
export function followModality(area: HTMLElement): void {
  area.addEventListener("pointerdown", () => area.toggleAttribute("data-pointer", true), { capture: true });
  area.addEventListener("keydown", () => area.removeAttribute("data-pointer"), { capture: true });
  area.addEventListener("focusout", () => area.removeAttribute("data-pointer"));
}
