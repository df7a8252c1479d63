import { css } from "lit";

export const taskDetailStyles = css`
  :host { display: flex; flex-direction: column; }
  .name { display: flex; align-items: baseline; gap: 10px; min-width: 0; }
  .name a { display: inline-block; line-height: 24px; }
  .position { white-space: nowrap; }
  .facts { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; padding: 8px 20px; border-bottom: 1px solid var(--line); flex: none; color: var(--text-2); min-height: 40px; }
  .facts b { font-weight: 550; color: var(--text); }
  .narrow-tabs { display: none; }
  .body { flex: 1; display: flex; min-height: 0; }
  .form-column { flex: 1; }
  .form { padding: 20px 24px 16px; }
  .about { max-width: 600px; margin-bottom: 18px; font: var(--text-14); color: var(--text-2); white-space: pre-line; overflow-wrap: anywhere; }
  task-context { width: var(--context-width, 312px); flex: none; border-left: 1px solid var(--line); }
  .foot { display: flex; gap: 10px; align-items: center; padding: 0 24px; min-height: 52px; border-top: 1px solid var(--line); flex: none; }
  @media (max-width: 1279px) {
    .narrow-tabs { display: flex; }
    .body[data-shown="form"] > task-context, .body[data-shown="context"] > .form-column { display: none; }
    task-context { width: auto; flex: 1; border-left: 0; }
  }
  @media (max-width: 640px) {
    .page-head { min-height: 56px; padding: 0 8px; }
    .name { flex-direction: column; gap: 0; }
    .name h1 { line-height: 20px; max-width: 100%; }
    .form { padding: 16px 20px; }
    .facts { padding: 8px 20px; }
    .foot { padding: 0 20px; min-height: 60px; flex-wrap: wrap; }
    .foot .primary { flex: 1; height: var(--control-h-touch); }
  }
`;
