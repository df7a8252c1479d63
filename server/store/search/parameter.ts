import { type SQL, sql } from "drizzle-orm";
import { isKey } from "../../../engine/keys.ts";
import { Refused } from "../failures.ts";
import type { FieldKind } from "./field.ts";

const sqlTypes: Readonly<Record<FieldKind, string>> = {
  key: "bigint",
  text: "text",
  json: "text",
  integer: "bigint",
  boolean: "boolean",
  instant: "timestamptz",
  texts: "text[]",
};

/** The value as a parameter of the field's kind; refused with its path when it is of another. */
export const parameter = (kind: FieldKind, value: unknown, path: string): SQL =>
  sql`${sql.param(checked(kind, value, path))}::${sql.raw(sqlTypes[kind])}`;

/** All values as one parameter, so that a list of any length is one. */
export function listParameter(kind: FieldKind, values: readonly unknown[], path: string): SQL {
  if (kind === "texts") throw invalid(path, "a comparison that lists have", values);
  const list = values.map((value, at) => checked(kind, value, `${path}/${at}`));
  return sql`${sql.param(list)}::${sql.raw(sqlTypes[kind])}[]`;
}

function checked(kind: FieldKind, value: unknown, path: string): unknown {
  switch (kind) {
    case "key":
      if (typeof value !== "string" || !isKey(value)) throw invalid(path, "a key: a string of digits", value);
      return value;
    case "text":
    case "json":
      if (!isStorable(value)) throw invalid(path, "a text without U+0000", value);
      return value;
    case "integer":
      if (!Number.isSafeInteger(value)) throw invalid(path, "a whole number", value);
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw invalid(path, "true or false", value);
      return value;
    case "instant":
      return instant(value, path);
    case "texts":
      if (!Array.isArray(value) || !value.every(isStorable))
        throw invalid(path, "a list of texts without U+0000", value);
      return value;
    default:
      return kind satisfies never;
  }
}

/** Postgres knows no U+0000. Bodies are read without it; in a cursor it is hidden. */
const isStorable = (value: unknown): value is string => typeof value === "string" && !value.includes("\0");

/** ISO 8601 with a year of four digits, which is what Postgres and JavaScript both read. */
function instant(value: unknown, path: string): string {
  const at =
    typeof value === "string" && /^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)/.test(value) ? Date.parse(value) : Number.NaN;
  const text = Number.isNaN(at) ? "" : new Date(at).toISOString();
  if (/^(?!0000)[0-9]{4}-/.test(text)) return text;
  throw invalid(path, "a date and time such as 2027-01-31T09:00:00Z", value);
}

/** What is quoted of a value in an answer, in characters. */
const quotedLengthMax = 200;

export function invalid(path: string, expected: string, came: unknown): Refused {
  const text = JSON.stringify(came) ?? "nothing";
  const short = text.length > quotedLengthMax ? `${text.slice(0, quotedLengthMax)}…` : text;
  return new Refused("BODY_INVALID", `Expected ${expected} at ${path}, got ${short}`, { field: path });
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a name that the table itself has: names come from callers, who may write `constructor`. */
export const ownValue = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
