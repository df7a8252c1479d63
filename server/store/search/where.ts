import { type SQL, sql } from "drizzle-orm";
import { instanceKeyOf, isKey } from "../../../engine/keys.ts";
import { Refused } from "../failures.ts";
import { type Field, type Resource, type SpecialFilter, text } from "./field.ts";
import { invalid, isObject, listParameter, ownValue, parameter } from "./parameter.ts";

/** `{field: value}` or `{field: {$gte: value}}`; several are all true. */
export type Filter = Readonly<Record<string, unknown>>;

/** More than people write; Postgres takes 65 535 values in one statement. */
const conditionsMax = 1_000;

/** The condition of a filter. Unknown fields, operators and values of a wrong kind are refused with their path. */
export function whereOf(resource: Resource, filter: Filter, path = "/filter"): SQL {
  if (countOf(filter) > conditionsMax)
    throw new Refused("BODY_INVALID", `Expected at most ${conditionsMax} conditions in ${path}`, { field: path });
  return allOf(resource, filter, path);
}

/** Values in a filter, at any depth; a list of plain values counts as one, as it travels as one. */
function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 1);
}

function allOf(resource: Resource, filter: unknown, path: string): SQL {
  if (!isObject(filter)) throw invalid(path, "an object of fields", filter);
  return every(
    Object.entries(filter).flatMap(([name, value]) =>
      value === undefined ? [] : [conditionOf(resource, name, value, `${path}/${name}`)],
    ),
  );
}

function conditionOf(resource: Resource, name: string, value: unknown, path: string): SQL {
  if (name === "$or") return anyOf(resource, value, path);
  const special = ownValue(resource.filters ?? {}, name);
  if (special) return specialCondition(special, value, path);
  const field = ownValue(resource.fields, name);
  if (field) return sql`${comparison(field, value, path)}${withinInstance(resource, name, value)}`;
  const known = [...Object.keys(resource.fields), ...Object.keys(resource.filters ?? {})].sort();
  throw invalid(path, `one of the fields ${known.join(", ")}`, name);
}

/**
 * The instances that the sought keys belong to, as a further condition: the primary keys of the inner tables begin with
 * the instance, so that without it every row would be read. Comes after the comparison, which refuses what is no key.
 */
function withinInstance(resource: Resource, name: string, value: unknown): SQL {
  const { column, fields } = innerOf(resource);
  if (column === undefined || !fields.includes(name)) return sql``;
  const { $eq = undefined, $in = undefined } = isObject(value) ? value : { $eq: value };
  const one = typeof $eq === "string" ? sql` and ${isOneOf(column, [$eq])}` : sql``;
  return Array.isArray($in) ? sql`${one} and ${isOneOf(column, $in)}` : one;
}

function innerOf({ inner, fields, keyField }: Resource): { column: string | undefined; fields: readonly string[] } {
  if (inner) return inner;
  const isInstance = keyField === "processInstanceKey";
  return { column: isInstance ? undefined : fields.processInstanceKey?.sql, fields: [keyField] };
}

/** What does not begin with a key belongs to no instance. */
function isOneOf(column: string, keys: readonly unknown[]): SQL {
  const beginnings = keys.map((key) => /^\d*/.exec(String(key))?.[0] ?? "").filter(isKey);
  const [first, ...others] = new Set(beginnings.map(instanceKeyOf));
  if (first === undefined) return sql`false`;
  if (others.length === 0) return sql`${sql.raw(column)} = ${parameter("key", first, "")}`;
  return sql`${sql.raw(column)} = any(${listParameter("key", [first, ...others], "")})`;
}

function anyOf(resource: Resource, value: unknown, path: string): SQL {
  if (!Array.isArray(value) || value.length === 0) throw invalid(path, "a list of filters", value);
  const branches = value.map((filter, at) => allOf(resource, filter, `${path}/${at}`));
  return sql`(${sql.join(branches, sql` or `)})`;
}

function specialCondition(special: SpecialFilter, value: unknown, path: string): SQL {
  switch (special.kind) {
    case "compared": {
      const [before = "", after = ""] = special.within.split("$");
      return sql`${sql.raw(before)}${comparison(special.field, value, path)}${sql.raw(after)}`;
    }
    case "member":
      return memberCondition(special.list, value, path);
    case "contains":
      return sql`${sql.raw(special.list)} @> ${parameter("texts", value, path)}`;
    case "variables":
      if (!Array.isArray(value)) throw invalid(path, "a list of names and values", value);
      return every(value.map((variable, at) => variableCondition(special, variable, `${path}/${at}`)));
    default:
      return special satisfies never;
  }
}

