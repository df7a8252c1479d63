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

/** Sends statements of one transaction in one packet: handing each to the system by itself takes most of the sending. */
export async function sentTogether(tx: PoolClient, send: () => readonly Promise<unknown>[]): Promise<void> {
  const { stream } = tx.connection;
  stream.cork();
  let statements: readonly Promise<unknown>[];
  try {
    statements = send();
  } finally {
    stream.uncork();
  }
  await together(statements);
}
