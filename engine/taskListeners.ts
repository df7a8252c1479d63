import type { Variables } from "./feel/values.ts";
import type { TaskListenerEvent } from "./model/model.ts";
import { assert } from "./result.ts";
import type { OpenUserTask } from "./state.ts";
import type { Step } from "./step.ts";
import type { JobResult, UserTaskChanges, UserTaskTransition } from "./vocabulary.ts";

/*
 * `zeebe:taskListeners`: before something happens to a user task its listeners are asked, one job after the other. Each
 * may correct the task's properties or deny what was to happen; the task is as before then.
 */

/** Lets something happen to a task: at once, or when its listeners have agreed. */
export function beginTransition(
  step: Step,
  task: OpenUserTask,
  event: TaskListenerEvent,
  what: { action: string; changes: UserTaskChanges; variables: Variables },
): void {
  const transition = { event, index: 0, ...what };
  if (listenersOf(step, task.elementKey, event).length === 0) apply(step, task.key, transition);
  else ask(step, task.key, transition);
}

/** A listener has answered. */
export function taskListenerDone(
  step: Step,
  elementKey: string,
  result: (JobResult & { type: "userTask" }) | null,
): void {
  const { userTaskKey } = step.element(elementKey);
  const task = userTaskKey === null ? undefined : step.state.userTasks.get(userTaskKey);
  assert(task?.transition, `element instance ${elementKey} asks no task listener`);
  if (result?.isDenied) return endTransition(step, task.key, result.deniedReason);
  const { transition } = task;
  const next = {
    ...transition,
    index: transition.index + 1,
    changes: { ...transition.changes, ...result?.corrections },
  };
  if (next.index < listenersOf(step, elementKey, transition.event).length) return ask(step, task.key, next);
  endTransition(step, task.key, null);
  apply(step, task.key, next);
}

/** After an incident: the listener whose job could not be created. */
export function askTaskListenerAgain(step: Step, userTaskKey: string): void {
  const transition = step.state.userTasks.get(userTaskKey)?.transition;
  if (transition) ask(step, userTaskKey, transition);
}

const listenersOf = (step: Step, elementKey: string, event: TaskListenerEvent) =>
  step.nodeOf(elementKey).userTask?.listeners[event] ?? [];

const endTransition = (step: Step, userTaskKey: string, deniedReason: string | null) =>
  step.emit({ type: "userTaskTransition", userTaskKey, transition: null, deniedReason });

function ask(step: Step, userTaskKey: string, transition: UserTaskTransition): void {
  step.emit({ type: "userTaskTransition", userTaskKey, transition, deniedReason: null });
  const task = step.state.userTasks.get(userTaskKey);
  assert(task, `user task ${userTaskKey} is not open`);
  const definition = listenersOf(step, task.elementKey, transition.event)[transition.index];
  assert(definition, `user task ${userTaskKey} has no listener ${transition.index} for ${transition.event}`);
  const failure = step.createJob(task.elementKey, definition, "TASK_LISTENER");
  if (failure) step.raiseIncident(task.elementKey, failure, "listen");
}

function apply(step: Step, userTaskKey: string, { event, changes, variables }: UserTaskTransition): void {
  const task = step.state.userTasks.get(userTaskKey);
  assert(task, `user task ${userTaskKey} is not open`);
  const { assignee, ...others } = changes;
  const isAssigning =
    event === "assigning" || (event === "creating" && listenersOf(step, task.elementKey, "assigning").length > 0);
  const updates = isAssigning ? others : changes;
  if (Object.keys(updates).length > 0) step.emit({ type: "userTaskUpdated", userTaskKey, changes: updates });
  switch (event) {
    case "creating":
      // A task that is born with an assignee is given to that person once it is there.
      if (assignee != null && listenersOf(step, task.elementKey, "assigning").length > 0)
        ask(step, userTaskKey, {
          event: "assigning",
          index: 0,
          action: "assign",
          changes: { assignee },
          variables: {},
        });
      return;
    case "updating":
      return;
    case "assigning":
      return step.emit({ type: "userTaskAssigned", userTaskKey, assignee: assignee ?? null });
    case "completing":
      step.emit({ type: "userTaskCompleted", userTaskKey });
      step.giveResult(task.elementKey, variables);
      step.work.push({ kind: "finish", elementKey: task.elementKey, flows: null });
      return;
    default:
      event satisfies never;
  }
}
