import type { PoolClient } from "pg";
import { DatabaseError } from "../database.ts";
import { inOne } from "./inOne.ts";
import { makeRanges, partitionName, rangeOf, rangesOf, startOfRange } from "./ranges.ts";
import { historyTables, type InstanceTable, instanceTables } from "./tables.ts";

/**
 * How the tables of instances lie in the database: partitioned by ranges of instances, which age out by dropping
 * partitions; by hash of the instance, as distributed databases spread them; or whole, where the database itself
 * spreads them.
 */
export type Layout = "range" | "hash" | "citus" | "whole";

type Connection = Pick<PoolClient, "query">;

/** Partitions of a table by hash: enough to tell a statement that addresses one from a statement that asks all. */
const hashPartitions = 8;

/**
 * Lays the tables out: all of them at first, later those that a newer version has brought. Fails with a
 * {@link DatabaseError} when they lie otherwise already. To be called while no other server prepares the same database;
 * servers that run on meanwhile only wait.
 */
export async function layOut(db: Connection, wanted: Layout): Promise<void> {
  const found = await foundLayout(db);
  if (found !== wanted && found !== "whole")
    throw new DatabaseError(
      `The database was laid out as "${found}" and is to be used as "${wanted}": choose the MILLRACE_BACKEND that it was made with, or an empty database.`,
    );
  const tables = await notLaidOut(db, wanted);
  if (tables.length === 0) return;
  await inOne(db, async () => {
    if (wanted === "range") await cutIntoRanges(db, tables);
    else if (wanted === "hash") await cutByHash(db, tables);
    else await distribute(db, tables);
  });
  if (wanted === "range") await makeRanges(db, (await rangesOf(db)).at(-1) ?? 0);
}

/** Tables that are still as their migration made them and are to lie otherwise. */
async function notLaidOut(db: Connection, wanted: Layout): Promise<readonly InstanceTable[]> {
  if (wanted === "whole") return [];
  const done =
    wanted === "citus"
      ? "select 1 from pg_dist_partition d where d.logicalrelid = c.oid"
      : "select 1 from pg_partitioned_table p where p.partrelid = c.oid";
  // Before the first table is spread, Citus may not even be there; asking it to says so.
  if (wanted === "citus" && (await foundLayout(db)) === "whole") return instanceTables;
  const { rows } = await db.query<{ name: string }>(
    `select relname as name from pg_class c where relnamespace = 'millrace'::regnamespace and not exists (${done})`,
  );
  const names = new Set(rows.map(({ name }) => name));
  return (wanted === "range" ? historyTables : instanceTables).filter(({ name }) => names.has(name));
}

async function foundLayout(db: Connection): Promise<Layout> {
  const { rows } = await db.query<{ strategy: string | null; isDistributed: boolean }>(
    `select (select partstrat::text from pg_partitioned_table where partrelid = 'millrace.journal'::regclass) as strategy,
            to_regclass('pg_dist_partition') is not null as "isDistributed"`,
  );
  const [row] = rows;
  if (row?.strategy === "r") return "range";
  if (row?.strategy === "h") return "hash";
  if (!row?.isDistributed) return "whole";
  const { rows: tables } = await db.query(
    "select 1 from pg_dist_partition where logicalrelid = 'millrace.journal'::regclass",
  );
  return tables.length > 0 ? "citus" : "whole";
}

/** What is in the tables becomes the first partition; instances to come have the next ones. */
async function cutIntoRanges(db: Connection, tables: readonly InstanceTable[]): Promise<void> {
  const last = await firstRange(db);
  for (const table of tables) {
    const partition = partitionName(table.name, last);
    await putAside(db, table, partition);
    await makeParent(db, table, partition, "range");
    await db.query(
      `alter table millrace.${table.name} attach partition millrace.${partition}
         for values from (minvalue) to (${startOfRange(last + 1)})`,
    );
  }
}

/** The one that the other tables begin with; else the one after all instances that there are. */
async function firstRange(db: Connection): Promise<number> {
  const [first] = await rangesOf(db);
  if (first !== undefined) return first;
  const { rows } = await db.query<{ newest: string | null }>(
    "select max(key)::text as newest from millrace.process_instance",
  );
  // One more: servers that are running hold keys in hand that they have not used.
  return rows[0]?.newest === null || rows[0] === undefined ? 0 : rangeOf(BigInt(rows[0].newest)) + 1;
}

async function cutByHash(db: Connection, tables: readonly InstanceTable[]): Promise<void> {
  for (const table of tables) {
    const old = `${table.name}_old`;
    await putAside(db, table, old);
    await makeParent(db, table, old, "hash");
    for (let remainder = 0; remainder < hashPartitions; remainder++)
      await db.query(
        `create table millrace.${table.name}_h${remainder} partition of millrace.${table.name}
           for values with (modulus ${hashPartitions}, remainder ${remainder})`,
      );
    await db.query(`insert into millrace.${table.name} overriding system value select * from millrace.${old}`);
    await db.query(`drop table millrace.${old}`);
  }
}

/** Citus keeps rows of one instance together on one of its nodes; everything else stays on the coordinator. */
async function distribute(db: Connection, tables: readonly InstanceTable[]): Promise<void> {
  const [leading] = instanceTables;
  for (const { name, keyColumn } of tables)
    await db.query("select create_distributed_table($1, $2, colocate_with => $3)", [
      `millrace.${name}`,
      keyColumn,
      name === leading?.name ? "none" : `millrace.${leading?.name}`,
    ]);
}

/** Renames a table and its indexes, whose names the partitioned table is to have. */
async function putAside(db: Connection, { name }: InstanceTable, aside: string): Promise<void> {
  const suffix = aside.slice(name.length);
  const { rows: indexes } = await db.query<{ name: string }>(
    "select indexname as name from pg_indexes where schemaname = 'millrace' and tablename = $1",
    [name],
  );
  await db.query(`alter table millrace.${name} rename to ${aside}`);
  for (const index of indexes) await db.query(`alter index millrace.${index.name} rename to ${index.name}${suffix}`);
}

/** A partitioned table with the columns, the key and the indexes of the one that was put aside. */
async function makeParent(db: Connection, table: InstanceTable, aside: string, by: "range" | "hash"): Promise<void> {
  const { name, keyColumn } = table;
  const suffix = aside.slice(name.length);
  await db.query(
    `create table millrace.${name} (like millrace.${aside} including defaults including identity) partition by ${by} (${keyColumn})`,
  );
  const { rows: keys } = await db.query<{ name: string; definition: string }>(
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where conrelid = to_regclass($1) and contype = 'p'`,
    [`millrace.${aside}`],
  );
  for (const key of keys)
    await db.query(
      `alter table millrace.${name} add constraint ${key.name.slice(0, -suffix.length)} ${key.definition}`,
    );
  const { rows: indexes } = await db.query<{ definition: string }>(
    `select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = to_regclass($1) and not indisprimary`,
    [`millrace.${aside}`],
  );
  for (const { definition } of indexes) await db.query(definitionFor(definition, name, suffix));
}

/** The statement that makes an index, for the table that has taken the place of the one it was made on. */
const definitionFor = (definition: string, table: string, suffix: string) =>
  definition.replace(
    /^(CREATE (?:UNIQUE )?INDEX )(\S+) ON \S+ /,
    (_, head: string, index: string) => `${head}${index.slice(0, -suffix.length)} ON millrace.${table} `,
  );
