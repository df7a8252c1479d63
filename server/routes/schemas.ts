import { type Static, type TObject, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";
import { lookedUpLengthMax } from "../../engine/bounds.ts";
import { type Field, type ResourceName, resources } from "../store/search/index.ts";

/** A 64-bit key as a string of digits; the pattern ends a little below 2⁶³, where Postgres' bigint ends. */
export const Key = Type.String({
  pattern: "^([0-9]{1,18}|[1-8][0-9]{18}|9[01][0-9]{17})$",
  description: "A key: a string of digits",
});

/** Variables by name; any JSON value. */
export const VariablesBody = Type.Record(Type.String(), Type.Unknown(), {
  description: "Variables by name: a JSON object",
});

/** A text that is looked up by; longer ones do not fit into an index. */
export const LookedUp = (least = 1) => Type.String({ minLength: least, maxLength: lookedUpLengthMax });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One of several objects, told apart by a field; what is wrong is told of the one that is meant. */
export const eitherBy = <T extends TObject>(field: string, objects: readonly T[]): TUnsafe<Static<T>> =>
  Type.Unsafe<Static<T>>({ type: "object", oneOf: [...objects], discriminator: { propertyName: field } });

/** Activities of an ad-hoc sub-process that begin, each with variables of its own. */
export const AdHocElements = Type.Array(
  Type.Object(
    { elementId: Type.String({ minLength: 1 }), variables: Type.Optional(Nullable(VariablesBody)) },
    { additionalProperties: false },
  ),
);

/** The only tenant there is. */
export const TenantId = Type.Literal("<default>", { description: "Only the default tenant exists" });

/** Ten years: longer waits are mistakes, and dates that no calendar has are not far. */
const durationMsMax = 10 * 366 * 24 * 60 * 60_000;

/** A duration, in milliseconds. */
export const Milliseconds = (least: number, description = "Milliseconds") =>
  Type.Integer({ minimum: least, maximum: durationMsMax, description });

/** A count that fits into 32 bits. */
export const Count = (least: number, description?: string) =>
  Type.Integer({ minimum: least, maximum: 2 ** 31 - 1, ...(description ? { description } : {}) });

/** Accepted for callers that send it; it has no effect. */
export const OperationReference = Type.Optional(Type.Union([Type.Integer(), Type.String()]));

export const KeyParams = Type.Object({ key: Key });

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    code: Type.String({ description: "From the catalogue in docs/errors.md" }),
    field: Type.Optional(Type.String({ description: "Path of the offending field" })),
    findings: Type.Optional(Type.Array(Type.Unknown())),
  },
  { description: "Problem details (RFC 9457)" },
);

/** Errors that every route can answer. */
export const problems = { "4xx": Problem, "5xx": Problem };

const page = Type.Object(
  {
    from: Type.Optional(Type.Integer({ minimum: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000, default: 100 })),
    after: Type.Optional(Type.String()),
    before: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** Conditions of a cursor grow with the square of the fields; no table shows more columns. */
const sortFieldsMax = 10;

const sort = Type.Array(
  Type.Object({ field: Type.String(), order: Type.Optional(Type.String()) }, { additionalProperties: false }),
  { maxItems: sortFieldsMax },
);

/** A search: the fields of the filter are checked where they become SQL, with their paths. */
export const SearchBody = Type.Object(
  {
    filter: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: "Fields with a value, or with $eq $neq $exists $in $notIn $like $gt $gte $lt $lte",
      }),
    ),
    sort: Type.Optional(sort),
    page: Type.Optional(page),
  },
  { additionalProperties: false },
);

const PageAnswer = Type.Object({
  totalItems: Type.Integer(),
  hasMoreTotalItems: Type.Boolean(),
  startCursor: Nullable(Type.String()),
  endCursor: Nullable(Type.String()),
});

/** What a resource looks like, read off the fields that its search answers. */
export function itemSchema(name: ResourceName, more: Record<string, TSchema> = {}): TObject {
  const fields = Object.entries(resources[name].fields).map(([field, described]) => [field, schemaOf(described)]);
  return Type.Object({ ...Object.fromEntries(fields), ...more });
}

export const searchAnswer = (item: TSchema) => Type.Object({ items: Type.Array(item), page: PageAnswer });

function schemaOf(field: Field): TSchema {
  const schema = plainSchema(field);
  return field.isNullable ? Nullable(schema) : schema;
}

function plainSchema({ kind, values }: Field): TSchema {
  switch (kind) {
    case "key":
      return Type.String({ description: "A key" });
    case "text":
      return values ? Type.String({ enum: [...values] }) : Type.String();
    case "integer":
      return Type.Integer();
    case "boolean":
      return Type.Boolean();
    case "instant":
      return Type.String({ description: "ISO 8601, UTC" });
    case "texts":
      return Type.Array(Type.String());
    case "json":
      return Type.Record(Type.String(), Type.Unknown());
    default:
      return kind satisfies never;
  }
}
