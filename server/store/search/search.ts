import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { parseJson } from "../../../engine/feel/exactJson.ts";
import type { Database } from "../reading.ts";
import { decodeCursor, encodeCursor, type SortField, seek } from "./cursor.ts";
import type { Join, Resource } from "./field.ts";
import { invalid, ownValue } from "./parameter.ts";
import { type Filter, whereOf } from "./where.ts";

/** A search as the API's callers write it. */
export interface SearchRequest {
  readonly filter?: Filter;
  readonly sort?: readonly { field: string; order?: string }[];
  readonly page?: { from?: number; limit?: number; after?: string; before?: string };
}

export type Item = Record<string, unknown>;

export interface SearchAnswer {
  readonly items: Item[];
  readonly page: {
    /** At most {@link countMax}. */
    totalItems: number;
    hasMoreTotalItems: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Counting further costs as much as reading; the answer then says that there are more. */
const countMax = 10_000;

/**
 * So few are read and then sorted. Postgres cannot know how few there are of a rare value, takes the index that has the
 * order instead, and looks through everything in it for the last of them: a second for a million tasks.
 */
const sortedMax = 1_000;

const limitDefault = 100;
const limitMax = 10_000;

/** One page of a resource, ordered by the sort fields and then by key. */
export async function search(db: Database, resource: Resource, request: SearchRequest): Promise<SearchAnswer> {
  const where = whereOf(resource, request.filter ?? {});
  const sort = sortOf(resource, request.sort ?? []);
  const page = onePlace(request.page ?? {});
  const limit = limitOf(page.limit);
  const isBackward = page.before !== undefined;
  const order = isBackward ? sort.map(({ isDescending, ...rest }) => ({ ...rest, isDescending: !isDescending })) : sort;
  const cursor = page.after ?? page.before;
  const path = isBackward ? "/page/before" : "/page/after";
  const from = cursor === undefined ? sql`true` : seek(order, decodeCursor(cursor, sort.length, path), path);
  const offset = offsetOf(page.from);
  const count = await countOf(db, resource, where);
  const query = { where: sql`${where} and ${from}`, order, limit, offset, isSmall: count <= sortedMax };
  const rows = await rowsOf(db, resource, query);
  const items = (isBackward ? rows.reverse() : rows).map((row) => itemOf(resource, row));
  return {
    items,
    page: {
      totalItems: Math.min(count, countMax),
      hasMoreTotalItems: count > countMax,
      startCursor: items[0] ? encodeCursor(sort, items[0]) : null,
      endCursor: items.at(-1) ? encodeCursor(sort, items.at(-1) ?? {}) : null,
    },
  };
}

/** The one item that the filter finds. */
export async function findOne(db: Database, resource: Resource, filter: Filter): Promise<Item | undefined> {
  const sort = sortOf(resource, []);
  const [row] = await rowsOf(db, resource, {
    where: whereOf(resource, filter),
    order: sort,
    limit: 1,
    offset: 0,
    isSmall: true,
  });
  return row && itemOf(resource, row);
}

interface Query {
  readonly where: SQL;
  readonly order: readonly SortField[];
  readonly limit: number;
  readonly offset: number;
  /** At most {@link sortedMax} rows meet the condition. */
  readonly isSmall: boolean;
}

async function rowsOf(db: Database, resource: Resource, query: Query): Promise<Item[]> {
  const { where, order, limit, offset, isSmall } = query;
  const { table, alias, joins } = resource;
  const columns = Object.entries(resource.fields).map(([name, field]) => sql.raw(`${field.sql} as "${name}"`));
  const orderBy = order.map(({ column, isDescending }) =>
    sql.raw(`${column} ${isDescending ? "desc nulls first" : "asc nulls last"}`),
  );
  const sorted = sql`order by ${sql.join(orderBy, sql`, `)}`;
  const page = sql`${sorted} limit ${limit} offset ${offset}`;
  const all = sql`select ${sql.join(columns, sql`, `)} from`;
  if (!isSmall)
    return selected(db, sql`${all} ${sql.raw(`${table} ${alias}`)} ${joined(joins)} where ${where} ${page}`);
  // What ends with "offset 0" is planned by itself, without a thought of the order.
  const name = sql.raw(alias);
  const few = sql`(select ${name}.* from ${found(resource, where)} offset 0) ${name}`;
  // Ordered by columns of its own, a table is joined for the page alone.
  if (order.some(({ column }) => !new RegExp(`^${alias}\\.\\w+$`).test(column)))
    return selected(db, sql`${all} ${few} ${joined(joins)} ${page}`);
  return selected(db, sql`${all} (select ${name}.* from ${few} ${page}) ${name} ${joined(joins)} ${sorted}`);
}

const selected = async (db: Database, statement: SQL): Promise<Item[]> => (await db.execute<Item>(statement)).rows;

async function countOf(db: Database, resource: Resource, where: SQL): Promise<number> {
  const { rows } = await db.execute<{ count: string }>(sql`
    select count(*) as count from (select 1 from ${found(resource, where)} limit ${countMax + 1}) as counted`);
  return Number(rows[0]?.count ?? 0);
}

/** The rows of the resource's table that meet a condition, joined with what the condition names and with nothing else. */
function found({ table, alias, joins }: Resource, where: SQL): SQL {
  let named = dialect.sqlToQuery(where).sql;
  const needed = joins.toReversed().filter((join) => {
    const isNamed = new RegExp(`\\b${join.alias}\\.`).test(named);
    if (isNamed) named += join.sql;
    return isNamed;
  });
  return sql`${sql.raw(`${table} ${alias}`)} ${joined(needed.reverse())} where ${where}`;
}

/** To read the SQL of a condition; values are not in it. */
const dialect = new PgDialect();

const joined = (joins: readonly Join[]): SQL => sql.raw(joins.map((join) => join.sql).join(" "));

/** As the API writes it; the driver has done the rest. */
function itemOf(resource: Resource, row: Item): Item {
  const item: Item = {};
  for (const [name, { kind }] of Object.entries(resource.fields)) {
    const value = row[name];
    // drizzle hands instants over as Postgres writes them.
    if (kind === "instant" && typeof value === "string") item[name] = new Date(value).toISOString();
    else if (kind === "json" && typeof value === "string") item[name] = parseJson(value);
    else item[name] = value;
  }
  return item;
}

function sortOf(resource: Resource, sort: readonly { field: string; order?: string }[]): SortField[] {
  const asked = sort.length === 0 && resource.order ? [{ field: resource.order }] : sort;
  const fields = asked.map(({ field: name, order = "ASC" }: { field: string; order?: string }, at): SortField => {
    const field = ownValue(resource.fields, name);
    // JSON has no order.
    if (!field || field.kind === "json")
      throw invalid(`/sort/${at}/field`, `one of ${Object.keys(resource.fields).join(", ")}`, name);
    if (!/^(asc|desc)$/i.test(order)) throw invalid(`/sort/${at}/order`, "ASC or DESC", order);
    return { name, column: field.sql, kind: field.kind, isDescending: /^desc$/i.test(order) };
  });
  const key = resource.fields[resource.keyField];
  if (!key || fields.some(({ name }) => name === resource.keyField)) return fields;
  // Equals follow the direction of what they are equal in, so that "newest first" is so to the last.
  const isDescending = fields.at(-1)?.isDescending ?? false;
  return [...fields, { name: resource.keyField, column: key.sql, kind: key.kind, isDescending }];
}

/** A page begins at one place. */
function onePlace(page: NonNullable<SearchRequest["page"]>) {
  const [first, second] = (["from", "after", "before"] as const).filter((name) => page[name] !== undefined);
  if (second !== undefined) throw invalid(`/page/${second}`, `nothing beside ${first}`, page[second]);
  return page;
}

function limitOf(limit: number | undefined): number {
  if (limit === undefined) return limitDefault;
  if (!Number.isInteger(limit) || limit < 0 || limit > limitMax)
    throw invalid("/page/limit", `a whole number from 0 to ${limitMax}`, limit);
  return limit;
}

function offsetOf(from: number | undefined): number {
  if (from === undefined) return 0;
  if (!Number.isSafeInteger(from) || from < 0) throw invalid("/page/from", "a whole number, at least 0", from);
  return from;
}
