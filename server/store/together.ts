import type { PoolClient } from "pg";
import { isAborted } from "./databaseErrors.ts";

/**
 * Waits for statements that were sent together. After one has failed, Postgres refuses all that follow it in the
 * transaction, and these refusals may be heard first: fails with the failure that was the cause.
 */
export async function together(statements: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(statements);
  const failures = settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !isAborted(failure)) ?? failures[0];
}

/** Waits for statements that {@link inOnePacket} sends. */
export const sentTogether = (tx: PoolClient, send: () => readonly Promise<unknown>[]): Promise<void> =>
  together(inOnePacket(tx, send));

/** Hands to the system at once what is sent to the database in there: each by itself takes most of the sending. */
export function inOnePacket<T>(tx: PoolClient, send: () => T): T {
  const { stream } = tx.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}
