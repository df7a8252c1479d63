import propertiesStyles from "@bpmn-io/properties-panel/dist/assets/properties-panel.css?inline";
import { css, unsafeCSS } from "lit";
import { font12, font14Strong, shadow2 } from "../canvas/theme.ts";
import { c } from "../tokens.ts";

/** The properties panel's own style sheet. */
export const propertiesVendorStyles = unsafeCSS(propertiesStyles);

/** The properties panel in our type, colours and measures: a head with type and name, groups split by hairlines. */
export const propertiesTheme = css`
  .bio-properties-panel {
    --text-size-base: 13px;
    --text-size-small: 12px;
    --text-size-smallest: 12px;
    --text-line-height: 20px;
    --line-height-condensed: 16px;
    --font-family: var(--font-ui, system-ui, sans-serif);
    --font-family-monospace: var(--font-mono, ui-monospace, monospace);
    --header-background-color: ${c("bg")};
    --header-bottom-border-color: ${c("line")};
    --group-bottom-border-color: ${c("line")};
    --sticky-group-background-color: ${c("bg-sunken")};
    --sticky-group-bottom-border-color: ${c("line")};
    --placeholder-background-color: ${c("bg")};
    --input-background-color: ${c("bg-field")};
    --input-focus-background-color: ${c("bg-field")};
    --input-focus-border-color: ${c("focus")};
    --input-disabled-background-color: ${c("bg-sunken")};
    --input-disabled-color: ${c("text-2")};
    --focus-ring-width: 1px;
    --list-badge-background-color: transparent;
    --list-badge-color: ${c("text-3")};
    --dot-color: ${c("line-control")};
    --checkbox-border-radius: var(--r-1, 3px);
    --feel-background-color: transparent;
    --feelers-select-color: ${c("bg-selected")};
    background: ${c("bg")};
  }
  .bio-properties-panel-header {
    padding: 10px 16px;
  }
  .bio-properties-panel-header-icon {
    display: none;
  }
  .bio-properties-panel-header-labels {
    margin: 0;
  }
  .bio-properties-panel .bio-properties-panel-header-type {
    color: ${c("text-3")};
    font: ${font12};
    text-transform: lowercase;
  }
  .bio-properties-panel .bio-properties-panel-header-type::first-letter {
    text-transform: uppercase;
  }
  .bio-properties-panel .bio-properties-panel-header-label {
    margin: 0;
    font: ${font14Strong};
  }
  .bio-properties-panel-group-header {
    height: 36px;
    padding-right: 8px;
    flex-direction: row;
  }
  .bio-properties-panel-group-header .bio-properties-panel-group-header-title {
    margin: 0 0 0 32px;
  }
  .bio-properties-panel-group-header .bio-properties-panel-group-header-title,
  .bio-properties-panel-group-header.open .bio-properties-panel-group-header-title {
    font-weight: 550;
  }
  /* The arrow stands before its title, where the eye begins. */
  .bio-properties-panel-group-header-button.bio-properties-panel-arrow {
    position: absolute;
    left: 4px;
    top: 4px;
  }
  .bio-properties-panel-group-header-button {
    margin: 2px;
    min-width: 24px;
    height: 24px;
    border-radius: var(--r-2, 5px);
    cursor: pointer;
  }
  .bio-properties-panel-group-header.empty .bio-properties-panel-add-entry,
  .bio-properties-panel-group-header.empty .bio-properties-panel-add-entry:hover {
    margin-right: 2px;
  }
  .bio-properties-panel-group-header-button.bio-properties-panel-add-entry:hover {
    background: ${c("bg-hover")};
    fill: ${c("text")};
  }
  .bio-properties-panel-group-header.empty .bio-properties-panel-add-entry:hover .bio-properties-panel-add-entry-label {
    display: none;
  }
  .bio-properties-panel-entry {
    margin: 3px 16px 8px;
  }
  .bio-properties-panel .bio-properties-panel-label {
    color: ${c("text-2")};
  }
  .bio-properties-panel .bio-properties-panel-input:not([type="checkbox"], [type="radio"]) {
    padding: 3px 8px;
  }
  .bio-properties-panel-input::placeholder {
    color: ${c("text-3")};
  }
  .bio-properties-panel-list-badge {
    margin: 0 6px;
    min-width: 0;
    padding: 0;
  }
  .bio-properties-panel-dot {
    height: 6px;
    min-width: 6px;
    margin: 9px;
  }
  /* FEEL is coloured for light paper only: turned over, each colour keeps its hue. */
  .is-dark .cm-line span {
    filter: invert(1) hue-rotate(180deg);
  }
  .bio-properties-panel [data-entry-id="id"] input,
  .bio-properties-panel [data-entry-id="taskDefinitionType"] input,
  .bio-properties-panel .cm-editor .cm-scroller,
  .bio-properties-panel .cm-editor .cm-scroller * {
    font-family: var(--font-mono, ui-monospace, monospace);
    font-size: 12px;
  }
  .bio-properties-panel .cm-editor .cm-gutters {
    display: none;
  }
  .bio-properties-panel .cm-editor .cm-content {
    color: ${c("text")};
    caret-color: ${c("text")};
  }

  .djs-context-pad {
    --context-pad-entry-background-color: transparent;
    --context-pad-entry-hover-background-color: ${c("bg-hover")};
    box-sizing: border-box;
    width: 86px;
    padding: 4px;
    border-radius: var(--r-3, 8px);
    background: ${c("bg-raised")};
    box-shadow: ${shadow2};
    pointer-events: all;
  }
  .djs-context-pad .group {
    display: flex;
    flex-wrap: wrap;
  }
  .djs-context-pad .group + .group {
    margin-top: 3px;
    padding-top: 3px;
    border-top: 1px solid ${c("line")};
  }
  .djs-context-pad .entry {
    width: 24px;
    height: 24px;
    margin: 1px;
    border-radius: var(--r-2, 5px);
    box-shadow: none;
    color: ${c("text-2")};
    font-size: 20px;
    line-height: 24px;
  }
  .djs-context-pad .entry svg {
    width: 20px;
    height: 20px;
    vertical-align: middle;
  }
  .djs-context-pad .entry:hover {
    color: ${c("text")};
  }
  .djs-popup {
    border-radius: var(--r-3, 8px);
    border-color: transparent;
    box-shadow: ${shadow2};
    color: ${c("text")};
  }
  .djs-popup-search input,
  .djs-search-input input {
    background: ${c("bg-field")};
    color: ${c("text")};
  }
  .djs-direct-editing-parent {
    box-shadow: 0 0 0 2px ${c("focus")};
    border-radius: var(--r-1, 3px);
    background-color: ${c("bpmn-fill")} !important;
    color: ${c("bpmn-label")};
  }
  .popups .bio-properties-panel-popup {
    overflow: hidden;
    border-radius: var(--r-3, 8px);
    box-shadow: ${shadow2};
    font-family: var(--font-ui, system-ui, sans-serif);
  }
  .popups .cm-editor .cm-scroller,
  .popups .cm-editor .cm-scroller * {
    font-family: var(--font-mono, ui-monospace, monospace);
    font-size: 13px;
  }
  .djs-popup-search-icon path,
  .djs-search-icon path {
    fill: ${c("text-3")};
  }
  .djs-palette {
    display: none;
  }
`;