/** Whether lists share a text is what an index of them answers; whatever else is asked, each text is looked at. */
function memberCondition(list: string, value: unknown, path: string): SQL {
  const members = sql.raw(list);
  if (!isObject(value)) return sql`${members} && array[${parameter("text", value, path)}]`;
  const { $eq = undefined, $in = undefined } = value;
  const asked = Object.keys(value).length;
  if (asked === 1 && $eq !== undefined) return sql`${members} && array[${parameter("text", $eq, `${path}/$eq`)}]`;
  if (asked === 1 && $in !== undefined) return sql`${members} && ${listOf(text(list), $in, `${path}/$in`)}`;
  return sql`exists (select 1 from unnest(${members}) as m(value) where ${comparison(text("m.value"), value, path)})`;
}

/** The value is compared as the API writes it: as JSON text. */
function variableCondition(
  { instance, scope }: { instance: string; scope: string | null },
  variable: unknown,
  path: string,
): SQL {
  if (!isObject(variable)) throw invalid(path, "a name and a value", variable);
  const { name, value, ...more } = variable;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) throw invalid(`${path}/${unknown}`, "name and value only", unknown);
  return sql`exists (select 1 from millrace.variable v where v.process_instance_key = ${sql.raw(instance)}
    and ${scope === null ? sql`true` : sql`v.scope_key = ${sql.raw(scope)}`}
    and v.name = ${parameter("text", name, `${path}/name`)} and ${comparison(text("v.value"), value, `${path}/value`)})`;
}

/** A field equals a value, or meets all of its operators. */
function comparison(field: Field, value: unknown, path: string): SQL {
  if (!isObject(value)) return compare(field, "$eq", value, path);
  return every(
    Object.entries(value).map(([operator, operand]) => compare(field, operator, operand, `${path}/${operator}`)),
  );
}

const orders: Readonly<Record<string, string>> = { $gt: ">", $gte: ">=", $lt: "<", $lte: "<=" };

function compare(field: Field, operator: string, operand: unknown, path: string): SQL {
  const column = sql.raw(field.sql);
  switch (operator) {
    case "$eq":
      return sql`${column} = ${parameterOf(field, operand, path)}`;
    case "$neq":
      // What has no value is not equal to one.
      return sql`${column} is distinct from ${parameterOf(field, operand, path)}`;
    case "$gt":
    case "$gte":
    case "$lt":
    case "$lte":
      return sql`${column} ${sql.raw(orders[operator] ?? "=")} ${parameterOf(field, operand, path)}`;
    case "$exists":
      if (typeof operand !== "boolean") throw invalid(path, "true or false", operand);
      return operand ? sql`${column} is not null` : sql`${column} is null`;
    case "$in":
      return sql`${column} = any(${listOf(field, operand, path)})`;
    case "$notIn":
      return sql`(${column} is null or ${column} <> all(${listOf(field, operand, path)}))`;
    case "$like":
      if (typeof operand !== "string") throw invalid(path, "a text with * and ?", operand);
      return sql`${column}::text like ${likePattern(operand)}`;
    default:
      throw invalid(path, "one of $eq, $neq, $exists, $in, $notIn, $like, $gt, $gte, $lt, $lte", operator);
  }
}

function listOf(field: Field, operand: unknown, path: string): SQL {
  if (!Array.isArray(operand) || operand.length === 0) throw invalid(path, "a list of values", operand);
  operand.forEach((item, at) => {
    refuseUnknown(field, item, `${path}/${at}`);
  });
  return listParameter(field.kind, operand, path);
}

function parameterOf(field: Field, value: unknown, path: string): SQL {
  refuseUnknown(field, value, path);
  return parameter(field.kind, value, path);
}

function refuseUnknown({ values }: Field, value: unknown, path: string): void {
  if (values && !values.includes(value as string)) throw invalid(path, `one of ${values.join(", ")}`, value);
}

/** `*` stands for any text and `?` for one character; a backslash makes either literal. */
const likePattern = (pattern: string) =>
  pattern.replace(/\\([*?])|([%_\\])|([*?])/g, (_, literal?: string, special?: string, wild?: string) =>
    literal ? literal : special ? `\\${special}` : wild === "*" ? "%" : "_",
  );

const every = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`true` : sql`(${sql.join([...conditions], sql` and `)})`;
