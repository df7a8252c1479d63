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
  /** Tables and joins. */
  readonly from: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** The unique field that settles the order of equals. */
  readonly keyField: string;
  /** Filters that are more than a comparison with one field; `$` stands for the parameter. */
  readonly filters?: Readonly<Record<string, { sql: string; kind: FieldKind }>>;
}

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

/** Tenants are not separated yet: everything belongs to the default one. */
export const tenantId = text("'<default>'");
