import type { PoolClient } from "pg";
import { inOne } from "./inOne.ts";
import { historyTables } from "./tables.ts";

/**
 * A range holds the instances whose keys have the same bits above these: 2²¹ of them, as each has 2²² keys of its own
 * (`engine/keys.ts`). So the tables of ten million instances have five partitions, of which the newest is in memory.
 */
const rangeBits = 43n;

/** The number of the range that an instance belongs to. */
export const rangeOf = (processInstanceKey: bigint): number => Number(processInstanceKey >> rangeBits);

/** The first key of a range. */
export const startOfRange = (number: number): bigint => BigInt(number) << rangeBits;

export const partitionName = (table: string, number: number): string => `${table}_p${number}`;

type Connection = Pick<PoolClient, "query">;

/** The ranges that have partitions, the oldest first. */
export async function rangesOf(db: Connection): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>(
    `select substring(c.relname from '\\d+$')::int as number
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'millrace.journal'::regclass and c.relname ~ '_p\\d+$' and not i.inhdetachpending order by 1`,
  );
  return rows.map(({ number }) => number);
}

/**
 * Makes the partitions of all ranges up to one, where they are missing: a server of an earlier version, which still runs
 * beside this one, makes those that it knows of. A new table is attached, which lets others read and write meanwhile;
 * made as a partition at once it would wait for every transaction and hold up all that come after.
 */
export async function makeRanges(db: Connection, until: number): Promise<void> {
  await inOne(db, async () => {
    await db.query("select pg_advisory_xact_lock(hashtext('millrace ranges'))");
    const numbers = await rangesOf(db);
    for (let next = (numbers.at(-1) ?? -1) + 1; next <= until; next++) numbers.push(next);
    const there = new Set(await partitions(db));
    for (const number of numbers)
      for (const { name } of historyTables)
        if (!there.has(partitionName(name, number))) await makePartition(db, name, number);
  });
}

/** Names of all that are there, those that are about to be dropped as well. */
async function partitions(db: Connection): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'millrace'::regnamespace and relkind = 'r' and relname ~ $1",
    [partitionPattern],
  );
  return rows.map(({ name }) => name);
}

const partitionPattern = `^(${historyTables.map(({ name }) => name).join("|")})_p\\d+$`;

async function makePartition(db: Connection, name: string, number: number): Promise<void> {
  const partition = `millrace.${partitionName(name, number)}`;
  await db.query(`create table ${partition} (like millrace.${name} including all)`);
  await db.query(
    `alter table millrace.${name} attach partition ${partition}
       for values from (${startOfRange(number)}) to (${startOfRange(number + 1)})`,
  );
}

/**
 * Takes the partitions of a range out of their tables, without a lock that anybody would wait for; what an earlier
 * attempt has left half done is finished. Not in a transaction.
 */
export async function detachRange(db: Connection, number: number): Promise<void> {
  for (const { name } of historyTables) {
    const partition = `millrace.${partitionName(name, number)}`;
    const { rows } = await db.query<{ isPending: boolean }>(
      `select inhdetachpending as "isPending" from pg_inherits where inhrelid = to_regclass($1)`,
      [partition],
    );
    const how = rows[0]?.isPending ? "finalize" : "concurrently";
    if (rows.length > 0) await db.query(`alter table millrace.${name} detach partition ${partition} ${how}`);
  }
}

/** Drops what was a range of the tables, with everything in it. */
export async function dropRange(db: Connection, number: number): Promise<void> {
  for (const { name } of historyTables) await db.query(`drop table if exists millrace.${partitionName(name, number)}`);
}

/**
 * Ranges that somebody has begun to detach and has not dropped; a server of an earlier version leaves the tables that it
 * does not know.
 */
export async function leftRanges(db: Connection): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>(
    `with attached as (
       select c.relname, i.inhparent = 'millrace.journal'::regclass as is_journal,
              substring(c.relname from '\\d+$')::int as number
       from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where c.relnamespace = 'millrace'::regnamespace and not i.inhdetachpending)
     select distinct substring(c.relname from '\\d+$')::int as number from pg_class c
     where c.relnamespace = 'millrace'::regnamespace and c.relkind = 'r' and c.relname ~ $1
       and (c.relname not in (select relname from attached)
            or substring(c.relname from '\\d+$')::int not in (select number from attached where is_journal))
     order by 1`,
    [partitionPattern],
  );
  return rows.map(({ number }) => number);
}
