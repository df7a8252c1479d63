import type { Variables } from "./feel/values.ts";
import type { IncidentCode } from "./incidents.ts";
import type { ElementType, TaskListenerEvent } from "./model/model.ts";
import type { MessageWait } from "./triggers/message.ts";
import type { TimerWait } from "./triggers/time.ts";

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

/** Where an element is within its own course, as far as its rows do not tell. */
export interface Progress {
  /** Execution listeners are asked: the one at `index` has the job. */
  listener?: { event: "start" | "end"; index: number };
  /** Where a scope begins once it may. */
  entry?: { elementIds: readonly string[]; variables: Variables; triggerIndex?: number };
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
  /** What a multi-instance body or an event has thrown already, by index of its definition. */
  thrown?: readonly number[];
  /** Activations of a sequential ad-hoc sub-process that are still to come. */
  activations?: AdHocActivation["elements"];
  /** Nothing more begins in a multi-instance body or ad-hoc sub-process: it is fulfilled, or was interrupted. */
  isFulfilled?: boolean;
}

/** What a job is for; the names are those that Camunda 8's clients know. */
export type JobKind = "BPMN_ELEMENT" | "EXECUTION_LISTENER" | "TASK_LISTENER" | "AD_HOC_SUB_PROCESS";

/** What is about to happen to a user task, and which of its listeners is asked. */
export interface UserTaskTransition {
  event: TaskListenerEvent;
  index: number;
  /** What the caller calls it, for the listeners: `complete`, or a word of the caller's own. */
  action: string;
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
