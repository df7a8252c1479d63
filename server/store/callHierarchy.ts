import type { Pool } from "pg";
import { Refused } from "./failures.ts";

/** An instance among those that call each other. */
export interface Caller {
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  /** The process id, when the process has no name. */
  readonly processDefinitionName: string;
}

/** The instance and those that called it, the outermost first. */
export async function callHierarchy(pool: Pool, processInstanceKey: string): Promise<Caller[]> {
  const { rows } = await pool.query<Caller>(
    `with recursive callers(key, parent_key, definition_key, depth) as (
       select key, parent_key, definition_key, call_depth from millrace.process_instance where key = $1
       union all
       select i.key, i.parent_key, i.definition_key, i.call_depth from callers c
       join millrace.process_instance i on i.key = c.parent_key)
     select c.key as "processInstanceKey", c.definition_key as "processDefinitionKey",
            coalesce(d.name, d.process_id) as "processDefinitionName"
     from callers c join millrace.process_definition d on d.key = c.definition_key order by c.depth`,
    [processInstanceKey],
  );
  if (rows.length === 0)
    throw new Refused("INSTANCE_NOT_FOUND", `No process instance has the key ${processInstanceKey}`);
  return rows;
}
