import type { Json } from "./feel/values.ts";
import type { Incident, Subscription } from "./vocabulary.ts";

/** What one process instance is now: a fold over its events (`evolve.ts`). */
export interface InstanceState {
  /** Also the key of the outermost element instance. */
  readonly key: string;
  /** Counts the keys handed out; see `keys.ts`. */
  keyCount: number;
  /** Live element instances by key. A live one that is no scope is a token. */
  readonly elements: Map<string, ElementInstance>;
  readonly jobs: Map<string, Job>;
  readonly userTasks: Map<string, OpenUserTask>;
  readonly subscriptions: Map<string, Subscription>;
  readonly incidents: Map<string, Incident>;
}

export interface ElementInstance {
  readonly key: string;
  readonly elementId: string;
  readonly scopeKey: string | null;
  /** Keys of the live element instances inside. */
  readonly children: Set<string>;
  /** Tokens on sequence flows inside: at rest only those that wait at a join. Never holds a zero. */
  readonly tokens: Map<string, number>;
  readonly variables: Map<string, Variable>;
  jobKey: string | null;
  userTaskKey: string | null;
  readonly subscriptionKeys: Set<string>;
  readonly incidentKeys: Set<string>;
}

export interface Variable {
  readonly key: string;
  readonly value: Json;
}

export interface Job {
  readonly key: string;
  readonly elementKey: string;
  readonly type: string;
  readonly retries: number;
  /** A job with an incident is not given to workers. */
  readonly isStopped: boolean;
}

export interface OpenUserTask {
  readonly key: string;
  readonly elementKey: string;
  readonly assignee: string | null;
}

/** An instance of which nothing has happened yet. */
export const emptyState = (processInstanceKey: string): InstanceState => ({
  key: processInstanceKey,
  keyCount: 0,
  elements: new Map(),
  jobs: new Map(),
  userTasks: new Map(),
  subscriptions: new Map(),
  incidents: new Map(),
});

export const newElement = (key: string, elementId: string, scopeKey: string | null): ElementInstance => ({
  key,
  elementId,
  scopeKey,
  children: new Set(),
  tokens: new Map(),
  variables: new Map(),
  jobKey: null,
  userTaskKey: null,
  subscriptionKeys: new Set(),
  incidentKeys: new Set(),
});
