import { html, nothing, type TemplateResult } from "lit";
import type { UserTask } from "../api/v2Types.ts";
import { userName } from "../app/preferences.ts";
import { exactTime, shortTime } from "../words/time.ts";
import { dueChip } from "./dueTime.ts";

export interface TaskStanding {
  isOpen: boolean;
  isMine: boolean;
  canClaim: boolean;
  /** Why it cannot be completed here; empty when it can. */
  why: string;
}

/** What the person in the top bar can do with the task, and why not more. */
export function taskStanding(task: UserTask): TaskStanding {
  const isBusy = ["CREATING", "ASSIGNING", "UPDATING", "COMPLETING"].includes(task.state);
  const isOpen = isBusy || task.state === "CREATED";
  const isMine = !isBusy && isOpen && task.assignee === userName();
  const canClaim = !isBusy && isOpen && task.assignee === null;
  const why = isBusy
    ? "A worker is asked whether this may happen; it can be changed again then."
    : whyNot(task, isOpen, isMine);
  return { isOpen, isMine, canClaim, why };
}

function whyNot(task: UserTask, isOpen: boolean, isMine: boolean): string {
  if (isMine) return "";
  if (task.state === "COMPLETED")
    return `Completed ${shortTime(task.completionDate ?? task.creationDate)}${task.assignee ? ` by ${task.assignee}` : ""}.`;
  if (!isOpen) return "Withdrawn: the process went on without it.";
  if (task.assignee === null) return "Claim it first.";
  return `${task.assignee} works on it. Ask ${task.assignee} to release it, or change your name in the top bar.`;
}

/** What a person wants to know before reading the form. */
export function taskFacts(task: UserTask): TemplateResult {
  const candidates = [...task.candidateGroups, ...task.candidateUsers];
  const isOpen = taskStanding(task).isOpen;
  return html`<div class="facts">
    ${isOpen && task.dueDate ? dueChip({ creationDate: task.creationDate, dueDate: task.dueDate }, new Date()) : nothing}
    <span>Created <time title=${exactTime(task.creationDate)}>${shortTime(task.creationDate)}</time></span>
    <span>${task.assignee ? html`Assigned to <b>${task.assignee === userName() ? "you" : task.assignee}</b>` : html`Nobody has claimed it`}</span>
    ${candidates.length > 0 ? html`<span>For <b>${candidates.join(", ")}</b></span>` : nothing}
    ${task.priority !== 50 ? html`<span>Priority <b>${task.priority}</b></span>` : nothing}
  </div>`;
}
