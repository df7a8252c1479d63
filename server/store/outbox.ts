import type { Command } from "../../engine/vocabulary.ts";
import type { Workshop } from "./batch.ts";
import { Refused } from "./failures.ts";
import type { Order, Outcome } from "./order.ts";

/** Rows carried out at once. */
const rowsMax = 500;

/** A row this old was left by a node that died, or whose word was lost. */
const leftOverMs = 2_000;

interface OutboxRow {
  id: string;
  processInstanceKey: string;
  definitionKey: string | null;
  actor: string;
  command: string;
  messageKey: string | null;
  startCorrelationKey: string | null;
}

/**
 * Carries out what instances, messages and start timers have left for other instances. A row is deleted in the
 * transaction of its command, so it happens once, whoever tries.
 */
export class Outbox {
  readonly #shop: Workshop;
  readonly #execute: (order: Order) => Promise<Outcome>;
  readonly #onError: (error: unknown) => void;
  #draining: Promise<void> | null = null;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(shop: Workshop, execute: (order: Order) => Promise<Outcome>, onError: (error: unknown) => void) {
    this.#shop = shop;
    this.#execute = execute;
    this.#onError = onError;
  }

  /** Carries out everything that is there now, in the background. */
  drain(): void {
    if (this.#isClosed) return;
    this.#isAskedAgain = true;
    this.#draining ??= this.#drainAll()
      .catch(this.#onError)
      .finally(() => {
        this.#draining = null;
      });
  }

  /** Carries out what others have left behind. */
  async drainLeftOver(): Promise<void> {
    await this.#carryOut(await this.#rows(new Date(this.#shop.nowMs() - leftOverMs)));
  }

  async settled(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  /** Carries out what it has begun; the rest stays for another node or the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isAskedAgain = false;
    await this.settled();
  }

  async #drainAll(): Promise<void> {
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      const rows = await this.#rows(null);
      await this.#carryOut(rows);
      if (rows.length === rowsMax && !this.#isClosed) this.#isAskedAgain = true;
    }
  }

  async #rows(before: Date | null): Promise<OutboxRow[]> {
    const { rows } = await this.#shop.pool.query<OutboxRow>(
      `select id, process_instance_key as "processInstanceKey", definition_key as "definitionKey", actor, command,
              message_key as "messageKey", start_correlation_key as "startCorrelationKey"
       from millrace.outbox where defect is null and ($1::timestamptz is null or created_at < $1) order by id limit ${rowsMax}`,
      [before],
    );
    return rows;
  }

  async #carryOut(rows: readonly OutboxRow[]): Promise<void> {
    await Promise.all(rows.map((row) => this.#carryOutOne(row)));
  }

  async #carryOutOne(row: OutboxRow): Promise<void> {
    try {
      // Whatever was refused has deleted its row as well.
      await this.#execute(orderOf(row));
    } catch (error) {
      // A lost database or a full queue says nothing about the row; it is tried again.
      if (error instanceof Refused) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await this.#shop.pool.query("update millrace.outbox set defect = $2 where id = $1", [row.id, reason]);
      this.#onError(error);
    }
  }
}

function orderOf(row: OutboxRow): Order {
  const { processInstanceKey, actor, definitionKey, startCorrelationKey } = row;
  const order = { processInstanceKey, actor, command: JSON.parse(row.command) as Command, outboxId: Number(row.id) };
  if (definitionKey === null) return row.messageKey === null ? order : { ...order, messageKey: row.messageKey };
  return { ...order, start: { definitionKey, startCorrelationKey, tags: [], businessId: null } };
}
