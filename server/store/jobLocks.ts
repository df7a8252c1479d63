import type { Pool } from "pg";
import { parseJson } from "../../engine/feel/exactJson.ts";
import type { Variables } from "../../engine/feel/values.ts";
import { instanceKeyOf } from "../../engine/keys.ts";
import type { JobKind } from "../../engine/vocabulary.ts";

/** A job that a worker has, without what it sees. */
export interface LockedJob {
  readonly key: string;
  readonly type: string;
  readonly kind: JobKind;
  /** Of a listener: START, END, CREATING, ASSIGNING, UPDATING or COMPLETING. */
  readonly listenerEvent: string | null;
  readonly processInstanceKey: string;
  /** The outermost instance of those that call each other. */
  readonly rootProcessInstanceKey: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly version: number;
  readonly elementId: string;
  readonly elementKey: string;
  readonly headers: string;
  readonly retries: number;
  readonly priority: number;
  readonly deadline: Date;
  readonly tags: string[];
}

/** What one worker of a look may have. */
export interface Share {
  readonly worker: string;
  readonly deadline: Date;
  readonly jobsMax: number;
}

/** What a look has found. */
export interface Found {
  /** By the index of the share; within it the most urgent first, then the oldest. */
  readonly jobs: readonly (LockedJob & { readonly share: number; readonly since: Date })[];
  /** When the next locked or delayed job of the type becomes available; null when there is none. */
  readonly nextAt: Date | null;
}

/**
 * Locks jobs of a type for several workers with one statement: the most urgent first, then the oldest; the first worker
 * gets as many as it wants, then the second.
 *
 * A job is ready when it was available at its last change (`available_at <= updated_at`); one that is locked or delayed
 * stands in an index of its own, so that any number of them before the first ready one costs nothing. Those whose time
 * has come are made ready by {@link readyDueJobs}; `nextAt` tells that there are any.
 */
export async function lockJobs(pool: Pool, type: string, shares: readonly Share[], now: Date): Promise<Found> {
  const upTo = runningSums(shares.map(({ jobsMax }) => jobsMax));
  const { rows } = await pool.query<FoundRow>({
    name: "lock jobs",
    text: lockText,
    values: [
      type,
      now,
      upTo.at(-1) ?? 0,
      shares.map(({ worker }) => worker),
      shares.map(({ deadline }) => deadline),
      upTo,
    ],
  });
  const jobs = rows.flatMap(({ nextAt: _, ...row }) => (row.key === null ? [] : [row]));
  return { jobs, nextAt: rows[0]?.nextAt ?? null };
}

type FoundRow = { nextAt: Date | null } & ((LockedJob & { share: number; since: Date }) | { key: null });

const lockedColumns = `
  j.key, j.type, j.kind, j.listener_event as "listenerEvent", j.process_instance_key as "processInstanceKey",
  i.root_key as "rootProcessInstanceKey", i.definition_key as "definitionKey", i.process_id as "processId", i.version,
  j.element_id as "elementId", j.element_key as "elementKey", j.headers, j.retries, j.priority, j.deadline, i.tags`;

/** `upTo` is the last place of each share. The order of the ends is `place`, so a job's share is the first that reaches it. */
const lockText = `
  with picked as materialized (
         select process_instance_key, key, available_at,
                row_number() over (order by priority desc, created_at, key) as place
         from (select process_instance_key, key, available_at, priority, created_at from millrace.job
               where type = $1 and available_at <= updated_at
               order by priority desc, created_at, key limit $3 for update skip locked) ready),
       locked as (
         update millrace.job j
         set available_at = s.deadline, deadline = s.deadline, worker = s.worker, updated_at = $2
         from picked p
         cross join lateral (
           select index, worker, deadline from unnest($4::text[], $5::timestamptz[], $6::int[])
             with ordinality as share(worker, deadline, up_to, index)
           where up_to >= p.place order by index limit 1) s
         where j.process_instance_key = p.process_instance_key and j.key = p.key
         returning j.*, s.index - 1 as share, p.available_at as since)
  select (select min(available_at) from millrace.job where type = $1 and available_at > updated_at) as "nextAt",
         j.share::int, j.since, ${lockedColumns}
  from (select) always
  left join (locked j join millrace.process_instance i on i.key = j.process_instance_key) on true
  order by j.share, j.priority desc, j.created_at, j.key`;

