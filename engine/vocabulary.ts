import type { Json, Variables } from "./feel/values.ts";
import type { IncidentCode } from "./incidents.ts";
import type { ElementType } from "./model/model.ts";
import type { MessageWait } from "./triggers/message.ts";
import type { TimerWait } from "./triggers/time.ts";

/**
 * The words of the engine: what it can be told (commands), what happens (events) and what it refuses (rejections).
 *
 * Keys are strings of digits. Every key of an instance is derived from the instance's own key and a counter in its
 * state (`keys.ts`), so that the same commands give the same events everywhere.
 */
export type Command =
  | StartInstance
  | { type: "cancelInstance" }
  | { type: "completeJob"; jobKey: string; variables: Variables }
  | { type: "failJob"; jobKey: string; retries: number; message: string; retryDelayMs: number; variables: Variables }
  | { type: "throwJobError"; jobKey: string; errorCode: string; message: string; variables: Variables }
  | { type: "updateJob"; jobKey: string; retries: number }
  | { type: "assignUserTask"; userTaskKey: string; assignee: string; isOverrideAllowed: boolean }
  | { type: "unassignUserTask"; userTaskKey: string }
  /** `by` is the person when the caller names one; null when no identity is known. */
  | { type: "completeUserTask"; userTaskKey: string; variables: Variables; by: string | null }
  | { type: "triggerTimer"; subscriptionKey: string }
  | { type: "correlateMessage"; subscriptionKey: string; messageKey: string; variables: Variables }
  /** `isLocal` sets them in the element's own scope; else each goes to the nearest scope that has it. */
  | { type: "setVariables"; elementKey: string; variables: Variables; isLocal: boolean }
  | { type: "resolveIncident"; incidentKey: string };

export interface StartInstance {
  type: "startInstance";
  variables: Variables;
  /** Where tokens begin; null begins at the none start event. */
  startElementIds: readonly string[] | null;
  /** What the start event brought, for example a message's variables; they go through its output mappings. */
  eventVariables?: Variables;
}

/** A fact of one process instance. State, rows, history and animation are all read off these. */
export type Event =
  | {
      type: "elementActivated";
      elementKey: string;
      elementId: string;
      elementType: ElementType;
      /** The scope it runs in; null for the process instance itself. */
      scopeKey: string | null;
      /** The sequence flows whose tokens it took, one each. */
      flowIds: readonly string[];
    }
  | { type: "elementCompleted"; elementKey: string; elementId: string }
  | { type: "elementTerminated"; elementKey: string; elementId: string }
  | { type: "sequenceFlowTaken"; flowId: string; scopeKey: string }
  /** The tokens that were left on the flows of a scope died with it. */
  | { type: "tokensDropped"; scopeKey: string }
  /** `isNew` when the scope did not have the variable before. */
  | { type: "variableSet"; variableKey: string; scopeKey: string; name: string; value: Json; isNew: boolean }
  | {
      type: "jobCreated";
      jobKey: string;
      elementKey: string;
      elementId: string;
      jobType: string;
      retries: number;
      headers: Readonly<Record<string, string>>;
      /** The element and its scopes from the inside out: where the worker's variables are looked up. */
      scopeKeys: readonly string[];
    }
  | { type: "jobCompleted"; jobKey: string }
  | { type: "jobFailed"; jobKey: string; retries: number; message: string; retryAtMs: number | null }
  | { type: "jobErrorThrown"; jobKey: string; errorCode: string; message: string }
  | { type: "jobRetriesSet"; jobKey: string; retries: number }
  /** Its incident was resolved: workers may have it again. */
  | { type: "jobReopened"; jobKey: string; retries: number }
  | { type: "jobCanceled"; jobKey: string }
  | ({ type: "userTaskCreated"; userTaskKey: string; elementKey: string; elementId: string } & UserTaskProperties)
  | { type: "userTaskAssigned"; userTaskKey: string; assignee: string | null }
  | { type: "userTaskCompleted"; userTaskKey: string }
  | { type: "userTaskCanceled"; userTaskKey: string }
  | ({ type: "subscriptionOpened" } & Subscription)
  | { type: "subscriptionClosed"; subscriptionKey: string; isTriggered: boolean }
  | ({ type: "incidentRaised" } & Incident)
  | { type: "incidentResolved"; incidentKey: string };

/** What a person sees of a task before its form. */
export interface UserTaskProperties {
  assignee: string | null;
  candidateGroups: readonly string[];
  candidateUsers: readonly string[];
  /** ISO 8601. */
  dueDate: string | null;
  followUpDate: string | null;
  /** 0 to 100. */
  priority: number;
  externalFormReference: string | null;
  headers: Readonly<Record<string, string>>;
}

/** One shape for every wait. It is closed when it fires or when its element ends. */
export interface Subscription {
  subscriptionKey: string;
  /** The element instance that waits: an event, an activity with a boundary event, an event-based gateway. */
  elementKey: string;
  /** The node at which the token goes on: the event itself. */
  elementId: string;
  wait: TimerWait | MessageWait;
}

/** Something that a person has to mend before the token can go on. */
export interface Incident {
  incidentKey: string;
  elementKey: string;
  elementId: string;
  code: IncidentCode;
  message: string;
  jobKey: string | null;
  /** What is done again when it is resolved; `none` is for what can only be noted. */
  retry: "begin" | "enter" | "finish" | "leave" | "job" | "none";
}

/** Refusals that are the caller's to mend; nothing has changed. Codes are documented in `docs/errors.md`. */
export const rejections = {
  INSTANCE_NOT_FOUND: { status: 404, title: "No process instance has this key" },
  INSTANCE_ENDED: { status: 404, title: "The process instance has ended" },
  INSTANCE_EXISTS: { status: 409, title: "A process instance has this key already" },
  START_NOT_POSSIBLE: { status: 400, title: "The process cannot be started there" },
  JOB_NOT_FOUND: { status: 404, title: "No open job has this key" },
  JOB_NOT_ACTIVE: { status: 409, title: "The job waits for its incident to be resolved" },
  RETRIES_INVALID: { status: 400, title: "The number of retries is not valid" },
  USER_TASK_NOT_FOUND: { status: 404, title: "No open user task has this key" },
  USER_TASK_ASSIGNED: { status: 409, title: "The user task is assigned to somebody already" },
  USER_TASK_OF_OTHER: { status: 403, title: "The user task belongs to somebody else" },
  SUBSCRIPTION_GONE: { status: 404, title: "Nothing waits for this any more" },
  ELEMENT_NOT_FOUND: { status: 404, title: "No active element instance has this key" },
  INSTANCE_EXHAUSTED: { status: 409, title: "The process instance has used up its keys" },
  INCIDENT_NOT_FOUND: { status: 404, title: "No open incident has this key" },
} as const;

export interface Rejection {
  code: keyof typeof rejections;
  /** What was expected and what came. */
  detail: string;
}

/** What `run` answers. */
export type Ran = { ok: true; events: readonly Event[] } | { ok: false; rejection: Rejection };
