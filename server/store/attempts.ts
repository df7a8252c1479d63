import { instanceKeyOf } from "../../engine/keys.ts";
import { runBatch, type Workshop } from "./batch.ts";
import { isCommitted, UnknownCommit } from "./commit.ts";
import {
  isConflict,
  isFullDisk,
  isLockTimeout,
  isLostConnection,
  isTransient,
  isValueRefused,
  Unreached,
} from "./databaseErrors.ts";
import { AskedDecisions } from "./decisions/asked.ts";
import { DecisionNotAtHand } from "./decisions/atHand.ts";
import { DecisionsNotCompiled, type DecisionWanted } from "./decisions/decisions.ts";
import { Refused } from "./failures.ts";
import type { Order, Outcome } from "./order.ts";
import { conflictsMax, Outage, pauseAfterConflict } from "./outage.ts";

/** What became of an order, or why nothing did. */
export type Settled = { readonly outcome: Outcome } | { readonly error: unknown };

/** Connections that a batch may lose once it has them: after so many, one of its commands is the likely cause. */
const lossesMax = 3;

/** Decisions with computed names for which a whole batch is tried again; then those that ask are told from the others. */
const askedTogetherMax = 5;

/** How often a batch was tried in vain, by what came in between. */
interface Tries {
  conflicts: number;
  losses: number;
  /** Decisions with computed names that its commands have asked for. */
  readonly asked: DecisionWanted[];
  /** Decisions were compiled for it: what memory does not keep is compiled within the next try. */
  hasCompiled: boolean;
}

type Tried = { readonly settled: Settled[] } | { readonly settled: null; readonly error: unknown };

/**
 * Carries out batches whatever happens to them on the way. What the database lets fail for a moment is tried again, and
 * what has lost its connection when there is one again; never twice: whether a COMMIT without an answer has happened is
 * looked up first. A batch that fails otherwise is halved, until the command that is the cause stands alone.
 */
export class Attempts {
  readonly #shop: Workshop;
  readonly #outage = new Outage();
  readonly #asked = new AskedDecisions();

  constructor(shop: Workshop) {
    this.#shop = shop;
  }

  /** In the order of the orders, which is also the order in which those of one instance are carried out. */
  async carryOut(orders: readonly Order[], asked: readonly DecisionWanted[] = []): Promise<Settled[]> {
    const tries: Tries = { conflicts: 0, losses: 0, asked: [...asked], hasCompiled: false };
    for (;;) {
      const tried = await this.#try(orders, tries);
      if (tried.settled) return tried.settled;
      const { error } = tried;
      if (error instanceof DecisionNotAtHand) {
        this.#asked.add(error.definitionKey, error.wanted);
        tries.asked.push(error.wanted);
        tries.hasCompiled = false;
        if (orders.length === 1 || tries.asked.length - asked.length <= askedTogetherMax) continue;
        return this.#carryOutHalves(orders, tries.asked);
      }
      if (error instanceof DecisionsNotCompiled) {
        await this.#compile(error.wanted);
        tries.hasCompiled = true;
        continue;
      }
      if (await this.#isWorthAnother(error, tries)) continue;
      if (orders.length === 1 || isOfAll(error, tries)) return refusedAll(orders, error);
      if (isLockTimeout(error)) return this.#carryOutFree(orders, error);
      return this.#carryOutHalves(orders);
    }
  }

  async #try(orders: readonly Order[], { asked: now, hasCompiled: mayCompile }: Tries): Promise<Tried> {
    try {
      const outcomes = await runBatch(this.#shop, orders, { now, lately: this.#asked, mayCompile });
      this.#outage.end();
      return { settled: settledAs(outcomes) };
    } catch (error) {
      if (error instanceof UnknownCommit) return this.#settle(error, orders);
      if (!isLostConnection(error)) this.#outage.end();
      return { settled: null, error };
    }
  }

  /** While nothing is locked. Whatever hinders it, the next try will meet it too. */
  async #compile(wanted: readonly DecisionWanted[]): Promise<void> {
    await this.#shop.decisions.find(this.#shop.pool, wanted).catch(() => undefined);
  }

