import { type Construct, inGroup, type Row } from "./construct.ts";

/** Each extension element of the zeebe dialect that has a meaning of its own, and who may carry it. */
const extensionRows: readonly (Pick<Row, "isDocumentation" | "instead"> & { type: string; does: string })[] = [
  { type: "taskDefinition", does: "job type and retries" },
  { type: "taskHeaders", does: "headers of a job or user task" },
  { type: "ioMapping", does: "input and output mappings" },
  { type: "subscription", does: "correlation key of a message" },
  { type: "loopCharacteristics", does: "collections of a multi-instance", instead: "Draw the loop with a gateway." },
  { type: "calledElement", does: "process that is called", instead: "Draw it as an embedded sub-process." },
  { type: "calledDecision", does: "DMN decision that is called" },
  { type: "script", does: "FEEL script and its result variable" },
  { type: "userTask", does: "user task of the inbox" },
  {
    type: "formDefinition",
    does: "form of a user task",
    isDocumentation: true,
    instead: "Leave it out: the inbox draws a task's variables.",
  },
  {
    type: "userTaskForm",
    does: "form kept in the process",
    isDocumentation: true,
    instead: "Leave it out: the inbox draws a task's variables.",
  },
  { type: "assignmentDefinition", does: "assignee and candidates" },
  { type: "taskSchedule", does: "due date and follow-up date" },
  { type: "priorityDefinition", does: "priority of a user task" },
  {
    type: "executionListeners",
    does: "jobs before and after an element",
    instead: "Move the work into a service task before or after it.",
  },
  {
    type: "taskListeners",
    does: "jobs at what happens to a user task",
    instead: "Move the work into a service task before or after it.",
  },
  { type: "properties", does: "properties for other programs", isDocumentation: true },
  { type: "versionTag", does: "tag of the version" },
  {
    type: "linkedResources",
    does: "resources that a job is given",
    instead: "Let the worker know its resources.",
  },
  { type: "adHoc", does: "active elements and output collection", instead: "Draw the order of the activities." },
  {
    type: "conditionalFilter",
    does: "variables that a conditional event looks at",
    instead: "Use a message when the condition becomes true.",
  },
  { type: "jobPriorityDefinition", does: "priority of a job" },
  {
    type: "agentDefinition",
    does: "kind of agent that works the job",
    isDocumentation: true,
    instead: "Leave it out: the job type says who works it.",
  },
];

/** Names of extension elements that have a row, as they are written. */
export const extensionTypes: readonly string[] = extensionRows.map(({ type }) => type);

export const extensions: readonly Construct[] = extensionRows
  .map(({ type, does, ...row }) => ({ id: `zeebe.${type}`, name: does, bpmn: `zeebe:${type}`, section: null, ...row }))
  .map(inGroup("extensions"));
