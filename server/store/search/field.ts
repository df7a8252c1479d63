/** What a field holds, as the API writes it: keys are strings of digits, instants ISO 8601 in UTC. */
export type FieldKind = "key" | "text" | "integer" | "boolean" | "instant" | "texts" | "json";

/** A field that a search answers, filters by and sorts by. */
export interface Field {
  /** The SQL that gives it, over the resource's tables. */
  readonly sql: string;
  readonly kind: FieldKind;
  readonly isNullable: boolean;
  /** The only values there are, for states and types. */
  readonly values?: readonly string[];
}

/** A resource that can be searched. Its SQL is fixed text of this program; values always travel as parameters. */
export interface Resource {
  /** The table that has a row for each item, and its name in the SQL of everything else. */
  readonly table: string;
  readonly alias: string;
  /** What else its items are read from: one row for each of them, so that who only counts needs none. */
  readonly joins: readonly Join[];
  readonly fields: Readonly<Record<string, Field>>;
  /** The unique field that settles the order of equals. */
  readonly keyField: string;
  /**
   * The column that names a row's process instance, and the fields whose values begin with a key of that instance; the
   * key field and the instance's own column unless given.
   */
  readonly inner?: { readonly column: string; readonly fields: readonly string[] };
  /** The field by which a search is ordered that does not say; the key field unless given. */
  readonly order?: string;
  /** Filters that are more than a comparison with a field of the answer. */
  readonly filters?: Readonly<Record<string, SpecialFilter>>;
}

export interface Join {
  readonly alias: string;
  /** May name what is joined before it. */
  readonly sql: string;
}

export type SpecialFilter =
  /** A comparison as with other fields; `within` is the SQL around it, in which `$` stands for it. */
  | { readonly kind: "compared"; readonly field: Field; readonly within: string }
  /** One text of the list in this SQL compares. */
  | { readonly kind: "member"; readonly list: string }
  /** The list in this SQL holds all of the given texts. */
  | { readonly kind: "contains"; readonly list: string }
  /** Every given variable exists in the instance and compares; `scope` is the only scope it may have, null any. */
  | { readonly kind: "variables"; readonly instance: string; readonly scope: string | null };

/** A filter by a field that the answer does not show. */
export const compared = (field: Field, within = "$"): SpecialFilter => ({ kind: "compared", field, within });

const field =
  (kind: FieldKind) =>
  (sql: string, more: { isNullable?: boolean; values?: readonly string[] } = {}): Field => ({
    sql,
    kind,
    isNullable: more.isNullable ?? false,
    ...(more.values ? { values: more.values } : {}),
  });

export const key = field("key");
export const text = field("text");
export const integer = field("integer");
export const flag = field("boolean");
export const instant = field("instant");
export const texts = field("texts");
export const json = field("json");

export const nullable = { isNullable: true };

/** Constants say their type, or Postgres takes them for mistakes where it sorts by them. */
export const constant = (value: string, values?: readonly string[]): Field =>
  text(`'${value}'::text`, values ? { values } : {});

/** Tenants are not separated yet: everything belongs to the default one. */
export const tenantId = constant("<default>");
