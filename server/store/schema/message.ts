import { sql } from "drizzle-orm";
import { bigint, index, integer, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { instant, key, millrace } from "./columns.ts";

/** Published messages that may still find a catcher. */
export const message = millrace.table(
  "message",
  {
    key: key().primaryKey(),
    /** Of two with one name and correlation key, the one published first has the lower: no node's clock decides it. */
    position: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    name: text().notNull(),
    correlationKey: text().notNull(),
    /** Given by the publisher to publish once only, while the message lives. */
    messageId: text(),
    variables: text().notNull(),
    publishedAt: instant().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    index().on(t.name, t.correlationKey, t.position),
    index().on(t.expiresAt),
    uniqueIndex("message_once").on(t.name, t.correlationKey, t.messageId).where(sql`message_id is not null`),
  ],
);

/** A message reaches each process at most once. */
export const messageCorrelation = millrace.table(
  "message_correlation",
  {
    messageKey: key().notNull(),
    processId: text().notNull(),
    processInstanceKey: key().notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageKey, t.processId] })],
);

/** Commands from one instance or message to another instance; written with their cause, deleted with their effect. */
export const outbox = millrace.table(
  "outbox",
  {
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    processInstanceKey: key().notNull(),
    /** Set when the command starts the instance. */
    definitionKey: key(),
    actor: text().notNull(),
    command: text().notNull(),
    /** The wait that it triggers. */
    subscriptionKey: key(),
    /** The message behind it, to look for another catcher when this one has gone. */
    messageKey: key(),
    startCorrelationKey: text(),
    /** The call activity instance that the command starts an instance for. */
    callerKey: key(),
    createdAt: instant().notNull(),
    /** How often it was begun by somebody who had not written it. */
    attempts: integer().notNull().default(0),
    /** Why it cannot be carried out; such a row waits for a person. */
    defect: text(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.id] }),
    index("outbox_id").on(t.id),
    index().on(t.startCorrelationKey),
  ],
);
