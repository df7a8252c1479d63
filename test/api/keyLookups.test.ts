import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { innerKey, keyOfSequence } from "../../engine/keys.ts";
import type { Resource } from "../../server/store/search/field.ts";
import { resources } from "../../server/store/search/index.ts";
import { type Filter, whereOf } from "../../server/store/search/where.ts";

const instance = keyOfSequence(7n);
const key = innerKey(instance, 3);

const inner = Object.entries(resources).filter(
  ([, { fields, keyField }]) => fields.processInstanceKey && keyField !== "processInstanceKey",
);

const written = (resource: Resource, filter: Filter) => new PgDialect().sqlToQuery(whereOf(resource, filter));

// The primary keys of the inner tables begin with the instance: without it, every row would be read.
test.each(inner)("a %s is looked up by its key within its instance", (_, resource) => {
  for (const sought of [key, { $eq: key }, { $in: [key] }]) {
    const { sql, params } = written(resource, { [resource.keyField]: sought });
    expect(sql).toContain("t.process_instance_key = ");
    expect(params.flat()).toEqual([key, instance]);
  }
});

test.each(inner)("a %s is not tied to an instance by other comparisons of its key", (_, resource) => {
  for (const sought of [{ $neq: key }, { $gt: key }, { $notIn: [key] }, { $exists: true }])
    expect(written(resource, { [resource.keyField]: sought }).sql).not.toContain("process_instance_key");
});

test("definitions and instances are their own instances", () => {
  for (const resource of [resources.processDefinition, resources.processInstance])
    expect(written(resource, { [resource.keyField]: key }).params).toEqual([key]);
});
