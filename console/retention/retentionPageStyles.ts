import { css } from "lit";

/** One column, as wide as a sentence can be read. */
export const retentionPageStyles = css`
  :host { display: flex; flex-direction: column; }
  .page { max-width: 880px; padding: 20px var(--sp-5); }
  .lead { font: var(--text-14); max-width: 68ch; }
  section { margin-top: 28px; padding-top: 20px; border-top: 1px solid var(--line); }
  section > p { margin-top: 4px; max-width: 68ch; }
  section > rule-editor { margin-top: 6px; }
  .acts { margin-top: 10px; }
  table { margin-top: 8px; }
  table th:first-child, table td:first-child { padding-left: 0; }
  table th:last-child, table td:last-child { padding-right: 0; }
  td.number { white-space: nowrap; }
  tbody :is(th, td) { padding-block: 6px; }
  .process { max-width: 280px; white-space: normal; overflow-wrap: anywhere; }
  .process span { display: block; }
  .edited th, .edited td { vertical-align: top; padding-block: 8px; }
  .edited th { line-height: 32px; max-width: 280px; }
  tbody tr.edited:hover { background: none; }
  .adding { margin-top: 12px; max-width: 420px; display: flex; flex-direction: column; gap: 10px; }
  .facts { margin-top: 6px; max-width: 68ch; display: flex; flex-direction: column; gap: 6px; color: var(--text-2); }
  .facts b { color: var(--text); font-weight: 550; }
  @media (max-width: 640px) {
    thead { display: none; }
    table, tbody, tr { display: block; }
    tr { padding: 10px 0; border-bottom: 1px solid var(--line-faint); }
    tbody :is(th, td) { display: block; height: auto; padding: 2px 0; border: 0; max-width: none; text-align: left; }
    td.number { padding-top: 8px; }
    .acts .button { height: var(--control-h-touch); }
    .page td .button { height: 36px; }
  }
`;
