import { type SQL, sql } from "drizzle-orm";
import type { FieldKind } from "./field.ts";
import { invalid, parameter } from "./parameter.ts";
import type { Item } from "./search.ts";

export interface SortField {
  readonly name: string;
  /** SQL of the column. */
  readonly column: string;
  readonly kind: FieldKind;
  readonly isDescending: boolean;
}

/** A place in an ordered list: the sort values of an item, so that it stays true while rows come and go. */
export const encodeCursor = (sort: readonly SortField[], item: Item): string =>
  Buffer.from(JSON.stringify(sort.map(({ name }) => item[name] ?? null))).toString("base64");

export function decodeCursor(cursor: string, length: number, path: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    if (Array.isArray(values) && values.length === length) return values;
  } catch {
    // Refused below, like every other text that is no cursor of ours.
  }
  throw invalid(path, "a cursor of an earlier answer with the same sort", cursor);
}

/** Rows behind the place: later in the first field, or equal in it and behind in the rest. Nulls come last. */
export function seek(sort: readonly SortField[], values: readonly unknown[], path: string): SQL {
  const [field, ...rest] = sort;
  const [value, ...later] = values;
  if (!field) return sql`false`;
  const column = sql.raw(field.column);
  const behind = seek(rest, later, path);
  if (value === null || value === undefined)
    return field.isDescending
      ? sql`(${column} is not null or (${column} is null and ${behind}))`
      : sql`(${column} is null and ${behind})`;
  const at = parameter(field.kind, value, path);
  return field.isDescending
    ? sql`(${column} < ${at} or (${column} = ${at} and ${behind}))`
    : sql`(${column} > ${at} or ${column} is null or (${column} = ${at} and ${behind}))`;
}
