import type { WantedDecision } from "../decision/calling.ts";
import type { Expression } from "../feel/expression.ts";
import type { CallDefinition, DecisionDefinition } from "./calls.ts";

/** BPMN element types that Millrace knows, in the spelling that the API uses (`SERVICE_TASK`). */
export type ElementType =
  | "PROCESS"
  | "SUB_PROCESS"
  | "EVENT_SUB_PROCESS"
  | "TRANSACTION"
  | "AD_HOC_SUB_PROCESS"
  /** One activation inside an ad-hoc sub-process: a scope of its own. */
  | "AD_HOC_SUB_PROCESS_INNER_INSTANCE"
  /** What repeats an activity: the scope of the activity's inner instances, with the same element id. */
  | "MULTI_INSTANCE_BODY"
  | "CALL_ACTIVITY"
  | "START_EVENT"
  | "END_EVENT"
  | "INTERMEDIATE_CATCH_EVENT"
  | "INTERMEDIATE_THROW_EVENT"
  | "BOUNDARY_EVENT"
  | "TASK"
  | "MANUAL_TASK"
  | "SERVICE_TASK"
  | "SEND_TASK"
  | "SCRIPT_TASK"
  | "BUSINESS_RULE_TASK"
  | "USER_TASK"
  | "RECEIVE_TASK"
  | "EXCLUSIVE_GATEWAY"
  | "PARALLEL_GATEWAY"
  | "INCLUSIVE_GATEWAY"
  | "COMPLEX_GATEWAY"
  | "EVENT_BASED_GATEWAY";

/** One executable process, compiled: everything is resolved, nothing has to be looked up in XML again. */
export interface ProcessModel {
  readonly processId: string;
  readonly name: string | null;
  readonly versionTag: string | null;
  /** The process itself: the outermost scope. */
  readonly root: FlowNode;
  /** Every flow node by its id, the process included. */
  readonly nodes: ReadonlyMap<string, FlowNode>;
  /** Sequence flows into a join: the only ones on which a token can wait. */
  readonly joinFlowIds: ReadonlySet<string>;
  /** The decisions that it names; others have names that are computed. */
  readonly calledDecisions: readonly WantedDecision[];
  readonly semantics: Semantics;
  /** The process's own `zeebe:jobPriorityDefinition`: of every element's job that has none. */
  readonly jobPriority: Expression | null;
}

/**
 * What a model says of the points that engines decide differently: the extension properties `millrace:semantics`
 * (`standard` or `camunda8`) and `millrace:compensation` (`reverse` or `parallel`) of its process.
 */
export interface Semantics {
  /** All handlers at once, as in Camunda 8, instead of one after the other in reverse order (§13.5.5). */
  readonly isCompensationParallel: boolean;
  /** A repeated activity is compensated once as a whole, as in Camunda 8, instead of once for each inner instance. */
  readonly isCompensatedPerBody: boolean;
  /** An inclusive join waits for every token that may still come, as in Camunda 8, without the clause "unless" (§13.4.3). */
  readonly isJoinPatient: boolean;
}

/** A flow node, or a scope that holds flow nodes. Which of the optional parts exist, its element file decides. */
export interface FlowNode {
  readonly id: string;
  readonly type: ElementType;
  readonly name: string | null;
  /** The process or sub-process it stands in; null for the process. */
  readonly scope: FlowNode | null;
  /** The lane it stands in, for people; null outside every lane. */
  readonly lane: string | null;
  /** In document order. */
  readonly children: FlowNode[];
  /** Those of the children that are event sub-processes. */
  readonly eventSubProcesses: FlowNode[];
  readonly incoming: SequenceFlow[];
  readonly outgoing: SequenceFlow[];
  /** Boundary events that stand on it, in document order. */
  readonly boundaryEvents: FlowNode[];
  /** A boundary event's activity. */
  attachedTo: FlowNode | null;
  /** False for a boundary event that lets its activity go on, and for such a start event of an event sub-process. */
  isInterrupting: boolean;
  /** The activity that undoes this one: the target of the association of its compensation boundary event. */
  handler: FlowNode | null;
  /** It undoes another activity: no sequence flow leads to it. */
  readonly isForCompensation: boolean;
  /** Taken when no condition is true (BPMN 2.0.2 §10.6.2). */
  defaultFlow: SequenceFlow | null;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** What an event waits for or does; null for a none event and everything that is no event. */
  readonly trigger: Trigger | null;
  readonly job: JobDefinition | null;
  readonly userTask: UserTaskDefinition | null;
  readonly script: ScriptDefinition | null;
  readonly decision: DecisionDefinition | null;
  readonly call: CallDefinition | null;
  readonly loop: LoopDefinition | null;
  readonly adHoc: AdHocDefinition | null;
  /** Execution listeners: jobs that workers do before and after the element itself. */
  readonly listeners: Readonly<Record<"start" | "end", readonly JobDefinition[]>>;
  /** A complex gateway's `activationCondition` (§13.4.5). */
  readonly activationCondition: Expression | null;
  /** Begins process instances: a receive task or an event-based gateway without incoming flows. */
  readonly isInstantiating: boolean;
  /** Of an instantiating event-based gateway: all of its events must come, not only the first. */
  readonly isParallel: boolean;
  /** Tokens that must have arrived before an activity begins, and that leave it on every flow (§13.3.1). */
  readonly startQuantity: number;
  readonly completionQuantity: number;
  /** Names of the data objects of a scope: they are its variables. */
  readonly dataObjects: readonly string[];
}

