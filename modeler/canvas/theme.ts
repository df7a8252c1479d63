import { css, unsafeCSS } from "lit";
import { c } from "../tokens.ts";

const font = (token: string, otherwise: string) => unsafeCSS(`var(--${token}, ${otherwise})`);
export const font11 = font("text-11", "500 0.6875rem/1rem system-ui, sans-serif");
export const font12 = font("text-12", "400 0.75rem/1rem system-ui, sans-serif");
export const font13 = font("text-13", "400 0.8125rem/1.25rem system-ui, sans-serif");
export const font13Strong = font("text-13-strong", "550 0.8125rem/1.25rem system-ui, sans-serif");
export const font14Strong = font("text-14-strong", "550 0.875rem/1.375rem system-ui, sans-serif");
export const shadow2 = unsafeCSS("var(--shadow-2, 0 4px 16px -2px rgb(0 0 0 / 0.2))");

/** The names under which bpmn-io's own style sheets take their colours, given ours. */
export const vendorTheme = css`
  .bio-theme-parent {
    --bio-surface: ${c("bg")};
    --bio-surface-overlay: ${c("bg-raised")};
    --bio-surface-subtle: ${c("bg-hover")};
    --bio-surface-medium: ${c("bg-hover")};
    --bio-surface-strong: ${c("bg-pressed")};
    --bio-surface-inverted: ${c("bg-raised")};
    --bio-surface-inverted-subtle: ${c("bg-pressed")};
    --bio-text: ${c("text")};
    --bio-text-subtle: ${c("text-2")};
    --bio-text-subtlest: ${c("text-3")};
    --bio-text-on-primary: ${c("on-accent")};
    --bio-text-on-inverted: ${c("text")};
    --bio-border: ${c("line-strong")};
    --bio-border-subtle: ${c("line")};
    --bio-border-disabled: ${c("line")};
    --bio-border-input: ${c("line-control")};
    --bio-primary: ${c("accent")};
    --bio-primary-hover: ${c("accent-hover")};
    --bio-primary-surface: ${c("accent-tint")};
    --bio-primary-surface-strong: ${c("accent-line")};
    --bio-neutral: ${c("text-3")};
    --bio-danger: ${c("danger")};
    --bio-danger-hover: ${c("danger")};
    --bio-danger-surface: ${c("st-incident-tint")};
    --bio-danger-surface-subtle: ${c("st-incident-tint")};
    --bio-warning: ${c("sla-risk")};
    --bio-warning-hover: ${c("sla-risk")};
    --bio-warning-text: ${c("sla-risk-text")};
    --bio-warning-surface: ${c("sla-risk-tint")};
    --bio-info: ${c("accent-text")};
    --bio-info-on-inverted: ${c("accent-text")};
    --bio-selected-surface: ${c("bg-selected")};
    --bio-selected-text: ${c("text")};
    --bio-focus: ${c("focus")};
    --bio-focus-surface: ${c("bg-field")};
    --bio-focus-ring: ${c("focus")};
    --bio-focus-ring-danger: ${c("danger")};
    --bio-focus-ring-warning: ${c("sla-risk")};
    --bio-canvas-accent: ${c("accent")};
    --bio-canvas-accent-subtle: ${c("accent-line")};
    --bio-shadow: ${c("shadow-ink-2")};
    --bio-shadow-subtle: ${c("shadow-ink-2")};
    --bio-radius-sm: var(--r-2, 5px);
    --bio-radius-md: var(--r-2, 5px);
    --bio-radius-lg: var(--r-3, 8px);
  }
  .djs-parent {
    --popup-font-family: var(--font-ui, system-ui, sans-serif);
    --popup-font-size: 13px;
    --popup-secondary-font-size: 12px;
    --popup-header-font-weight: 550;
    --search-font-family: var(--font-ui, system-ui, sans-serif);
    --search-font-size: 13px;
    --hover-tooltip-font-family: var(--font-ui, system-ui, sans-serif);
    --shape-drop-allowed-fill-color: ${c("accent-tint")};
    --shape-connect-allowed-fill-color: ${c("accent-tint")};
  }
  .bjs-container {
    --bjs-font-family: var(--font-ui, system-ui, sans-serif);
    --breadcrumbs-background-color: ${c("bg-raised")};
    --breadcrumbs-border-color: ${c("line")};
    --breadcrumbs-item-color: ${c("accent-text")};
  }
  /* Under the legend, which has the corner. */
  .bjs-breadcrumbs,
  .djs-palette-shown .bjs-breadcrumbs {
    left: 12px;
    top: 36px;
    padding: 3px 8px;
    font-size: 12px;
  }
  .bjs-breadcrumbs li:not(:first-child)::before {
    content: "/";
    padding: 0 6px;
    color: ${c("text-3")};
  }
`;

