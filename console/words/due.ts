import { since } from "./time.ts";

/** How a task stands against its due date. */
export type DueStanding = "onTrack" | "atRisk" | "over";

export interface DueTask {
  creationDate: string;
  dueDate: string;
}

/** From this share of the time on, a task is at risk. */
const riskFrom = 0.75;

/** The share of the time between creation and due date that is left, from 1 to 0. */
export function shareLeft({ creationDate, dueDate }: DueTask, now: Date): number {
  const whole = new Date(dueDate).getTime() - new Date(creationDate).getTime();
  if (whole <= 0) return 0;
  return Math.min(1, Math.max(0, -since(dueDate, now) / whole));
}

export function dueStanding(task: DueTask, now: Date): DueStanding {
  if (since(task.dueDate, now) > 0) return "over";
  return shareLeft(task, now) <= 1 - riskFrom ? "atRisk" : "onTrack";
}