export interface SequenceFlow {
  readonly id: string;
  readonly source: FlowNode;
  readonly target: FlowNode;
  readonly condition: Expression | null;
}

/** `zeebe:input` or `zeebe:output`: the value of `source` becomes the variable `target`, a name or a path `a.b`. */
export interface Mapping {
  readonly source: Expression;
  readonly target: readonly string[];
}

/** `zeebe:taskDefinition` with `zeebe:taskHeaders`. */
export interface JobDefinition {
  readonly type: Expression;
  readonly retries: Expression;
  /** `zeebe:jobPriorityDefinition`; null where the element has none of its own. */
  readonly priority: Expression | null;
  readonly headers: Readonly<Record<string, string>>;
}

export type LoopDefinition = MultiInstance | StandardLoop;

/** BPMN 2.0.2 §13.3.7 with `zeebe:loopCharacteristics`. */
export interface MultiInstance {
  readonly kind: "multiInstance";
  readonly isSequential: boolean;
  /** A list; exactly one of this and `cardinality` is there. */
  readonly inputCollection: Expression | null;
  readonly inputElement: string | null;
  readonly cardinality: Expression | null;
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
  /** The variable that `outputElement` names or looks into: local to each inner instance, so that none reads another's. */
  readonly outputVariable: string | null;
  readonly completionCondition: Expression | null;
  /** What it throws to its boundary events while it runs (`behavior`); names of signals. */
  readonly throwing: {
    readonly each: Expression | null;
    readonly first: Expression | null;
    readonly when: readonly { readonly condition: Expression; readonly signal: Expression }[];
  };
}

/** BPMN 2.0.2 §13.3.6. */
export interface StandardLoop {
  readonly kind: "standard";
  readonly isTestedBefore: boolean;
  readonly condition: Expression | null;
  readonly maximum: Expression | null;
}

/** BPMN 2.0.2 §13.3.5 with `zeebe:adHoc`. */
export interface AdHocDefinition {
  /** A list of ids of elements that begin with it. */
  readonly activeElements: Expression | null;
  readonly completionCondition: Expression | null;
  readonly isCancelingRemaining: boolean;
  readonly isSequential: boolean;
  readonly outputCollection: string | null;
  readonly outputElement: Expression | null;
}

/** What a person has to do (`zeebe:userTask` and its neighbours). */
export interface UserTaskDefinition {
  readonly assignee: Expression | null;
  readonly candidateGroups: Expression | null;
  readonly candidateUsers: Expression | null;
  /** ISO 8601 date and time, as text or as FEEL. */
  readonly dueDate: Expression | null;
  readonly followUpDate: Expression | null;
  /** 0 to 100; 50 when the model says nothing. */
  readonly priority: Expression | null;
  readonly externalFormReference: Expression | null;
  readonly headers: Readonly<Record<string, string>>;
  /** `zeebe:taskListeners`: jobs that may deny or correct what happens to the task, in order. */
  readonly listeners: Readonly<Record<TaskListenerEvent, readonly JobDefinition[]>>;
}

export const taskListenerEvents = ["creating", "assigning", "updating", "completing"] as const;
export type TaskListenerEvent = (typeof taskListenerEvents)[number];

/** `zeebe:script`: the value becomes the variable `resultVariable`. */
export interface ScriptDefinition {
  readonly expression: Expression;
  readonly resultVariable: string;
}

/** An event definition by itself. */
export type SingleTrigger =
  | TimerTrigger
  | MessageTrigger
  | SignalTrigger
  | ErrorTrigger
  | EscalationTrigger
  | ConditionalTrigger
  | CompensationTrigger
  | LinkTrigger
  | { readonly kind: "cancel" }
  | { readonly kind: "terminate" };

export type Trigger = SingleTrigger | MultipleTrigger;

/** BPMN 2.0.2 §10.5.5: any one of them is enough to catch, or all of them (parallel); all of them are thrown. */
export interface MultipleTrigger {
  readonly kind: "multiple";
  readonly isParallel: boolean;
  readonly triggers: readonly SingleTrigger[];
}

export interface TimerTrigger {
  readonly kind: "timer";
  readonly form: "date" | "duration" | "cycle";
  readonly time: Expression;
}

export interface MessageTrigger {
  readonly kind: "message";
  readonly name: Expression;
  /** Null for a start event of the process, and where a message is thrown to start one. */
  readonly correlationKey: Expression | null;
}

export interface SignalTrigger {
  readonly kind: "signal";
  readonly name: Expression;
}

export interface ErrorTrigger {
  readonly kind: "error";
  /** Null catches every error. */
  readonly code: Expression | null;
}

export interface EscalationTrigger {
  readonly kind: "escalation";
  /** Null catches every escalation. */
  readonly code: Expression | null;
}

export interface ConditionalTrigger {
  readonly kind: "conditional";
  readonly condition: Expression;
  /** `zeebe:conditionalFilter`: asked only when one of these variables was created or updated; null is every one. */
  readonly variableNames: readonly string[] | null;
  readonly variableEvents: readonly ("create" | "update")[] | null;
}

export interface CompensationTrigger {
  readonly kind: "compensation";
  /** The only activity that is undone; null undoes the scope's. */
  readonly activityId: string | null;
  readonly isWaiting: boolean;
}

export interface LinkTrigger {
  readonly kind: "link";
  readonly name: string;
}

/** The event definitions of an event, one by one. */
export function triggersOf({ trigger }: FlowNode): readonly SingleTrigger[] {
  if (trigger === null) return [];
  return trigger.kind === "multiple" ? trigger.triggers : [trigger];
}
