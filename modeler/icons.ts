import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

/** A 16 px line icon in the colour of its text. */
const icon = (body: SVGTemplateResult, size = 16): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 ${size} ${size}" aria-hidden="true">${body}</svg>`;

export const minusIcon = icon(svg`<path d="M3.5 8h9"/>`);
export const plusIcon = icon(svg`<path d="M8 3.5v9M3.5 8h9"/>`);
export const fitIcon = icon(svg`<path d="M2.5 5.5v-3h3M13.5 5.5v-3h-3M2.5 10.5v3h3M13.5 10.5v3h-3"/>`);

/** A status mark: 12 px, filled, each with its own silhouette. */
const mark = (body: SVGTemplateResult): TemplateResult =>
  html`<svg class="mark" viewBox="0 0 12 12" aria-hidden="true">${body}</svg>`;

export const tokenMark = mark(svg`<circle cx="6" cy="6" r="4.5" fill="currentColor"/>`);
export const incidentMark = mark(
  svg`<path d="M6 .9 11.5 10.8H.5z" fill="currentColor" stroke="currentColor" stroke-width=".6" stroke-linejoin="round"/><path d="M6 4.3v3M6 9v.1" stroke="var(--mark-ink)" stroke-width="1.4" stroke-linecap="round"/>`,
);
export const warningMark = mark(
  svg`<path d="M6 1.4 11 10.4H1z" fill="none" stroke="currentColor" stroke-width="1.2" stroke-linejoin="round"/><path d="M6 4.6v2.6M6 8.9v.1" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"/>`,
);
export const doneMark = mark(
  svg`<path d="m1.8 6.4 2.9 2.9 5.5-6.6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
);

/** The palette's icons by the id of bpmn-js's palette entry, 20 px. */
export const paletteIcons: Record<string, TemplateResult> = {
  "hand-tool": icon(
    svg`<path d="M6.2 10V5.2a1.2 1.2 0 0 1 2.5 0V9m0-4.8a1.2 1.2 0 0 1 2.5 0V9m0-3.6a1.2 1.2 0 0 1 2.5 0v6.4c0 3.2-1.9 5.1-4.4 5.1-2.3 0-3.4-1.3-4.4-3.2L3.5 11c-.5-1.1.9-1.9 1.6-1l1.1 1.2"/>`,
    20,
  ),
  "lasso-tool": icon(
    svg`<path d="M3 3h3M3 3v3M17 3h-3M17 3v3M3 17h3M3 17v-3M17 17h-3M17 17v-3M9 3h2M9 17h2M3 9v2M17 9v2"/>`,
    20,
  ),
  "space-tool": icon(
    svg`<path d="M10 3v14M7.5 10H2.5M4.5 7.8 2.3 10l2.2 2.2M12.5 10h5M15.5 7.8l2.2 2.2-2.2 2.2"/>`,
    20,
  ),
  "global-connect-tool": icon(svg`<path d="M3 17 16 4M16 4h-6M16 4v6"/>`, 20),
  "create.start-event": icon(svg`<circle cx="10" cy="10" r="7"/>`, 20),
  "create.intermediate-event": icon(svg`<circle cx="10" cy="10" r="7.5"/><circle cx="10" cy="10" r="5"/>`, 20),
  "create.end-event": icon(svg`<circle cx="10" cy="10" r="6.5" stroke-width="3"/>`, 20),
  "create.exclusive-gateway": icon(svg`<path d="m10 2 8 8-8 8-8-8z"/>`, 20),
  "create.task": icon(svg`<rect x="2" y="4" width="16" height="12" rx="2.5"/>`, 20),
  "create.subprocess-expanded": icon(
    svg`<rect x="2" y="4" width="16" height="12" rx="2.5"/><path d="M7.5 16v-5h5v5M10 12.2v2.6M8.7 13.5h2.6"/>`,
    20,
  ),
  "create.data-object": icon(svg`<path d="M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5"/>`, 20),
  "create.data-store": icon(
    svg`<ellipse cx="10" cy="4.8" rx="6.5" ry="2.3"/><path d="M3.5 4.8v10.4c0 1.3 2.9 2.3 6.5 2.3s6.5-1 6.5-2.3V4.8"/>`,
    20,
  ),
  "create.participant-expanded": icon(svg`<rect x="2" y="4" width="16" height="12"/><path d="M6 4v12"/>`, 20),
  "create.group": icon(svg`<rect x="2.5" y="3.5" width="15" height="13" rx="2.5" stroke-dasharray="4 2 .5 2"/>`, 20),
  create: icon(
    svg`<circle cx="4.5" cy="10" r=".7"/><circle cx="10" cy="10" r=".7"/><circle cx="15.5" cy="10" r=".7"/>`,
    20,
  ),
};
