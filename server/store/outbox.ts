import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Command } from "../../engine/vocabulary.ts";
import type { Workshop } from "./batch.ts";
import { isForNow } from "./failures.ts";
import { type About, aboutOrder } from "./log.ts";
import type { Order, Outcome } from "./order.ts";

/** Rows carried out at once. */
const rowsMax = 500;

/** Rows that were left behind this often are the likely cause of it: they wait for a person. */
const attemptsMax = 3;

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
  callerKey: string | null;
  defect: string | null;
}

const rowColumns = `id, process_instance_key as "processInstanceKey", definition_key as "definitionKey", actor, command,
  message_key as "messageKey", start_correlation_key as "startCorrelationKey",
  caller_key as "callerKey", defect`;

/**
 * Carries out what instances, messages and start timers have left for other instances. A row is deleted in the
 * transaction of its command, so it happens once, whoever tries.
 */
export class Outbox {
  readonly #shop: Workshop;
  readonly #execute: (order: Order) => Promise<Outcome>;
  readonly #onError: (error: unknown, about?: About) => void;
  #draining: Promise<void> | null = null;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(
    shop: Workshop,
    execute: (order: Order) => Promise<Outcome>,
    onError: (error: unknown, about?: About) => void,
  ) {
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

  /**
   * Carries out what others have left behind, and at the start what an earlier run has. Each try is counted before it
   * begins: a command that ends the process with it would otherwise do so at every start, on every node.
   */
  async drainLeftOver(olderThanMs = leftOverMs): Promise<void> {
    for (let found = rowsMax; found === rowsMax && !this.#isClosed; ) {
      const rows = await this.#leftOver(olderThanMs);
      for (const row of rows)
        if (row.defect !== null)
          this.#onError(new Error(`Outbox row ${row.id} is put aside: ${row.defect}`), aboutOrder(orderOf(row)));
      await this.#carryOut(rows.filter(({ defect }) => defect === null));
      found = rows.length;
    }
  }

  async #leftOver(olderThanMs: number): Promise<OutboxRow[]> {
    const { rows } = await this.#shop.pool.query<OutboxRow>(
      `update millrace.outbox set attempts = attempts + 1,
         defect = case when attempts >= ${attemptsMax} then 'It was begun ${attemptsMax} times and never came to an end' end
       where id in (select id from millrace.outbox where defect is null and created_at <= $1 order by id
                    limit ${rowsMax} for update skip locked)
       returning ${rowColumns}`,
      [new Date(this.#shop.nowMs() - olderThanMs)],
    );
    return rows;
  }

  /** Carries out what a message has caused, and answers the instances that it has reached. */
  async carryOutMessage(messageKey: string): Promise<string[]> {
    const reached = new Set<string>();
    for (;;) {
      const { rows } = await this.#shop.pool.query<OutboxRow>(
        `select ${rowColumns} from millrace.outbox where defect is null and message_key = $1 order by id`,
        [messageKey],
      );
      if (rows.length === 0) break;
      // A row whose wait has gone leaves another one, as long as somebody else waits.
      const outcomes = await Promise.all(rows.map((row) => this.#execute({ ...orderOf(row), isAwaited: true })));
      rows.forEach(({ processInstanceKey }, at) => {
        if (outcomes[at]?.kind === "done") reached.add(processInstanceKey);
      });
    }
    // What another node or another call has carried out.
    const { rows } = await this.#shop.pool.query<{ key: string }>(
      "select process_instance_key as key from millrace.message_correlation where message_key = $1 order by key",
      [messageKey],
    );
    for (const { key } of rows) reached.add(key);
    return [...reached];
  }

  /** Carries out these rows, as far as nobody else does, before it resolves. */
  async carryOutRows(ids: readonly number[]): Promise<void> {
    const { rows } = await this.#shop.pool.query<OutboxRow>(
      `select ${rowColumns} from millrace.outbox where defect is null and id = any($1::bigint[]) order by id`,
      [ids],
    );
    await Promise.all(rows.map((row) => this.#carryOutOne(row, { ...orderOf(row), isAwaited: true })));
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
      const rows = await this.#rows();
      await this.#carryOut(rows);
      if (rows.length === rowsMax && !this.#isClosed) this.#isAskedAgain = true;
    }
  }

  async #rows(): Promise<OutboxRow[]> {
    const { rows } = await this.#shop.pool.query<OutboxRow>(
      `select ${rowColumns} from millrace.outbox where defect is null order by id limit ${rowsMax}`,
    );
    return rows;
  }

  async #carryOut(rows: readonly OutboxRow[]): Promise<void> {
    await Promise.all(rows.map((row) => this.#carryOutOne(row)));
  }

  async #carryOutOne(row: OutboxRow, order = orderOf(row)): Promise<void> {
    try {
      // Whatever was refused has deleted its row as well.
      await this.#execute(order);
    } catch (error) {
      // A lost database or a full queue says nothing about the row; it is tried again.
      if (isForNow(error)) {
        await this.#shop.pool.query("update millrace.outbox set attempts = 0 where id = $1", [row.id]);
        throw error;
      }
      const reason = error instanceof Error ? error.message : String(error);
      await this.#shop.pool.query("update millrace.outbox set defect = $2 where id = $1", [row.id, reason]);
      this.#onError(error, aboutOrder(orderOf(row)));
    }
  }
}

function orderOf(row: OutboxRow): Order {
  const { processInstanceKey, actor, definitionKey, startCorrelationKey, callerKey } = row;
  const order = { processInstanceKey, actor, command: parseJson(row.command) as Command, outboxId: Number(row.id) };
  if (definitionKey === null) return row.messageKey === null ? order : { ...order, messageKey: row.messageKey };
  const start = { definitionKey, startCorrelationKey, tags: [], businessId: null };
  return { ...order, start: callerKey === null ? start : { ...start, callerKey } };
}
