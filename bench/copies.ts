import type { Pool } from "pg";
import { makeRanges, rangeOf, rangesOf } from "../server/store/history/ranges.ts";
import { type Column, type Row, type Table, tablesOf, textRows } from "./rows.ts";

/** SQL of the values that differ from copy to copy, by `table.column`; `n.number` is the number of the copy. */
export type Varied = Readonly<Record<string, string>>;

/** Copies that one statement writes: some hundred thousand rows, which take about a second. */
const copiesPerStatement = 50_000;

/** Instances that one number of the key sequence is worth (`server/store/keys.ts`). */
const instancesPerNumber = 500;

/** An instance's key is its number times this (`engine/keys.ts`). */
const keysPerInstance = 2n ** 22n;

/**
 * Fills the tables with copies of one instance under keys of their own, as if so many had been executed. Its rows are
 * read from the tables, so that copies equal what Millrace has written, whatever the schema will be. The keys are taken
 * from the sequence that servers take theirs from, so what servers start later comes behind the copies.
 */
export async function copyInstance(pool: Pool, example: bigint, count: number, varied: Varied = {}): Promise<void> {
  const statements: string[] = [];
  for (const table of await tablesOf(pool)) {
    const rows = await textRows(pool, table, String(example));
    if (rows.length > 0) statements.push(statementOf(table, rows, example, varied));
  }
  const first = await reserveNumbers(pool, count);
  await makeRangesFor(pool, first + count);
  for (let from = 0; from < count; from += copiesPerStatement) {
    const bounds = [first + from, first + Math.min(count, from + copiesPerStatement) - 1];
    await Promise.all(statements.map((statement) => pool.query(statement, bounds)));
  }
}

/** Numbers of instances that no server will give: the first of `count`. */
async function reserveNumbers(pool: Pool, count: number): Promise<number> {
  const { rows } = await pool.query<{ block: string }>("select nextval('millrace.key_sequence')::text as block");
  const block = Number(rows[0]?.block ?? 1);
  await pool.query("select setval('millrace.key_sequence', $1)", [block + Math.ceil(count / instancesPerNumber)]);
  return (block - 1) * instancesPerNumber + 1;
}

/** Rows have a place up to this number; servers make theirs when they take keys. Other layouts have a place for all. */
async function makeRangesFor(pool: Pool, number: number): Promise<void> {
  const client = await pool.connect();
  try {
    if ((await rangesOf(client)).length > 0) await makeRanges(client, rangeOf(BigInt(number) * keysPerInstance));
  } finally {
    client.release();
  }
}

function statementOf(
  { name, columns, keyColumn }: Table,
  rows: readonly Row[],
  example: bigint,
  varied: Varied,
): string {
  const values = columns.map((column) => {
    const value = varied[`${name}.${column.name}`];
    return value ?? copied(column, rows, example);
  });
  const names = columns.map((column) => column.name).join(", ");
  return `insert into ${name} (${names}) select ${values.join(", ")}
    from generate_series($1::bigint, $2::bigint) as n(number), ${name} t where t.${keyColumn} = ${example} order by n.number`;
}

/** The example's value, with its keys moved to the copy. */
function copied({ name, type }: Column, rows: readonly Row[], example: bigint): string {
  const moved = (key: string) => `${key} - ${example} + n.number * ${keysPerInstance}`;
  const isOwn = (key: string) => `${key} between ${example} and ${example + keysPerInstance - 1n}`;
  if (type === "bigint") return `case when ${isOwn(`t.${name}`)} then ${moved(`t.${name}`)} else t.${name} end`;
  if (type === "bigint[]")
    return `array(select case when ${isOwn("k.key")} then ${moved("k.key")} else k.key end from unnest(t.${name}) with ordinality as k(key, at) order by k.at)`;
  if (type !== "text") return `t.${name}`;
  return keysWithin(rows, name, example).reduce(
    (text, key) => `replace(${text}, '"${key}"', '"' || (${moved(String(key))}) || '"')`,
    `t.${name}`,
  );
}

/** The instance's keys that stand in a column of JSON. */
function keysWithin(rows: readonly Row[], column: string, example: bigint): bigint[] {
  const found = rows.flatMap((row) =>
    [...(row[column] ?? "").matchAll(/"(\d+)"/g)].map(([, digits = ""]) => BigInt(digits)),
  );
  return [...new Set(found)].filter((key) => key >= example && key < example + keysPerInstance);
}
