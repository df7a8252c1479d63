import { html, svg, type TemplateResult } from "lit";

/** Strokes of 16 by 16 pixels; colour and width come from `svg.icon` in `styles/base.ts`. */
const shapes = {
  chevronDown: svg`<path d="m4.5 6.5 3.5 3.5 3.5-3.5"/>`,
  chevronUp: svg`<path d="m4.5 9.5 3.5-3.5 3.5 3.5"/>`,
  chevronRight: svg`<path d="m6.5 4.5 3.5 3.5-3.5 3.5"/>`,
  back: svg`<path d="M9.5 4.5 6 8l3.5 3.5"/>`,
  search: svg`<circle cx="7" cy="7" r="4.25"/><path d="m10.2 10.2 3 3"/>`,
  help: svg`<circle cx="8" cy="8" r="5.5"/><path d="M6.5 6.4a1.6 1.6 0 1 1 2.3 1.5c-.5.2-.8.6-.8 1.1M8 11v.1"/>`,
  inbox: svg`<path d="M2.5 9.5 4 3.5h8l1.5 6v3.5h-11zM2.5 9.5h3.2l.8 1.5h3l.8-1.5h3.2"/>`,
  person: svg`<circle cx="8" cy="5.3" r="2.6"/><path d="M3 13.5c.5-2.8 2.5-4 5-4s4.5 1.2 5 4"/>`,
  people: svg`<circle cx="6" cy="5.5" r="2.3"/><path d="M1.8 13c.4-2.5 2.1-3.6 4.2-3.6s3.8 1.1 4.2 3.6M10.5 3.4a2.3 2.3 0 0 1 0 4.2M12 9.8c1.3.5 2 1.6 2.3 3.2"/>`,
  clock: svg`<circle cx="8" cy="8" r="5.25"/><path d="M8 5v3l2 1.5"/>`,
  check: svg`<path d="m3.5 8.5 3 3 6-7"/>`,
  plus: svg`<path d="M8 3.5v9M3.5 8h9"/>`,
  close: svg`<path d="m4.5 4.5 7 7m0-7-7 7"/>`,
  more: svg`<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2"/>`,
  process: svg`<rect x="2" y="5.5" width="4" height="5" rx="1"/><path d="M6 8h3M14 8l-2.5-2.5L9 8l2.5 2.5z"/>`,
  decision: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5"/><path d="M2.5 6.3h11M2.5 9.6h11M6.2 6.3V13"/>`,
  instances: svg`<path d="M3 4.5h10M3 8h10M3 11.5h6"/>`,
  incident: svg`<path d="M8 2.8 14 13H2zM8 7v2.6M8 11.4v.1"/>`,
  menu: svg`<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"/>`,
  upload: svg`<path d="M8 10V2.5M5 5.3l3-3 3 3M2.5 10v3.5h11V10"/>`,
  download: svg`<path d="M8 2.5V10M5 7.2l3 3 3-3M2.5 10v3.5h11V10"/>`,
  retry: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.5v2.3h-2.3"/>`,
  edit: svg`<path d="M3 13l.6-2.6 7-7 2 2-7 7z"/>`,
  undo: svg`<path d="M5.5 3 2.5 6l3 3M2.5 6H10a3.2 3.2 0 0 1 0 6.5H7"/>`,
  redo: svg`<path d="m10.5 3 3 3-3 3M13.5 6H6a3.2 3.2 0 0 0 0 6.5h3"/>`,
  play: svg`<path d="M5 3.5 12 8l-7 4.5z"/>`,
  file: svg`<path d="M4 2.5h5.5l2.5 2.5v8.5H4zM9.5 2.5V5H12"/>`,
  message: svg`<path d="M2.5 4h11v8h-11zM2.5 4.5 8 9l5.5-4.5"/>`,
  panel: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5"/><path d="M10 3v10"/>`,
  open: svg`<path d="M6 3.5H3.500v9h9V10M9 3.500h3.500V7M12.500 3.500 7.500 8.500"/>`,
} as const;

export type IconName = keyof typeof shapes;

export const icon = (name: IconName): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;

/** The water wheel. */
export const mark = (): TemplateResult =>
  html`<svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"><circle cx="10" cy="8" r="4.7"/><path d="M10 1v14M3.94 4.5l12.12 7M3.94 11.5l12.12-7"/><path d="M1.5 18.2h17" stroke-width="2"/></svg>`;
