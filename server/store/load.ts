import type { PoolClient } from "pg";
import type { Json } from "../../engine/feel/values.ts";
import type { IncidentCode } from "../../engine/incidents.ts";
import { type ElementInstance, emptyState, type InstanceState, newElement } from "../../engine/state.ts";
import type { Incident, Subscription } from "../../engine/vocabulary.ts";

/** An instance's row, locked until the transaction ends. */
export interface LockedInstance {
  readonly key: string;
  readonly definitionKey: string;
  readonly isActive: boolean;
  readonly revision: number;
  readonly keyCount: number;
  readonly journalHash: Buffer;
  readonly startCorrelationKey: string | null;
}

/**
 * Locks instances, in key order, so that two batches that share instances wait for, and never deadlock, each other.
 * A statement of its own: one that locked and read at once would read what was before the lock.
 */
export async function lockInstances(tx: PoolClient, keys: readonly string[]): Promise<LockedInstance[]> {
  if (keys.length === 0) return [];
  const { rows } = await tx.query<LockedInstance>({
    name: "lock instances",
    text: `select key, definition_key as "definitionKey", state = 'ACTIVE' as "isActive",
                  revision, key_count as "keyCount", journal_hash as "journalHash",
                  start_correlation_key as "startCorrelationKey"
           from millrace.process_instance where key = any($1::bigint[]) order by key for update`,
    values: [keys],
  });
  return rows;
}

interface Loaded {
  key: string;
  elements: [key: string, elementId: string, scopeKey: string | null][] | null;
  tokens: [scopeKey: string, flowId: string, count: number][] | null;
  variables: [scopeKey: string, name: string, key: string, value: string][] | null;
  jobs: [key: string, elementKey: string, type: string, retries: number, isStopped: boolean][] | null;
  tasks: [key: string, elementKey: string, assignee: string | null][] | null;
  subscriptions: SubscriptionParts[] | null;
  incidents:
    | [key: string, elementKey: string, elementId: string, IncidentCode, string, string | null, Incident["retry"]][]
    | null;
}

type SubscriptionParts = [
  key: string,
  elementKey: string,
  elementId: string,
  kind: string,
  messageName: string | null,
  correlationKey: string | null,
  dueMs: number | null,
  cycle: string | null,
  repetitions: number | null,
];

/** One round trip for any number of instances; each part reads a partial index on what is open. */
const loadText = `
  select i.key,
    (select json_agg(json_build_array(e.key::text, e.element_id, e.scope_key::text) order by e.key)
       from millrace.element_instance e where e.process_instance_key = i.key and e.state = 'ACTIVE') as elements,
    (select json_agg(json_build_array(t.scope_key::text, t.flow_id, t.count))
       from millrace.token t where t.process_instance_key = i.key) as tokens,
    (select json_agg(json_build_array(v.scope_key::text, v.name, v.key::text, v.value) order by v.key)
       from millrace.variable v
       join millrace.element_instance e on e.process_instance_key = i.key and e.key = v.scope_key and e.state = 'ACTIVE'
      where v.process_instance_key = i.key) as variables,
    (select json_agg(json_build_array(j.key::text, j.element_key::text, j.type, j.retries, j.available_at is null) order by j.key)
       from millrace.job j where j.process_instance_key = i.key and j.ended_at is null) as jobs,
    (select json_agg(json_build_array(u.key::text, u.element_key::text, u.assignee) order by u.key)
       from millrace.user_task u where u.process_instance_key = i.key and u.state = 'CREATED') as tasks,
    (select json_agg(json_build_array(s.key::text, s.element_key::text, s.element_id, s.kind, s.message_name, s.correlation_key,
              (extract(epoch from s.due_at) * 1000)::bigint, s.cycle, s.repetitions) order by s.key)
       from millrace.subscription s where s.process_instance_key = i.key and s.state = 'OPEN') as subscriptions,
    (select json_agg(json_build_array(n.key::text, n.element_key::text, n.element_id, n.code, n.message, n.job_key::text, n.retry) order by n.key)
       from millrace.incident n where n.process_instance_key = i.key and n.state = 'ACTIVE') as incidents
  from unnest($1::bigint[]) as i(key)`;

/** The states of locked instances, read from their rows. */
export async function loadStates(
  tx: PoolClient,
  instances: readonly LockedInstance[],
): Promise<Map<string, InstanceState>> {
  if (instances.length === 0) return new Map();
  const counts = new Map(instances.map(({ key, keyCount }) => [key, keyCount]));
  const { rows } = await tx.query<Loaded>({ name: "load states", text: loadText, values: [[...counts.keys()]] });
  return new Map(rows.map((row) => [row.key, stateOf(row, counts.get(row.key) ?? 0)]));
}

function stateOf(row: Loaded, keyCount: number): InstanceState {
  const state = emptyState(row.key);
  state.keyCount = keyCount;
  for (const [key, elementId, scopeKey] of row.elements ?? []) {
    state.elements.set(key, newElement(key, elementId, scopeKey));
    if (scopeKey !== null) elementOf(state, scopeKey)?.children.add(key);
  }
  for (const [scopeKey, flowId, count] of row.tokens ?? []) elementOf(state, scopeKey)?.tokens.set(flowId, count);
  for (const [scopeKey, name, key, value] of row.variables ?? [])
    elementOf(state, scopeKey)?.variables.set(name, { key, value: JSON.parse(value) as Json });
  for (const [key, elementKey, type, retries, isStopped] of row.jobs ?? []) {
    state.jobs.set(key, { key, elementKey, type, retries, isStopped });
    setOn(state, elementKey, (element) => {
      element.jobKey = key;
    });
  }
  for (const [key, elementKey, assignee] of row.tasks ?? []) {
    state.userTasks.set(key, { key, elementKey, assignee });
    setOn(state, elementKey, (element) => {
      element.userTaskKey = key;
    });
  }
  for (const parts of row.subscriptions ?? []) {
    const subscription = subscriptionOf(parts);
    state.subscriptions.set(subscription.subscriptionKey, subscription);
    elementOf(state, subscription.elementKey)?.subscriptionKeys.add(subscription.subscriptionKey);
  }
  for (const [incidentKey, elementKey, elementId, code, message, jobKey, retry] of row.incidents ?? []) {
    state.incidents.set(incidentKey, { incidentKey, elementKey, elementId, code, message, jobKey, retry });
    elementOf(state, elementKey)?.incidentKeys.add(incidentKey);
  }
  return state;
}

function subscriptionOf(parts: SubscriptionParts): Subscription {
  const [subscriptionKey, elementKey, elementId, kind, messageName, correlationKey, dueMs, cycle, repetitions] = parts;
  const wait: Subscription["wait"] =
    kind === "timer"
      ? { kind: "timer", dueMs: dueMs ?? 0, cycle, repetitions }
      : { kind: "message", messageName: messageName ?? "", correlationKey: correlationKey ?? "" };
  return { subscriptionKey, elementKey, elementId, wait };
}

const elementOf = (state: InstanceState, key: string): ElementInstance | undefined => state.elements.get(key);

function setOn(state: InstanceState, key: string, set: (element: ElementInstance) => void): void {
  const element = state.elements.get(key);
  if (element) set(element);
}
