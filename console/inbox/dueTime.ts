import { css, html, svg, type TemplateResult } from "lit";
import { type DueStanding, type DueTask, dueStanding, shareLeft } from "../words/due.ts";
import { duration, exactTime, since } from "../words/time.ts";

const words: Record<DueStanding, string> = { onTrack: "On track", atRisk: "At risk", over: "Over time" };

/** Time left or over, with a ring for the share that is left: grey while there is time, filled when there is little or none. */
export function dueChip(task: DueTask, now: Date): TemplateResult {
  const standing = dueStanding(task, now);
  const over = since(task.dueDate, now);
  return html`<span class="due ${standing}" title="Due ${exactTime(task.dueDate)}"
    >${standing === "over" ? overMark : ring(shareLeft(task, now))}<span class="unseen">${words[standing]}: </span>${duration(over)}${standing === "over" ? " over" : ""}</span
  >`;
}

const overMark = html`<svg viewBox="0 0 14 14" aria-hidden="true">${svg`<circle cx="7" cy="7" r="6" fill="currentColor"/><path d="M7 3.9v3.3M7 9.7v.1" stroke="var(--bg)" stroke-width="1.6" stroke-linecap="round"/>`}</svg>`;

const ring = (left: number): TemplateResult =>
  html`<svg viewBox="0 0 14 14" aria-hidden="true">${svg`<g fill="none" stroke="currentColor" stroke-width="2"><circle cx="7" cy="7" r="5" stroke-opacity=".25"/><circle cx="7" cy="7" r="5" pathLength="100" stroke-dasharray="${left * 100} 100" transform="rotate(${270 - left * 360} 7 7)"/></g>`}</svg>`;

export const dueStyles = css`
  .due { display: inline-flex; align-items: center; gap: 5px; height: 20px; padding: 0 6px 0 4px; border-radius: var(--r-2); font: var(--text-12); font-weight: 500; white-space: nowrap; flex: none; }
  .due svg { width: 14px; height: 14px; flex: none; display: block; }
  .due.onTrack { padding: 0; color: var(--text-2); }
  .due.onTrack svg { color: var(--sla-ontrack); }
  .due.atRisk { background: var(--sla-risk-tint); color: var(--sla-risk-text); }
  .due.atRisk svg { color: var(--sla-risk); }
  .due.over { background: var(--sla-breached-tint); color: var(--sla-breached-text); }
  .due.over svg { color: var(--sla-breached); }
`;
