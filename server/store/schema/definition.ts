import { sql } from "drizzle-orm";
import { boolean, index, integer, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, key, millrace } from "./columns.ts";

/** Keys are taken from here in blocks and multiplied (`engine/keys.ts`). */
export const keySequence = millrace.sequence("key_sequence", { startWith: 1, increment: 1 });

export const processDefinition = millrace.table(
  "process_definition",
  {
    key: key().primaryKey(),
    processId: text().notNull(),
    version: integer().notNull(),
    versionTag: text(),
    name: text(),
    resourceName: text().notNull(),
    xml: text().notNull(),
    /** SHA-256 of the XML: an identical file is not a new version. */
    checksum: text().notNull(),
    deploymentKey: key().notNull(),
    deployedAt: instant().notNull(),
    canStart: boolean().notNull(),
  },
  (t) => [uniqueIndex().on(t.processId, t.version), index().on(t.deploymentKey)],
);

/** What starts instances of the newest version of a process: a row for each trigger. */
export const startSubscription = millrace.table(
  "start_subscription",
  {
    key: key().primaryKey(),
    definitionKey: key().notNull(),
    processId: text().notNull(),
    /** Where the instance begins: a start event, a receive task, or an event behind an event-based gateway. */
    elementId: text().notNull(),
    /** Which of the event's triggers, from 0. */
    triggerIndex: integer().notNull().default(0),
    /** `timer`, `message`, `signal` or `conditional`. */
    kind: text().notNull(),
    messageName: text(),
    signalName: text(),
    dueAt: instant(),
    cycle: text(),
    repetitions: integer(),
    openedAt: instant().notNull(),
  },
  (t) => [
    index().on(t.processId),
    index().on(t.messageName),
    index().on(t.signalName),
    index("start_subscription_timer").on(t.dueAt).where(sql`kind = 'timer'`),
  ],
);
