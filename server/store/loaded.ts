import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Json, Variables } from "../../engine/feel/values.ts";
import type { IncidentCode } from "../../engine/incidents.ts";
import { withEntry, withKey } from "../../engine/keptEmpty.ts";
import type { ElementType } from "../../engine/model/model.ts";
import { type ElementInstance, emptyState, type InstanceState, newElement } from "../../engine/state.ts";
import type {
  CompensationRecord,
  Incident,
  JobKind,
  Progress,
  Subscription,
  UserTaskTransition,
  Wait,
} from "../../engine/vocabulary.ts";

/** The open rows of one instance as the database gives them; null where there are none. JSON columns are text. */
export interface Loaded {
  readonly key: string;
  readonly elements: Rows<
    [key: string, id: string, ElementType, scopeKey: string | null, loopIndex: number | null, progress: string | null]
  >;
  readonly loops: Rows<LoopParts>;
  readonly outputs: Rows<[elementKey: string, index: number, value: string]>;
  readonly tokens: Rows<[scopeKey: string, flowId: string, count: number]>;
  readonly variables: Rows<[scopeKey: string, name: string, key: string, value: string]>;
  readonly jobs: Rows<
    [
      key: string,
      elementKey: string,
      type: string,
      kind: JobKind,
      retries: number,
      isStopped: boolean,
      hasThrown: boolean,
    ]
  >;
  readonly tasks: Rows<[key: string, elementKey: string, assignee: string | null, transition: string | null]>;
  readonly subscriptions: Rows<SubscriptionParts>;
  readonly incidents: Rows<
    [key: string, elementKey: string, elementId: string, IncidentCode, string, string | null, Incident["retry"]]
  >;
  readonly compensations: Rows<CompensationParts>;
}

type Rows<Row> = readonly Row[] | null;

type LoopParts = [
  key: string,
  count: number | null,
  items: string | null,
  outputName: string | null,
  started: number,
  completed: number,
  terminated: number,
];

type SubscriptionParts = [
  key: string,
  elementKey: string,
  elementId: string,
  triggerIndex: number,
  kind: Wait["kind"],
  messageName: string | null,
  correlationKey: string | null,
  signalName: string | null,
  isTrue: boolean | null,
  dueMs: number | null,
  cycle: string | null,
  repetitions: number | null,
];

type CompensationParts = [
  recordKey: string,
  scopeKey: string,
  elementKey: string,
  elementId: string,
  elementType: ElementType,
  variables: string,
  called: string | null,
  throwerKey: string | null,
  handlerKey: string | null,
];

/** The state that the rows of an instance hold. */
export function stateOfRows(
  row: Loaded,
  { keyCount, callerKey }: { keyCount: number; callerKey: string | null },
): InstanceState {
  const state = emptyState(row.key, callerKey);
  state.keyCount = keyCount;
  addElements(state, row);
  addLoops(state, row);
  addWork(state, row);
  for (const parts of row.subscriptions ?? []) {
    const subscription = subscriptionOf(parts);
    state.subscriptions.set(subscription.subscriptionKey, subscription);
    const element = elementOf(state, subscription.elementKey);
    if (element) element.subscriptionKeys = withKey(element.subscriptionKeys, subscription.subscriptionKey);
  }
  for (const [incidentKey, elementKey, elementId, code, message, jobKey, retry] of row.incidents ?? []) {
    state.incidents.set(incidentKey, { incidentKey, elementKey, elementId, code, message, jobKey, retry });
    const element = elementOf(state, elementKey);
    if (element) element.incidentKeys = withKey(element.incidentKeys, incidentKey);
  }
  addCompensations(state, row);
  return state;
}

function addElements(state: InstanceState, { elements, tokens, variables }: Loaded): void {
  for (const [key, elementId, type, scopeKey, loopIndex, progress] of elements ?? []) {
    const element = newElement(key, elementId, type, scopeKey, loopIndex);
    element.progress = parsed<Progress>(progress);
    state.elements.set(key, element);
    const scope = scopeKey === null ? undefined : elementOf(state, scopeKey);
    if (scope) scope.children = withKey(scope.children, key);
  }
  for (const [scopeKey, flowId, count] of tokens ?? []) {
    const scope = elementOf(state, scopeKey);
    if (scope) scope.tokens = withEntry(scope.tokens, flowId, count);
  }
  for (const [scopeKey, name, key, value] of variables ?? []) {
    const scope = elementOf(state, scopeKey);
    if (scope) scope.variables = withEntry(scope.variables, name, { key, value: parseJson(value) as Json });
  }
}

function addLoops(state: InstanceState, { loops, outputs }: Loaded): void {
  for (const [key, count, items, outputName, started, completed, terminated] of loops ?? []) {
    const body = elementOf(state, key);
    const loop = { count, items: parsed<Json[]>(items), outputName, started, completed, terminated };
    if (body) body.loop = { ...loop, outputs: new Map() };
  }
  for (const [elementKey, index, value] of outputs ?? [])
    elementOf(state, elementKey)?.loop?.outputs.set(index, parseJson(value) as Json);
}

function addWork(state: InstanceState, { jobs, tasks }: Loaded): void {
  for (const [key, elementKey, type, kind, retries, isStopped, hasThrown] of jobs ?? []) {
    state.jobs.set(key, { key, elementKey, type, kind, retries, isStopped, hasThrown });
    const element = elementOf(state, elementKey);
    if (element) element.jobKey = key;
  }
  for (const [key, elementKey, assignee, transition] of tasks ?? []) {
    state.userTasks.set(key, { key, elementKey, assignee, transition: parsed<UserTaskTransition>(transition) });
    const element = elementOf(state, elementKey);
    if (element) element.userTaskKey = key;
  }
}

function addCompensations(state: InstanceState, { compensations }: Loaded): void {
  for (const parts of compensations ?? []) {
    const [recordKey, scopeKey, elementKey, elementId, elementType, variables, called, throwerKey, handlerKey] = parts;
    state.compensations.set(recordKey, {
      recordKey,
      scopeKey,
      elementKey,
      elementId,
      elementType,
      variables: parseJson(variables) as Variables,
      called: parsed<CompensationRecord["called"]>(called),
      throwerKey,
      handlerKey,
    });
  }
}

function subscriptionOf(parts: SubscriptionParts): Subscription {
  const [subscriptionKey, elementKey, elementId, triggerIndex] = parts;
  return { subscriptionKey, elementKey, elementId, triggerIndex, wait: waitOf(parts) };
}

function waitOf(parts: SubscriptionParts): Wait {
  const [, , , , kind, messageName, correlationKey, signalName, isTrue, dueMs, cycle, repetitions] = parts;
  switch (kind) {
    case "timer":
      return { kind, dueMs: dueMs ?? 0, cycle, repetitions };
    case "message":
      return { kind, messageName: messageName ?? "", correlationKey: correlationKey ?? "" };
    case "signal":
      return { kind, signalName: signalName ?? "" };
    case "conditional":
      return { kind, isTrue: isTrue ?? false };
    default:
      return kind satisfies never;
  }
}

const elementOf = (state: InstanceState, key: string): ElementInstance | undefined => state.elements.get(key);

const parsed = <T>(text: string | null): T | null => (text === null ? null : (parseJson(text) as T));
