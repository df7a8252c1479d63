import type { PoolConfig } from "pg";
import pg from "pg";
import { copyInstance } from "./copies.ts";
import { exampleRows } from "./rows.ts";

/**
 * Fills a new database with instances of the bench's process that have ended, as many as if they had been executed, and
 * leaves it as it is some time later: vacuumed and analyzed. Ten million take ten minutes and 33 GB.
 */
export async function fillHistory(connection: PoolConfig, count: number): Promise<void> {
  const { instanceKey } = await exampleRows(connection);
  await connected({ ...connection, max: 2, options: "-c synchronous_commit=off" }, (pool) =>
    copyInstance(pool, instanceKey, count),
  );
  // By then the connections that wrote have told their counts; told later, they would wake the autovacuum in a round.
  await connected({ ...connection, max: 1 }, (pool) => pool.query("vacuum (analyze)"));
}

async function connected(config: PoolConfig, work: (pool: pg.Pool) => Promise<unknown>): Promise<void> {
  const pool = new pg.Pool(config);
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}
