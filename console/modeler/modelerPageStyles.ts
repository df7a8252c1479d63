import { css } from "lit";

export const modelerPageStyles = css`
  :host { display: flex; flex-direction: column; }
  process-modeler { flex: 1; min-height: 0; }
  findings-panel { height: 216px; flex: none; border-top: 1px solid var(--line); background: var(--bg); }
  .blocked { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
  @media (max-width: 1279px) { .roomy { display: none; } }
  @media (max-width: 640px) {
    .page-head { flex-wrap: wrap; padding-block: 8px; }
    .drawing, file-menu, .check { display: none !important; }
  }
`;
