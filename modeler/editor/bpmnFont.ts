import glyphs from "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css?inline";
import fontUrl from "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2?url";
import { css, unsafeCSS } from "lit";

/** Loads the icon font of bpmn-js for the whole document: a `@font-face` inside a shadow root is ignored. */
export function addBpmnFont(): void {
  if (isAdded) return;
  isAdded = true;
  document.fonts.add(new FontFace("bpmn", `url("${fontUrl}") format("woff2")`));
}

let isAdded = false;

/** The icons of context pad and menus. */
export const bpmnFontStyles = [
  css`
    [class^="bpmn-icon-"]::before,
    [class*=" bpmn-icon-"]::before {
      display: inline-block;
      width: 1em;
      line-height: 1em;
      font-family: "bpmn";
      font-style: normal;
      font-weight: normal;
      font-variant: normal;
      text-align: center;
      text-decoration: inherit;
      text-transform: none;
    }
  `,
  unsafeCSS(glyphs),
];
