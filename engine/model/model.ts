import type { Expression } from "../feel/expression.ts";

/** BPMN element types that Millrace knows, in the spelling that the API uses (`SERVICE_TASK`). */
export type ElementType =
  | "PROCESS"
  | "SUB_PROCESS"
  | "START_EVENT"
  | "END_EVENT"
  | "INTERMEDIATE_CATCH_EVENT"
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
}

/** A flow node, or a scope that holds flow nodes. Which of the optional parts exist, its element file decides. */
export interface FlowNode {
  readonly id: string;
  readonly type: ElementType;
  readonly name: string | null;
  /** The process or sub-process it stands in; null for the process. */
  readonly scope: FlowNode | null;
  /** In document order. */
  readonly children: FlowNode[];
  readonly incoming: SequenceFlow[];
  readonly outgoing: SequenceFlow[];
  /** Boundary events that stand on it, in document order. */
  readonly boundaryEvents: FlowNode[];
  /** A boundary event's activity. */
  attachedTo: FlowNode | null;
  /** False for a boundary event that lets its activity go on. */
  isInterrupting: boolean;
  /** Taken when no condition is true (BPMN 2.0.2 §10.6.2). */
  defaultFlow: SequenceFlow | null;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  /** What an event waits for or does; null for a none event and everything that is no event. */
  readonly trigger: Trigger | null;
  readonly job: JobDefinition | null;
  readonly userTask: UserTaskDefinition | null;
  readonly script: ScriptDefinition | null;
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
  readonly headers: Readonly<Record<string, string>>;
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
}

/** `zeebe:script`: the value becomes the variable `resultVariable`. */
export interface ScriptDefinition {
  readonly expression: Expression;
  readonly resultVariable: string;
}

export type Trigger = TimerTrigger | MessageTrigger | ErrorTrigger | TerminateTrigger;

export interface TimerTrigger {
  readonly kind: "timer";
  readonly form: "date" | "duration" | "cycle";
  readonly time: Expression;
}

export interface MessageTrigger {
  readonly kind: "message";
  readonly name: Expression;
  /** Null only for a start event of the process. */
  readonly correlationKey: Expression | null;
}

export interface ErrorTrigger {
  readonly kind: "error";
  /** Null catches every error. */
  readonly code: Expression | null;
}

export interface TerminateTrigger {
  readonly kind: "terminate";
}
