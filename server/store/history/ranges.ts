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
     where i.inhparent = 'millrace.journal'::regclass and not i.inhdetachpending order by 1`,
  );
  return rows.map(({ number }) => number);
}

/**
 * Makes the partitions of all ranges up to one, where they are missing. A new table is attached, which lets others read
 * and write meanwhile; made as a partition at once it would wait for every transaction and hold up all that come after.
 */
export async function makeRanges(db: Connection, until: number): Promise<void> {
  await inOne(db, async () => {
    await db.query("select pg_advisory_xact_lock(hashtext('millrace ranges'))");
    const newest = (await rangesOf(db)).at(-1) ?? -1;
    for (let number = newest + 1; number <= until; number++)
      for (const { name } of historyTables) {
        const partition = `millrace.${partitionName(name, number)}`;
        await db.query(`create table ${partition} (like millrace.${name} including all)`);
        await db.query(
          `alter table millrace.${name} attach partition ${partition}
             for values from (${startOfRange(number)}) to (${startOfRange(number + 1)})`,
        );
      }
  });
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
  for (const { name } of historyTables) await db.query(`drop table millrace.${partitionName(name, number)}`);
}

/** Ranges that somebody has begun to detach and has not dropped. */
export async function leftRanges(db: Connection): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>(
    `select distinct substring(c.relname from '\\d+$')::int as number from pg_class c
     left join pg_inherits i on i.inhrelid = c.oid
     where c.relnamespace = 'millrace'::regnamespace and c.relkind = 'r' and c.relname ~ $1
       and (i.inhrelid is null or i.inhdetachpending) order by 1`,
    [`^(${historyTables.map(({ name }) => name).join("|")})_p\\d+$`],
  );
  return rows.map(({ number }) => number);
}
