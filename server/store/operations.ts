import type { Pool } from "pg";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { JournalEntry, ProcessSummary, ProcessVersion } from "../contract.ts";
import { Refused } from "./failures.ts";
import { statisticNow } from "./history/statistics.ts";

/** Entries of a journal that are answered at most; the newest. */
const journalEntriesMax = 1_000;

interface Counts {
  openUserTasks: number;
  openIncidents: number;
  runningInstances: number;
  processes: number;
}

/** The counters of the top bar. */
export async function countOpen(pool: Pool): Promise<Counts> {
  const { rows } = await pool.query<Counts>(
    `select (select count(*)::int from millrace.user_task where state = 'CREATED') as "openUserTasks",
            (select count(*)::int from millrace.incident where state = 'ACTIVE') as "openIncidents",
            (select coalesce(sum(active), 0)::int from ${statisticNow} s where element_id = '') as "runningInstances",
            (select count(distinct process_id)::int from millrace.process_definition) as processes`,
  );
  return rows[0] ?? { openUserTasks: 0, openIncidents: 0, runningInstances: 0, processes: 0 };
}

interface VersionRow extends Omit<ProcessVersion, "deployedAt"> {
  processDefinitionId: string;
  name: string | null;
  deployedAt: Date;
}

/** Every process with its versions, newest first, and what runs in them. */
export async function listProcesses(pool: Pool): Promise<ProcessSummary[]> {
  const { rows } = await pool.query<VersionRow>(
    `select d.process_id as "processDefinitionId", d.name, d.version, d.key as "processDefinitionKey",
            d.resource_name as "resourceName", d.version_tag as "versionTag", d.deployed_at as "deployedAt",
            d.can_start as "canStart", coalesce(c.active, 0)::int as running, coalesce(n.instances, 0) as incidents,
            coalesce(c.completed, 0)::int as completed
     from millrace.process_definition d
     left join ${statisticNow} c on c.definition_key = d.key and c.element_id = ''
     left join (
       select i.definition_key, count(distinct i.key)::int as instances from millrace.incident o
       join millrace.process_instance i on i.key = o.process_instance_key
       where o.state = 'ACTIVE' group by i.definition_key) n on n.definition_key = d.key
     order by d.process_id, d.version desc`,
  );
  const byId = Map.groupBy(rows, ({ processDefinitionId }) => processDefinitionId);
  return [...byId]
    .map(([processDefinitionId, versions]) => ({
      processDefinitionId,
      name: versions[0]?.name ?? processDefinitionId,
      versions: versions.map(({ name: _, processDefinitionId: __, deployedAt, ...version }) => ({
        ...version,
        deployedAt: deployedAt.toISOString(),
      })),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** What happened in an instance, newest first. */
export async function readJournal(pool: Pool, processInstanceKey: string): Promise<JournalEntry[]> {
  const { rows } = await pool.query<{ revision: number; at: Date; actor: string; command: string; events: string }>(
    `select revision, at, actor, command, events from millrace.journal
     where process_instance_key = $1 order by revision desc limit ${journalEntriesMax}`,
    [processInstanceKey],
  );
  if (rows.length === 0)
    throw new Refused("INSTANCE_NOT_FOUND", `No process instance has the key ${processInstanceKey}`);
  return rows.map(({ revision, at, actor, command, events }) => ({
    revision,
    at: at.toISOString(),
    actor,
    command: parseJson(command),
    events: parseJson(events),
  }));
}
