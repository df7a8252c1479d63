import { css } from "lit";

/** The instance page's grid, from three regions side by side to one column. */
export const instancePageStyles = css`
  .page-head { min-height: 60px; padding-block: 4px; }
  .name-line { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; min-width: 0; }
  .name-line .icon-button { margin: -2px 0 -2px -6px; }
  .acts { display: flex; gap: 8px; align-items: center; }
  .said { padding: 8px 20px; border-bottom: 1px solid var(--line); }
  .grid { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) 0 var(--side-width, 368px); grid-template-rows: minmax(0, 1fr); }
  .middle { min-height: 0; }
  .canvas { flex: 1; min-height: 120px; position: relative; }
  .canvas process-viewer { position: absolute; inset: 0; }
  instance-dock { height: var(--dock-height, 304px); flex: none; border-top: 1px solid var(--line); }
  .side { border-left: 1px solid var(--line); }
  .history { padding: 14px 16px; }
  why-panel + .history { border-top: 1px solid var(--line); }
  .history history-list { margin-top: 4px; }
  @media (max-width: 1279px) {
    .grid { grid-template-columns: minmax(0, 1fr) 0 var(--side-width, 320px); }
    instance-dock { height: var(--dock-height, 260px); }
  }
  @media (max-width: 640px) {
    :host { overflow: auto; display: block !important; }
    .page-head { flex-wrap: wrap; padding: 10px 20px; gap: 10px; }
    .name-line h1 { font: var(--text-20); }
    .acts { width: 100%; }
    .acts .primary { flex: 1; height: var(--control-h-touch); }
    .grid { display: flex; flex-direction: column; }
    .middle { display: contents; }
    .canvas { order: 1; flex: none; height: 308px; }
    .side { order: 2; border: 0; border-top: 1px solid var(--line); overflow: visible; }
    instance-dock { order: 3; height: auto; }
  }
`;
