import type { ClientBase, PoolConfig } from "pg";
import type { Column, Example, Row, Snapshot, Table } from "./rows.ts";

/** One statement that writes rows of one table for any number of instances. */
export interface Write {
  readonly name: string;
  readonly text: string;
  readonly values: (instanceKeys: readonly bigint[]) => (string | null)[][];
}

/** What is committed together when instances start, and when they end. */
export interface BareWrites {
  readonly start: readonly Write[];
  readonly complete: readonly Write[];
}

/** Set-based statements that write, for any instances, what Millrace wrote for the example. */
export function bareWrites({ instanceKey, started, locked, ended }: Example): BareWrites {
  return {
    start: [...started].map(([table, rows]) => insertOf(table, rows, instanceKey)),
    complete: [...ended].flatMap(([table, rows]) => changesOf(table, locked, rows, instanceKey)),
  };
}

/**
 * The tables are empty when the statements are planned, and Postgres keeps a plan; without this it would go on reading
 * whole tables when they have grown. The baseline is the best form that we know.
 */
export const byIndex = (connection: PoolConfig): PoolConfig => ({
  ...connection,
  options: "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off",
});

/** One transaction; each statement waits for the one before, as in any program that uses `pg`. */
export async function commit(
  client: ClientBase,
  writes: readonly Write[],
  instanceKeys: readonly bigint[],
): Promise<void> {
  await client.query("begin");
  for (const { name, text, values } of writes) await client.query({ name, text, values: values(instanceKeys) });
  await client.query("commit");
}

function changesOf(table: Table, before: Snapshot, rows: readonly Row[], instanceKey: bigint): Write[] {
  const id = (row: Row) => table.columns.flatMap(({ name, isKey }) => (isKey ? [row[name]] : [])).join(" ");
  const known = new Map((before.get(table) ?? []).map((row) => [id(row), row]));
  const created = rows.filter((row) => !known.has(id(row)));
  const changedColumns = (row: Row) => table.columns.filter(({ name }) => row[name] !== known.get(id(row))?.[name]);
  const changed = rows.filter((row) => known.has(id(row)) && changedColumns(row).length > 0);
  const groups = Map.groupBy(changed, (row) =>
    changedColumns(row)
      .map(({ name }) => name)
      .join(),
  );
  const updates = [...groups.values()].flatMap((group) =>
    group[0] ? [updateOf(table, group, changedColumns(group[0]), instanceKey)] : [],
  );
  return created.length > 0 ? [insertOf(table, created, instanceKey), ...updates] : updates;
}

function insertOf(table: Table, rows: readonly Row[], instanceKey: bigint): Write {
  const { columns } = table;
  const names = columns.map(({ name }) => name).join(", ");
  const text = `insert into ${table.name} (${names}) select ${columns.map(newValue).join(", ")} from ${unnested(columns)}`;
  return { name: nameOf("insert", table, columns), text, values: valuesOf(columns, rows, instanceKey) };
}

function updateOf(table: Table, rows: readonly Row[], changed: readonly Column[], instanceKey: bigint): Write {
  const keys = table.columns.filter(({ isKey }) => isKey);
  const columns = [...keys, ...changed];
  const set = changed.map((column) => `${column.name} = ${newValue(column)}`).join(", ");
  const where = keys.map(({ name }) => `t.${name} = u.${name}`).join(" and ");
  const text = `update ${table.name} t set ${set} from ${unnested(columns)} where ${where}`;
  return { name: nameOf("update", table, columns), text, values: valuesOf(columns, rows, instanceKey) };
}

// unnest would flatten an array column, so arrays travel as their text and are cast back.
const isArray = ({ type }: Column) => type.endsWith("[]");
const newValue = (column: Column) => (isArray(column) ? `u.${column.name}::${column.type}` : `u.${column.name}`);
const unnested = (columns: readonly Column[]) =>
  `unnest(${columns.map((column, at) => `$${at + 1}::${isArray(column) ? "text" : column.type}[]`).join(", ")}) as u(${columns.map(({ name }) => name).join(", ")})`;

/** Postgres keeps 63 bytes of a prepared statement's name. */
const nameOf = (verb: string, { name }: Table, columns: readonly Column[]) =>
  `${verb} ${name} ${columns.length} ${columns.map((column) => column.name.at(-1)).join("")}`.slice(0, 63);

/** The example's values, with its keys moved to each instance. */
function valuesOf(columns: readonly Column[], rows: readonly Row[], exampleKey: bigint) {
  const makers = columns.map((column) => rows.map((row) => makerOf(column, row[column.name] ?? null, exampleKey)));
  return (instanceKeys: readonly bigint[]) =>
    makers.map((ofColumn) => instanceKeys.flatMap((instanceKey) => ofColumn.map((make) => make(instanceKey))));
}

type Maker = (instanceKey: bigint) => string | null;

function makerOf({ type }: Column, value: string | null, exampleKey: bigint): Maker {
  if (value === null || !type.startsWith("bigint")) return () => value;
  const keysOf = (text: string) => [...text.matchAll(/\d+/g)].map(([digits]) => BigInt(digits) - exampleKey);
  const offsets = keysOf(value);
  // Keys inside an instance are few; a number far from the example's own key belongs to something else.
  if (!offsets.some((offset) => offset >= 0n && offset < 1_000n)) return () => value;
  if (isArray({ name: "", type, isKey: false }))
    return (instanceKey) => `{${offsets.map((offset) => instanceKey + offset).join(",")}}`;
  const [offset = 0n] = offsets;
  return (instanceKey) => String(instanceKey + offset);
}
