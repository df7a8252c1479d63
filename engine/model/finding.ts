/** Something about a model that its author should know. An error blocks deployment, a warning does not. */
export interface Finding {
  code: FindingCode;
  severity: "error" | "warning";
  /** Null when it is about the whole file. */
  elementId: string | null;
  /** Line in the XML, from 1; null when the element has no id to find it by. */
  line: number | null;
  /** What was expected, what came, and the nearest remedy. */
  message: string;
}

/** Every finding that a model can get. Documented in `docs/errors.md`; a code never changes its meaning. */
export const findingCodes = {
  XML_TOO_LARGE: "The file exceeds a size limit",
  XML_INVALID: "The file is not well-formed XML or not BPMN 2.0",
  XML_ENTITY_REFUSED: "The file declares a document type or entities",
  XML_UNKNOWN_ELEMENT: "An element is not part of BPMN 2.0 or stands where it may not",
  PROCESS_MISSING: "No process in the file is executable",
  ID_MISSING: "A process, flow node or sequence flow has no id",
  ID_TOO_LONG: "An id is longer than 200 characters",
  ELEMENT_NOT_EXECUTED: "An element or one of its features is not executed",
  REFERENCE_MISSING: "A reference leads to nothing",
  FLOW_MISPLACED: "A sequence flow begins or ends where the standard forbids it",
  START_EVENT_MISSING: "A scope has no element to start at",
  START_EVENT_AMBIGUOUS: "A scope has several none start events",
  EVENT_DEFINITION_MISSING: "An event that has to wait for something names no trigger",
  EXPRESSION_INVALID: "A FEEL expression cannot be read",
  CONDITION_MISSING: "A flow out of an exclusive gateway has neither a condition nor is it the default",
  CONDITION_INVALID: "A condition is not a FEEL expression",
  JOB_TYPE_MISSING: "A task that a worker has to do names no job type",
  SCRIPT_MISSING: "A script task has neither an expression nor a job type",
  MAPPING_INVALID: "An input or output mapping has no valid target",
  MESSAGE_NAME_MISSING: "A message event refers to no message with a name",
  CORRELATION_KEY_MISSING: "A message that an instance waits for has no correlation key",
  TIMER_INVALID: "A timer has no valid date, duration or cycle",
  ERROR_CODE_INVALID: "An error event has no usable error code",
  BOUNDARY_INVALID: "A boundary event stands on nothing, or on an element that cannot carry it",
  GATEWAY_INVALID: "A gateway has too few or the wrong successors",
  USER_TASK_AS_JOB: "A user task for job workers is executed as a user task of the inbox",
  FORM_NOT_SHOWN: "A form is named that the inbox does not draw",
  DATA_NOT_EXECUTED: "Drawn data has no effect on the execution",
} as const;

export type FindingCode = keyof typeof findingCodes;
