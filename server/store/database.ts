import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg, { type Pool } from "pg";
import { committed } from "./commit.ts";
import { isConflict, isLostConnection } from "./databaseErrors.ts";
import { conflictsMax, Outage, pauseAfterConflict } from "./outage.ts";

export { isLostConnection, isTransient } from "./databaseErrors.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** The oldest Postgres whose features are used: 15. */
const serverVersionMin = 150_000;

/** Connections of one node, beside those for searches; a Postgres with its default of 100 serves five nodes. */
const connectionsMax = 12;

/**
 * Every hot statement finds its rows by keys that come with it, so the plan is always the same: for each key the index
 * of the one partition that has it. Planned once, without looking at values; planned for its values each time, a
 * statement on forty partitions took six times as long, and when statistics were old it read whole tables.
 */
const planByKey = `set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off;
  set enable_mergejoin = off`;

/** Milliseconds; whoever waits longer for a connection is told to try again. */
const connectionTimeoutMillis = 30_000;

/** Milliseconds; statements of a batch take some, and one that takes this long holds up everything behind it. */
const statementMsMax = 30_000;

/** Milliseconds; less than a statement has, so that who waits for a lock is told apart from what is slow. */
const lockMsMax = 10_000;

/**
 * Milliseconds between two statements of a transaction. The longest batch computes for some seconds; a server that was
 * suspended, or cut off, has to let go of what it holds before people look for the cause.
 */
const idleInTransactionMsMax = 60_000;

/** Milliseconds; more than any statement has. An answer that has not come by then was lost with its connection. */
const answerMsMax = 40_000;

/** Milliseconds; a server waits this long for another one that migrates the database. */
const preparingMsMax = 24 * 3_600_000;

/** A busy server has some transactions under way at any time; a few tries find them in another order. */
const preparingConflictsMax = 20;

/** Of the connections that commands have. */
const timeouts = {
  statement_timeout: statementMsMax,
  lock_timeout: lockMsMax,
  idle_in_transaction_session_timeout: idleInTransactionMsMax,
  query_timeout: answerMsMax,
};

/** The database cannot be used; the message is for the person who starts the server. */
export class DatabaseError extends Error {}

/**
 * Connects, checks and migrates. Fails with a {@link DatabaseError} when the server cannot be reached, is too old, or
 * holds a schema newer than this program knows.
 */
export async function openDatabase(config: pg.PoolConfig, layOut: Preparation = async () => {}): Promise<Pool> {
  await prepare(config, layOut);
  const onConnect = (client: pg.ClientBase) => client.query(planByKey).then(() => {});
  // A batch sends all that it writes at once, instead of waiting for each answer before the next statement.
  return openPool({ ...timeouts, ...config, pipeline: true, onConnect });
}

/** What is done to a database once it is migrated, while no other server prepares it. */
type Preparation = (client: pg.PoolClient) => Promise<void>;

/** On a connection without bounds: a migration takes as long as it takes, and so does waiting for another server's. */
async function prepare(config: pg.PoolConfig, layOut: Preparation): Promise<void> {
  const pool = openPool({ ...config, max: 1 });
  try {
    await checkVersion(pool);
    await migrateUp(pool, layOut);
  } finally {
    await pool.end();
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

async function migrateUp(pool: Pool, layOut: Preparation): Promise<void> {
  await whilePreparing(pool, async (client) => {
    await refuseNewer(client);
    const folders = { migrationsFolder, migrationsSchema: "millrace_migrations" };
    await despiteConflicts(() => migrate(drizzle(client), folders));
    await despiteConflicts(() => layOut(client));
  });
}

/** Each is one transaction on tables that other servers work with; of two that wait for each other, one is ended. */
async function despiteConflicts(work: () => Promise<void>): Promise<void> {
  for (let conflicts = 1; ; conflicts += 1)
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error) || conflicts > preparingConflictsMax) throw error;
      await pauseAfterConflict(conflicts);
    }
}

/** Prepares the database alone: servers that start at once on an empty one would all create the same things. */
export async function whilePreparing(pool: Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("set lock_timeout = 0; set statement_timeout = 0");
    const lock = { text: "select pg_advisory_lock(hashtext('millrace migrations'))", query_timeout: preparingMsMax };
    await client.query(lock);
    await work(client);
  } finally {
    const text = "select pg_advisory_unlock_all(); reset lock_timeout; reset statement_timeout";
    await client.query(text).catch(() => {});
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

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error && error.message ? error.message : String((error as { code?: string }).code ?? error);
}

/**
 * Runs `work` in one transaction: committed with its answer, rolled back with its error. Run again when another
 * transaction had to go first, and when the connection was lost before anything could have been committed.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const outage = new Outage();
  for (let conflicts = 0; ; ) {
    const tried = await tryTransaction(pool, work);
    if (tried.isDone) return tried.answer;
    const { error, isCommitting } = tried;
    if (isConflict(error) && conflicts < conflictsMax) {
      conflicts += 1;
      await pauseAfterConflict(conflicts);
    } else if (isCommitting || !isLostConnection(error) || !(await outage.isWorthWaiting())) throw error;
  }
}

type Tried<T> = { isDone: true; answer: T } | { isDone: false; error: unknown; isCommitting: boolean };

async function tryTransaction<T>(pool: Pool, work: (tx: pg.PoolClient) => Promise<T>): Promise<Tried<T>> {
  let isCommitting = false;
  let tx: pg.PoolClient | null = null;
  try {
    tx = await pool.connect();
    await tx.query("begin");
    const answer = await work(tx);
    isCommitting = true;
    await committed(tx);
    tx.release();
    return { isDone: true, answer };
  } catch (error) {
    await giveUp(tx, error);
    return { isDone: false, error, isCommitting };
  }
}

/** Rolls a transaction back after an error. A connection that does not answer is not asked, and nobody else gets it. */
export async function giveUp(tx: pg.PoolClient | null, error: unknown): Promise<void> {
  if (!tx) return;
  if (isLostConnection(error)) return tx.release(true);
  try {
    await tx.query("rollback");
    tx.release();
  } catch {
    tx.release(true);
  }
}
