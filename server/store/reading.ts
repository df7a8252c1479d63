import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Pool, PoolConfig } from "pg";
import { openPool } from "./database.ts";
import * as schema from "./schema/index.ts";

export type Database = NodePgDatabase<typeof schema>;

/** Connections for what is only looked at, apart from those of commands: slow searches wait for each other alone. */
export interface Reading {
  readonly pool: Pool;
  readonly db: Database;
}

/** One page of the console asks about four things at once. */
const connectionsMax = 4;

/** Milliseconds; nobody waits longer for a page, and the database must not work for somebody who has gone. */
const statementMsMax = 30_000;

/** The database must have been opened: nothing is checked or migrated here. */
export function openReading(config: PoolConfig): Reading {
  const pool = openPool({ ...config, max: connectionsMax, statement_timeout: statementMsMax });
  return { pool, db: drizzle(pool, { schema, casing: "snake_case" }) };
}
