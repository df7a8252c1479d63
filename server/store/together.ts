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