/** Jobs that were written locked, as far as they are still to be done. */
export async function lockedJobs(
  pool: Pool,
  jobs: readonly { readonly processInstanceKey: string; readonly key: string }[],
): Promise<LockedJob[]> {
  const { rows } = await pool.query<LockedJob>({
    name: "locked jobs",
    text: `select ${lockedColumns}
           from unnest($1::bigint[], $2::bigint[]) as u(instance, job)
           join millrace.job j on j.process_instance_key = u.instance and j.key = u.job and j.available_at is not null
           join millrace.process_instance i on i.key = u.instance`,
    values: [jobs.map(({ processInstanceKey }) => processInstanceKey), jobs.map(({ key }) => key)],
  });
  return rows;
}

function runningSums(counts: readonly number[]): number[] {
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    return sum;
  });
}

/** Made ready at once; the look after it says whether there are more. */
const readiedMax = 1_000;

/** Makes jobs of a type ready whose lock or delay has run out. Answers how many. */
export async function readyDueJobs(pool: Pool, type: string, now: Date): Promise<number> {
  const { rowCount } = await pool.query({
    name: "ready due jobs",
    text: `with due as materialized (
             select process_instance_key, key from millrace.job
             where type = $1 and available_at > updated_at and available_at <= $2
             order by available_at limit ${readiedMax} for update skip locked)
           update millrace.job j set updated_at = $2 from due
           where j.process_instance_key = due.process_instance_key and j.key = due.key`,
    values: [type, now],
  });
  return rowCount ?? 0;
}

/** Gives jobs back that nobody has taken since; they are ready at once. */
export async function giveBackJobs(pool: Pool, jobs: readonly LockedJob[], now: Date): Promise<void> {
  await pool.query({
    name: "give jobs back",
    text: `update millrace.job j set available_at = $3, updated_at = $3, deadline = null, worker = null
           from unnest($1::bigint[], $2::bigint[], $4::timestamptz[]) as u(instance, job, deadline)
           where j.process_instance_key = u.instance and j.key = u.job and j.deadline = u.deadline
             and j.available_at is not null`,
    values: [
      jobs.map((job) => job.processInstanceKey),
      jobs.map((job) => job.key),
      now,
      jobs.map((job) => job.deadline),
    ],
  });
}

/** Sets the end of a worker's lock. Answers null when no worker has the job. */
export async function extendLock(
  pool: Pool,
  jobKey: string,
  until: Date,
  now: Date,
): Promise<{ type: string; isEarlier: boolean } | null> {
  const { rows } = await pool.query<{ type: string; isEarlier: boolean }>({
    name: "extend lock",
    text: `update millrace.job j set available_at = $3, deadline = $3, updated_at = $4
           from (select process_instance_key, key, deadline from millrace.job
                 where process_instance_key = $1 and key = $2 and available_at is not null and deadline is not null
                 for update) was
           where j.process_instance_key = was.process_instance_key and j.key = was.key
           returning j.type, was.deadline > $3 as "isEarlier"`,
    values: [instanceKeyOf(jobKey), jobKey, until, now],
  });
  return rows[0] ?? null;
}

/**
 * What each job sees: the variables of its scopes, the inner one before the outer. `offset 0` keeps the look-up of a
 * scope apart: joined, it became a look through all variables of the instance for every job.
 */
export async function variablesOf(
  pool: Pool,
  jobs: readonly { key: string; processInstanceKey: string }[],
  names: readonly string[] | null,
): Promise<Map<string, Variables>> {
  const seen = new Map<string, Variables>();
  if (jobs.length === 0) return seen;
  const { rows } = await pool.query<{ key: string; name: string; value: string }>({
    name: "variables of jobs",
    text: `select j.key, v.name, v.value
           from unnest($1::bigint[], $2::bigint[]) as u(instance, job)
           join millrace.job j on j.process_instance_key = u.instance and j.key = u.job
           cross join unnest(j.scope_keys) with ordinality as s(scope, place)
           cross join lateral (
             select key, name, value from millrace.variable
             where process_instance_key = u.instance and scope_key = s.scope offset 0) v
           where $3::text[] is null or v.name = any($3)
           order by s.place desc, v.key`,
    values: [jobs.map((job) => job.processInstanceKey), jobs.map((job) => job.key), names],
  });
  for (const { key, name, value } of rows) {
    const variables = seen.get(key) ?? {};
    variables[name] = parseJson(value);
    seen.set(key, variables);
  }
  return seen;
}
