import { randomUUID } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import { run } from "../../engine/run.ts";
import { Changes } from "./changes.ts";
import { commit } from "./commit.ts";
import { giveUp } from "./database.ts";
import { connectTo } from "./databaseErrors.ts";
import { AskedDecisions } from "./decisions/asked.ts";
import { type Asked, DecisionsAtHand } from "./decisions/atHand.ts";
import type { Decisions } from "./decisions/decisions.ts";
import { projectDifferences } from "./differences.ts";
import type { RefusedCall } from "./effects.ts";
import { followUp } from "./followUp.ts";
import { type HandedOver, handOver, type Waiting } from "./handOver.ts";
import { writeStatistics } from "./history/statistics.ts";
import type { Hub } from "./hub.ts";
import { instanceRefusal } from "./instanceRefusal.ts";
import { writeInstances } from "./instanceRows.ts";
import { type JournalRow, journalRow, writeJournal } from "./journal.ts";
import type { KeySource } from "./keys.ts";
import type { Orphan } from "./messages.ts";
import type { Models } from "./models.ts";
import type { Observer } from "./observer.ts";
import type { Order, Outcome } from "./order.ts";
import { project } from "./project.ts";
import type { MissedSignal } from "./signals.ts";
import type { StateCache } from "./stateCache.ts";
import { type OpenBatch, openBatch, type Subject } from "./subjects.ts";
import type { Timers } from "./timers.ts";
import { inOnePacket, sentTogether } from "./together.ts";

/** What a batch works with. */
export interface Workshop {
  readonly pool: Pool;
  readonly models: Models;
  readonly decisions: Decisions;
  readonly cache: StateCache;
  readonly timers: Timers;
  readonly hub: Hub;
  /** Workers that wait for jobs. */
  readonly desk: Waiting;
  readonly keys: KeySource;
  /** Carries out what the transaction left in the outbox. */
  readonly drainOutbox: () => void;
  /** Epoch milliseconds; a test's clock in tests. */
  readonly nowMs: () => number;
  readonly observer: Observer;
}

const nothingAsked: Asked = { now: [], lately: new AskedDecisions(), mayCompile: true };

/**
 * Carries out orders in one transaction: locks and loads their instances, runs every command on the pure engine,
 * writes all rows with set-based statements, and commits. The answers are in the order of the orders.
 *
 * A rejected command changes nothing and does not disturb the others. A thrown error is a defect or a lost database:
 * everything is rolled back, and `Attempts` tries again what is worth it. Fails with `UnknownCommit` when the connection
 * was lost during the commit, with `DecisionNotAtHand` when it is to be run again with a decision that was `asked` for, and
 * with `DecisionsNotCompiled` when it is to be run again after decisions were compiled.
 */
export async function runBatch(
  shop: Workshop,
  orders: readonly Order[],
  asked: Asked = nothingAsked,
): Promise<Outcome[]> {
  const [beganMs, began] = [Date.now(), performance.now()];
  const tx = await connectTo(shop.pool);
  let handed: HandedOver | null = null;
  try {
    const opening = inOnePacket(tx, () => [tx.query("begin"), openBatch(shop, tx, orders)] as const);
    const [, batch] = await Promise.all(opening);
    const callers = [...batch.subjects.values()].map(({ definition }) => definition);
    const decisions = await DecisionsAtHand.find(shop.decisions, tx, callers, asked);
    const at = new Date(shop.nowMs());
    const writing: Writing = { changes: new Changes(), journal: [], decisions, at, seed: randomUUID() };
    const outcomes = orders.map((order) => carryOut(order, batch, writing));
    const touched = touchedIn(batch, writing);
    handed = handOver(shop.desk, writing.changes, touched, at);
    await write(tx, touched, writing);
    const orphans = orders.flatMap((order, index) => orphanOf(order, outcomes[index]));
    const missedSignals = orders.flatMap((order, index) => missedSignalOf(order, outcomes[index]));
    const refusedCalls = orders.flatMap((order, index) => refusedCallOf(order, outcomes[index]));
    const afterwards = await followUp(shop, tx, { touched, orphans, missedSignals, refusedCalls, handed }, at);
    const committing = performance.now();
    const finish = () => {
      const committed = performance.now();
      for (const { key, state, revision } of batch.subjects.values()) shop.cache.put(key, { state, revision });
      const processIdOf = ({ processInstanceKey: key }: Order) => batch.subjects.get(key)?.definition.processId;
      const seconds = (committed - began) / 1_000;
      const commitSeconds = (committed - committing) / 1_000;
      shop.observer.committed({ orders, outcomes, processIdOf, beganMs, seconds, commitSeconds });
      handed?.committed();
      afterwards();
      return outcomes;
    };
    const answers = await commit(tx, writing.journal[0], finish);
    tx.release();
    return answers;
  } catch (error) {
    handed?.rolledBack();
    await giveUp(tx, error);
    throw error;
  }
}

