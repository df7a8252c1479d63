import type { Pool } from "pg";
import type { UserTaskTransition } from "../../engine/vocabulary.ts";

/** A user task as it will be when its listeners agree: what a task listener's job tells. */
export interface AskedTask {
  readonly userTaskKey: string;
  /** What the caller calls the change: `assign`, `complete`, or a word of the caller's own. */
  readonly action: string;
  /** Names of the properties that the change, and listeners before, have given other values. */
  readonly changedAttributes: string[];
  readonly assignee: string | null;
  readonly candidateGroups: string[];
  readonly candidateUsers: string[];
  /** ISO 8601. */
  readonly dueDate: string | null;
  readonly followUpDate: string | null;
  readonly priority: number;
}

interface Row extends Omit<AskedTask, "action" | "changedAttributes" | "dueDate" | "followUpDate"> {
  readonly jobKey: string;
  readonly dueDate: Date | null;
  readonly followUpDate: Date | null;
  readonly transition: string | null;
}

/** The tasks that these task listeners' jobs ask about, by job key. */
export async function askedTasks(
  pool: Pool,
  jobs: readonly { key: string; processInstanceKey: string; elementKey: string }[],
): Promise<ReadonlyMap<string, AskedTask>> {
  if (jobs.length === 0) return new Map();
  const { rows } = await pool.query<Row>({
    name: "asked tasks",
    text: `select u.job as "jobKey", t.key as "userTaskKey", t.assignee, t.candidate_groups as "candidateGroups",
                  t.candidate_users as "candidateUsers", t.due_date as "dueDate", t.follow_up_date as "followUpDate",
                  t.priority, t.transition
           from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as u(instance, element, job)
           join millrace.user_task t on t.process_instance_key = u.instance and t.element_key = u.element
             and t.transition is not null`,
    values: [jobs.map((job) => job.processInstanceKey), jobs.map((job) => job.elementKey), jobs.map((job) => job.key)],
  });
  return new Map(rows.map((row) => [row.jobKey, askedTask(row)]));
}

function askedTask({ jobKey: _, transition, dueDate, followUpDate, ...task }: Row): AskedTask {
  const { action, changes } = JSON.parse(transition ?? "{}") as UserTaskTransition;
  return {
    ...task,
    dueDate: dueDate?.toISOString() ?? null,
    followUpDate: followUpDate?.toISOString() ?? null,
    ...changes,
    candidateGroups: [...(changes.candidateGroups ?? task.candidateGroups)],
    candidateUsers: [...(changes.candidateUsers ?? task.candidateUsers)],
    action,
    changedAttributes: Object.keys(changes),
  };
}
