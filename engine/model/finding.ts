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
  ID_DUPLICATE: "Several elements have the same id",
  ID_TOO_LONG: "An id is longer than 200 characters",
  ELEMENT_NOT_EXECUTED: "An element or one of its features is not executed",
  REFERENCE_MISSING: "A reference leads to nothing",
  FLOW_MISPLACED: "A sequence flow begins or ends where the standard forbids it",
  START_EVENT_MISSING: "A scope has no element to start at",
  START_EVENT_AMBIGUOUS: "A scope has several none start events",
  EVENT_DEFINITION_MISSING: "An event that has to wait for something names no trigger",
  EXPRESSION_INVALID: "A FEEL expression cannot be read",
  EXPRESSION_KIND_WRONG: "An expression gives a value that its place cannot use, whatever the variables are",
  CONDITION_MISSING: "A flow out of an exclusive gateway has neither a condition nor is it the default",
  CONDITION_INVALID: "A condition is not a FEEL expression",
  JOB_TYPE_MISSING: "A task that a worker has to do names no job type",
  JOB_PRIORITY_INVALID: "The priority of a job is no whole number that it can have",
  SCRIPT_MISSING: "A script task has neither an expression nor a job type",
  MAPPING_INVALID: "An input or output mapping has no valid target",
  MESSAGE_NAME_MISSING: "A message event refers to no message with a name",
  CORRELATION_KEY_MISSING: "A message that an instance waits for has no correlation key",
  TIMER_INVALID: "A timer has no valid date, duration or cycle",
  ERROR_CODE_INVALID: "An error event has no usable error code",
  BOUNDARY_INVALID: "A boundary event stands on nothing, or on an element that cannot carry it",
  GATEWAY_INVALID: "A gateway has too few or the wrong successors",
  TRIGGER_MISPLACED: "An event has a trigger that the standard does not allow there",
  SIGNAL_NAME_MISSING: "A signal event refers to no signal with a name",
  ESCALATION_CODE_INVALID: "An escalation event has no usable escalation code",
  LINK_INVALID: "A link has no name, no target, or several",
  EVENT_SUB_PROCESS_INVALID: "An event sub-process has no single start event with a trigger, or what it may not have",
  TRANSACTION_INVALID: "A cancel event has no transaction, or a transaction no single cancel boundary event",
  COMPENSATION_INVALID: "A compensation event or handler is not connected as the standard says",
  CALLED_ELEMENT_MISSING: "A call activity does not say which process it calls",
  CALLED_DECISION_MISSING: "A business rule task does not say which decision it calls, or where its value goes",
  LOOP_INVALID: "A repeated activity does not say how often, or says it twice",
  AD_HOC_INVALID: "An ad-hoc sub-process contains what it may not, or nothing",
  QUANTITY_INVALID: "A start or completion quantity is no whole number from 1",
  LISTENER_INVALID: "A listener has no job type, or an event that is not executed",
  SEMANTICS_INVALID: "An extension property of the process has an unknown value",
  DATA_INVALID: "A data association cannot be read",
  JOIN_STARVES: "A token can wait at a parallel join for ever",
  JOIN_POINTLESS: "An inclusive join never has more than one token before it",
  END_UNREACHABLE: "A token can come into a loop that it never leaves",
  LOOP_ENDLESS: "A loop has no exit and never waits",
  ELEMENT_UNREACHABLE: "No token can come to an element",
  ERROR_UNCAUGHT: "An error is thrown that nothing in the process catches",
  CALL_ENDLESS: "Processes call one another in a circle that never ends",
  CALL_RECURSIVE: "Processes call one another in a circle",
  SOUNDNESS_UNDECIDED: "A process is too large to tell whether its joins can starve",
  USER_TASK_AS_JOB: "A user task for job workers is executed as a user task of the inbox",
  FORM_NOT_SHOWN: "A form is named that the inbox does not draw",
  DECISION_MISSING: "A file of decisions has none",
  DECISION_INVALID: "A part of a decision is missing or is not executed",
  DECISION_TABLE_INVALID: "A decision table cannot be evaluated as it is drawn",
  DECISION_CYCLE: "Decisions, knowledge models or services require one another in a circle",
  EXPRESSION_LANGUAGE_UNKNOWN: "An expression of a decision is not in FEEL",
  TYPE_UNKNOWN: "A type is named that does not exist",
  TYPE_INVALID: "A type cannot be used as it is defined",
  IMPORT_MISSING: "A decision model imports one that is not deployed with it",
} as const;

export type FindingCode = keyof typeof findingCodes;
