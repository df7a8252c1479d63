import { readHeaders } from "../elements/job.ts";
import { type JobDefinition, type TaskListenerEvent, taskListenerEvents } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { elementsOf, extensionOf, textOf, type XmlElement } from "./xml.ts";

/** `zeebe:executionListeners`, in the order of the file. */
export function readExecutionListeners(element: XmlElement, reader: Reader): Record<"start" | "end", JobDefinition[]> {
  const listeners: Record<"start" | "end", JobDefinition[]> = { start: [], end: [] };
  for (const listener of elementsOf(extensionOf(element, "zeebe:executionListeners"), "listeners")) {
    const event = textOf(listener, "eventType");
    if (event === "start" || event === "end") push(listeners[event], listener, element, reader);
    else refuse(element, reader, "start or end", event);
  }
  return listeners;
}

/** `zeebe:taskListeners`; Camunda also writes the event types in the past, as `create`. */
export function readTaskListeners(element: XmlElement, reader: Reader): Record<TaskListenerEvent, JobDefinition[]> {
  const listeners: Record<TaskListenerEvent, JobDefinition[]> = {
    creating: [],
    assigning: [],
    updating: [],
    completing: [],
  };
  for (const listener of elementsOf(extensionOf(element, "zeebe:taskListeners"), "listeners")) {
    const text = textOf(listener, "eventType");
    const event = taskListenerEvents.find(
      (one) => one === text || one.replace(/ing$/, "e") === text || one.replace(/ing$/, "") === text,
    );
    if (event) push(listeners[event], listener, element, reader);
    else refuse(element, reader, taskListenerEvents.join(", "), text);
  }
  return listeners;
}

function push(list: JobDefinition[], listener: XmlElement, element: XmlElement, reader: Reader): void {
  const type = reader.expression(element, textOf(listener, "type"), "listener type");
  const retries = reader.expression(element, textOf(listener, "retries") ?? "3", "listener retries");
  if (textOf(listener, "type") === undefined)
    reader.error(
      "LISTENER_INVALID",
      element,
      `Expected a job type at every listener of ${describe(element)}, got one without.`,
    );
  if (type && retries) list.push({ type, retries, priority: null, headers: readHeaders(element) });
}

/** Ending an element must not wait for a worker, so what is cancelled has no listener. */
const refuse = (element: XmlElement, reader: Reader, expected: string, came: string | undefined) =>
  reader.error(
    "LISTENER_INVALID",
    element,
    `Expected ${expected} as event type of every listener of ${describe(element)}, got "${came ?? ""}", which is not executed.`,
  );
