import diagramStyles from "dmn-js/dist/assets/diagram-js.css?inline";
import tableStyles from "dmn-js/dist/assets/dmn-js-decision-table.css?inline";
import graphStyles from "dmn-js/dist/assets/dmn-js-drd.css?inline";
import expressionStyles from "dmn-js/dist/assets/dmn-js-literal-expression.css?inline";
import sharedStyles from "dmn-js/dist/assets/dmn-js-shared.css?inline";
import { css, unsafeCSS } from "lit";
import { font12, font13, font13Strong } from "../canvas/theme.ts";
import { c } from "../tokens.ts";

/** The style sheets of dmn-js, for use in a shadow root. */
export const decisionVendorStyles = [diagramStyles, sharedStyles, graphStyles, tableStyles, expressionStyles].map(
  (sheet) => unsafeCSS(sheet),
);

const fontUi = unsafeCSS("var(--font-ui, system-ui, sans-serif)");
const fontMono = unsafeCSS("var(--text-mono-12, 0.75rem/1rem ui-monospace, monospace)");

/** Tables and expressions in the colours and sizes of the interface. The logo of bpmn.io stays as it is. */
export const decisionTheme = css`
  .dmn-decision-table-container,
  .dmn-literal-expression-container {
    --decision-table-color: ${c("text")};
    --decision-table-background-color: ${c("bg")};
    --decision-table-properties-color: ${c("text")};
    --decision-table-font-family: ${fontUi};
    --hit-policy-explanation-color: ${c("text-2")};
    --table-color: ${c("text")};
    --table-cell-color: ${c("text")};
    --table-cell-border-color: ${c("line")};
    --table-head-border-color: ${c("line-strong")};
    --table-head-clause-color: ${c("text-3")};
    --table-head-variable-color: ${c("text-3")};
    --table-row-alternative-background-color: transparent;
    --decision-properties-background-color: ${c("bg")};
    --decision-properties-border-color: ${c("line")};
    --decision-properties-color: ${c("text")};
    --literal-expression-color: ${c("text")};
    --literal-expression-font-family: ${fontUi};
    --literal-expression-properties-border-color: ${c("line")};
    --literal-expression-properties-color: ${c("text-2")};
    --textarea-border-color: ${c("line")};
    --textarea-color: ${c("text")};
    font: ${font13};
  }

  /* The page's head has the name, and its own way to the graph. */
  .view-drd,
  .dmn-definitions,
  .drill-down-overlay,
  .decision-table-name,
  .decision-table-header-separator,
  .dmn-literal-expression-container .decision-properties {
    display: none !important;
  }

  .dmn-decision-table-container .tjs-container {
    width: 100%;
  }
  .dmn-decision-table-container .decision-table-properties {
    border: 0;
    border-bottom: 1px solid ${c("line-faint")};
    padding: 7px 20px;
    min-height: 36px;
    flex: none;
    font: ${font12};
    color: ${c("text-2")};
  }
  .hit-policy .dms-label {
    font-weight: 500;
  }
  .dmn-decision-table-container .tjs-table-container {
    border: 0;
    flex: 1;
    min-height: 0;
    scrollbar-width: thin;
    scrollbar-color: ${c("line-strong")} transparent;
  }
  /* Columns grow with the room and keep a width at which words do not break. */
  .dmn-decision-table-container .tjs-table {
    width: 100%;
    min-width: min-content;
    max-width: none;
    table-layout: auto;
    padding-bottom: 56px;
  }
  .dmn-decision-table-container .tjs-table.large {
    table-layout: fixed;
    min-width: 0;
  }
  .dmn-decision-table-container :is(thead th, tbody td):not(:first-child) {
    border-left: 1px solid ${c("line-faint")};
    padding: 7px 12px;
  }
  .dmn-decision-table-container thead th {
    width: auto;
    min-width: 120px;
    border-bottom: 1px solid ${c("line-strong")};
    background: ${c("bg-sunken")};
    text-align: left;
    vertical-align: top;
  }
  .dmn-decision-table-container :is(th.input-cell + th.output-cell, td.input-cell + td.output-cell) {
    border-left: 3px double ${c("line-strong")};
  }
  .dmn-decision-table-container :is(th, td).annotation {
    color: ${c("text-2")};
  }
  .unannotated .annotation {
    display: none;
  }
  .dmn-decision-table-container thead :is(.input-label, .input-expression, .output-label, .output-name) {
    margin: 0;
    font: ${font13Strong};
    overflow-wrap: anywhere;
  }
  .dmn-decision-table-container thead :is(.input-cell .clause, .output-cell .clause) {
    font: ${font12};
  }
  .dmn-decision-table-container thead :is(.input-variable, .output-variable) {
    font: ${font12};
    text-align: left;
    max-width: 260px;
  }
  .dmn-decision-table-container tbody td {
    border-top: 0;
    border-bottom: 1px solid ${c("line-faint")};
    font: ${fontMono};
    line-height: 1.25rem;
    vertical-align: top;
    max-width: 420px;
    overflow-wrap: break-word;
  }
  .dmn-decision-table-container tbody td.annotation {
    min-width: 220px;
    font: ${font13};
  }
  .dmn-decision-table-container tbody tr:last-child td {
    border-bottom: 1px solid ${c("line")};
  }
  .dmn-decision-table-container th.index-column,
  .dmn-decision-table-container td.rule-index {
    width: 68px;
    min-width: 68px;
    padding: 7px 12px 7px 20px;
    border-right: 0;
    color: ${c("text-3")};
    font-variant-numeric: tabular-nums;
  }
  .large th.index-column,
  .large td.rule-index {
    width: 88px;
    min-width: 88px;
  }
  .dmn-decision-table-container td.input-cell:empty::before {
    content: "–";
    color: ${c("text-3")};
  }

  /* A matched rule: a tint, an edge and a tick. The one in the head of the row is opaque, as it stays in place. */
  .dmn-decision-table-container tbody tr[data-matched] td {
    background-color: ${c("bg-selected")};
  }
  .dmn-decision-table-container tbody tr[data-matched] td.rule-index {
    box-shadow: inset 3px 0 0 ${c("accent")};
    color: ${c("accent-text")};
    font-weight: 600;
    white-space: nowrap;
  }
  .dmn-decision-table-container tbody tr[data-matched] td.rule-index::before {
    content: "" / "Matched, rule ";
    display: inline-block;
    width: 8px;
    height: 4px;
    margin-right: 8px;
    border: solid currentColor;
    border-width: 0 0 1.75px 1.75px;
    transform: translateY(-3px) rotate(-45deg);
  }
  @media (forced-colors: active) {
    .dmn-decision-table-container tbody tr[data-matched] td {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }

  .dmn-literal-expression-container .textarea {
    min-height: 0;
    flex: 1;
    border: 0;
    padding: 16px 20px;
    font: ${fontMono};
    line-height: 1.25rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .dmn-literal-expression-container .literal-expression-properties {
    border: 0;
    border-top: 1px solid ${c("line-faint")};
    padding: 8px 96px 8px 12px;
    font: ${font12};
  }
  .dmn-literal-expression-container .literal-expression-properties table {
    border-spacing: 8px 2px;
    border-collapse: separate;
  }
  .undrawn-logic:focus-visible {
    outline: var(--focus-ring, 2px solid ${c("focus")});
    outline-offset: -2px;
  }
  /* Over the cells that stay in place while the table scrolls. */
  .canvas:has(:is(.tjs-table-container, .textarea):focus-visible)::after {
    content: "";
    position: absolute;
    inset: 0;
    z-index: 101;
    outline: var(--focus-ring, 2px solid ${c("focus")});
    outline-offset: -2px;
    pointer-events: none;
  }

  .dmn-drd-container .djs-shape {
    cursor: pointer;
  }
  .canvas.undrawn {
    display: none;
  }
  .drawing {
    position: absolute;
    inset: 0;
    z-index: 1;
    margin: 0;
    padding: 16px 20px;
    background: ${c("bg")};
    color: ${c("text-2")};
  }
  .undrawn-logic {
    position: absolute;
    inset: 0;
    overflow: auto;
    margin: 0;
    padding: 16px 20px;
    font: ${fontMono};
    line-height: 1.25rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
