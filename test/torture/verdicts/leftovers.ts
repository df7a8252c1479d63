import type { Pool } from "pg";

/** What must be gone when everything has ended; `key` names the instance where there is one. */
const queries: Readonly<Record<string, string>> = {
  "active process instance": "select key from millrace.process_instance where state = 'ACTIVE'",
  "active element instance": "select process_instance_key as key from millrace.element_instance where state = 'ACTIVE'",
  "open job":
    "select process_instance_key as key from millrace.job where ended_at is null and state <> 'ERROR_THROWN' or available_at is not null",
  "open user task": "select process_instance_key as key from millrace.user_task where completed_at is null",
  "open subscription": "select process_instance_key as key from millrace.subscription where state = 'OPEN'",
  "open incident": "select process_instance_key as key from millrace.incident where state = 'ACTIVE'",
  token: "select process_instance_key as key from millrace.token",
  loop: "select process_instance_key as key from millrace.loop",
  "loop output": "select process_instance_key as key from millrace.loop_output",
  compensation: "select process_instance_key as key from millrace.compensation",
  "outbox row": "select process_instance_key || coalesce(': ' || defect, '') as key from millrace.outbox",
  "start timer": "select process_id as key from millrace.start_subscription where kind = 'timer'",
  "timer job": "select coalesce(data->>'processInstanceKey', id::text) as key from pgboss.job where name = 'timer'",
  "correlation without a message": `select c.process_instance_key as key from millrace.message_correlation c
    where not exists (select 1 from millrace.message m where m.key = c.message_key)`,
};

/** Named at most this many times each. */
const namedMax = 10;

/** What is still open in any table. */
export async function leftovers(pool: Pool): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, text] of Object.entries(queries)) {
    const { rows } = await pool.query<{ key: string }>(text);
    if (rows.length === 0) continue;
    const named = rows.slice(0, namedMax).map(({ key }) => key);
    faults.push(`${rows.length} times left: ${what}, of ${named.join(", ")}`);
  }
  return faults;
}
