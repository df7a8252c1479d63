import { Compensations } from "./compensations.ts";
import type { Json } from "./feel/values.ts";
import { noEntries, noKeys } from "./keptEmpty.ts";
import type { ElementType } from "./model/model.ts";
import type {
  CompensationRecord,
  Incident,
  JobKind,
  Progress,
  Subscription,
  UserTaskTransition,
} from "./vocabulary.ts";

/** What one process instance is now: a fold over its events (`evolve.ts`). */
export interface InstanceState {
  /** Also the key of the outermost element instance. */
  readonly key: string;
  /** The call activity instance that called it, in another process instance; null when nobody has. */
  readonly callerKey: string | null;
  /** Counts the keys handed out; see `keys.ts`. */
  keyCount: number;
  /** Live element instances by key. A live one that is no scope is a token. */
  readonly elements: Map<string, ElementInstance>;
  readonly jobs: Map<string, Job>;
  readonly userTasks: Map<string, OpenUserTask>;
  readonly subscriptions: Map<string, Subscription>;
  readonly incidents: Map<string, Incident>;
  /** What can be undone, by record key, in the order of completion. */
  readonly compensations: Compensations;
}

export interface ElementInstance {
  readonly key: string;
  readonly elementId: string;
  readonly type: ElementType;
  readonly scopeKey: string | null;
  /** Of an inner instance of a repeated activity: which one it is, from 0. */
  readonly loopIndex: number | null;
  /** Keys of the live element instances inside. */
  children: ReadonlySet<string>;
  /** Tokens on sequence flows inside: at rest only those that wait at a join. Never holds a zero. */
  tokens: ReadonlyMap<string, number>;
  variables: ReadonlyMap<string, Variable>;
  jobKey: string | null;
  userTaskKey: string | null;
  subscriptionKeys: ReadonlySet<string>;
  incidentKeys: ReadonlySet<string>;
  /** Of a multi-instance body. */
  loop: Loop | null;
  progress: Progress | null;
}

export interface Variable {
  readonly key: string;
  readonly value: Json;
}

/** How far a multi-instance body is. */
export interface Loop {
  readonly count: number | null;
  readonly items: readonly Json[] | null;
  readonly outputName: string | null;
  /** Inner instances that have begun, completed, and been terminated. */
  started: number;
  completed: number;
  terminated: number;
  /** Results by index. */
  readonly outputs: Map<number, Json>;
}

export interface Job {
  readonly key: string;
  readonly elementKey: string;
  readonly type: string;
  readonly kind: JobKind;
  readonly retries: number;
  /** A job with an incident is not given to workers. */
  readonly isStopped: boolean;
  /** The last that was heard of its worker is a BPMN error. */
  readonly hasThrown: boolean;
}

export interface OpenUserTask {
  readonly key: string;
  readonly elementKey: string;
  readonly assignee: string | null;
  /** What its listeners are asked about; null when nothing is going on. */
  readonly transition: UserTaskTransition | null;
}

/** A record, and whether it is being undone. */
export interface Compensation extends CompensationRecord {
  /** Who waits for it to be undone; a scope when nobody waits. */
  readonly throwerKey: string | null;
  /** The element instance that undoes it. */
  readonly handlerKey: string | null;
}

/** An instance of which nothing has happened yet. */
export const emptyState = (processInstanceKey: string, callerKey: string | null = null): InstanceState => ({
  key: processInstanceKey,
  callerKey,
  keyCount: 0,
  elements: new Map(),
  jobs: new Map(),
  userTasks: new Map(),
  subscriptions: new Map(),
  incidents: new Map(),
  compensations: new Compensations(),
});

export const newElement = (
  key: string,
  elementId: string,
  type: ElementType,
  scopeKey: string | null,
  loopIndex: number | null = null,
): ElementInstance => ({
  key,
  elementId,
  type,
  scopeKey,
  loopIndex,
  children: noKeys,
  tokens: noEntries(),
  variables: noEntries(),
  jobKey: null,
  userTaskKey: null,
  subscriptionKeys: noKeys,
  incidentKeys: noKeys,
  loop: null,
  progress: null,
});
