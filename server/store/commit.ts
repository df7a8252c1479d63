import type { ClientBase, Pool, PoolClient } from "pg";
import { connectTo, isLostConnection } from "./databaseErrors.ts";
import type { JournalRow } from "./journal.ts";
import type { Outcome } from "./order.ts";

/** A journal row of a transaction: that it is there, with its hash, shows that the transaction was committed. */
export type Witness = Pick<JournalRow, "processInstanceKey" | "revision" | "hash">;

/**
 * The connection broke between COMMIT and its answer: the transaction may be committed, rolled back or still under way.
 * {@link isCommitted} tells which.
 */
export class UnknownCommit extends Error {
  /** None when the transaction wrote no journal, and may be run again whatever became of it. */
  readonly witness: Witness | undefined;
  /** Does what remains to be done after the commit, and answers the outcomes. */
  readonly finish: () => Outcome[];

  constructor(cause: Error, witness: Witness | undefined, finish: () => Outcome[]) {
    super(`The connection was lost while a transaction was committed: ${cause.message}`, { cause });
    this.witness = witness;
    this.finish = finish;
  }
}

/**
 * Sends COMMIT. Postgres answers that of a transaction in which something has failed without an error: it says that it has
 * rolled back, and that must never be taken for done.
 */
export async function committed(tx: Pick<ClientBase, "query">): Promise<void> {
  const { command } = await tx.query("commit");
  if (command !== "COMMIT") throw new Error(`Expected a transaction to be committed, got ${command}`);
}

/**
 * Commits, then finishes. Fails with {@link UnknownCommit} when nobody can say yet whether it was committed.
 *
 * Everything that the transaction writes must have been answered before: writes that are still on their way, with this
 * COMMIT behind them, could be carried out after {@link isCommitted} has looked and found nothing.
 */
export async function commit(
  tx: PoolClient,
  witness: Witness | undefined,
  finish: () => Outcome[],
): Promise<Outcome[]> {
  try {
    await committed(tx);
  } catch (error) {
    throw error instanceof Error && isLostConnection(error) ? new UnknownCommit(error, witness, finish) : error;
  }
  return finish();
}

/**
 * Whether the transaction of this journal row was committed. A transaction is committed whole or not at all, so one row
 * tells of all.
 *
 * Writes a row in its place and rolls that back: while the transaction is under way, this waits for its end. Reading
 * alone would find nothing, the commands would be run again, and the first transaction might be committed after all.
 */
export async function isCommitted(pool: Pool, { processInstanceKey, revision, hash }: Witness): Promise<boolean> {
  const tx = await connectTo(pool);
  let failure: Error | undefined;
  try {
    await tx.query("begin");
    const { rowCount } = await tx.query(
      `insert into millrace.journal (process_instance_key, revision, at, actor, command, events, hash)
       values ($1, $2, now(), '', '', '', '') on conflict do nothing`,
      [processInstanceKey, revision],
    );
    // The row of another node's command has another hash: that came first, and ours was rolled back.
    const { rows } = await tx.query<{ hash: Buffer }>(
      "select hash from millrace.journal where process_instance_key = $1 and revision = $2",
      [processInstanceKey, revision],
    );
    await tx.query("rollback");
    return rowCount === 0 && rows[0]?.hash.equals(hash) === true;
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    // Whatever state it was left in, nobody else gets it.
    tx.release(failure);
  }
}
