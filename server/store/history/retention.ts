import type { Client } from "pg";
import { beginRange, newestRange } from "../keys.ts";
import { inOne } from "./inOne.ts";
import type { Layout } from "./layout.ts";
import { detachRange, dropRange, leftRanges, partitionName, rangesOf, startOfRange } from "./ranges.ts";
import { uncount } from "./statistics.ts";
import { instanceTables } from "./tables.ts";

/** What a look at the history has removed. */
export interface Removed {
  /** Ranges whose partitions were dropped. */
  readonly ranges: number[];
  /** Instances whose rows were deleted one by one, because their range holds others that stay. */
  instances: number;
}

/** Instances that are deleted in one transaction. */
const sliceSize = 500;

/**
 * Days for which a range that has to go anyway is waited for. Deleting rows costs as much as writing them; dropping a
 * partition costs nothing. No range is begun for longer than this either.
 */
const rangeDaysMax = 7;

const dayMs = 86_400_000;

/**
 * The instances that a policy lets go at an instant ($1): ended longer ago than it says, with everything that they called
 * or were called by, as what a called process has done can be undone until its caller ends. $2 and $3 bound the keys.
 */
const expired = `
  select i.key from millrace.process_instance i
  left join millrace.retention_policy own on own.process_id = i.process_id
  left join millrace.retention_policy others on others.process_id = ''
  where i.key >= $2 and i.key < $3
    and i.ended_at <= $1::timestamptz - make_interval(days => case when own.process_id is null then others.days else own.days end)
    and not exists (select 1 from millrace.process_instance f where f.root_key = i.root_key and f.state = 'ACTIVE')`;

/** Decisions that no process asked for ($2 and $3 bound the keys). They belong to no process: the policy of all others is theirs. */
const evaluated = `
  select d.process_instance_key as key from millrace.decision_instance d
  left join millrace.retention_policy others on others.process_id = ''
  where d.process_definition_key is null and d.process_instance_key >= $2 and d.process_instance_key < $3`;

/** They go at an instant ($1). */
const isOld = "coalesce(d.evaluated_at <= $1::timestamptz - make_interval(days => others.days), false)";

/** Removes what no policy keeps any longer. One node at a time; on a connection of its own, as it may take minutes. */
export async function removeExpired(db: Client, layout: Layout, nowMs: number): Promise<Removed> {
  const removed: Removed = { ranges: [], instances: 0 };
  const { rows } = await db.query<{ has: boolean }>(
    "select exists (select 1 from millrace.retention_policy where days is not null) as has",
  );
  if (layout !== "range") {
    if (rows[0]?.has) removed.instances += await deleteExpired(db, { from: 0n, to: 2n ** 63n - 1n, nowMs });
    return removed;
  }
  for (const number of await leftRanges(db)) await drop(db, number, removed);
  if (!rows[0]?.has) return removed;
  const inUse = await rangeInUse(db, nowMs);
  // The first one also holds everything before it: what was in the tables when they were cut into ranges.
  let from = 0n;
  for (const number of await rangesOf(db)) {
    if (number < inUse.number) await removeFrom(db, number, { from, to: startOfRange(number + 1), nowMs }, removed);
    from = startOfRange(number + 1);
  }
  // So that old instances leave in weekly steps, however few they are.
  if (inUse.sinceMs !== null && nowMs - inUse.sinceMs >= rangeDaysMax * dayMs) await beginRange(db, inUse.number + 1);
  return removed;
}

async function removeFrom(db: Client, number: number, stretch: Stretch, removed: Removed): Promise<void> {
  if (!(await isAnyKept(db, stretch))) return drop(db, number, removed);
  // It will go as a whole soon.
  if (!(await isAnyKept(db, { ...stretch, nowMs: stretch.nowMs + rangeDaysMax * dayMs }))) return;
  removed.instances += await deleteExpired(db, stretch);
}

interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
  readonly nowMs: number;
}

