import type { Pool, PoolClient } from "pg";

/** There was no connection to begin with: nothing was sent, and nothing can have been the cause but the database. */
export class Unreached extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

/** Fails with {@link Unreached} when there is no connection to be had. */
export async function connectTo(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw error instanceof Error && isLostConnection(error) ? new Unreached(error) : error;
  }
}

/** Postgres' code, or the operating system's; drizzle wraps what the driver throws. */
function codeOf(error: unknown): string {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause instanceof Error ? codeOf(cause) : "";
}

/**
 * True when the database refused for now and will not for ever: a deadlock, a lock or time that ran out, no space or
 * memory. Trying again later is right.
 */
export function isTransient(error: unknown): boolean {
  // Class 40 is a rollback, 53 a lack of resources, 55P03 a lock, 57014 a statement that was cancelled.
  return isLostConnection(error) || /^(40|53|55P03|57014)/.test(codeOf(error));
}

/** True when the failure is the connection's and not the statement's: nothing was decided about the data. */
export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  // The driver's own complaints have no code; the last one is that of `answerMsMax`.
  if (code === "")
    return /Connection terminated|not queryable|timeout exceeded when trying to connect|Query read timeout/.test(
      String(error),
    );
  // Class 08 is connection, 57P0x a server that shuts down, 53300 too many connections, 25P0x a session that idled in
  // its transaction, 25006 a server that has become a standby.
  return /^(08|57P0|53300|25P0[34]|25006|ECONN|ENOENT|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|ENET)/.test(code);
}

/** True when another transaction had to go first: the same once more succeeds. */
export const isConflict = (error: unknown): boolean => /^(40001|40P01)$/.test(codeOf(error));

/** True when an earlier statement of the transaction has failed. */
export const isAborted = (error: unknown): boolean => codeOf(error) === "25P02";

export const isLockTimeout = (error: unknown): boolean => codeOf(error) === "55P03";

export const isFullDisk = (error: unknown): boolean => codeOf(error) === "53100";

/** True when the database, or this process, cannot hold a value: it is out of range, or too long. */
export function isValueRefused(error: unknown): boolean {
  // Class 22 is about data, 54 about limits of the database.
  return /^(22|54)/.test(codeOf(error)) || (error instanceof RangeError && error.message === "Invalid string length");
}
