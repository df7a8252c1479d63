import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { bytes, instant, key, millrace, texts } from "./columns.ts";

export const processInstance = millrace.table(
  "process_instance",
  {
    key: key().primaryKey(),
    definitionKey: key().notNull(),
    processId: text().notNull(),
    version: integer().notNull(),
    /** ACTIVE, COMPLETED or TERMINATED. */
    state: text().notNull(),
    startedAt: instant().notNull(),
    endedAt: instant(),
    incidentCount: integer().notNull(),
    /** Counts its commands; a cached state with another number is stale. */
    revision: integer().notNull(),
    keyCount: integer().notNull(),
    /** Hash of its newest journal row, the link of the chain. */
    journalHash: bytes().notNull(),
    tags: texts().notNull(),
    businessId: text(),
    /** Of the message that started it: no second one starts with the same key while it runs. */
    startCorrelationKey: text(),
    /** The call activity instance that called it, and the process instance of that; null when nobody has. */
    callerKey: key(),
    parentKey: key(),
    /** The outermost of those that called each other; its own key when nobody called it. */
    rootKey: key().notNull(),
    /** How many called each other down to it; 0 when nobody called it. */
    callDepth: integer().notNull().default(0),
  },
  (t) => [
    index().on(t.processId, t.key),
    index("process_instance_active").on(t.key).where(sql`state = 'ACTIVE'`),
    index("process_instance_start_correlation")
      .on(t.startCorrelationKey, t.processId)
      .where(sql`state = 'ACTIVE' and start_correlation_key is not null`),
    index("process_instance_caller").on(t.callerKey).where(sql`caller_key is not null`),
    index("process_instance_parent").on(t.parentKey).where(sql`parent_key is not null`),
    index().on(t.rootKey),
  ],
);

/** A live one without live children is a token. */
export const elementInstance = millrace.table(
  "element_instance",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    elementId: text().notNull(),
    elementType: text().notNull(),
    scopeKey: key(),
    /** ACTIVE, COMPLETED or TERMINATED. */
    state: text().notNull(),
    startedAt: instant().notNull(),
    endedAt: instant(),
    /** Of an inner instance of a repeated activity: which one it is, from 0. */
    loopIndex: integer(),
    /** `Progress` as JSON text. */
    progress: text(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    index("element_instance_live").on(t.processInstanceKey).where(sql`state = 'ACTIVE'`),
  ],
);

/** How far a multi-instance body is, while it is active. Its items are written once, the counts with its children. */
export const loop = millrace.table(
  "loop",
  {
    processInstanceKey: key().notNull(),
    /** The key of the body. */
    key: key().notNull(),
    count: integer(),
    /** JSON text. */
    items: text(),
    outputName: text(),
    started: integer().notNull(),
    completed: integer().notNull(),
    terminated: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.key] })],
);

/** The result of one inner instance of a multi-instance body, until the body has collected them. */
export const loopOutput = millrace.table(
  "loop_output",
  {
    processInstanceKey: key().notNull(),
    elementKey: key().notNull(),
    /** From 0. */
    index: integer().notNull(),
    /** JSON text. */
    value: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.elementKey, t.index] })],
);

/** What was done and can be undone, until it is undone or the instance has ended. */
export const compensation = millrace.table(
  "compensation",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    /** Grows in the order of completion, which keys do not tell when records come from another instance. */
    position: bigint({ mode: "number" }).notNull(),
    scopeKey: key().notNull(),
    elementKey: key().notNull(),
    elementId: text().notNull(),
    elementType: text().notNull(),
    /** JSON text. */
    variables: text().notNull(),
    /** Of a call activity: what the called process can have undone, as JSON text. */
    called: text(),
    throwerKey: key(),
    handlerKey: key(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.key] })],
);

/** Tokens that wait on a sequence flow before a join. */
export const token = millrace.table(
  "token",
  {
    processInstanceKey: key().notNull(),
    scopeKey: key().notNull(),
    flowId: text().notNull(),
    count: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.scopeKey, t.flowId] })],
);

export const variable = millrace.table(
  "variable",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    scopeKey: key().notNull(),
    name: text().notNull(),
    /** JSON text, exactly as given; jsonb would reorder members and refuse a null character. */
    value: text().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    // A worker's variables are those of the job's scopes; an instance may have ten thousand others.
    index("variable_of_scope").on(t.processInstanceKey, t.scopeKey),
  ],
);

/** One shape for every wait of an instance. */
export const subscription = millrace.table(
  "subscription",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    elementKey: key().notNull(),
    elementId: text().notNull(),
    /** Which of the event's triggers, from 0. */
    triggerIndex: integer().notNull().default(0),
    /** `timer`, `message`, `signal` or `conditional`. */
    kind: text().notNull(),
    messageName: text(),
    correlationKey: text(),
    signalName: text(),
    /** Of a condition, when it was last asked. */
    isTrue: boolean(),
    dueAt: instant(),
    cycle: text(),
    repetitions: integer(),
    /** OPEN, TRIGGERED or CLOSED. */
    state: text().notNull(),
    openedAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    index("subscription_open").on(t.processInstanceKey).where(sql`state = 'OPEN'`),
    index("subscription_message")
      .on(t.messageName, t.correlationKey, t.key)
      .where(sql`state = 'OPEN' and kind = 'message'`),
    index("subscription_signal").on(t.signalName, t.key).where(sql`state = 'OPEN' and kind = 'signal'`),
    index("subscription_timer").on(t.dueAt).where(sql`state = 'OPEN' and kind = 'timer'`),
  ],
);

export const incident = millrace.table(
  "incident",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    elementKey: key().notNull(),
    elementId: text().notNull(),
    code: text().notNull(),
    message: text().notNull(),
    jobKey: key(),
    /** What is done again (`Incident.retry`). */
    retry: text().notNull(),
    /** ACTIVE or RESOLVED. */
    state: text().notNull(),
    createdAt: instant().notNull(),
    resolvedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    index("incident_open").on(t.createdAt, t.key).where(sql`state = 'ACTIVE'`),
    index("incident_of_instance").on(t.processInstanceKey).where(sql`state = 'ACTIVE'`),
  ],
);

/** One append-only row for every committed command: audit trail, source of replay, receipt. */
export const journal = millrace.table(
  "journal",
  {
    processInstanceKey: key().notNull(),
    revision: integer().notNull(),
    at: instant().notNull(),
    actor: text().notNull(),
    command: text().notNull(),
    events: text().notNull(),
    /** SHA-256 over the hash of the row before it and this row's content. */
    hash: bytes().notNull(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.revision] })],
);
