import { sql } from "drizzle-orm";
import { index, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, key, keys, millrace, texts } from "./columns.ts";

/** What a program does. */
export const job = millrace.table(
  "job",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    elementKey: key().notNull(),
    elementId: text().notNull(),
    type: text().notNull(),
    /** BPMN_ELEMENT, EXECUTION_LISTENER, TASK_LISTENER or AD_HOC_SUB_PROCESS. */
    kind: text().notNull().default("BPMN_ELEMENT"),
    /** Of a listener: START, END, CREATING, ASSIGNING, UPDATING or COMPLETING. */
    listenerEvent: text(),
    /** CREATED, COMPLETED, FAILED, RETRIES_UPDATED, CANCELED or ERROR_THROWN. */
    state: text().notNull(),
    retries: integer().notNull(),
    /** Higher ones first. */
    priority: integer().notNull().default(0),
    headers: text().notNull(),
    /** The element and its scopes from the inside out: where its variables are looked up. */
    scopeKeys: keys().notNull(),
    /** From when a worker may have it: creation, end of a worker's lock, or of a delay; null when it may not. */
    availableAt: instant(),
    worker: text(),
    deadline: instant(),
    errorCode: text(),
    errorMessage: text(),
    /** Of a task listener that has denied; empty when it gave no reason. */
    deniedReason: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    // Jobs that a worker has, or that wait for another try, are in an index of their own: however many they are, those
    // that may be taken now are one stretch of the other, the most urgent and then the oldest first.
    index("job_ready")
      .on(t.type, t.priority.desc().nullsFirst(), t.createdAt, t.key)
      .where(sql`available_at <= updated_at`),
    index("job_waiting").on(t.type, t.availableAt).where(sql`available_at > updated_at`),
    index("job_open").on(t.processInstanceKey).where(sql`ended_at is null`),
  ],
);

const open = sql`state = 'CREATED'`;

/** What a person does. */
export const userTask = millrace.table(
  "user_task",
  {
    processInstanceKey: key().notNull(),
    key: key().notNull(),
    elementKey: key().notNull(),
    elementId: text().notNull(),
    name: text(),
    /** CREATED, COMPLETED or CANCELED; CREATING, ASSIGNING, UPDATING or COMPLETING while its listeners are asked. */
    state: text().notNull(),
    /** `UserTaskTransition` as JSON text, while its listeners are asked. */
    transition: text(),
    assignee: text(),
    candidateGroups: texts().notNull(),
    candidateUsers: texts().notNull(),
    dueDate: instant(),
    followUpDate: instant(),
    priority: integer().notNull(),
    externalFormReference: text(),
    headers: text().notNull(),
    createdAt: instant().notNull(),
    completedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.processInstanceKey, t.key] }),
    // The pages of the inbox: all, those that nobody has, one person's, a group's, and those that are done.
    index("user_task_due").on(t.dueDate, t.createdAt.desc().nullsFirst(), t.key.desc().nullsFirst()).where(open),
    index("user_task_unassigned")
      .on(t.dueDate, t.createdAt.desc().nullsFirst(), t.key.desc().nullsFirst())
      .where(sql`state = 'CREATED' and assignee is null`),
    index("user_task_assigned")
      .on(t.assignee, t.dueDate, t.createdAt.desc().nullsFirst(), t.key.desc().nullsFirst())
      .where(open),
    index("user_task_candidates")
      .using("gin", t.candidateGroups, t.candidateUsers)
      .with({ fastupdate: false })
      .where(open),
    index("user_task_open").on(t.createdAt, t.key).where(open),
    index("user_task_done").on(t.completedAt, t.key).where(sql`state = 'COMPLETED'`),
    // A listener's job is told its task; an instance may have ten thousand tasks.
    index("user_task_asked").on(t.processInstanceKey, t.elementKey).where(sql`transition is not null`),
  ],
);
