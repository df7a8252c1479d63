import { readTaskListeners } from "../model/listeners.ts";
import type { UserTaskDefinition } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { beginTransition } from "../taskListeners.ts";
import { userTaskProperties } from "../userTaskProperties.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";
import { readHeaders } from "./job.ts";

/** BPMN 2.0.2 §13.3.3, §10.3.4. Waits in the inbox until a person has completed it. */
export const userTask: ElementBehaviour = {
  type: "USER_TASK",
  bpmn: "bpmn:UserTask",

  read(element, reader) {
    if (!extensionOf(element, "zeebe:userTask"))
      reader.warning(
        "USER_TASK_AS_JOB",
        element,
        `${describe(element)} has no zeebe:userTask. It is executed as a user task of the inbox, not as a job.`,
      );
    return { userTask: readDefinition(element, reader) };
  },

  enter(node, elementKey, step) {
    if (!node.userTask) return fail("EXTRACT_VALUE_ERROR", `"${node.id}" has no user task definition`);
    const properties = userTaskProperties(withLane(node.userTask, node.lane), (expression) =>
      step.evaluateToJson(elementKey, expression),
    );
    if (!properties.ok) return fail("EXTRACT_VALUE_ERROR", `${properties.message}, at user task "${node.id}"`);
    const { listeners } = node.userTask;
    const { assignee } = properties.value;
    const isAssigned = assignee !== null && listeners.assigning.length > 0;
    const task = step.createUserTask(
      elementKey,
      isAssigned ? { ...properties.value, assignee: null } : properties.value,
    );
    if (listeners.creating.length > 0)
      beginTransition(step, task, "creating", {
        action: "create",
        changes: isAssigned ? { assignee } : {},
        variables: {},
      });
    else if (isAssigned)
      beginTransition(step, task, "assigning", { action: "assign", changes: { assignee }, variables: {} });
    return wait;
  },
};

/** Whoever looks at the task alone sees the lane that it was drawn in. */
const withLane = (definition: UserTaskDefinition, lane: string | null): UserTaskDefinition =>
  lane === null ? definition : { ...definition, headers: { "millrace:lane": lane, ...definition.headers } };

function readDefinition(element: XmlElement, reader: Reader): UserTaskDefinition {
  const assignment = extensionOf(element, "zeebe:assignmentDefinition");
  const schedule = extensionOf(element, "zeebe:taskSchedule");
  const form = extensionOf(element, "zeebe:formDefinition");
  const read = (from: XmlElement | undefined, property: string) =>
    reader.expression(element, textOf(from, property), property);
  if (textOf(form, "formId") ?? textOf(form, "formKey"))
    reader.warning(
      "FORM_NOT_SHOWN",
      element,
      `The form of ${describe(element)} is not drawn; the inbox shows its variables instead.`,
    );
  return {
    assignee: read(assignment, "assignee"),
    candidateGroups: read(assignment, "candidateGroups"),
    candidateUsers: read(assignment, "candidateUsers"),
    dueDate: read(schedule, "dueDate"),
    followUpDate: read(schedule, "followUpDate"),
    priority: read(extensionOf(element, "zeebe:priorityDefinition"), "priority"),
    externalFormReference: read(form, "externalReference"),
    headers: readHeaders(element),
    listeners: readTaskListeners(element, reader),
  };
}
