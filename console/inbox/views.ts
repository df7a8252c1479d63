import type { SearchQuery, UserTask } from "../api/v2Types.ts";
import type { IconName } from "../parts/icons.ts";
import { dueStanding } from "../words/due.ts";
import { grouped } from "../words/groups.ts";
import { daysAgo } from "../words/time.ts";

export type ViewId = "open" | "mine" | "unassigned" | "done";

export interface InboxView {
  id: ViewId;
  label: string;
  icon: IconName;
  /** What the list says when it is empty. */
  none: readonly [sentence: string, reason: string];
}

export const views: readonly InboxView[] = [
  {
    id: "open",
    label: "All open",
    icon: "inbox",
    none: ["No task is open.", "Tasks appear here the moment a process reaches one."],
  },
  {
    id: "mine",
    label: "Mine",
    icon: "person",
    none: ["You have no open task.", "Claim one from All open or Unassigned."],
  },
  {
    id: "unassigned",
    label: "Unassigned",
    icon: "people",
    none: ["Every open task has somebody.", "Tasks without an assignee appear here to be claimed."],
  },
  {
    id: "done",
    label: "Completed",
    icon: "check",
    none: ["No task has been completed yet.", "Completed tasks stay here with what was entered."],
  },
];

export const viewOf = (id: string | null): InboxView => views.find((view) => view.id === id) ?? (views[0] as InboxView);

/** The view as a search. */
export function viewQuery(view: ViewId, user: string, limit: number): SearchQuery {
  // As the list shows them: the first page must hold what is over time, however old it is.
  const urgentFirst = [
    { field: "dueDate", order: "ASC" as const },
    { field: "creationDate", order: "DESC" as const },
  ];
  switch (view) {
    case "open":
      return { filter: { state: "CREATED" }, sort: urgentFirst, page: { limit } };
    case "mine":
      return { filter: { state: "CREATED", assignee: user }, sort: urgentFirst, page: { limit } };
    case "unassigned":
      return { filter: { state: "CREATED", assignee: { $exists: false } }, sort: urgentFirst, page: { limit } };
    case "done":
      return { filter: { state: "COMPLETED" }, sort: [{ field: "completionDate", order: "DESC" }], page: { limit } };
    default:
      view satisfies never;
      return {};
  }
}

export interface TaskGroup {
  label: string;
  tasks: UserTask[];
}

/** By urgency where tasks have due dates, else by the day they came; within a group the most urgent or newest first. */
export function taskGroups(tasks: readonly UserTask[], view: ViewId, now: Date): TaskGroup[] {
  const byUrgency = view !== "done" && tasks.some(({ dueDate }) => dueDate !== null);
  const labelOf = byUrgency ? urgency : view === "done" ? dayOfCompletion : dayOfCreation;
  const order = byUrgency
    ? ["Over time", "At risk", "Due today", "Later", "No due date"]
    : ["Today", "Yesterday", "This week", "Earlier"];
  const groups = grouped(tasks, (task) => labelOf(task, now));
  if (byUrgency)
    for (const group of groups.values()) group.sort((a, b) => (a.dueDate ?? "").localeCompare(b.dueDate ?? ""));
  return order.flatMap((label) => {
    const group = groups.get(label);
    return group ? [{ label, tasks: group }] : [];
  });
}

function urgency({ creationDate, dueDate }: UserTask, now: Date): string {
  if (dueDate === null) return "No due date";
  const standing = dueStanding({ creationDate, dueDate }, now);
  if (standing === "over") return "Over time";
  if (standing === "atRisk") return "At risk";
  return daysAgo(new Date(dueDate), now) === 0 ? "Due today" : "Later";
}

const dayOfCreation = (task: UserTask, now: Date): string => day(task.creationDate, now);
const dayOfCompletion = (task: UserTask, now: Date): string => day(task.completionDate ?? task.creationDate, now);

function day(iso: string, now: Date): string {
  const days = daysAgo(new Date(iso), now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return days < 7 ? "This week" : "Earlier";
}
