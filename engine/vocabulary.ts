import type { FailedDecision } from "./decision/evaluate.ts";
import type { EvaluatedDecision, EvaluatedInput } from "./decision/run.ts";
import type { Json, Variables } from "./feel/values.ts";
import type { CallDefinition } from "./model/calls.ts";
import type { ElementType } from "./model/model.ts";
import type {
  AdHocActivation,
  CalledProcess,
  CompensationRecord,
  Incident,
  JobKind,
  JobResult,
  Origin,
  Progress,
  Subscription,
  Thrown,
  UserTaskChanges,
  UserTaskProperties,
  UserTaskTransition,
} from "./shapes.ts";

export type * from "./shapes.ts";

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
  /** `action` is what the caller calls it; the task's listeners are told. */
  | { type: "assignUserTask"; userTaskKey: string; assignee: string; isOverrideAllowed: boolean; action?: string }
  | { type: "unassignUserTask"; userTaskKey: string }
  /** `by` is the person when the caller names one; null when no identity is known. */
  | { type: "completeUserTask"; userTaskKey: string; variables: Variables; by: string | null; action?: string }
  | { type: "updateUserTask"; userTaskKey: string; changes: UserTaskChanges; action?: string }
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
  /** Of a start event that waits for all of its triggers (§10.5.2): which one has happened. The others are awaited. */
  triggerIndex?: number;
  /** Undoes what an earlier run of the process has done, instead of running it: the records it ended with. */
  compensations?: readonly CompensationRecord[];
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
  | DecisionEvent
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
      /** Workers get jobs with a higher one first; 0 unless the model says otherwise. */
      priority: number;
      /** The element and its scopes from the inside out: where the worker's variables are looked up. */
      scopeKeys: readonly string[];
    }
  /** `deniedReason` when a task listener has denied. */
  | { type: "jobCompleted"; jobKey: string; deniedReason?: string }
  | { type: "jobFailed"; jobKey: string; retries: number; message: string; retryAtMs: number | null }
  | { type: "jobErrorThrown"; jobKey: string; errorCode: string; message: string }
  | { type: "jobRetriesSet"; jobKey: string; retries: number }
  /** Its incident was resolved: workers may have it again. */
  | { type: "jobReopened"; jobKey: string; retries: number }
  /** `hasThrown` when its worker had thrown an error. */
  | { type: "jobCanceled"; jobKey: string; hasThrown?: true }
  | ({ type: "userTaskCreated"; userTaskKey: string; elementKey: string; elementId: string } & UserTaskProperties)
  | { type: "userTaskAssigned"; userTaskKey: string; assignee: string | null }
  | { type: "userTaskUpdated"; userTaskKey: string; changes: UserTaskChanges }
  | UserTaskTransitionEvent
  | { type: "userTaskCompleted"; userTaskKey: string }
  | { type: "userTaskCanceled"; userTaskKey: string }
  | ({ type: "subscriptionOpened" } & Subscription)
  | { type: "subscriptionClosed"; subscriptionKey: string; isTriggered: boolean }
  /** A condition became true or ceased to be. */
  | { type: "conditionChanged"; subscriptionKey: string; isTrue: boolean }
  | ({ type: "incidentRaised" } & Incident)
  | { type: "incidentResolved"; incidentKey: string };

/**
 * A task's listeners are asked, one by one, before `transition` happens; null when all have agreed or one has denied.
 * `deniedReason` is null unless one has denied, and empty when that one gave no reason.
 */
export interface UserTaskTransitionEvent {
  type: "userTaskTransition";
  userTaskKey: string;
  transition: UserTaskTransition | null;
  deniedReason: string | null;
}

/** A business rule task has made a decision, or could not make it. */
export interface DecisionEvent {
  type: "decisionEvaluated";
  evaluationKey: string;
  elementKey: string;
  /** Of the version that was asked for. */
  decisionKey: string;
  /** Every decision that was made on the way, what is required before what requires it. */
  evaluated: readonly DecisionMade[];
  output: Json;
  failure: (Omit<FailedDecision, "tried"> & { tried: DecisionMade | null }) | null;
}

/** How one decision was made. */
export interface DecisionMade extends Omit<EvaluatedDecision, "inputs" | "matchedRules" | "output"> {
  inputs: readonly (Omit<EvaluatedInput, "value"> & { value: Json })[];
  matchedRules: readonly { id: string; index: number; outputs: readonly { id: string; name: string; value: Json }[] }[];
  output: Json;
}

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
