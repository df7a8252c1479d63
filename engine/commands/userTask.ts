import type { OpenUserTask } from "../state.ts";
import type { Step } from "../step.ts";
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
  step.emit({ type: "userTaskAssigned", userTaskKey: task.key, assignee: command.assignee });
  return null;
}

/** Puts the task back for everybody who may take it. */
export function unassignUserTask(step: Step, command: CommandOf<"unassignUserTask">): Rejection | null {
  const task = openTask(step, command.userTaskKey);
  if ("code" in task) return task;
  step.emit({ type: "userTaskAssigned", userTaskKey: task.key, assignee: null });
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
  step.emit({ type: "userTaskCompleted", userTaskKey: task.key });
  step.giveResult(task.elementKey, command.variables);
  step.work.push({ kind: "finish", elementKey: task.elementKey, flows: null });
  return null;
}

function openTask(step: Step, userTaskKey: string): OpenUserTask | Rejection {
  return (
    step.state.userTasks.get(userTaskKey) ?? {
      code: "USER_TASK_NOT_FOUND",
      detail: `Expected an open user task with key ${userTaskKey}; it does not exist, or was completed or canceled`,
    }
  );
}
