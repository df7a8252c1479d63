import type { PoolClient } from "pg";
import type { ElementType } from "../../../engine/model/model.ts";
import type { Event } from "../../../engine/vocabulary.ts";
import { bulkTable, insertAll, type RowOf } from "../bulk.ts";
import { isAround } from "../differences.ts";
import { statisticChange } from "../schema/index.ts";
import type { Subject } from "../subjects.ts";
import { inOne } from "./inOne.ts";

const table = bulkTable(statisticChange);

type Row = RowOf<typeof statisticChange>;

/** Adds what a batch has begun and ended to the statistic: a row for each element that it touched, however many times. */
export async function writeStatistics(tx: PoolClient, touched: readonly Subject[]): Promise<void> {
  const rows = new Map<string, Row>();
  for (const subject of touched) {
    const begun = new Map<string, ElementType>();
    for (const event of subject.events) {
      if (event.type === "elementActivated" && isAround(event.elementType))
        begun.set(event.elementKey, event.elementType);
      const change = changeOf(event);
      if (change)
        count(rows, subject, change, begun.get(change.elementKey) ?? subject.held.around.get(change.elementKey));
    }
  }
  const changed = [...rows.values()].filter((row) => row.active !== 0 || row.completed !== 0 || row.terminated !== 0);
  await insertAll(tx, table, changed);
}

interface Change {
  readonly elementKey: string;
  readonly elementId: string;
  readonly active: number;
  readonly completed: number;
  readonly terminated: number;
}

function changeOf(event: Event): Change | null {
  switch (event.type) {
    case "elementActivated":
      return { ...event, active: 1, completed: 0, terminated: 0 };
    case "elementCompleted":
      return { ...event, active: -1, completed: 1, terminated: 0 };
    case "elementTerminated":
      return { ...event, active: -1, completed: 0, terminated: 1 };
    default:
      return null;
  }
}

/** Activations of an ad-hoc sub-process are parts of it, and are not counted. */
function count(rows: Map<string, Row>, subject: Subject, change: Change, around: ElementType | undefined): void {
  if (around === "AD_HOC_SUB_PROCESS_INNER_INSTANCE") return;
  const { definition, key } = subject;
  const elementId = change.elementKey === key ? "" : change.elementId;
  const isBody = around === "MULTI_INSTANCE_BODY";
  const id = `${definition.key} ${isBody} ${elementId}`;
  const row = rows.get(id) ?? {
    definitionKey: definition.key,
    elementId,
    isBody,
    active: 0,
    completed: 0,
    terminated: 0,
  };
  row.active += change.active;
  row.completed += change.completed;
  row.terminated += change.terminated;
  rows.set(id, row);
}

/** Every count as of now, as a table to select from: what was summed up, and what was added since. */
export const statisticNow = `(
  select definition_key, element_id, is_body, sum(active)::bigint as active, sum(completed)::bigint as completed,
         sum(terminated)::bigint as terminated
  from (select * from millrace.statistic union all select * from millrace.statistic_change) s
  group by definition_key, element_id, is_body)`;

/** Sums up what was added, so that few rows are left to read. Safe on any number of servers at once. */
export async function sumUpStatistics(db: Pick<PoolClient, "query">): Promise<void> {
  await inOne(db, async () => {
    const { rows } = await db.query<{ isFree: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('millrace statistics')) as "isFree"`,
    );
    if (!rows[0]?.isFree) return;
    await db.query(
      `with added as (delete from millrace.statistic_change returning *)
       insert into millrace.statistic as s
         select definition_key, element_id, is_body, sum(active), sum(completed), sum(terminated) from added group by 1, 2, 3
       on conflict (definition_key, element_id, is_body) do update set active = s.active + excluded.active,
         completed = s.completed + excluded.completed, terminated = s.terminated + excluded.terminated`,
    );
  });
}

/** Takes instances that are about to be removed off the statistic. */
export async function uncount(
  db: Pick<PoolClient, "query">,
  { elements, instances, keys }: { elements: string; instances: string; keys?: readonly string[] },
): Promise<void> {
  await db.query(
    `insert into millrace.statistic_change
       select i.definition_key, case when e.scope_key is null then '' else e.element_id end,
              e.element_type = 'MULTI_INSTANCE_BODY', -count(*) filter (where e.state = 'ACTIVE'),
              -count(*) filter (where e.state = 'COMPLETED'), -count(*) filter (where e.state = 'TERMINATED')
       from ${elements} e join ${instances} i on i.key = e.process_instance_key
       where e.element_type <> 'AD_HOC_SUB_PROCESS_INNER_INSTANCE' ${keys ? "and e.process_instance_key = any($1::bigint[])" : ""}
       group by 1, 2, 3`,
    keys ? [keys] : [],
  );
}
