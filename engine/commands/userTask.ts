import type { OpenUserTask } from "../state.ts";
import type { Step } from "../step.ts";
import { beginTransition } from "../taskListeners.ts";
import type { Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** Gives the task to a person. */
export function assignUserTask(step: Step, command: CommandOf<"assignUserTask">): Rejection | null {
  const task = openTask(step, command.userTaskKey);
  if ("code" in task) return task;
  if (task.assignee !== null && task.assignee !== command.assignee && !command.isOverrideAllowed)
    return {
      code: "USER_TASK_ASSIGNED",
      detail: `User task ${task.key} is assigned to "${task.assignee}"; expected it to be free, or allowOverride`,
    };
  const { assignee, action = "assign" } = command;
  beginTransition(step, task, "assigning", { action, changes: { assignee }, variables: {} });
  return null;
}

/** Puts the task back for everybody who may take it. */
export function unassignUserTask(step: Step, command: CommandOf<"unassignUserTask">): Rejection | null {
  const task = openTask(step, command.userTaskKey);
  if ("code" in task) return task;
  beginTransition(step, task, "assigning", { action: "unassign", changes: { assignee: null }, variables: {} });
  return null;
}

/** The person has done it. Somebody else's task can only be completed after it has been taken over. */
export function completeUserTask(step: Step, command: CommandOf<"completeUserTask">): Rejection | null {
  const task = openTask(step, command.userTaskKey);
  if ("code" in task) return task;
  if (command.by !== null && task.assignee !== null && task.assignee !== command.by)
    return {
      code: "USER_TASK_OF_OTHER",
      detail: `User task ${task.key} is assigned to "${task.assignee}", not to "${command.by}"; assign it first`,
    };
  const { variables, action = "complete" } = command;
  beginTransition(step, task, "completing", { action, changes: {}, variables });
  return null;
}

/** Gives a task other properties; its assignee changes by {@link assignUserTask}. */
export function updateUserTask(step: Step, command: CommandOf<"updateUserTask">): Rejection | null {
  const task = openTask(step, command.userTaskKey);
  if ("code" in task) return task;
  const { assignee: _, ...changes } = command.changes;
  const { action = "update" } = command;
  beginTransition(step, task, "updating", { action, changes, variables: {} });
  return null;
}

function openTask(step: Step, userTaskKey: string): OpenUserTask | Rejection {
  const task = step.state.userTasks.get(userTaskKey);
  if (!task)
    return {
      code: "USER_TASK_NOT_FOUND",
      detail: `Expected an open user task with key ${userTaskKey}; it does not exist, or was completed or canceled`,
    };
  if (task.transition)
    return {
      code: "USER_TASK_BUSY",
      detail: `User task ${userTaskKey} waits for its listeners (${task.transition.event}); try again when they have answered`,
    };
  return task;
}
