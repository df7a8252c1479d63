import { sql } from "drizzle-orm";
import { boolean, check, integer, primaryKey, text } from "drizzle-orm/pg-core";
import { instant, key, millrace } from "./columns.ts";

/** The time of all nodes, in one row, while it is not that of the wall clock. */
export const clock = millrace.table(
  "clock",
  {
    isOnly: boolean().primaryKey().default(true),
    /** Null while time runs by itself. */
    pinnedAt: instant(),
  },
  (t) => [check("clock_only", sql`${t.isOnly}`)],
);

/** Overdue timers that somebody has begun to fire, until they have fired: what kills its process leaves its count. */
export const timerAttempt = millrace.table(
  "timer_attempt",
  {
    /** 0 for what starts a process. */
    processInstanceKey: key().notNull(),
    subscriptionKey: key().notNull(),
    attempts: integer().notNull(),
    /** Why it is put aside; such a timer waits for a person. */
    defect: text(),
  },
  (t) => [primaryKey({ columns: [t.processInstanceKey, t.subscriptionKey] })],
);
