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
  const pool = new pg.Pool({ ...connection, max: 2, options: "-c synchronous_commit=off" });
  try {
    await copyInstance(pool, instanceKey, count);
    await pool.query("vacuum (analyze)");
  } finally {
    await pool.end();
  }
}
