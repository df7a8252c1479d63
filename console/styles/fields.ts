import { css } from "lit";

/** Labelled fields, tick boxes and notes. */
export const fields = css`
  .field { display: flex; flex-direction: column; gap: 5px; min-width: 0; }
  .field > label, .label { font: var(--text-13-strong); color: var(--text); }
  .hint { font: var(--text-12); color: var(--text-3); }
  .input { height: var(--control-h-form); padding: 0 10px; border: 1px solid var(--line-control); border-radius: var(--r-2); background: var(--bg-field); width: 100%; font: var(--text-14); }
  select.input { appearance: none; padding-right: 28px; background-image: linear-gradient(45deg, transparent 50%, var(--text-3) 50%), linear-gradient(135deg, var(--text-3) 50%, transparent 50%); background-position: right 14px center, right 10px center; background-size: 4px 4px; background-repeat: no-repeat; }
  select.input.slim, .input.slim { height: var(--control-h); font: var(--text-13); border-color: var(--line-strong); background-color: var(--bg); }
  textarea.input { height: auto; padding: 7px 10px; resize: vertical; display: block; line-height: 1.25rem; }
  textarea.input.code { font: var(--text-mono-12); font-feature-settings: normal; line-height: 1.125rem; tab-size: 2; white-space: pre; overflow: auto; }
  .input:focus-visible { outline-offset: -1px; }
  .input[aria-invalid="true"] { border-color: var(--danger); }
  .problem { display: flex; gap: 5px; align-items: baseline; font: var(--text-12); color: var(--danger-text); overflow-wrap: anywhere; }
  .problem svg { width: 12px; height: 12px; flex: none; color: var(--danger); translate: 0 1.5px; }
  .tick { appearance: none; width: 16px; height: 16px; margin: 0; border: 1px solid var(--line-control); border-radius: var(--r-1); background: var(--bg-field); flex: none; display: grid; place-items: center; cursor: pointer; }
  .tick[type="radio"] { border-radius: 50%; }
  .tick:checked { background: var(--accent); border-color: var(--accent); }
  .tick:checked::after { content: ""; width: 8px; height: 4px; border: solid var(--on-accent); border-width: 0 0 1.75px 1.75px; transform: rotate(-45deg) translate(0.5px, -1px); }
  .tick[type="radio"]:checked::after { width: 6px; height: 6px; border: 0; border-radius: 50%; background: var(--on-accent); transform: none; }
  .tick-row { display: flex; align-items: center; gap: 8px; min-height: 24px; }
  .note { display: flex; gap: 8px; padding: 8px 10px; border-radius: var(--r-2); background: var(--bg-sunken); color: var(--text-2); line-height: 20px; }
  .note svg { margin-top: 2px; flex: none; }
  .search { display: flex; align-items: center; gap: 6px; color: var(--text-3); height: var(--control-h); padding: 0 8px; border: 1px solid var(--line-strong); border-radius: var(--r-2); background: var(--bg); }
  .search:focus-within { outline: var(--focus-ring); outline-offset: -1px; }
  .search input { border: 0; background: none; outline: none; flex: 1; min-width: 0; width: 100%; color: var(--text); }
  .search input:focus-visible { outline: none; }
  .search input::-webkit-search-cancel-button { display: none; }
  @media (max-width: 640px) { .input, .input.slim, .search input { font-size: 1rem; } }
`;
