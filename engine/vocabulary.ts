import type { Json, Variables } from "./feel/values.ts";
import type { IncidentCode } from "./incidents.ts";
import type { CallDefinition, ElementType, TaskListenerEvent } from "./model/model.ts";
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
  /** `isByCaller` when the calling instance went on without it; nobody else may cancel a called one. */
  | { type: "cancelInstance"; isByCaller?: boolean }
  | { type: "completeJob"; jobKey: string; variables: Variables; result?: JobResult | null }
  | { type: "failJob"; jobKey: string; retries: number; message: string; retryDelayMs: number; variables: Variables }
  | { type: "throwJobError"; jobKey: string; errorCode: string; message: string; variables: Variables }
  | { type: "updateJob"; jobKey: string; retries: number }
  | { type: "assignUserTask"; userTaskKey: string; assignee: string; isOverrideAllowed: boolean }
  | { type: "unassignUserTask"; userTaskKey: string }
  /** `by` is the person when the caller names one; null when no identity is known. */
  | { type: "completeUserTask"; userTaskKey: string; variables: Variables; by: string | null }
  | { type: "updateUserTask"; userTaskKey: string; changes: UserTaskChanges }
  | { type: "triggerTimer"; subscriptionKey: string }
  | { type: "correlateMessage"; subscriptionKey: string; messageKey: string; variables: Variables }
  | { type: "triggerSignal"; subscriptionKey: string; variables: Variables }
  | ({ type: "activateAdHoc"; elementKey: string } & AdHocActivation)
  /** The process that a call activity called has completed. */
  | ({ type: "completeCall"; elementKey: string } & CalledProcess)
  /** The process that a call activity calls could not be started: why, for an incident. */
  | { type: "failCall"; elementKey: string; message: string }
  /** A called process threw what it does not catch: looked for from its call activity outwards. */
  | { type: "catchThrown"; elementKey: string; origin: Origin; thrown: Thrown }
  /** What became of something that this instance threw to its caller. */
  | { type: "answerThrown"; elementKey: string; thrown: Thrown; isCaught: boolean }
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
  /** Undoes what an earlier run of the process has done, instead of running it: the records it ended with. */
  compensations?: readonly CompensationRecord[];
}

/** What a job may answer beside variables: a task listener's verdict, or what an ad-hoc sub-process does next. */
export type JobResult =
  | { type: "userTask"; isDenied: boolean; deniedReason: string; corrections: UserTaskChanges }
  | ({ type: "adHocSubProcess"; isConditionFulfilled: boolean } & AdHocActivation);

export interface AdHocActivation {
  elements: readonly { elementId: string; variables: Variables }[];
  /** What is active in it now ends. */
  isCancelingRemaining: boolean;
}

/** Other values for some of a task's properties. */
export type UserTaskChanges = Partial<
  Pick<UserTaskProperties, "assignee" | "candidateGroups" | "candidateUsers" | "dueDate" | "followUpDate" | "priority">
>;

/** What is thrown outwards until something catches it. */
export interface Thrown {
  kind: "error" | "escalation";
  code: string;
  variables: Variables;
}