/** Marks and badges of findings. */
export const findingTheme = css`
  .djs-shape.has-error .djs-visual > :first-child {
    stroke: ${c("st-incident")} !important;
    stroke-width: 2.25px !important;
  }
  .djs-shape.has-warning .djs-visual > :first-child {
    stroke: ${c("sla-risk")} !important;
    stroke-width: 2.25px !important;
  }
  .badge-finding {
    translate: -15px -15.5px;
    padding: 0;
    border: 0;
    background: none;
  }
  .badge-finding:focus-visible {
    outline: var(--focus-ring, 2px solid ${c("focus")});
    border-radius: var(--r-1, 3px);
  }
  .badge-warning .body {
    fill: ${c("bpmn-canvas")};
    stroke: ${c("sla-risk")};
    stroke-width: 2;
    paint-order: normal;
  }
  .badge-warning .ink {
    stroke: ${c("sla-risk-text")};
  }
`;

/** Palette, stage and properties beside each other. */
export const frameTheme = css`
  .frame {
    position: absolute;
    inset: 0;
    display: flex;
  }
  .frame[hidden],
  .properties[hidden] {
    display: none;
  }
  .middle {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-width: 0;
  }
  /* Its menus reach over what stands below. */
  .stage {
    position: relative;
    z-index: 1;
    flex: 1;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    isolation: isolate;
  }
  .canvas {
    background-image: radial-gradient(${c("bpmn-grid")} 0.75px, transparent 1px);
  }
  .properties {
    flex: none;
    width: 304px;
    border-left: 1px solid ${c("line")};
    background: ${c("bg")};
  }
`;
