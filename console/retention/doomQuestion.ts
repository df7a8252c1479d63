import { html, nothing, type TemplateResult } from "lit";
import "../parts/dialog.ts";
import { counted, number } from "../words/time.ts";

/** Ended instances that a change of rules lets go at once. */
export interface Doomed {
  /** Whose they are, in words. */
  name: string;
  /** For how long they would be kept from now on. */
  days: number;
  count: number;
  /** There are even more than were counted. */
  isMore: boolean;
}

/** Asks before a change of rules deletes anything. */
export function doomQuestion(
  { name, days, count, isMore }: Doomed,
  { isBusy, keep, go }: { isBusy: boolean; keep: () => void; go: () => void },
): TemplateResult {
  const many = isMore ? `${number(count)}+ instances` : counted(count, "instance");
  const since = days === 0 ? "already" : `more than ${counted(days, "day")} ago`;
  return html`<app-dialog heading="Delete ${many}?" @close=${keep}>
    <p class="second">
      ${name}: ${many} ended ${since}. They go within the hour, or as part of a whole range up to a week later, with their
      variables, jobs, tasks, decisions, incidents and journal. This cannot be undone.
    </p>
    <button slot="foot" class="button" autofocus @click=${keep}>Keep them</button>
    <button slot="foot" class="button danger-solid" aria-busy=${isBusy} @click=${go}>
      ${isBusy ? html`<i class="spinner"></i>` : nothing}Save and delete ${many}
    </button>
  </app-dialog>`;
}
