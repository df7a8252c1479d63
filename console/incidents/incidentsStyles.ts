import { css } from "lit";

export const incidentsStyles = css`
  .list { width: var(--incident-list-width, var(--list-w)); flex: none; border-right: 1px solid var(--line); }
  .line-2 .spread { max-width: 45%; }
  .amount { font-weight: 500; min-width: 24px; text-align: right; }
  .line-1 .status { gap: 0; }
  .detail { flex: 1; }
  .cause { padding: 14px 16px; max-width: 760px; }
  pre { margin-top: 8px; padding: 6px 8px; background: var(--bg-code); border-radius: var(--r-2); color: var(--st-incident-text); white-space: pre-wrap; overflow-wrap: anywhere; }
  .problem { margin-top: 8px; }
  .nowrap { white-space: nowrap; }
  .message { max-width: 480px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  @media (max-width: 1279px) { .list { width: var(--incident-list-width, 320px); } }
  @media (max-width: 640px) { .list { width: 100%; border: 0; } :host(.chosen) .list { display: none; } .message { max-width: 160px; } .page-head { flex-wrap: wrap; padding-block: 6px; } }
`;