interface Writing {
  readonly changes: Changes;
  readonly journal: JournalRow[];
  readonly decisions: DecisionsAtHand;
  readonly at: Date;
  /** Of random values; each command has its own ones by its instance. */
  readonly seed: string;
}

function carryOut(order: Order, batch: OpenBatch, writing: Writing): Outcome {
  // Deleted from the set as well: two looks into the outbox may have brought one row into one batch.
  if (order.outboxId !== undefined && !batch.claimed.delete(order.outboxId)) return { kind: "taken" };
  const subject = batch.subjects.get(order.processInstanceKey);
  if (!subject) return { kind: "rejected", rejection: instanceRefusal(order) };
  const { state, definition } = subject;
  const { changes, journal, at, seed } = writing;
  const decisions = writing.decisions.callableBy(definition.key);
  const ran = run(definition.model, state, order.command, { nowMs: at.getTime(), seed, decisions });
  if (!ran.ok) return { kind: "rejected", rejection: ran.rejection };
  // Not spread: more arguments than the stack holds are a defect.
  for (const event of ran.events) subject.events.push(event);
  subject.revision += 1;
  const { command, actor } = order;
  const { key: processInstanceKey, revision } = subject;
  const row = journalRow({ processInstanceKey, revision, at, actor, command, events: ran.events }, subject.journalHash);
  subject.journalHash = row.hash;
  journal.push(row);
  const occasion = { definitionKey: definition.key, model: definition.model, decisions: writing.decisions, state, at };
  project(changes, occasion, ran.events);
  return { kind: "done", events: ran.events, isEnded: !state.elements.has(state.key), revision };
}

/** The instances of which something happened. */
function touchedIn({ subjects }: OpenBatch, { journal }: Writing): Subject[] {
  const journaled = new Set(journal.map(({ processInstanceKey }) => processInstanceKey));
  return [...subjects.values()].filter(({ key }) => journaled.has(key));
}

async function write(tx: PoolClient, touched: readonly Subject[], { changes, journal, at }: Writing): Promise<void> {
  for (const subject of touched) projectDifferences(changes, subject);
  await sentTogether(tx, () => [
    changes.write(tx),
    writeInstances(tx, touched, at),
    writeJournal(tx, journal),
    writeStatistics(tx, touched),
  ]);
}

const orphanOf = ({ messageKey, processInstanceKey, command }: Order, outcome: Outcome | undefined): Orphan[] =>
  outcome?.kind === "rejected" && messageKey !== undefined && command.type === "correlateMessage"
    ? [{ messageKey, processInstanceKey, subscriptionKey: command.subscriptionKey, variables: command.variables }]
    : [];

const missedSignalOf = (
  { outboxId, processInstanceKey, command }: Order,
  outcome: Outcome | undefined,
): MissedSignal[] =>
  outcome?.kind === "rejected" && outboxId !== undefined && command.type === "triggerSignal"
    ? [{ processInstanceKey, subscriptionKey: command.subscriptionKey, variables: command.variables }]
    : [];

/** A called process that refuses to begin; its caller has to know why. */
const refusedCallOf = ({ start }: Order, outcome: Outcome | undefined): RefusedCall[] =>
  outcome?.kind === "rejected" && start?.callerKey !== undefined
    ? [{ callerKey: start.callerKey, message: outcome.rejection.detail }]
    : [];
