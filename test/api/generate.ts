import type { Field, ResourceName } from "../../server/store/search/index.ts";
import { resources } from "../../server/store/search/index.ts";

/** Numbers from 0 to 1, the same on every machine for the same seed (Mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

/** As much of JSON schema as the description of the API uses. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
}

/** Names and texts that callers write by mistake or in bad faith, and some that fit. */
const names = [
  "a",
  "orderId",
  "tour",
  "__proto__",
  "constructor",
  "toString",
  "",
  "a b",
  "ä",
  "'; drop table millrace.journal; --",
  "=1+",
];
const texts = ["tour", "prepare", "approved", "review", "R-1", "anna", "clerks", "<default>", "2026-01-01T00:00:00Z"];
// biome-ignore format: a list
const oddTexts = ["%_\\*?", "\\", "\0", "\ud800", "𝄞", "=a +", "0001-01-01", "W10=", "WzFd", "null", "'", '"', "{}", "{1,2}", "x".repeat(3_000)];
const numbers = [0, 1, -1, 2, 0.5, 100, 2 ** 31, 2 ** 53, 2 ** 63, 1e20, 1e300, -1e300];

/** Makes requests out of a description: most of them fit it, some do in no way. */
export class Generator {
  readonly #random: Random;
  /** Keys of things that exist, so that requests reach further than their address. */
  readonly #keys: readonly string[];

  constructor(random: Random, keys: readonly string[]) {
    this.#random = random;
    this.#keys = keys;
  }

  key = (): string => pick(this.#random, this.#chance(0.9) ? this.#keys : ["0", "1", "9199999999999999999", "x"]);

  /** A value for the schema; with a small chance one that does not fit. */
  value(schema: Schema): unknown {
    if (this.#chance(0.03)) return this.json(3);
    const either = schema.anyOf ?? schema.oneOf;
    if (either) return this.value(pick(this.#random, either));
    if ("const" in schema) return schema.const;
    if (schema.enum) return pick(this.#random, schema.enum);
    switch (schema.type) {
      case "object":
        return schema.properties ? this.#object(schema) : this.variables();
      case "array":
        return this.#list(() => this.value(schema.items ?? {}));
      case "string":
        return schema.pattern ? this.key() : this.text();
      case "integer":
      case "number":
        return this.#number(schema);
      case "boolean":
        return this.#chance(0.5);
      case "null":
        return null;
      default:
        return this.json(2);
    }
  }

  /** A search whose filters and sorts mostly fit the resource. */
  search(name: ResourceName): unknown {
    const fields = Object.entries(resources[name].fields);
    const maybe = (make: () => unknown) => (this.#chance(0.6) ? make() : undefined);
    return {
      filter: maybe(() => this.#filter(fields, 2)),
      sort: maybe(() => this.#list(() => this.#sortField(fields))),
      page: maybe(() =>
        pick(this.#random, [
          { limit: 2 },
          { from: 1, limit: 5 },
          { limit: this.#number({}) },
          { after: this.text() },
          { before: "W10=" },
        ]),
      ),
    };
  }

  variables = (): unknown => Object.fromEntries(this.#list(() => [this.name(), this.json(3)] as const));

  text = (): string => pick(this.#random, this.#chance(0.85) ? texts : oddTexts);

  name = (): string => pick(this.#random, names);

  json(depth: number): unknown {
    if (depth <= 0 || this.#chance(0.5)) return this.#plain();
    return this.#chance(0.5)
      ? this.#list(() => this.json(depth - 1))
      : Object.fromEntries(this.#list(() => [this.name(), this.json(depth - 1)]));
  }

  #sortField(fields: readonly [string, Field][]): unknown {
    const field = this.#chance(0.95) ? this.#entry(fields)[0] : this.name();
    return { field, order: this.#chance(0.95) ? pick(this.#random, ["ASC", "DESC"]) : this.text() };
  }

  #filter(fields: readonly [string, Field][], depth: number): unknown {
    if (this.#chance(0.05)) return this.json(3);
    const parts = this.#list(() => {
      const [name, field] = this.#entry(fields);
      return [
        this.#chance(0.95) ? name : this.name(),
        this.#chance(0.5) ? this.#fieldValue(field) : this.#operators(field),
      ] as const;
    });
    const or = depth > 0 && this.#chance(0.2) ? { $or: this.#list(() => this.#filter(fields, depth - 1)) } : {};
    return { ...Object.fromEntries(parts), ...or };
  }

  #operators(field: Field): unknown {
    const operator = pick(this.#random, [
      "$eq",
      "$neq",
      "$gt",
      "$gte",
      "$lt",
      "$lte",
      "$in",
      "$notIn",
      "$like",
      "$exists",
      "$is",
    ]);
    if (operator === "$in" || operator === "$notIn") return { [operator]: this.#list(() => this.#fieldValue(field)) };
    if (operator === "$exists") return { $exists: this.#chance(0.5) };
    return { [operator]: operator === "$like" ? this.text() : this.#fieldValue(field) };
  }

  #fieldValue({ kind, values }: Field): unknown {
    if (this.#chance(0.05)) return this.json(2);
    if (values) return pick(this.#random, values);
    switch (kind) {
      case "key":
        return this.key();
      case "text":
      case "json":
        return this.text();
      case "integer":
        return pick(this.#random, [0, 1, 50, 2 ** 53 - 1]);
      case "boolean":
        return this.#chance(0.5);
      case "instant":
        return pick(this.#random, [
          "2026-01-01T00:00:00Z",
          "2999-12-31T23:59:59.999+02:00",
          "0001-01-01",
          "9999-12-31",
        ]);
      case "texts":
        return this.#list(() => this.text());
      default:
        return kind satisfies never;
    }
  }

  #object({ properties = {}, required = [] }: Schema): unknown {
    const entries = Object.entries(properties).filter(([name]) => required.includes(name) || this.#chance(0.5));
    const extra = this.#chance(0.03) ? [[this.name(), this.json(2)] as const] : [];
    return Object.fromEntries([...entries.map(([name, schema]) => [name, this.value(schema)] as const), ...extra]);
  }

  #number({ minimum = -1, maximum = 100 }: Schema): number {
    if (this.#chance(0.1)) return pick(this.#random, numbers);
    return Math.floor(minimum + this.#random() * (Math.min(maximum, minimum + 10_000) - minimum));
  }

  #plain = (): unknown =>
    pick(this.#random, [this.text, this.key, () => pick(this.#random, numbers), () => this.#chance(0.5), () => null])();

  #entry = <T>(entries: readonly T[]): T => pick(this.#random, entries);

  #list = <T>(make: () => T): T[] => Array.from({ length: Math.floor(this.#random() * 4) }, make);

  #chance = (of: number): boolean => this.#random() < of;
}
