import type pg from "pg";
import type { Pool } from "pg";
import { instanceKeyOf } from "../engine/keys.ts";
import { assert } from "../engine/result.ts";
import { completeCommand, jobKeyOf, oneTask, startCommand } from "./oneTask.ts";
import { openStore } from "./store.ts";

/** A column of a table that holds rows of process instances. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The column with the instance that a row belongs to. */
  readonly keyColumn: string;
}

/** Column values as Postgres writes them; null is SQL's. */
export type Row = Readonly<Record<string, string | null>>;

/** All rows of one process instance at one moment. */
export type Snapshot = ReadonlyMap<Table, readonly Row[]>;

/** What Millrace itself wrote for one instance. */
export interface Example {
  readonly instanceKey: bigint;
  readonly started: Snapshot;
  /** After a worker got the job; the lock is no part of what the baseline writes. */
  readonly locked: Snapshot;
  readonly ended: Snapshot;
}

/**
 * Lets Millrace run one instance and reads its rows back, so that the baseline writes the same rows into the same
 * tables with the same indexes, whatever the schema will be. The database is migrated afterwards.
 */
export async function exampleRows(connection: pg.PoolConfig): Promise<Example> {
  const { store, start } = await openStore(connection);
  try {
    const { events } = await store.startInstance(start, startCommand, "bench");
    const jobKey = jobKeyOf(events);
    const instanceKey = instanceKeyOf(jobKey);
    const tables = await tablesOf(store.pool);
    const started = await snapshot(store.pool, tables, instanceKey);
    await store.activateJobs({
      type: oneTask.jobType,
      worker: "bench",
      lockMs: 60_000,
      jobsMax: 1,
      variableNames: null,
      waitMs: 0,
      signal: new AbortController().signal,
    });
    const locked = await snapshot(store.pool, tables, instanceKey);
    const { isEnded } = await store.execute(instanceKey, completeCommand(jobKey), "bench");
    assert(isEnded, "the example instance ends");
    return {
      instanceKey: BigInt(instanceKey),
      started,
      locked,
      ended: await snapshot(store.pool, tables, instanceKey),
    };
  } finally {
    await store.close();
  }
}

/** The tables with a column `process_instance_key`, and that of the instances themselves. */
export async function tablesOf(pool: Pool): Promise<Table[]> {
  const { rows } = await pool.query<{ table: string } & Column>(
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
            a.attnum = any(i.indkey) as "isKey"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_index i on i.indrelid = c.oid and i.indisprimary
     where c.relnamespace = 'millrace'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and (c.relname = 'process_instance' or exists (
         select from pg_attribute k where k.attrelid = c.oid and k.attname = 'process_instance_key'))
     order by c.relname, a.attnum`,
  );
  const columns = Map.groupBy(rows, ({ table }) => table);
  return [...columns].map(([name, ofTable]) => ({
    name: `millrace.${name}`,
    columns: ofTable,
    keyColumn: ofTable.some((column) => column.name === "process_instance_key") ? "process_instance_key" : "key",
  }));
}

const asText = { getTypeParser: () => (value: string) => value };

async function snapshot(pool: Pool, tables: readonly Table[], instanceKey: string): Promise<Snapshot> {
  const found = new Map<Table, readonly Row[]>();
  for (const table of tables) {
    const rows = await textRows(pool, table, instanceKey);
    if (rows.length > 0) found.set(table, rows);
  }
  return found;
}

/** An instance's rows of one table. */
export async function textRows(pool: Pool, { name, keyColumn }: Table, instanceKey: string): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    text: `select * from ${name} where ${keyColumn} = $1`,
    values: [instanceKey],
    types: asText as unknown as pg.CustomTypesConfig,
  });
  return rows;
}
