import type { PoolClient } from "pg";
import type { InstanceState } from "../../engine/state.ts";
import { type Loaded, stateOfRows } from "./loaded.ts";

/** An instance's row, locked until the transaction ends. */
export interface LockedInstance {
  readonly key: string;
  readonly definitionKey: string;
  readonly isActive: boolean;
  readonly revision: number;
  readonly keyCount: number;
  readonly journalHash: Buffer;
  readonly startCorrelationKey: string | null;
  readonly callerKey: string | null;
  readonly rootKey: string;
  readonly callDepth: number;
}

/**
 * Locks instances, in key order, so that two batches that share instances wait for, and never deadlock, each other.
 * A statement of its own: one that locked and read at once would read what was before the lock. Each key is looked up
 * and locked by itself (`lateral`), in its partition. A join that is locked as a whole loses sight of rows: after
 * waiting for another transaction, Postgres looks for all of them in the partition of the first.
 */
export async function lockInstances(tx: PoolClient, keys: readonly string[]): Promise<LockedInstance[]> {
  if (keys.length === 0) return [];
  const { rows } = await tx.query<LockedInstance>({
    name: "lock instances",
    text: `select i.key, definition_key as "definitionKey", state = 'ACTIVE' as "isActive",
                  revision, key_count as "keyCount", journal_hash as "journalHash",
                  start_correlation_key as "startCorrelationKey", caller_key as "callerKey", root_key as "rootKey",
                  call_depth as "callDepth"
           from unnest($1::bigint[]) u(key)
           cross join lateral (select * from millrace.process_instance where key = u.key for update) i`,
    values: [inKeyOrder(keys)],
  });
  return rows;
}

/** Digits without leading zeros: the shorter number is the smaller one. */
const inKeyOrder = (keys: readonly string[]): string[] =>
  [...keys].sort((one, other) => one.length - other.length || (one < other ? -1 : 1));

/** One round trip for any number of instances; each part reads what is open of one instance. */
const loadText = `
  select i.key,
    (select json_agg(json_build_array(e.key::text, e.element_id, e.element_type, e.scope_key::text, e.loop_index, e.progress)
              order by e.key)
       from millrace.element_instance e where e.process_instance_key = i.key and e.state = 'ACTIVE') as elements,
    (select json_agg(json_build_array(l.key::text, l.count, l.items, l.output_name, l.started, l.completed, l.terminated))
       from millrace.loop l where l.process_instance_key = i.key) as loops,
    (select json_agg(json_build_array(o.element_key::text, o.index, o.value) order by o.element_key, o.index)
       from millrace.loop_output o where o.process_instance_key = i.key) as outputs,
    (select json_agg(json_build_array(t.scope_key::text, t.flow_id, t.count))
       from millrace.token t where t.process_instance_key = i.key) as tokens,
    (select json_agg(json_build_array(v.scope_key::text, v.name, v.key::text, v.value) order by v.key)
       from millrace.variable v
       join millrace.element_instance e on e.process_instance_key = i.key and e.key = v.scope_key and e.state = 'ACTIVE'
      where v.process_instance_key = i.key) as variables,
    (select json_agg(json_build_array(j.key::text, j.element_key::text, j.type, j.kind, j.retries, j.available_at is null, j.state = 'ERROR_THROWN')
              order by j.key)
       from millrace.job j where j.process_instance_key = i.key and j.ended_at is null) as jobs,
    (select json_agg(json_build_array(u.key::text, u.element_key::text, u.assignee, u.transition) order by u.key)
       from millrace.user_task u where u.process_instance_key = i.key and u.completed_at is null) as tasks,
    (select json_agg(json_build_array(s.key::text, s.element_key::text, s.element_id, s.trigger_index, s.kind, s.message_name,
              s.correlation_key, s.signal_name, s.is_true, (extract(epoch from s.due_at) * 1000)::bigint, s.cycle, s.repetitions)
              order by s.key)
       from millrace.subscription s where s.process_instance_key = i.key and s.state = 'OPEN') as subscriptions,
    (select json_agg(json_build_array(n.key::text, n.element_key::text, n.element_id, n.code, n.message, n.job_key::text, n.retry)
              order by n.key)
       from millrace.incident n where n.process_instance_key = i.key and n.state = 'ACTIVE') as incidents,
    (select json_agg(json_build_array(c.key::text, c.scope_key::text, c.element_key::text, c.element_id, c.element_type,
              c.variables, c.called, c.thrower_key::text, c.handler_key::text) order by c.position)
       from millrace.compensation c where c.process_instance_key = i.key) as compensations
  from unnest($1::bigint[]) as i(key)`;

/** The states of locked instances, read from their rows. */
export async function loadStates(
  tx: PoolClient,
  instances: readonly LockedInstance[],
): Promise<Map<string, InstanceState>> {
  if (instances.length === 0) return new Map();
  const byKey = new Map(instances.map((instance) => [instance.key, instance]));
  const { rows } = await tx.query<Loaded>({ name: "load states", text: loadText, values: [[...byKey.keys()]] });
  return new Map(
    rows.map((row) => {
      const { keyCount = 0, callerKey = null } = byKey.get(row.key) ?? {};
      return [row.key, stateOfRows(row, { keyCount, callerKey })];
    }),
  );
}