/** Who threw it, while it climbs through calling instances. */
export interface Origin {
  processInstanceKey: string;
  elementKey: string;
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
      /** Of an inner instance of a repeated activity: which one it is, from 0. */
      loopIndex: number | null;
    }
  | { type: "elementCompleted"; elementKey: string; elementId: string }
  | { type: "elementTerminated"; elementKey: string; elementId: string }
  | { type: "sequenceFlowTaken"; flowId: string; scopeKey: string }
  | LoopEvent
  | CompensationEvent
  | OutgoingEvent
  /** Where an element is within its own course; null when it needs no note of it. Small, written whole. */
  | { type: "progressed"; elementKey: string; progress: Progress | null }
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
      kind: JobKind;
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
  | { type: "userTaskUpdated"; userTaskKey: string; changes: UserTaskChanges }
  /** Its listeners are asked, one by one, before `transition` happens; null when all have agreed or one has denied. */
  | { type: "userTaskTransition"; userTaskKey: string; transition: UserTaskTransition | null }
  | { type: "userTaskCompleted"; userTaskKey: string }
  | { type: "userTaskCanceled"; userTaskKey: string }
  | ({ type: "subscriptionOpened" } & Subscription)
  | { type: "subscriptionClosed"; subscriptionKey: string; isTriggered: boolean }
  /** A condition became true or ceased to be. */
  | { type: "conditionChanged"; subscriptionKey: string; isTrue: boolean }
  | ({ type: "incidentRaised" } & Incident)
  | { type: "incidentResolved"; incidentKey: string };

/** What repeats an activity. The counters are read off the inner instances' own events. */
export type LoopEvent =
  | {
      type: "loopBegan";
      elementKey: string;
      /** How many there are to be; null when a condition decides. */
      count: number | null;
      /** Of a sequential one, for those still to come. */
      items: readonly Json[] | null;
      outputName: string | null;
    }
  /** The result of the inner instance with this index, from 0. */
  | { type: "loopOutput"; elementKey: string; index: number; value: Json };

/** Completed activities that can be undone, and how that goes (BPMN 2.0.2 §13.5.5). */
export type CompensationEvent =
  | ({ type: "compensationRecorded" } & CompensationRecord)
  /** They are to be undone; `throwerKey` goes on when all are. */
  | { type: "compensationClaimed"; throwerKey: string; recordKeys: readonly string[] }
  /** For a scope that is undone from the inside, its records are now those of `handlerKey`. */
  | { type: "compensationBegan"; recordKey: string; handlerKey: string; isReopened: boolean }
  | { type: "compensationDone"; recordKey: string }
  /** The thrower was interrupted: what is not yet done can be thrown again. */
  | { type: "compensationReleased"; throwerKey: string }
  /** The scope was terminated: what was done in it cannot be undone any more. */
  | { type: "compensationsDropped"; scopeKey: string };

/** Something done that can be undone. */
export interface CompensationRecord {
  recordKey: string;
  /** The scope instance in which it was done. */
  scopeKey: string;
  elementKey: string;
  elementId: string;
  elementType: ElementType;
  /** What the activity saw when it completed; of a scope that is undone from the inside, its own variables. */
  variables: Variables;
  /** Of a call activity whose process can be undone: what that ended with. */
  called: CalledProcess | null;
}

/** What a called process ended with. */
export interface CalledProcess {
  variables: Variables;
  /** What can be undone of it; null when nothing can. */
  compensations: readonly CompensationRecord[] | null;
}

/** What leaves the instance. */
export type OutgoingEvent =
  | {
      type: "messageThrown";
      elementKey: string;
      elementId: string;
      messageName: string;
      /** Empty to start a process. */
      correlationKey: string;
      timeToLiveMs: number;
      variables: Variables;
    }
  /** Catchers of this instance have heard it; the store tells all others. */
  | { type: "signalThrown"; elementKey: string; elementId: string; signalName: string; variables: Variables }
  | {
      type: "processCalled";
      elementKey: string;
      elementId: string;
      processId: string;
      binding: CallDefinition["binding"];
      versionTag: string | null;
      variables: Variables;
      /** When the call is made to undo an earlier one: that one's element instance, and what it has done. */
      undoing: { elementKey: string; compensations: readonly CompensationRecord[] } | null;
    }
  | { type: "callCanceled"; elementKey: string }
  /** This instance was called and has completed; its caller goes on with this. */
  | ({ type: "calledCompleted" } & CalledProcess)
  /** Nothing here catches it; the caller is asked. */
  | { type: "thrownToCaller"; origin: Origin; thrown: Thrown }
  /** Word for the instance that threw it. */
  | { type: "thrownAnswered"; origin: Origin; thrown: Thrown; isCaught: boolean };