/** What every canvas has: strokes, the corner of the watermark, zoom bar and legend. */
export const canvasTheme = css`
  :host {
    position: relative;
    display: block;
    overflow: hidden;
    isolation: isolate;
    background-color: ${c("bpmn-canvas")};
    color: ${c("text")};
    font: ${font13};
    --mark-ink: ${c("bpmn-canvas")};
  }
  :host([hidden]) {
    display: none;
  }
  .canvas {
    position: absolute;
    inset: 0;
    font-feature-settings: normal;
    font-variant-numeric: normal;
  }

  /* The renderer sets widths inline, hence the emphasis. */
  .djs-shape .djs-visual > :is(rect, circle, polygon, path):first-child,
  .djs-shape .djs-visual > circle:nth-child(2),
  .djs-connection .djs-visual > path {
    stroke-width: 1.5px !important;
  }
  .djs-shape .djs-visual.is-thick > circle:first-child {
    stroke-width: 3px !important;
  }
  .djs-shape .djs-visual.is-call > rect:first-child {
    stroke-width: 4px !important;
  }
  .djs-outline {
    stroke-width: 1.5px;
  }
  .canvas .djs-container > svg:focus {
    outline: none;
  }
  .canvas:not([data-pointer]) .djs-container > svg:focus-visible {
    outline: var(--focus-ring, 2px solid ${c("focus")});
    outline-offset: -2px;
  }

  /* Behind the watermark, over the drawing: it reads in the dark and over shapes, in its own colour. */
  .plate {
    position: absolute;
    right: 11px;
    bottom: 11px;
    width: 61px;
    height: 29px;
    border-radius: var(--r-1, 3px);
    background: ${c("watermark-plate")};
    pointer-events: none;
  }

  .icon {
    width: 16px;
    height: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    display: block;
  }
  .mark {
    width: 12px;
    height: 12px;
    display: block;
    flex: none;
  }
  .zoom {
    position: absolute;
    left: 12px;
    bottom: 12px;
    z-index: var(--z-canvas-tools, 20);
    display: flex;
    align-items: center;
    border-radius: var(--r-2, 5px);
    background: ${c("bg-raised")};
    box-shadow: var(--shadow-1, 0 0 0 1px ${c("line")});
  }
  .zoom button {
    display: grid;
    place-items: center;
    width: var(--control-h, 28px);
    height: var(--control-h, 28px);
    padding: 0;
    border: 0;
    border-radius: var(--r-2, 5px);
    background: none;
    color: ${c("text-2")};
    cursor: pointer;
  }
  .zoom button:hover {
    background: ${c("bg-hover")};
    color: ${c("text")};
  }
  .zoom button:active {
    background: ${c("bg-pressed")};
  }
  button:focus-visible {
    outline: var(--focus-ring, 2px solid ${c("focus")});
    outline-offset: var(--focus-offset, 1px);
  }
  .zoom output {
    min-width: 42px;
    text-align: center;
    color: ${c("text-2")};
    font-variant-numeric: tabular-nums;
  }
  @media (pointer: coarse) {
    .zoom button {
      width: 40px;
      height: 40px;
    }
  }

  .failure {
    position: absolute;
    inset: 0;
    z-index: 1;
    padding: 20px;
    background: ${c("bpmn-canvas")};
  }
  .failure p {
    margin: 0;
    max-width: var(--measure, 68ch);
  }
  .failure p:first-child {
    font: ${font13Strong};
  }
  .failure p + p {
    margin-top: 2px;
    color: ${c("text-2")};
    overflow-wrap: anywhere;
  }
`;
