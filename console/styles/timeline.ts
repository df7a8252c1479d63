import { css } from "lit";

/** A line of events with marks, sentences and times. */
export const timeline = css`
  .timeline { display: flex; flex-direction: column; }
  .timeline li { position: relative; display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 0 6px; padding: 5px 0; align-items: start; }
  .timeline li::before { content: ""; position: absolute; left: 9.5px; top: 0; bottom: 0; width: 1px; background: var(--line-strong); }
  .timeline li:first-child::before { top: 14px; }
  .timeline li:last-child::before { bottom: calc(100% - 14px); }
  .timeline .mark { width: 20px; height: 20px; display: grid; place-items: center; position: relative; }
  .timeline .mark > .status { background: var(--bg); padding: 3px 0; }
  .timeline .mark > .avatar { width: 20px; height: 20px; }
  .timeline .mark .point { width: 7px; height: 7px; border-radius: 50%; background: var(--bg); border: 1.5px solid var(--text-3); }
  .timeline time { font: var(--text-12); line-height: 20px; color: var(--text-3); white-space: nowrap; }
  .timeline p { line-height: 20px; overflow-wrap: anywhere; }
  .timeline .under { grid-column: 2 / 4; font: var(--text-12); color: var(--text-3); overflow-wrap: anywhere; }
  .timeline .under.mono { font: var(--text-mono-12); }
  .timeline .under.bad { color: var(--st-incident-text); }
`;
