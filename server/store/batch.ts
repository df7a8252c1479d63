import type { Pool, PoolClient } from "pg";
import { assert } from "../../engine/result.ts";
import { run } from "../../engine/run.ts";
import { emptyState, type InstanceState } from "../../engine/state.ts";
import type { Command, Event, Rejection } from "../../engine/vocabulary.ts";
import { bulkTable, insertAll, type RowOf, updateAll } from "./bulk.ts";
import { Changes } from "./changes.ts";
import { followUp } from "./followUp.ts";
import type { Hub } from "./hub.ts";
import { type JournalRow, journalRow, writeJournal } from "./journal.ts";
import type { KeySource } from "./keys.ts";
import { type LockedInstance, loadStates, lockInstances } from "./load.ts";
import type { Orphan } from "./messages.ts";
import type { Definition, Models } from "./models.ts";
import type { Order, Outcome } from "./order.ts";
import { project } from "./project.ts";
import { processInstance } from "./schema/index.ts";
import type { StateCache } from "./stateCache.ts";
import type { Timers } from "./timers.ts";

/** What a batch works with. */
export interface Workshop {
  readonly pool: Pool;
  readonly models: Models;
  readonly cache: StateCache;
  readonly timers: Timers;
  readonly hub: Hub;
  readonly keys: KeySource;
  /** Carries out what the transaction left in the outbox. */
  readonly drainOutbox: () => void;
  /** Epoch milliseconds; a test's clock in tests. */
  readonly nowMs: () => number;
}

/** An instance while a batch works on it. */
export interface Subject {
  readonly key: string;
  readonly definition: Definition;
  readonly state: InstanceState;
  readonly isNew: boolean;
  readonly start: Order["start"] | null;
  readonly startCorrelationKey: string | null;
  revision: number;
  journalHash: Buffer;
  readonly events: Event[];
}

const instances = bulkTable(processInstance);

/**
 * Carries out orders in one transaction: locks and loads their instances, runs every command on the pure engine,
 * writes all rows with set-based statements, and commits. The answers are in the order of the orders.
 *
 * A rejected command changes nothing and does not disturb the others. A thrown error is a defect or a lost database:
 * everything is rolled back, and the caller tries the orders one by one.
 */
export async function runBatch(shop: Workshop, orders: readonly Order[]): Promise<Outcome[]> {
  const tx = await shop.pool.connect();
  try {
    await tx.query("begin");
    const batch = await open(shop, tx, orders);
    const outcomes: Outcome[] = [];
    const journal: JournalRow[] = [];
    const changes = new Changes();
    const at = new Date(shop.nowMs());
    for (const order of orders) outcomes.push(carryOut(order, batch, { changes, journal, at }));
    const journaled = new Set(journal.map(({ processInstanceKey }) => processInstanceKey));
    const touched = [...batch.subjects.values()].filter(({ key }) => journaled.has(key));
    await changes.write(tx);
    await writeInstances(tx, touched, at);
    await writeJournal(tx, journal);
    const orphans = orders.flatMap((order, index) => orphanOf(order, outcomes[index]));
    const afterwards = await followUp(shop, tx, { touched, orphans }, at);
    await tx.query("commit");
    for (const { key, state, revision } of batch.subjects.values()) shop.cache.put(key, { state, revision });
    afterwards();
    return outcomes;
  } catch (error) {
    await tx.query("rollback").catch(() => {});
    throw error;
  } finally {
    tx.release();
  }
}

interface OpenBatch {
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Outbox rows that were still there; the others have been carried out by another node. */
  readonly claimed: Set<number>;
}

/** Outbox rows first, then instances in key order: every batch takes its locks in one order. */
async function open(shop: Workshop, tx: PoolClient, orders: readonly Order[]): Promise<OpenBatch> {
  const claimed = await claimOutbox(tx, orders);
  const subjects = new Map<string, Subject>();
  const existing = orders.filter(({ start }) => !start).map(({ processInstanceKey }) => processInstanceKey);
  const locked = await lockInstances(tx, [...new Set(existing)]);
  const states = await statesOf(shop, tx, locked);
  for (const instance of locked) {
    const definition = await shop.models.get(tx, instance.definitionKey);
    const state = states.get(instance.key);
    assert(definition && state, `instance ${instance.key} has no definition ${instance.definitionKey}`);
    const { key, revision, journalHash, startCorrelationKey } = instance;
    const subject = { key, definition, state, isNew: false, start: null, startCorrelationKey, revision, journalHash };
    subjects.set(key, { ...subject, events: [] });
  }
  // A start that another node has carried out must not hide the instance that it has begun.
  for (const order of orders)
    if (order.start && (order.outboxId === undefined || claimed.has(order.outboxId)))
      subjects.set(order.processInstanceKey, await newSubject(shop, tx, order));
  return { subjects, claimed };
}

async function claimOutbox(tx: PoolClient, orders: readonly Order[]): Promise<Set<number>> {
  const ids = orders.flatMap(({ outboxId }) => outboxId ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    `delete from millrace.outbox where id in (
       select id from millrace.outbox where id = any($1::bigint[]) order by id for update) returning id`,
    [ids],
  );
  return new Set(rows.map(({ id }) => Number(id)));
}