  /** Finds out whether a COMMIT without an answer has happened; what has not may be tried again. */
  async #settle({ witness, finish, cause }: UnknownCommit, orders: readonly Order[]): Promise<Tried> {
    // Nothing but outbox rows and what follows from them: those that are gone are not carried out again.
    if (!witness) return { settled: null, error: cause };
    for (;;)
      try {
        const isThere = await isCommitted(this.#shop.pool, witness);
        this.#outage.end();
        return isThere ? { settled: settledAs(finish()) } : { settled: null, error: cause };
      } catch (error) {
        if (await this.#outage.isWorthWaiting()) continue;
        const detail = `The database does not answer: ${reasonOf(error)}. Whether the command was carried out is not known; look before you repeat it`;
        return { settled: orders.map(() => ({ error: new Refused("STORE_UNAVAILABLE", detail) })) };
      }
  }

  async #isWorthAnother(error: unknown, tries: Tries): Promise<boolean> {
    if (isLostConnection(error)) {
      if (!(error instanceof Unreached)) tries.losses += 1;
      return tries.losses < lossesMax && this.#outage.isWorthWaiting();
    }
    if (!isConflict(error) || tries.conflicts === conflictsMax) return false;
    tries.conflicts += 1;
    await pauseAfterConflict(tries.conflicts);
    return true;
  }

  async #carryOutHalves(orders: readonly Order[], asked: readonly DecisionWanted[] = []): Promise<Settled[]> {
    const middle = Math.ceil(orders.length / 2);
    const first = await this.carryOut(orders.slice(0, middle), asked);
    return [...first, ...(await this.carryOut(orders.slice(middle), asked))];
  }

  /** Somebody holds instances of the batch, and its orders have waited for them long enough; the others need not. */
  async #carryOutFree(orders: readonly Order[], error: unknown): Promise<Settled[]> {
    // Some of the same batch may be committed already: this must answer for its own orders alone.
    const held = await this.#heldAmong(orders.flatMap(lockedBy)).catch(() => null);
    if (held === null) return refusedAll(orders, error);
    const isHeld = (order: Order) => lockedBy(order).some((key) => held.has(key));
    const free = orders.filter((order) => !isHeld(order));
    if (free.length === orders.length) return this.#carryOutHalves(orders);
    const settled = await this.carryOut(free);
    const [refused] = refusedAll(orders, error);
    const answers = settled.values();
    return orders.flatMap((order) => (isHeld(order) ? refused : answers.next().value) ?? []);
  }

  async #heldAmong(processInstanceKeys: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.#shop.pool.query<{ key: string }>(
      `with free as (
         select key from millrace.process_instance where key = any($1::bigint[]) order by key for update skip locked)
       select key from millrace.process_instance where key = any($1::bigint[]) except select key from free`,
      [processInstanceKeys],
    );
    return new Set(rows.map(({ key }) => key));
  }
}

/** The instances that an order locks: its own, and the one that calls it. */
const lockedBy = ({ processInstanceKey, start }: Order): string[] =>
  start?.callerKey === undefined ? [processInstanceKey] : [processInstanceKey, instanceKeyOf(start.callerKey)];

const settledAs = (outcomes: readonly Outcome[]): Settled[] => outcomes.map((outcome) => ({ outcome }));

/** Whether fewer orders would fail in the same way: nothing answers any more, or nothing can be written. */
const isOfAll = (error: unknown, { losses }: Tries) =>
  (isLostConnection(error) && losses < lossesMax) || isFullDisk(error);

const refusedAll = (orders: readonly Order[], error: unknown): Settled[] =>
  orders.map(() => ({ error: refusalOf(error) }));

/** What callers are told; a defect stays what it is. */
function refusalOf(error: unknown): unknown {
  if (error instanceof Refused) return error;
  const reason = reasonOf(error);
  if (isLostConnection(error)) return new Refused("STORE_UNAVAILABLE", `The database does not answer: ${reason}`);
  if (isTransient(error)) return new Refused("RESOURCE_EXHAUSTED", `The database refused for now: ${reason}`);
  if (isValueRefused(error)) return new Refused("VALUE_REFUSED", `Expected values that can be stored, got: ${reason}`);
  return error;
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
