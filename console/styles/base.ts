import { css } from "lit";

/** What every shadow root starts from: box model, text, links, focus and the small words of layout. */
export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; min-width: 0; min-height: 0; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset, pre { margin: 0; padding: 0; border: 0; min-width: 0; }
  ul, ol { list-style: none; }
  button, input, textarea, select { font: inherit; color: inherit; font-feature-settings: inherit; letter-spacing: inherit; }
  a { color: var(--accent-text); text-decoration: none; }
  a:hover { text-decoration: underline; text-underline-offset: 2px; }
  :focus-visible { outline: var(--focus-ring); outline-offset: var(--focus-offset); }
  ::placeholder { color: var(--text-3); opacity: 1; }
  svg.icon { width: 16px; height: 16px; flex: none; display: block; stroke: currentColor; fill: none; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .mono { font: var(--text-mono-12); font-feature-settings: normal; }
  .second { color: var(--text-2); }
  .third { color: var(--text-3); }
  .small { font: var(--text-12); }
  .strong { font-weight: 550; }
  .grow { flex: 1; min-width: 0; }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .row { display: flex; align-items: center; gap: var(--sp-3); }
  .column { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
  .spread { margin-left: auto; }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .scroll { overflow: auto; min-height: 0; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; scroll-padding: 32px 0; }
  .title { font: var(--text-16); letter-spacing: var(--track-tight); }
  .heading { font: var(--text-13-strong); display: flex; align-items: center; gap: 6px; }
  .count { font: var(--text-11); color: var(--text-3); }
  .count.bad { color: var(--st-incident-text); display: inline-flex; align-items: center; gap: 3px; }
  .separator { width: 1px; align-self: stretch; background: var(--line); margin: 4px; flex: none; }
  @media (max-width: 640px) { .wide-only { display: none !important; } }
  @media (min-width: 641px) { .narrow-only { display: none !important; } }
  /* Tints and shadows go: what is chosen gets the system's own colours, what floats an edge. */
  @media (forced-colors: active) {
    :is([aria-current], [aria-selected="true"], [aria-pressed="true"], .tick:checked) { forced-color-adjust: none; background: Highlight !important; color: HighlightText !important; border-color: Highlight !important; }
    :is([aria-current], [aria-selected="true"], [aria-pressed="true"]) * { color: HighlightText !important; background: none !important; border-color: HighlightText !important; }
    .tick:checked::after { border-color: HighlightText !important; }
    .tick[type="radio"]:checked::after { background: HighlightText !important; }
    :is(dialog, [role="menu"], .more, .toast, .pill button) { border: 1px solid CanvasText !important; }
  }
`;
