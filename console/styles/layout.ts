import { css } from "lit";

/** Page heads, tabs, tables, lists of rows, skeletons and empty regions. */
export const layout = css`
  .page-head { display: flex; align-items: center; gap: var(--sp-3); min-height: var(--head-h); padding: 0 var(--sp-4) 0 var(--sp-5); border-bottom: 1px solid var(--line); flex: none; }
  .page-head > a:not(.button, .icon-button) { line-height: 24px; }
  .crumbs { color: var(--text-3); display: flex; gap: 6px; align-items: center; white-space: nowrap; font: var(--text-12); min-width: 0; }
  .crumbs a { color: var(--text-2); flex: none; min-width: 24px; line-height: 24px; }
  .crumbs a.cut { flex: 0 1 auto; }
  .tabs { display: flex; gap: 2px; padding: 0 var(--sp-4); border-bottom: 1px solid var(--line); height: 36px; flex: none; align-items: stretch; }
  .tabs [role="tablist"] { display: flex; gap: 2px; align-items: stretch; min-width: 0; overflow-x: auto; overflow-y: hidden; scrollbar-width: none; }
  .tabs [role="tab"] { position: relative; border: 0; background: none; padding: 0 8px; color: var(--text-2); font-weight: 450; cursor: pointer; display: flex; align-items: center; gap: 6px; white-space: nowrap; }
  .tabs [role="tab"]:hover { color: var(--text); }
  .tabs [role="tab"]:focus-visible { outline-offset: -3px; }
  .tabs [role="tab"][aria-selected="true"] { color: var(--text); font-weight: 550; }
  .tabs [role="tab"][aria-selected="true"]::after { content: ""; position: absolute; left: 8px; right: 8px; bottom: 0; height: 2px; background: var(--text); }
  table { border-collapse: collapse; width: 100%; }
  th { font: var(--text-12); font-weight: 500; color: var(--text-3); text-align: left; white-space: nowrap; }
  th, td { padding: 0 10px; height: var(--row-h); border-bottom: 1px solid var(--line-faint); }
  thead th { height: 30px; border-bottom-color: var(--line); position: sticky; top: 0; background: var(--bg); z-index: var(--z-sticky); }
  tbody th { font: var(--text-13-strong); color: var(--text); }
  th:first-child, td:first-child { padding-left: var(--sp-5); }
  th:last-child, td:last-child { padding-right: var(--sp-5); }
  .number { text-align: right; }
  .number .status { justify-content: flex-end; }
  :is(td, tbody th) a:not(.button) { display: inline-block; line-height: 24px; }
  td .button { height: 24px; font: var(--text-12); font-weight: 500; }
  @media (pointer: coarse) { td .button { height: 36px; } }
  td .status { vertical-align: middle; }
  tbody tr:hover { background: var(--bg-hover); }
  .group-head { display: flex; gap: 6px; align-items: center; height: 28px; padding: 0 16px 0 14px; font: var(--text-12); font-weight: 500; color: var(--text-2); background: var(--bg-sunken); border-bottom: 1px solid var(--line-faint); position: sticky; top: 0; z-index: var(--z-sticky); }
  .list-row { position: relative; display: flex; flex-direction: column; justify-content: center; padding: 0 16px 0 14px; height: var(--row-h-2); border-bottom: 1px solid var(--line-faint); color: var(--text); content-visibility: auto; contain-intrinsic-size: auto 56px; }
  .list-row:hover { background: var(--bg-hover); text-decoration: none; }
  .list-row:focus-visible { outline-offset: -2px; }
  .list-row[aria-current="true"] { background: var(--bg-selected); }
  .list-row[aria-current="true"]::before { content: ""; position: absolute; left: 0; top: 0; bottom: 0; width: 2px; background: var(--accent); }
  .list-row b { font-weight: 550; }
  .line-1, .line-2 { display: flex; align-items: center; gap: 8px; min-width: 0; }
  .line-1 > .cut { flex: 1; }
  .line-2 { font: var(--text-12); color: var(--text-3); height: 20px; margin-top: 1px; }
  .list-row.arrived { animation: arrive 1s var(--ease-exit); }
  @media (prefers-reduced-motion: reduce) { .list-row.arrived { animation: none; } }
  @keyframes arrive { from { background: var(--accent-tint); } }
  .empty { padding: 20px; max-width: 56ch; display: flex; flex-direction: column; gap: 4px; align-items: flex-start; }
  .empty p { color: var(--text-2); }
  .empty .strong { color: var(--text); }
  .empty .button { margin-top: 10px; }
  .skeleton { height: var(--row-h-2); display: flex; flex-direction: column; justify-content: center; gap: 8px; padding: 0 16px; border-bottom: 1px solid var(--line-faint); }
  .skeleton i { height: 9px; border-radius: var(--r-1); background: var(--bg-pressed); }
  .skeleton i:first-child { width: 52%; }
  .skeleton i:last-child { width: 34%; }
  @media (max-width: 640px) { .page-head { padding: 0 var(--sp-3) 0 var(--sp-5); } }
`;
