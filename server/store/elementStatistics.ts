import type { Pool } from "pg";
import { statisticNow } from "./history/statistics.ts";

export interface ElementStatistics {
  readonly elementId: string;
  readonly active: number;
  readonly canceled: number;
  readonly incidents: number;
  readonly completed: number;
}

/** How often each element is active, was completed or terminated, and has incidents. */
export const elementStatistics = (
  pool: Pool,
  of: { processInstanceKey: string } | { definitionKey: string },
): Promise<ElementStatistics[]> =>
  "definitionKey" in of ? ofDefinition(pool, of.definitionKey) : ofInstance(pool, of.processInstanceKey);

/** A repeated activity counts what it repeats, or itself while it repeats nothing; activations of an ad-hoc sub-process are parts of it. */
const counted = (state: string) =>
  `greatest(count(*) filter (where e.state = '${state}' and e.element_type = 'MULTI_INSTANCE_BODY'), count(*) filter (
     where e.state = '${state}' and e.element_type not in ('MULTI_INSTANCE_BODY', 'AD_HOC_SUB_PROCESS_INNER_INSTANCE')))::int`;

async function ofInstance(pool: Pool, processInstanceKey: string): Promise<ElementStatistics[]> {
  const { rows } = await pool.query<ElementStatistics>(
    `select e.element_id as "elementId", ${counted("ACTIVE")} as active, ${counted("TERMINATED")} as canceled,
            ${counted("COMPLETED")} as completed,
            (count(*) filter (where e.state = 'ACTIVE' and exists (
               select 1 from millrace.incident n where n.process_instance_key = e.process_instance_key
                 and n.element_key = e.key and n.state = 'ACTIVE')))::int as incidents
     from millrace.element_instance e
     where e.process_instance_key = $1 and e.element_type <> 'PROCESS'
     group by e.element_id order by e.element_id`,
    [processInstanceKey],
  );
  return rows;
}

/** Read off the statistic: instances may be millions. Incidents that are open are few. */
async function ofDefinition(pool: Pool, definitionKey: string): Promise<ElementStatistics[]> {
  const { rows } = await pool.query<ElementStatistics>(
    `select s.element_id as "elementId", max(s.active)::int as active, max(s.terminated)::int as canceled,
            max(s.completed)::int as completed, coalesce(max(n.elements), 0)::int as incidents
     from ${statisticNow} s
     left join (
       select o.element_id, count(distinct o.element_key)::int as elements from millrace.incident o
       join millrace.process_instance i on i.key = o.process_instance_key
       where o.state = 'ACTIVE' and i.definition_key = $1 group by o.element_id) n on n.element_id = s.element_id
     where s.definition_key = $1 and s.element_id <> ''
     group by s.element_id having max(s.active) + max(s.terminated) + max(s.completed) > 0 order by s.element_id`,
    [definitionKey],
  );
  return rows;
}
