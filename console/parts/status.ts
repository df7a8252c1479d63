import { html, nothing, svg, type TemplateResult } from "lit";

/** Each status has its own silhouette, so that it reads without colour and at 12 px. */
const silhouettes = {
  active: svg`<circle cx="6" cy="6" r="4.5" fill="currentColor"/>`,
  waiting: svg`<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor"/>`,
  incident: svg`<path d="M6 .9 11.5 10.8H.5z" fill="currentColor" stroke="currentColor" stroke-width=".6" stroke-linejoin="round"/><path d="M6 4.3v3M6 9v.1" stroke="var(--bg)" stroke-width="1.4" stroke-linecap="round"/>`,
  warning: svg`<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M6 3.6v2.8M6 8.3v.1" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"/>`,
  completed: svg`<path d="m1.8 6.4 2.9 2.9 5.5-6.6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
  terminated: svg`<rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor"/><path d="m4.2 4.2 3.6 3.6m0-3.6-3.6 3.6" stroke="var(--bg)" stroke-width="1.4" stroke-linecap="round"/>`,
} as const;

export type StatusName = keyof typeof silhouettes;

export const statusMark = (name: StatusName): TemplateResult =>
  html`<svg viewBox="0 0 12 12" aria-hidden="true">${silhouettes[name]}</svg>`;

/** A status mark with its words; without words only where the column's head names it. */
export const status = (name: StatusName, words?: unknown): TemplateResult =>
  html`<span class="status ${name}">${statusMark(name)}${words === undefined ? nothing : html`<span>${words}</span>`}</span>`;
