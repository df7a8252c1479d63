import type { Pool } from "pg";
import { insertAll } from "../bulk.ts";
import { inTransaction } from "../database.ts";
import { Refused } from "../failures.ts";
import { type DecisionInstanceRow, decisionInstanceTable } from "./rows.ts";

/** Characters of what waits to be written; those of one transaction are held a second time while they are sent. */
const waitingMax = 64 * 2 ** 20;

/** Characters of what one transaction writes, about. */
const writtenAtOnceMax = 16 * 2 ** 20;

interface Entry {
  readonly rows: readonly DecisionInstanceRow[];
  readonly length: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Writes what came of decisions that no process asked for. What comes while a transaction is under way is the next. */
export class DecisionWriting {
  readonly #pool: Pool;
  #waiting: Entry[] = [];
  #length = 0;
  #isWriting = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Resolves when the rows are committed; refused with RESOURCE_EXHAUSTED when too much waits already. */
  write(rows: readonly DecisionInstanceRow[]): Promise<void> {
    const length = rows.reduce((sum, row) => sum + row.inputs.length + row.matchedRules.length + row.output.length, 0);
    if (this.#length > waitingMax)
      throw new Refused("RESOURCE_EXHAUSTED", "Too many decisions wait to be written; try again later");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ rows, length, resolve, reject });
    this.#length += length;
    if (!this.#isWriting) void this.#writeAll();
    return promise;
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const entries = this.#take();
      try {
        const rows = entries.flatMap((entry) => entry.rows);
        await inTransaction(this.#pool, (tx) => insertAll(tx, decisionInstanceTable, rows));
        for (const { resolve } of entries) resolve();
      } catch (error) {
        for (const { reject } of entries) reject(error);
      }
    }
    this.#isWriting = false;
  }

  #take(): Entry[] {
    let length = 0;
    const end = this.#waiting.findIndex((entry, at) => {
      length += entry.length;
      return at > 0 && length > writtenAtOnceMax;
    });
    const taken = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
    this.#length -= taken.reduce((sum, entry) => sum + entry.length, 0);
    return taken;
  }
}
