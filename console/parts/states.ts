import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../api/client.ts";
import { statusMark } from "./status.ts";

/** Rows of the true height while the first answer is slow. */
export const skeletonRows = (count = 6): TemplateResult =>
  html`<div aria-busy="true" aria-label="Loading">
    ${Array.from({ length: count }, () => html`<div class="skeleton"><i></i><i></i></div>`)}
  </div>`;

/** One sentence, one reason, one action. */
export const empty = (sentence: string, reason: unknown = nothing, action: unknown = nothing): TemplateResult =>
  html`<div class="empty"><p class="strong">${sentence}</p>${reason === nothing ? nothing : html`<p>${reason}</p>`}${action}</div>`;

/** What a reading could not bring; without a connection the bar above the page says so already. */
export const unread = (what: string, problem: Problem): TemplateResult =>
  problem.status === 0
    ? empty(`${what} cannot be read now.`, "It appears here as soon as Millrace answers.")
    : empty(`${what} cannot be read.`, problem.message);

/** The sentence under a field or a button that failed. */
export const problemLine = (message: string, id?: string): TemplateResult =>
  html`<span class="problem" role="alert" id=${id ?? nothing}>${statusMark("incident")}<span>${message}</span></span>`;
