import type { Pool } from "pg";

/** How long ended instances are kept, in days; null keeps them for ever. */
export interface Retention {
  /** Of every process that has no policy of its own. */
  readonly days: number | null;
  readonly processes: { processDefinitionId: string; days: number | null }[];
}

/** The row of the policy for all others; no process has an empty id. */
const others = "";

export async function readRetention(pool: Pool): Promise<Retention> {
  const { rows } = await pool.query<{ processId: string; days: number | null }>(
    `select process_id as "processId", days from millrace.retention_policy order by process_id`,
  );
  return {
    days: rows.find(({ processId }) => processId === others)?.days ?? null,
    processes: rows.flatMap(({ processId, days }) =>
      processId === others ? [] : [{ processDefinitionId: processId, days }],
    ),
  };
}

/** Sets the policy of a process; of all that have none of their own without one. */
export async function setRetention(pool: Pool, days: number | null, processId: string = others): Promise<void> {
  await pool.query(
    `insert into millrace.retention_policy (process_id, days) values ($1, $2)
     on conflict (process_id) do update set days = excluded.days`,
    [processId, days],
  );
}

/** The process has no policy of its own any more. */
export async function unsetRetention(pool: Pool, processId: string): Promise<void> {
  await pool.query("delete from millrace.retention_policy where process_id = $1", [processId]);
}