async function isAnyKept(db: Client, { from, to, nowMs }: Stretch): Promise<boolean> {
  const running = await db.query(
    "select 1 from millrace.process_instance where key >= $1 and key < $2 and state = 'ACTIVE' limit 1",
    [from, to],
  );
  if (running.rows.length > 0) return true;
  const evaluations = await db.query(`${evaluated} and not (${isOld}) limit 1`, [new Date(nowMs), from, to]);
  if (evaluations.rows.length > 0) return true;
  const { rows } = await db.query<{ is: boolean }>(
    `select exists (select key from millrace.process_instance where key >= $2 and key < $3 except (${expired})) as is`,
    [new Date(nowMs), from, to],
  );
  return rows[0]?.is ?? true;
}

/** Detached first: what is counted of it is taken off the statistic in the transaction that drops it. */
async function drop(db: Client, number: number, removed: Removed): Promise<void> {
  await detachRange(db, number);
  await inOne(db, async () => {
    const elements = `millrace.${partitionName("element_instance", number)}`;
    const instances = `millrace.${partitionName("process_instance", number)}`;
    const { rows } = await db.query<{ are: boolean }>("select to_regclass($1) is not null as are", [elements]);
    // A server of an earlier version has dropped those that it knows of.
    if (rows[0]?.are) await uncount(db, { elements, instances });
    await dropRange(db, number);
  });
  removed.ranges.push(number);
}

async function deleteExpired(db: Client, stretch: Stretch): Promise<number> {
  await deleteEvaluations(db, stretch);
  const { from, to, nowMs } = stretch;
  let count = 0;
  for (let next = from; ; ) {
    const { rows } = await db.query<{ key: string }>(`${expired} order by i.key limit ${sliceSize}`, [
      new Date(nowMs),
      next,
      to,
    ]);
    const keys = rows.map(({ key }) => key);
    const last = keys.at(-1);
    if (last === undefined) return count;
    await inOne(db, () => deleteInstances(db, keys));
    count += keys.length;
    next = BigInt(last) + 1n;
  }
}

async function deleteEvaluations(db: Client, { from, to, nowMs }: Stretch): Promise<void> {
  for (;;) {
    const slice = `${evaluated} and ${isOld} limit ${sliceSize}`;
    const { rows } = await db.query<{ key: string }>(slice, [new Date(nowMs), from, to]);
    if (rows.length === 0) return;
    const keys = rows.map(({ key }) => key);
    await db.query("delete from millrace.decision_instance where process_instance_key = any($1::bigint[])", [keys]);
  }
}

async function deleteInstances(db: Client, keys: readonly string[]): Promise<void> {
  await uncount(db, { elements: "millrace.element_instance", instances: "millrace.process_instance", keys });
  for (const { name, keyColumn } of instanceTables)
    await db.query(`delete from millrace.${name} where ${keyColumn} = any($1::bigint[])`, [keys]);
}

/** Servers may hold keys of a range for some minutes after the next one was begun. */
const settledMs = 3_600_000;

/** The range that new instances come into, and when its first one did; an older one while servers may still use that. */
async function rangeInUse(db: Client, nowMs: number): Promise<{ number: number; sinceMs: number | null }> {
  const number = await newestRange(db);
  const sinceMs = await beginningOf(db, number);
  if (number === 0 || (sinceMs !== null && nowMs - sinceMs >= settledMs)) return { number, sinceMs };
  return { number: number - 1, sinceMs: null };
}

async function beginningOf(db: Client, number: number): Promise<number | null> {
  const { rows } = await db.query<{ beganAt: Date | null }>(
    `select least((select started_at from millrace.process_instance where key >= $1 order by key limit 1),
                  (select evaluated_at from millrace.decision_instance where process_instance_key >= $1
                   order by process_instance_key limit 1)) as "beganAt"`,
    [startOfRange(number)],
  );
  return rows[0]?.beganAt?.getTime() ?? null;
}
