import { css } from "lit";

export const startPageStyles = css`
  .page { max-width: 1088px; margin: 0 auto; padding: 52px 32px 24px; }
  h1 { font: var(--text-28); letter-spacing: var(--track-tighter); }
  header p { font: var(--text-14); color: var(--text-2); margin-top: 6px; min-height: 22px; }
  .grid { display: grid; grid-template-columns: minmax(0, 412px) minmax(0, 1fr); grid-template-rows: auto 1fr; margin-top: 32px; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
  .grid section { padding: 20px 32px 22px 0; }
  .grid .sample { border-top: 1px solid var(--line); }
  .grid .worker { grid-column: 2; grid-row: 1 / 3; border-left: 1px solid var(--line); padding: 20px 0 22px 32px; }
  .step { display: flex; align-items: center; gap: 10px; margin-bottom: 8px; }
  .step h2 { font: var(--text-16); letter-spacing: var(--track-tight); }
  .number-ring { width: 22px; height: 22px; border-radius: 50%; border: 1.5px solid var(--line-control); display: grid; place-items: center; font: 600 0.75rem/1 var(--font-ui); color: var(--text-2); }
  .grid p.second { margin-bottom: 14px; max-width: 52ch; }
  .snippet { border: 1px solid var(--line); border-radius: var(--r-3); background: var(--bg-code); overflow: hidden; }
  .snippet .tabs { padding: 0 4px 0 6px; }
  .snippet .icon-button { align-self: center; }
  .snippet pre { white-space: pre; overflow-x: auto; line-height: 1.375rem; padding: 12px 14px; }
  .snippet .shell { border-bottom: 1px solid var(--line); padding: 8px 14px; }
  .snippet ol { counter-reset: line; }
  .snippet li { counter-increment: line; }
  .snippet li::before { content: counter(line); display: inline-block; width: 18px; margin-right: 14px; text-align: right; color: var(--text-3); user-select: none; }
  .keyword { color: var(--st-waiting-text); }
  .string { color: var(--st-completed-text); }
  .waiting { display: flex; gap: 12px; align-items: baseline; margin-top: 16px; flex-wrap: wrap; }
  .waiting .status { font-weight: 500; }
  footer a { line-height: 24px; }
  footer { align-items: center; display: flex; gap: 12px; padding-top: 16px; flex-wrap: wrap; }
  @media (max-width: 1100px) { .page { padding-top: 28px; } .grid { grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); } .grid section { padding-right: 20px; } .grid .worker { padding-left: 20px; } }
  @media (max-width: 800px) { .page { padding: 24px 20px; } .grid { display: block; } .grid section, .grid .worker { padding: 20px 0; border-left: 0; } .grid .worker { border-top: 1px solid var(--line); } h1 { font: var(--text-20); } }
`;
