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
  (t) => [uniqueIndex().on(t.processId, t.version)],
);

/** What starts instances of the newest version of a process: timers and messages. */
export const startSubscription = millrace.table(
  "start_subscription",
  {
    key: key().primaryKey(),
    definitionKey: key().notNull(),
    processId: text().notNull(),
    elementId: text().notNull(),
    /** `timer` or `message`. */
    kind: text().notNull(),
    messageName: text(),
    dueAt: instant(),
    cycle: text(),
    repetitions: integer(),
    openedAt: instant().notNull(),
  },
  (t) => [index().on(t.processId), index().on(t.messageName)],
);
