import { type SQL, sql } from "drizzle-orm";
import { isKey } from "../../../engine/keys.ts";
import { Refused } from "../failures.ts";
import type { Field, FieldKind, Resource } from "./field.ts";

/** `{field: value}` or `{field: {$gte: value}}`; several are all true. */
export type Filter = Readonly<Record<string, unknown>>;

/** The condition of a filter. Unknown fields, operators and values of a wrong kind are refused with their path. */
export function whereOf(resource: Resource, filter: Filter, path = "/filter"): SQL {
  const conditions = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [conditionOf(resource, name, value, `${path}/${name}`)],
  );
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

function conditionOf(resource: Resource, name: string, value: unknown, path: string): SQL {
  if (name === "$or") return anyOf(resource, value, path);
  const special = resource.filters?.[name];
  if (special) return specialCondition(special, value, path);
  const field = resource.fields[name];
  if (!field) {
    const known = [...Object.keys(resource.fields), ...Object.keys(resource.filters ?? {})].sort();
    throw invalid(path, `one of the fields ${known.join(", ")}`, name);
  }
  if (!isOperators(value)) return compare(field, "$eq", value, path);
  const parts = Object.entries(value).map(([operator, operand]) =>
    compare(field, operator, operand, `${path}/${operator}`),
  );
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `);
}

function anyOf(resource: Resource, value: unknown, path: string): SQL {
  if (!Array.isArray(value) || value.length === 0) throw invalid(path, "a list of filters", value);
  const branches = value.map((filter, at) => whereOf(resource, filter as Filter, `${path}/${at}`));
  return sql`(${sql.join(branches, sql` or `)})`;
}

function specialCondition(special: { sql: string; kind: FieldKind }, value: unknown, path: string): SQL {
  const operand = isOperators(value) ? value.$eq : value;
  const [before = "", after = ""] = special.sql.split("$");
  return sql`${sql.raw(before)}${parameter(special.kind, operand, path)}${sql.raw(after)}`;
}

const comparisons: Readonly<Record<string, string>> = {
  $eq: "=",
  $neq: "<>",
  $gt: ">",
  $gte: ">=",
  $lt: "<",
  $lte: "<=",
};

function compare(field: Field, operator: string, operand: unknown, path: string): SQL {
  const column = sql.raw(field.sql);
  const comparison = comparisons[operator];
  if (comparison) return sql`${column} ${sql.raw(comparison)} ${parameterOf(field, operand, path)}`;
  switch (operator) {
    case "$exists":
      if (typeof operand !== "boolean") throw invalid(path, "true or false", operand);
      return operand ? sql`${column} is not null` : sql`${column} is null`;
    case "$in":
    case "$notIn": {
      if (!Array.isArray(operand) || operand.length === 0) throw invalid(path, "a list of values", operand);
      const list = sql.join(
        operand.map((item, at) => parameterOf(field, item, `${path}/${at}`)),
        sql`, `,
      );
      return operator === "$in" ? sql`${column} in (${list})` : sql`${column} not in (${list})`;
    }
    case "$like":
      if (typeof operand !== "string") throw invalid(path, "a text with * and ?", operand);
      return sql`${column}::text like ${likePattern(operand)}`;
    default:
      throw invalid(path, "one of $eq, $neq, $exists, $in, $notIn, $like, $gt, $gte, $lt, $lte", operator);
  }
}

/** `*` stands for any text and `?` for one character; a backslash makes either literal. */
const likePattern = (text: string) =>
  text.replace(/\\([*?])|([%_\\])|([*?])/g, (_, literal?: string, special?: string, wild?: string) =>
    literal ? literal : special ? `\\${special}` : wild === "*" ? "%" : "_",
  );

function parameterOf(field: Field, value: unknown, path: string): SQL {
  if (field.values && !field.values.includes(value as string))
    throw invalid(path, `one of ${field.values.join(", ")}`, value);
  return parameter(field.kind, value, path);
}

/** The value as a parameter of the field's kind. */
export function parameter(kind: FieldKind, value: unknown, path: string): SQL {
  switch (kind) {
    case "key":
      if (typeof value !== "string" || !isKey(value)) throw invalid(path, "a key: a string of digits", value);
      return sql`${value}::bigint`;
    case "text":
    case "json":
      if (typeof value !== "string") throw invalid(path, "a text", value);
      return sql`${value}::text`;
    case "integer":
      if (!Number.isInteger(value)) throw invalid(path, "a whole number", value);
      return sql`${value}::bigint`;
    case "boolean":
      if (typeof value !== "boolean") throw invalid(path, "true or false", value);
      return sql`${value}::boolean`;
    case "instant":
      if (typeof value !== "string" || Number.isNaN(Date.parse(value)))
        throw invalid(path, "a date and time such as 2027-01-31T09:00:00Z", value);
      return sql`${new Date(value).toISOString()}::timestamptz`;
    case "texts":
      if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
        throw invalid(path, "a list of texts", value);
      return sql`array[${sql.join(
        value.map((item) => sql`${item}::text`),
        sql`, `,
      )}]::text[]`;
    default:
      return kind satisfies never;
  }
}

export const invalid = (path: string, expected: string, came: unknown) =>
  new Refused("BODY_INVALID", `Expected ${expected} at ${path}, got ${JSON.stringify(came) ?? "nothing"}`, {
    field: path,
  });

const isOperators = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
