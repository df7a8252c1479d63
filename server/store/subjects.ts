import type { PoolClient } from "pg";
import { instanceKeyOf } from "../../engine/keys.ts";
import { assert } from "../../engine/result.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Event, Progress } from "../../engine/vocabulary.ts";
import type { Workshop } from "./batch.ts";
import { type Held, heldBy } from "./differences.ts";
import { type LockedInstance, loadStates, lockInstances } from "./load.ts";
import type { Definition } from "./models.ts";
import type { NewInstance, Order } from "./order.ts";

/** An instance while a batch works on it. */
export interface Subject {
  readonly key: string;
  readonly definition: Definition;
  readonly state: InstanceState;
  readonly held: Held;
  readonly isNew: boolean;
  readonly start: NewInstance | null;
  readonly startCorrelationKey: string | null;
  /** The outermost of those that called each other down to it. */
  readonly rootKey: string;
  /** How many these are, itself not counted. */
  readonly callDepth: number;
  revision: number;
  journalHash: Buffer;
  readonly events: Event[];
}

export interface OpenBatch {
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Outbox rows that were still there; the others have been carried out by another node. */
  readonly claimed: Set<number>;
}

/**
 * Locks and loads what a batch works on: outbox rows first, then instances in key order, so that every batch takes its
 * locks in one order. The callers of new instances are locked with them: a caller that goes on without the call either
 * finds the instance and cancels it, or has gone when it would begin, and it does not begin.
 */
export async function openBatch(shop: Workshop, tx: PoolClient, orders: readonly Order[]): Promise<OpenBatch> {
  const known = orders.filter(({ outboxId }) => outboxId !== undefined);
  // Without waiting where nothing is to be claimed: what comes next goes in one packet with BEGIN.
  const claimed = known.length > 0 ? await claimOutbox(tx, known) : new Set<number>();
  // A start that another node has carried out must not hide the instance that it has begun.
  const starts = orders.filter(({ start, outboxId }) => start && (outboxId === undefined || claimed.has(outboxId)));
  const existing = new Set(orders.filter(({ start }) => !start).map(({ processInstanceKey }) => processInstanceKey));
  const callerKeys = starts.flatMap(({ start }) => start?.callerKey ?? []);
  const locked = await lockInstances(tx, [...new Set([...existing, ...callerKeys.map(instanceKeyOf)])]);
  const subjects = await existingSubjects(
    shop,
    tx,
    locked.filter(({ key }) => existing.has(key)),
  );
  const callers = await waitingCallers(tx, callerKeys, locked);
  for (const order of starts) {
    const callerKey = order.start?.callerKey;
    const caller = callerKey === undefined ? null : callers.get(callerKey);
    if (caller !== undefined) subjects.set(order.processInstanceKey, await newSubject(shop, tx, order, caller));
  }
  return { subjects, claimed };
}

/** Locked in the order of their ids, each in its partition. */
async function claimOutbox(tx: PoolClient, orders: readonly Order[]): Promise<Set<number>> {
  const known = orders.toSorted((one, other) => Number(one.outboxId) - Number(other.outboxId));
  const { rows } = await tx.query<{ id: string }>({
    name: "claim outbox",
    text: `with locked as (
             select o.process_instance_key, o.id from unnest($1::bigint[], $2::bigint[]) as u(instance, id)
             cross join lateral (
               select process_instance_key, id from millrace.outbox
               where process_instance_key = u.instance and id = u.id for update) o)
           delete from millrace.outbox o using locked l
           where o.process_instance_key = l.process_instance_key and o.id = l.id returning o.id`,
    values: [known.map(({ processInstanceKey }) => processInstanceKey), known.map(({ outboxId }) => outboxId)],
  });
  return new Set(rows.map(({ id }) => Number(id)));
}

async function existingSubjects(
  shop: Workshop,
  tx: PoolClient,
  locked: readonly LockedInstance[],
): Promise<Map<string, Subject>> {
  const subjects = new Map<string, Subject>();
  const states = await statesOf(shop, tx, locked);
  for (const instance of locked) {
    const definition = await shop.models.get(tx, instance.definitionKey);
    const state = states.get(instance.key);
    assert(definition && state, `instance ${instance.key} has no definition ${instance.definitionKey}`);
    const { key, revision, journalHash, startCorrelationKey, rootKey, callDepth } = instance;
    const known = { key, definition, state, held: heldBy(state), startCorrelationKey, rootKey, callDepth };
    subjects.set(key, { ...known, isNew: false, start: null, revision, journalHash, events: [] });
  }
  return subjects;
}

/** From the cache where its revision still holds, else from the rows. Taken out until the commit is through. */
async function statesOf(shop: Workshop, tx: PoolClient, locked: readonly LockedInstance[]) {
  const states = new Map<string, InstanceState>();
  const missing: LockedInstance[] = [];
  for (const instance of locked) {
    const cached = shop.cache.take(instance.key);
    if (!instance.isActive) states.set(instance.key, emptyState(instance.key, instance.callerKey));
    else if (cached?.revision === instance.revision) states.set(instance.key, cached.state);
    else missing.push(instance);
  }
  for (const [key, state] of await loadStates(tx, missing)) states.set(key, state);
  return states;
}

/**
 * The callers that still wait for the instance that they called. Their instances are locked. `offset 0` looks each up
 * by its key: joined, it became a look through all that is active in the instance.
 */
async function waitingCallers(
  tx: PoolClient,
  callerKeys: readonly string[],
  locked: readonly LockedInstance[],
): Promise<Map<string, LockedInstance>> {
  if (callerKeys.length === 0) return new Map();
  const { rows } = await tx.query<{ key: string; progress: string }>({
    name: "waiting callers",
    text: `select e.key, e.progress from unnest($1::bigint[], $2::bigint[]) as u(instance, element)
           cross join lateral (
             select key, state, progress from millrace.element_instance
             where process_instance_key = u.instance and key = u.element offset 0) e
           where e.state = 'ACTIVE' and e.progress is not null`,
    values: [callerKeys.map(instanceKeyOf), callerKeys],
  });
  const byKey = new Map(locked.map((instance) => [instance.key, instance]));
  return new Map(
    rows.flatMap(({ key, progress }) => {
      const caller = byKey.get(instanceKeyOf(key));
      return caller && (JSON.parse(progress) as Progress).isCalling ? [[key, caller] as const] : [];
    }),
  );
}

async function newSubject(
  shop: Workshop,
  tx: PoolClient,
  { processInstanceKey: key, start }: Order,
  caller: LockedInstance | null,
): Promise<Subject> {
  const definition = start && (await shop.models.get(tx, start.definitionKey));
  assert(definition, `instance ${key} is started from a definition that does not exist`);
  const state = emptyState(key, start?.callerKey ?? null);
  const startCorrelationKey = start?.startCorrelationKey ?? null;
  const rootKey = caller?.rootKey ?? key;
  const callDepth = caller ? caller.callDepth + 1 : 0;
  const known = { key, definition, state, held: heldBy(state), startCorrelationKey, rootKey, callDepth };
  return { ...known, isNew: true, start: start ?? null, revision: 0, journalHash: Buffer.alloc(32), events: [] };
}
