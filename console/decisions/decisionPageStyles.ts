import { css } from "lit";

/** The decision page's grid, as the instance page's: table, rows below, form beside; one column on phones. */
export const decisionPageStyles = css`
  :host { display: flex; flex-direction: column; }
  .page-head { min-height: 60px; padding-block: 4px; }
  .name-line { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; min-width: 0; }
  .name-line :is(h1, .mono) { overflow-wrap: anywhere; min-width: 0; }
  .acts { display: flex; gap: 8px; align-items: center; }
  .acts select { width: auto; }
  .grid { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) 0 var(--side-width, 368px); grid-template-rows: minmax(0, 1fr); }
  .middle { min-height: 0; }
  .graph { display: flex; gap: 4px; align-items: center; padding: 5px 16px 5px 14px; border-bottom: 1px solid var(--line); overflow-x: auto; scrollbar-width: none; flex: none; }
  .graph a { flex: none; max-width: 260px; padding: 0 8px; line-height: 26px; border-radius: var(--r-2); color: var(--text-2); }
  .graph a:hover { background: var(--bg-hover); color: var(--text); text-decoration: none; }
  .graph a:focus-visible { outline-offset: -2px; }
  .graph a[aria-current] { background: var(--accent-tint); color: var(--accent-text); font-weight: 550; }
  .canvas { flex: 1; min-height: 120px; position: relative; }
  .canvas decision-viewer { position: absolute; inset: 0; }
  .dock { height: var(--dock-height, 304px); flex: none; border-top: 1px solid var(--line); display: flex; flex-direction: column; min-height: 0; }
  .dock #panel { flex: 1; }
  .dock .filter-chips { align-self: center; }
  .dock .filter-chips button { height: 24px; font: var(--text-12); font-weight: 500; }
  .side { border-left: 1px solid var(--line); }
  .outcome { padding: 14px 16px; border-top: 1px solid var(--line); }
  .outcome h3 { margin-top: 18px; }
  .outcome .failure { margin-top: 6px; padding-left: 10px; box-shadow: inset 3px 0 0 var(--st-incident); overflow-wrap: anywhere; }
  .outcome .links { display: flex; gap: 12px; flex-wrap: wrap; margin-top: 14px; }
  .outcome .links a { line-height: 24px; }
  .dock tr[aria-current="true"] { background: var(--bg-selected); }
  .all { padding: 10px 20px; color: var(--text-3); font: var(--text-12); }
  @media (max-width: 1279px) {
    .grid { grid-template-columns: minmax(0, 1fr) 0 var(--side-width, 320px); }
    .dock { height: var(--dock-height, 260px); }
  }
  @media (max-width: 640px) {
    :host { overflow: auto; display: block !important; }
    .page-head { flex-wrap: wrap; padding: 10px 20px; gap: 10px; }
    .name-line h1 { font: var(--text-20); }
    .acts { width: 100%; }
    .acts select, .acts .button { flex: 1; height: var(--control-h-touch); }
    .grid { display: flex; flex-direction: column; }
    .middle { display: contents; }
    .graph { order: 1; }
    .graph a { line-height: 40px; }
    .canvas { order: 2; flex: none; height: 340px; }
    .side { order: 3; border: 0; border-top: 1px solid var(--line); overflow: visible; }
    .dock { order: 4; height: auto; }
  }
`;
