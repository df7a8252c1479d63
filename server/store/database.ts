import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg, { type Pool } from "pg";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** The oldest Postgres whose features are used: 15. */
const serverVersionMin = 150_000;

/** Connections of one node, beside those for searches; a Postgres with its default of 100 serves five nodes. */
const connectionsMax = 12;

/** Milliseconds; whoever waits longer for a connection is told to try again. */
const connectionTimeoutMillis = 30_000;

/** The database cannot be used; the message is for the person who starts the server. */
export class DatabaseError extends Error {}

/**
 * Connects, checks and migrates. Fails with a {@link DatabaseError} when the server cannot be reached, is too old, or
 * holds a schema newer than this program knows.
 */
export async function openDatabase(config: pg.PoolConfig): Promise<Pool> {
  const pool = openPool(config);
  try {
    await checkVersion(pool);
    await migrateUp(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** Connections that are made when they are needed, to a database of which nothing is known yet. */
export function openPool(config: pg.PoolConfig): Pool {
  const pool = new pg.Pool({ max: connectionsMax, connectionTimeoutMillis, application_name: "millrace", ...config });
  // A connection that breaks fails its query and is replaced at the next use, or has none and is replaced all the
  // same; without a listener, for idle ones and for those in use, it would end the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

async function checkVersion(pool: Pool): Promise<void> {
  try {
    const { rows } = await pool.query<{ number: string; text: string }>(
      `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
    );
    const version = Number(rows[0]?.number);
    if (version < serverVersionMin)
      throw new DatabaseError(`Millrace needs PostgreSQL 15 or newer; this server is ${rows[0]?.text}.`);
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`The database cannot be reached: ${reasonOf(error)}. Check --database or DATABASE_URL.`);
  }
}

async function migrateUp(pool: Pool): Promise<void> {
  await whilePreparing(pool, async (client) => {
    await refuseNewer(client);
    await migrate(drizzle(client), { migrationsFolder, migrationsSchema: "millrace_migrations" });
  });
}

/** Prepares the database alone: servers that start at once on an empty one would all create the same things. */
export async function whilePreparing(pool: Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('millrace migrations'))");
    await work(client);
  } finally {
    await client.query("select pg_advisory_unlock_all()").catch(() => {});
    client.release();
  }
}

async function refuseNewer(client: pg.PoolClient): Promise<void> {
  const { rows: tables } = await client.query<{ found: string | null }>(
    "select to_regclass('millrace_migrations.__drizzle_migrations') as found",
  );
  if (!tables[0]?.found) return;
  const { rows } = await client.query<{ newest: string | null }>(
    "select max(created_at)::text as newest from millrace_migrations.__drizzle_migrations",
  );
  const journal = JSON.parse(await readFile(join(migrationsFolder, "meta/_journal.json"), "utf8")) as {
    entries: { when: number; tag: string }[];
  };
  const known = journal.entries.at(-1);
  if (known && Number(rows[0]?.newest ?? 0) > known.when)
    throw new DatabaseError(
      `The database was migrated by a newer Millrace (this one knows migrations up to ${known.tag}). Update Millrace, or use another database.`,
    );
}

/**
 * True when the database refused for now and will not for ever: a deadlock, a lock or time that ran out, no space or
 * memory. Trying again later is right.
 */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  // Class 40 is a rollback, 53 a lack of resources, 55P03 a lock, 57014 a statement that was cancelled.
  return isLostConnection(error) || (typeof code === "string" && /^(40|53|55P03|57014)/.test(code));
}

/** True when the failure is the connection's and not the statement's: nothing was decided about the data. */
export function isLostConnection(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  // drizzle wraps what the driver throws.
  if (cause instanceof Error && isLostConnection(cause)) return true;
  if (typeof code !== "string")
    return /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(String(error));
  // Class 08 is connection, 57P0x a server that shuts down, 53300 too many connections.
  return /^(08|57P0|53300)/.test(code) || /^(ECONN|ENOENT|EPIPE|ENOTFOUND|ETIMEDOUT)/.test(code);
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error && error.message ? error.message : String((error as { code?: string }).code ?? error);
}

/** Runs `work` in one transaction: committed with its answer, rolled back with its error. */
export async function inTransaction<T>(pool: Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect();
  try {
    await tx.query("begin");
    const answer = await work(tx);
    await tx.query("commit");
    return answer;
  } catch (error) {
    await tx.query("rollback").catch(() => {});
    throw error;
  } finally {
    tx.release();
  }
}
