import { bigint, boolean, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { key, millrace } from "./columns.ts";

const columns = {
  definitionKey: key().notNull(),
  /** Empty for the process instances themselves. */
  elementId: text().notNull(),
  /** Of a repeated activity: the body around what it repeats. */
  isBody: boolean().notNull(),
  active: bigint({ mode: "number" }).notNull(),
  completed: bigint({ mode: "number" }).notNull(),
  terminated: bigint({ mode: "number" }).notNull(),
};

/** How many instances of a process, and of its elements, are in each state: counted, so that nobody has to count them. */
export const statistic = millrace.table("statistic", columns, (t) => [
  primaryKey({ columns: [t.definitionKey, t.elementId, t.isBody] }),
]);

/**
 * What transactions have added to the statistic and nobody has summed up yet. Rows are only inserted: a counter that all
 * transactions change would let only one of them go on at a time.
 */
export const statisticChange = millrace.table("statistic_change", columns);

/** How long ended instances are kept. */
export const retentionPolicy = millrace.table("retention_policy", {
  /** Empty for the policy of all processes that have none of their own. */
  processId: text().primaryKey(),
  /** Null keeps them for ever. */
  days: integer(),
});
