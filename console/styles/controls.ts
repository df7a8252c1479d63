import { css } from "lit";

/** Buttons, keys, chips, status marks and avatars. */
export const controls = css`
  kbd { font: 500 0.6875rem/1 var(--font-ui); color: var(--text-3); border: 1px solid var(--line-strong); border-radius: var(--r-1); padding: 2px 4px; background: var(--bg); white-space: nowrap; font-feature-settings: normal; }
  .button { position: relative; display: inline-flex; align-items: center; justify-content: center; gap: 6px; height: var(--control-h); padding: 0 10px; border-radius: var(--r-2); border: 1px solid var(--line-strong); background: var(--bg-raised); color: var(--text); font: var(--text-13); font-weight: 500; white-space: nowrap; cursor: pointer; flex: none; }
  a.button:hover { text-decoration: none; }
  .button:hover { background: var(--bg-hover); }
  .button:active { background: var(--bg-pressed); }
  .button svg.icon { width: 14px; height: 14px; color: var(--text-2); margin-left: -2px; }
  .button.primary { background: var(--accent); border-color: transparent; color: var(--on-accent); }
  .button.primary:hover { background: var(--accent-hover); }
  .button.primary:active { background: var(--accent-pressed); }
  .button.primary svg.icon, .button.primary kbd { color: inherit; }
  .button.primary kbd { background: none; border-color: color-mix(in oklab, var(--on-accent) 45%, transparent); }
  .button.ghost { border-color: transparent; background: none; color: var(--text-2); }
  .button.ghost:hover { background: var(--bg-hover); color: var(--text); }
  .button.danger { color: var(--danger-text); }
  .button.danger svg.icon { color: inherit; }
  .button.danger-solid { background: var(--danger); color: var(--on-danger); border-color: transparent; }
  .button.danger-solid:hover { background: var(--danger-hover); }
  .button[aria-disabled="true"], .button[aria-disabled="true"]:hover { color: var(--text-disabled); background: var(--bg-sunken); border-color: var(--line-strong); cursor: not-allowed; }
  .button[aria-disabled="true"] svg.icon, .button[aria-disabled="true"] kbd { color: inherit; border-color: var(--line); }
  .button kbd { margin-right: -3px; background: none; }
  .button[aria-busy="true"] { cursor: progress; }
  .spinner { width: 12px; height: 12px; border-radius: 50%; border: 1.75px solid currentColor; border-right-color: transparent; animation: turn 0.8s linear infinite; }
  @keyframes turn { to { rotate: 1turn; } }
  .icon-button { display: inline-grid; place-items: center; width: var(--control-h); height: var(--control-h); padding: 0; border: 0; border-radius: var(--r-2); background: none; color: var(--text-2); cursor: pointer; flex: none; }
  .icon-button:hover { background: var(--bg-hover); color: var(--text); }
  .icon-button[aria-pressed="true"] { background: var(--accent-tint); color: var(--accent-text); }
  .icon-button[aria-disabled="true"] { color: var(--text-disabled); cursor: not-allowed; background: none; }
  .icon-button.small-square { width: 24px; height: 24px; }
  .link-button { border: 0; background: none; padding: 0; min-height: 24px; color: var(--accent-text); cursor: pointer; font: inherit; }
  .link-button:hover { text-decoration: underline; text-underline-offset: 2px; }
  .chip { display: inline-flex; align-items: center; gap: 4px; height: 20px; padding: 0 6px; border-radius: var(--r-2); font: var(--text-12); font-weight: 500; background: var(--bg-hover); color: var(--text-2); white-space: nowrap; flex: none; }
  .chip:has(> button) { padding-right: 0; height: 24px; }
  .chip > button { border: 0; background: none; width: 24px; height: 24px; display: grid; place-items: center; padding: 0; color: inherit; cursor: pointer; }
  .chip > button svg.icon { width: 12px; height: 12px; }
  .chip.outlined { background: none; box-shadow: inset 0 0 0 1px var(--line-strong); }
  .chip.incident { background: var(--st-incident-tint); }
  .chip.accent { background: var(--accent-tint); color: var(--accent-text); }
  .chip.done { background: var(--st-completed-tint); }
  .status { display: inline-flex; align-items: center; gap: 6px; white-space: nowrap; }
  .status svg { width: 12px; height: 12px; flex: none; display: block; }
  .status.active svg { color: var(--st-active); }
  .status.waiting svg { color: var(--st-waiting); }
  .status.incident svg { color: var(--st-incident); }
  .status.incident { color: var(--st-incident-text); }
  .status.warning svg { color: var(--sla-risk); }
  .status.completed svg { color: var(--st-completed); }
  .status.terminated svg { color: var(--st-terminated); }
  .avatar { width: 22px; height: 22px; border-radius: 50%; display: inline-grid; place-items: center; font: 600 0.625rem/1 var(--font-ui); background: var(--bg-pressed); color: var(--text-2); flex: none; }
  .avatar.me { background: var(--accent-tint); color: var(--accent-text); }
  .avatar.machine { border-radius: var(--r-2); background: none; border: 1px solid var(--line-strong); color: var(--text-3); }
  .filter-chips { display: inline-flex; }
  .filter-chips button { height: var(--control-h); padding: 0 10px; border: 1px solid var(--line-strong); margin-left: -1px; background: var(--bg-raised); color: var(--text-2); font-weight: 500; cursor: pointer; display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; }
  .filter-chips button:hover { background: var(--bg-hover); }
  .filter-chips button:first-child { border-radius: var(--r-2) 0 0 var(--r-2); margin-left: 0; }
  .filter-chips button:last-child { border-radius: 0 var(--r-2) var(--r-2) 0; }
  .filter-chips button[aria-pressed="true"] { background: var(--accent-tint); color: var(--accent-text); border-color: var(--accent-line); z-index: 1; }
  @media (max-width: 640px) {
    kbd { display: none; }
    .icon-button { width: 40px; height: 40px; }
    .icon-button.small-square { width: 32px; height: 32px; }
  }
`;
