import { getTableColumns, getTableName } from "drizzle-orm";
import type { AnyPgTable } from "drizzle-orm/pg-core";
import type { PoolClient } from "pg";
import { arrayBytes } from "./arrayBytes.ts";
import { arrayText, digitsText } from "./arrayText.ts";
import { together } from "./together.ts";

/** A row of a drizzle table under its TypeScript names. */
export type RowOf<T extends AnyPgTable> = T["$inferInsert"];

interface ColumnInfo {
  readonly property: string;
  readonly name: string;
  readonly type: string;
}

/** How a table is written: its columns as drizzle knows them but for those that Postgres counts, looked up once. */
export interface BulkTable {
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
}

const snake = (property: string) => property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export function bulkTable(table: AnyPgTable): BulkTable {
  const written = Object.entries(getTableColumns(table)).filter(([, column]) => !column.generatedIdentity);
  const columns = written.map(([property, column]) => ({
    property,
    name: snake(property),
    type: column.getSQLType(),
  }));
  return { name: `millrace.${getTableName(table)}`, columns };
}

/**
 * Inserts all rows with one statement. Set-based, because a statement per row costs a round trip per row; unnest,
 * because its text does not depend on the number of rows and stays prepared.
 */
export async function insertAll(
  tx: PoolClient,
  table: BulkTable,
  rows: readonly object[],
  onConflict = "",
): Promise<void> {
  if (rows.length === 0) return;
  const names = table.columns.map((column) => column.name).join(", ");
  const text = `insert into ${table.name} (${names}) select ${selected(table.columns)} from unnest(${unnested(table.columns)}) as u(${names}) ${onConflict}`;
  await tx.query({ name: `insert ${table.name}`, text, values: transposed(table.columns, rows) });
}

/** Deletes the rows with these values in two key columns, with one statement. */
export async function deleteAll(
  tx: PoolClient,
  table: BulkTable,
  columns: readonly [string, string],
  pairs: readonly (readonly [string, string])[],
): Promise<void> {
  if (pairs.length === 0) return;
  const [first, second] = columns;
  await tx.query({
    name: `delete ${table.name}`,
    text: `delete from ${table.name} t using unnest($1::bigint[], $2::bigint[]) u(one, other)
           where t.${first} = u.one and t.${second} = u.other`,
    values: [pairs.map(([one]) => one), pairs.map(([, other]) => other)],
  });
}

/** Changes to rows of one table, by `(process instance, key)`; every change of a group sets the same columns. */
export interface RowChange {
  readonly processInstanceKey: string;
  readonly key: string;
  readonly set: Readonly<Record<string, unknown>>;
}

/** Updates all rows with one statement for each set of changed columns; in practice there are one to three. */
export async function updateAll(tx: PoolClient, table: BulkTable, changes: readonly RowChange[]): Promise<void> {
  const groups = Map.groupBy(changes, ({ set }) => Object.keys(set).sort().join(","));
  await together([...groups].map(([properties, group]) => updateGroup(tx, table, properties.split(","), group)));
}

async function updateGroup(
  tx: PoolClient,
  table: BulkTable,
  properties: readonly string[],
  changes: readonly RowChange[],
): Promise<void> {
  const ids = table.columns.filter(({ property }) => property === "processInstanceKey" || property === "key");
  const columns = table.columns.filter(({ property }) => properties.includes(property));
  const all = [...ids, ...columns];
  const assignments = columns.map((column) => `${column.name} = ${newValue(column)}`).join(", ");
  const where = ids.map(({ name }) => `t.${name} = u.${name}`).join(" and ");
  const text = `update ${table.name} t set ${assignments} from unnest(${unnested(all)}) as u(${all.map(({ name }) => name).join(", ")}) where ${where}`;
  const rows = changes.map(({ processInstanceKey, key, set }) => ({ ...set, processInstanceKey, key }));
  await tx.query({
    name: `update ${table.name} ${all.map((column) => table.columns.indexOf(column)).join(",")}`,
    text,
    values: transposed(all, rows),
  });
}

// unnest would flatten an array column, so arrays travel as their text and are cast back.
const isArray = (column: ColumnInfo) => column.type.endsWith("[]");
const newValue = (column: ColumnInfo) => (isArray(column) ? `u.${column.name}::${column.type}` : `u.${column.name}`);
const selected = (columns: readonly ColumnInfo[]) => columns.map(newValue).join(", ");
const unnested = (columns: readonly ColumnInfo[]) =>
  columns.map((column, at) => `$${at + 1}::${isArray(column) ? "text" : column.type}[]`).join(", ");

/** One array per column. */
const transposed = (columns: readonly ColumnInfo[], rows: readonly object[]): (string | Buffer)[] =>
  columns.map((column) => {
    const values = rows.map((row) => (row as Record<string, unknown>)[column.property]);
    if (column.type === "bytea") return arrayBytes(values, "bytea");
    if (column.type === "text" && isLong(values[0])) return arrayBytes(values, "text");
    return column.type === "bigint" ? digitsText(values) : arrayText(values, isArray(column));
  });

/** Characters from which on a text is likely to be JSON, or no shorter for being escaped. */
const longLength = 40;

const isLong = (value: unknown) => typeof value === "string" && value.length > longLength;