/** Where an element is within its own course, as far as its rows do not tell. */
export interface Progress {
  /** Execution listeners are asked: the one at `index` has the job. */
  listener?: { event: "start" | "end"; index: number };
  /** Where a scope begins once it may. */
  entry?: { elementIds: readonly string[]; variables: Variables };
  /** A called process runs. */
  isCalling?: boolean;
  /** What the called process has done that can be undone, until the call activity itself has completed. */
  called?: CalledProcess;
  /** It waits to hear what became of what it threw to the caller. */
  isThrowing?: boolean;
  /** Complex gateways of a scope that wait for reset: the flows that gave a token. */
  gateways?: Readonly<Record<string, readonly string[]>>;
  /** A complex gateway's phase when it began. */
  isReset?: boolean;
  /** Triggers of parallel multiple events that have happened, by the event's id, with what each has brought. */
  happened?: Readonly<Record<string, readonly { index: number; variables: Variables }[]>>;
  /** What a multi-instance body has thrown already, by index of its definition. */
  thrown?: readonly number[];
  /** Activations of a sequential ad-hoc sub-process that are still to come. */
  activations?: AdHocActivation["elements"];
  /** An ad-hoc sub-process's worker has said that its condition is fulfilled. */
  isFulfilled?: boolean;
}

/** What a job is for; the names are those that Camunda 8's clients know. */
export type JobKind = "BPMN_ELEMENT" | "EXECUTION_LISTENER" | "TASK_LISTENER" | "AD_HOC_SUB_PROCESS";

/** What is about to happen to a user task, and which of its listeners is asked. */
export interface UserTaskTransition {
  event: TaskListenerEvent;
  index: number;
  /** The properties as corrected so far. */
  changes: UserTaskChanges;
  /** What completing it brings. */
  variables: Variables;
}

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
  /** Which of the event's triggers, from 0. */
  triggerIndex: number;
  wait: Wait;
}

export type Wait = TimerWait | MessageWait | SignalWait | ConditionalWait;

export interface SignalWait {
  readonly kind: "signal";
  readonly signalName: string;
}

/** Looked at whenever a variable that it can see has changed. */
export interface ConditionalWait {
  readonly kind: "conditional";
  readonly isTrue: boolean;
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
  retry: "begin" | "open" | "listen" | "enter" | "finish" | "leave" | "check" | "settle" | "job" | "none";
}

/** Refusals that are the caller's to mend; nothing has changed. Codes are documented in `docs/errors.md`. */
export const rejections = {
  INSTANCE_NOT_FOUND: { status: 404, title: "No process instance has this key" },
  INSTANCE_ENDED: { status: 404, title: "The process instance has ended" },
  INSTANCE_CALLED: { status: 409, title: "The process instance was called by another one" },
  INSTANCE_EXISTS: { status: 409, title: "A process instance has this key already" },
  START_NOT_POSSIBLE: { status: 400, title: "The process cannot be started there" },
  JOB_NOT_FOUND: { status: 404, title: "No open job has this key" },
  JOB_NOT_ACTIVE: { status: 409, title: "The job waits for its incident to be resolved" },
  RETRIES_INVALID: { status: 400, title: "The number of retries is not valid" },
  USER_TASK_NOT_FOUND: { status: 404, title: "No open user task has this key" },
  USER_TASK_ASSIGNED: { status: 409, title: "The user task is assigned to somebody already" },
  USER_TASK_OF_OTHER: { status: 403, title: "The user task belongs to somebody else" },
  USER_TASK_BUSY: { status: 409, title: "The user task's listeners are being asked" },
  JOB_RESULT_INVALID: { status: 400, title: "The job cannot have this result" },
  AD_HOC_INVALID: { status: 400, title: "The ad-hoc sub-process cannot activate this" },
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