/** From the cache where its revision still holds, else from the rows. Taken out until the commit is through. */
async function statesOf(shop: Workshop, tx: PoolClient, locked: readonly LockedInstance[]) {
  const states = new Map<string, InstanceState>();
  const missing: LockedInstance[] = [];
  for (const instance of locked) {
    const cached = shop.cache.take(instance.key);
    if (!instance.isActive) states.set(instance.key, emptyState(instance.key));
    else if (cached?.revision === instance.revision) states.set(instance.key, cached.state);
    else missing.push(instance);
  }
  for (const [key, state] of await loadStates(tx, missing)) states.set(key, state);
  return states;
}

async function newSubject(shop: Workshop, tx: PoolClient, order: Order): Promise<Subject> {
  const { processInstanceKey: key, start = null } = order;
  const definition = start && (await shop.models.get(tx, start.definitionKey));
  assert(definition, `instance ${key} is started from a definition that does not exist`);
  const startCorrelationKey = start?.startCorrelationKey ?? null;
  const state = emptyState(key);
  const journalHash = Buffer.alloc(32);
  return { key, definition, state, isNew: true, start, startCorrelationKey, revision: 0, journalHash, events: [] };
}

interface Writing {
  readonly changes: Changes;
  readonly journal: JournalRow[];
  readonly at: Date;
}

function carryOut(order: Order, batch: OpenBatch, { changes, journal, at }: Writing): Outcome {
  // Deleted from the set as well: two looks into the outbox may have brought one row into one batch.
  if (order.outboxId !== undefined && !batch.claimed.delete(order.outboxId)) return { kind: "taken" };
  const subject = batch.subjects.get(order.processInstanceKey);
  if (!subject) return { kind: "rejected", rejection: noInstance(order) };
  const { state, definition } = subject;
  const ran = run(definition.model, state, order.command, { nowMs: at.getTime() });
  if (!ran.ok) return { kind: "rejected", rejection: ran.rejection };
  // Not spread: more arguments than the stack holds are a defect.
  for (const event of ran.events) subject.events.push(event);
  subject.revision += 1;
  const { command, actor } = order;
  const { key: processInstanceKey, revision } = subject;
  const row = journalRow({ processInstanceKey, revision, at, actor, command, events: ran.events }, subject.journalHash);
  subject.journalHash = row.hash;
  journal.push(row);
  project(changes, { model: definition.model, state, at }, ran.events);
  return { kind: "done", events: ran.events, isEnded: !state.elements.has(state.key) };
}

const orphanOf = ({ messageKey, processInstanceKey, command }: Order, outcome: Outcome | undefined): Orphan[] =>
  outcome?.kind === "rejected" && messageKey !== undefined && command.type === "correlateMessage"
    ? [{ messageKey, processInstanceKey, subscriptionKey: command.subscriptionKey, variables: command.variables }]
    : [];

/** The answer for a key whose instance never existed, in the words of what was asked for. */
function noInstance({ command, processInstanceKey }: Order): Rejection {
  const codes: Partial<Record<Command["type"], Rejection["code"]>> = {
    completeJob: "JOB_NOT_FOUND",
    failJob: "JOB_NOT_FOUND",
    throwJobError: "JOB_NOT_FOUND",
    updateJob: "JOB_NOT_FOUND",
    assignUserTask: "USER_TASK_NOT_FOUND",
    unassignUserTask: "USER_TASK_NOT_FOUND",
    completeUserTask: "USER_TASK_NOT_FOUND",
    triggerTimer: "SUBSCRIPTION_GONE",
    correlateMessage: "SUBSCRIPTION_GONE",
    setVariables: "ELEMENT_NOT_FOUND",
    resolveIncident: "INCIDENT_NOT_FOUND",
  };
  const key = Object.entries(command).find(([name]) => name.endsWith("Key"))?.[1] ?? processInstanceKey;
  return { code: codes[command.type] ?? "INSTANCE_NOT_FOUND", detail: `Nothing has the key ${key}` };
}

async function writeInstances(tx: PoolClient, touched: readonly Subject[], at: Date): Promise<void> {
  const rows = touched.map((subject) => ({ subject, row: instanceRow(subject, at) }));
  const created = rows.filter(({ subject }) => subject.isNew);
  await insertAll(
    tx,
    instances,
    created.map(({ subject, row }): RowOf<typeof processInstance> => {
      const { definition, start, key, startCorrelationKey } = subject;
      const { key: definitionKey, processId, version } = definition;
      const tags = [...(start?.tags ?? [])];
      const businessId = start?.businessId ?? null;
      return { key, definitionKey, processId, version, startedAt: at, tags, businessId, startCorrelationKey, ...row };
    }),
  );
  const changed = rows.filter(({ subject }) => !subject.isNew);
  await updateAll(
    tx,
    instances,
    changed.map(({ subject: { key }, row }) => ({ processInstanceKey: key, key, set: row })),
  );
}

function instanceRow({ state, revision, journalHash, events }: Subject, at: Date) {
  const isEnded = !state.elements.has(state.key);
  const isTerminated = events.some((event) => event.type === "elementTerminated" && event.elementKey === state.key);
  return {
    state: isEnded ? (isTerminated ? "TERMINATED" : "COMPLETED") : "ACTIVE",
    endedAt: isEnded ? at : null,
    incidentCount: state.incidents.size,
    revision,
    keyCount: state.keyCount,
    journalHash,
  };
}
