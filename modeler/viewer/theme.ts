import { css } from "lit";
import { font11, font12 } from "../canvas/theme.ts";
import { c } from "../tokens.ts";

/** The layers and badges of the state, and the legend that explains them. */
export const stateTheme = css`
  .djs-shape .djs-visual.is-frame > rect:first-child {
    fill: none !important;
  }
  .halo {
    fill: none;
    stroke: ${c("bpmn-path-halo")};
    stroke-width: 9px;
    stroke-linejoin: round;
  }
  .taken {
    fill: none;
    stroke: ${c("bpmn-path")};
    stroke-width: 2px;
    stroke-linejoin: round;
    pointer-events: none;
  }
  .taken-arrowhead {
    fill: ${c("bpmn-path")};
    stroke: ${c("bpmn-path")};
    stroke-width: 2.2px;
    stroke-linejoin: round;
  }
  .outline {
    fill: none;
    stroke-width: 2.25px;
    pointer-events: none;
  }
  .outline.is-thick {
    stroke-width: 3.5px;
  }
  .outline-active {
    stroke: ${c("st-active")};
  }
  .outline-incident {
    stroke: ${c("st-incident")};
  }
  .hop-line {
    fill: none;
    stroke: none;
  }
  .hop {
    fill: ${c("st-active")};
    stroke: ${c("bpmn-canvas")};
    stroke-width: 2px;
    pointer-events: none;
  }
`;

/** What sits on elements, whichever component draws it. */
export const badgeTheme = css`
  .badge-anchor {
    position: relative;
    display: block;
    width: 0;
    height: 0;
  }
  .badge {
    position: absolute;
    translate: -50% -50%;
    display: grid;
    place-items: center;
    cursor: pointer;
    font: ${font11};
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1;
  }
  .badge svg {
    display: block;
  }
  .badge-token {
    box-sizing: border-box;
    min-width: 24px;
    height: 24px;
    padding: 0 4px;
    border: 2px solid ${c("bpmn-canvas")};
    border-radius: 12px;
    background: ${c("st-active")};
    color: ${c("on-accent")};
  }
  .is-arriving .badge-token {
    visibility: hidden;
  }
  .badge-incident {
    translate: -15px -15.5px;
    display: flex;
    align-items: center;
  }
  .badge .body {
    fill: ${c("st-incident")};
    stroke: ${c("bpmn-canvas")};
  }
  .badge .ink {
    fill: none;
    stroke: ${c("bpmn-canvas")};
  }
  .badge-incident b {
    position: relative;
    z-index: -1;
    margin-left: -12px;
    padding: 4px 7px 4px 13px;
    border: 2px solid ${c("bpmn-canvas")};
    border-left: 0;
    border-radius: 0 12px 12px 0;
    background: ${c("st-incident")};
    color: ${c("bpmn-canvas")};
    font-weight: 600;
  }
  .badge-done {
    width: 16px;
    height: 16px;
    border-radius: 50%;
    background: ${c("bpmn-canvas")};
    color: ${c("st-completed")};
  }
  .tag {
    box-sizing: border-box;
    display: block;
    height: 20px;
    padding: 1px 6px;
    border: 1px solid ${c("line-strong")};
    border-radius: var(--r-2, 5px);
    background: ${c("bg-raised")};
    color: ${c("text-2")};
    font: ${font11};
    white-space: nowrap;
  }
  .tag-active {
    border-color: ${c("st-active-line")};
    background: ${c("st-active-tint")};
    color: ${c("st-active-text")};
  }
  .tag-risk {
    border-color: ${c("sla-risk-line")};
    background: ${c("sla-risk-tint")};
    color: ${c("sla-risk-text")};
  }
  .tag-incident {
    border-color: ${c("st-incident-line")};
    background: ${c("st-incident-tint")};
    color: ${c("st-incident-text")};
  }
`;

export const legendTheme = css`
  .legend {
    position: absolute;
    left: 12px;
    top: 12px;
    right: 12px;
    z-index: var(--z-canvas-tools, 20);
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin: 0;
    padding: 0;
    list-style: none;
    font: ${font12};
    color: ${c("text-2")};
    pointer-events: none;
  }
  /* What lies under it stays a hint: a drawing larger than its canvas runs beneath the legend. */
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
    border-radius: var(--r-1, 3px);
    background: color-mix(in srgb, ${c("bpmn-canvas")} 88%, transparent);
    box-shadow: 0 0 0 4px color-mix(in srgb, ${c("bpmn-canvas")} 88%, transparent);
  }
  .legend .path::before {
    content: "";
    width: 18px;
    height: 3px;
    border-radius: 2px;
    margin: 0 3px;
    background: ${c("bpmn-path")};
    box-shadow: 0 0 0 3px ${c("bpmn-path-halo")};
  }
  .legend .token .mark {
    color: ${c("st-active")};
  }
  .legend .stopped {
    color: ${c("st-incident-text")};
  }
  .legend .stopped .mark {
    color: ${c("st-incident")};
  }
  .legend .done .mark {
    color: ${c("st-completed")};
  }
`;
