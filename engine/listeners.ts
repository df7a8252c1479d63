import type { Variables } from "./feel/values.ts";
import type { Step } from "./step.ts";
import { askTaskListenerAgain } from "./taskListeners.ts";
import { propagate, setLocal } from "./variables.ts";

/** Execution listeners are jobs, one after the other, before the element begins and before it leaves. */
export function askListeners(step: Step, elementKey: string, event: "start" | "end"): void {
  ask(step, elementKey, { event, index: 0 });
}

/** After an incident: the listener whose job could not be created. */
export function askAgain(step: Step, elementKey: string): void {
  const { progress, userTaskKey } = step.element(elementKey);
  if (progress?.listener) ask(step, elementKey, progress.listener);
  else if (userTaskKey !== null) askTaskListenerAgain(step, userTaskKey);
}

/** A listener's job is done: the next one, or the element goes on. */
export function listenerDone(step: Step, elementKey: string, variables: Variables): void {
  const { progress, scopeKey } = step.element(elementKey);
  const listener = progress?.listener;
  if (!listener) return;
  if (listener.event === "start" || scopeKey === null) setLocal(step, elementKey, variables);
  else propagate(step, scopeKey, variables);
  const { event, index } = listener;
  if (index + 1 < step.nodeOf(elementKey).listeners[event].length)
    return ask(step, elementKey, { event, index: index + 1 });
  step.progress(elementKey, { listener: undefined });
  step.work.push({ kind: event === "start" ? "open" : "leave", elementKey });
}

function ask(step: Step, elementKey: string, listener: { event: "start" | "end"; index: number }): void {
  step.progress(elementKey, { listener });
  const definition = step.nodeOf(elementKey).listeners[listener.event][listener.index];
  // The version of a model that an instance runs on never changes.
  if (!definition) return;
  const failure = step.createJob(elementKey, definition, "EXECUTION_LISTENER");
  if (failure) step.raiseIncident(elementKey, failure, "listen");
}
