import type { Pool } from "pg";
import type { IncidentCode } from "../../engine/incidents.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import type { JobKind } from "../../engine/vocabulary.ts";
import type { Explanation, ExplanationCause } from "../contract.ts";
import { joinCauses } from "./explainJoins.ts";
import { compensationCauses, scopeCauses } from "./explainScopes.ts";
import { subscriptionCauses } from "./explainWaits.ts";
import { causesMax, type Found, type Waiting } from "./explanation.ts";
import type { Reads } from "./reads.ts";
import { spokenName } from "./spokenName.ts";

/** Why an instance waits: one cause for every token, incidents first, and the answer in a sentence. */
export async function explain(
  pool: Pool,
  reads: Reads,
  processInstanceKey: string,
  nowMs: number,
): Promise<Explanation> {
  const instance = await reads.get("processInstance", processInstanceKey, "INSTANCE_NOT_FOUND");
  if (instance.state !== "ACTIVE") {
    const how = instance.state === "COMPLETED" ? "completed" : "was canceled";
    return { sentence: `It waits for nothing: it ${how}.`, causes: [] };
  }
  const { model } = await reads.model(String(instance.processDefinitionKey));
  const found = [
    ...(await incidentCauses(pool, processInstanceKey)),
    ...(await userTaskCauses(pool, processInstanceKey)),
    ...(await jobCauses(pool, processInstanceKey, nowMs)),
    ...(await subscriptionCauses(pool, model, processInstanceKey)),
    ...(await scopeCauses(pool, model, processInstanceKey)),
    ...(await compensationCauses(pool, model, processInstanceKey)),
    ...(await joinCauses(pool, model, processInstanceKey)),
  ];
  const stopped = new Set(found.filter(({ cause }) => cause.kind === "incident").map(({ elementKey }) => elementKey));
  const held = found.filter(({ elementKey, cause }) => cause.kind === "incident" || !stopped.has(elementKey));
  const causes = held.map(({ elementId, elementKey, since, cause }) => ({
    elementId,
    elementName: nameIn(model, elementId),
    elementInstanceKey: elementKey || null,
    since: since.toISOString(),
    ...cause,
  }));
  return { sentence: sentenceOf(causes.filter((_, at) => !held[at]?.isAround)), causes };
}

function nameIn(model: ProcessModel, elementId: string): string | null {
  const node = model.nodes.get(elementId);
  return node ? spokenName(node) : null;
}

const nameOf = ({ elementName, elementId }: ExplanationCause) => elementName ?? elementId;

function sentenceOf(causes: readonly ExplanationCause[]): string {
  const [first] = causes;
  if (!first) return "Nothing holds it; it is moving.";
  const stopped = causes.filter(({ kind }) => kind === "incident");
  if (stopped[0])
    return stopped.length === 1
      ? `${nameOf(stopped[0])} has stopped and needs you.`
      : `${stopped.length} elements have stopped and need you.`;
  if (causes.length === 1) return `It waits at ${nameOf(first)}.`;
  const count = causes.length < causesMax ? causes.length : `${causesMax} or more`;
  return `It waits in ${count} places: ${[...new Set(causes.map(nameOf))].join(", ")}.`;
}

async function incidentCauses(pool: Pool, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<
    Waiting & { incidentKey: string; code: IncidentCode; message: string; jobType: string | null; others: number }
  >(
    `select n.element_key as "elementKey", n.element_id as "elementId", n.created_at as since, n.key as "incidentKey",
            n.code, n.message, j.type as "jobType",
            (select count(*)::int from millrace.incident o join millrace.process_instance p on p.key = o.process_instance_key
              where o.state = 'ACTIVE' and o.element_id = n.element_id and p.definition_key = i.definition_key
                and o.process_instance_key <> i.key) as others
     from millrace.incident n join millrace.process_instance i on i.key = n.process_instance_key
     left join millrace.job j on j.process_instance_key = n.process_instance_key and j.key = n.job_key
     where n.process_instance_key = $1 and n.state = 'ACTIVE' order by n.key limit ${causesMax}`,
    [instance],
  );
  return rows.map(({ incidentKey, code, message, jobType, others, ...at }) => ({
    ...at,
    cause: {
      kind: "incident",
      sentence: incidentSentences[code](jobType),
      incidentKey,
      detail: message,
      alsoStopped: others,
      ...(jobType === null ? {} : { jobType }),
    },
  }));
}

const incidentSentences: Readonly<Record<IncidentCode, (jobType: string | null) => string>> = {
  IO_MAPPING_ERROR: () => "An input or output mapping failed.",
  EXTRACT_VALUE_ERROR: () => "An expression gave no usable value.",
  CONDITION_ERROR: () => "A condition could not be decided.",
  JOB_NO_RETRIES: (jobType) => `The worker of "${jobType}" has failed and no retries are left.`,
  UNHANDLED_ERROR_EVENT: () => "An error was thrown that nothing catches.",
  CALLED_ELEMENT_ERROR: () => "The process that it calls could not be started.",
  CALLED_DECISION_ERROR: () => "The decision that it calls does not exist.",
  DECISION_EVALUATION_ERROR: () => "The decision that it calls could not be made.",
  UNSPECIFIED: () => "A bound of the engine was reached.",
};

async function userTaskCauses(pool: Pool, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<
    Waiting & { userTaskKey: string; assignee: string | null; groups: string[]; dueAt: Date | null }
  >(
    `select element_key as "elementKey", element_id as "elementId", created_at as since, key as "userTaskKey",
            assignee, candidate_groups as groups, due_date as "dueAt"
     from millrace.user_task where process_instance_key = $1 and state = 'CREATED' order by key limit ${causesMax}`,
    [instance],
  );
  return rows.map(({ userTaskKey, assignee, groups, dueAt, ...at }) => {
    const free = groups.length > 0 ? `Nobody of ${groups.join(", ")} has claimed it.` : "Nobody has claimed it.";
    const sentence = assignee === null ? free : `${assignee} has it.`;
    const due = dueAt ? { dueAt: dueAt.toISOString() } : {};
    return { ...at, cause: { kind: "userTask", sentence, userTaskKey, assignee, ...due } };
  });
}

interface WaitingJob {
  jobType: string;
  kind: JobKind;
  listenerEvent: string | null;
  worker: string | null;
  deadline: Date | null;
  availableAt: Date;
  retries: number;
}

async function jobCauses(pool: Pool, instance: string, now: number): Promise<Found[]> {
  const { rows } = await pool.query<Waiting & WaitingJob & { detail: string | null }>(
    `select element_key as "elementKey", element_id as "elementId", created_at as since, type as "jobType", kind,
            listener_event as "listenerEvent", worker, deadline,
            available_at as "availableAt", retries, error_message as detail
     from millrace.job where process_instance_key = $1 and available_at is not null order by key
     limit ${causesMax}`,
    [instance],
  );
  return rows.map(({ elementKey, elementId, since, detail, ...job }) => {
    const { jobType, availableAt } = job;
    const due = availableAt.getTime() > now ? { dueAt: availableAt.toISOString() } : {};
    const cause = {
      kind: "job",
      sentence: jobSentence(job, now),
      jobType,
      ...(detail ? { detail } : {}),
      ...due,
    } as const;
    return { elementKey, elementId, since, cause };
  });
}

/** A job is locked, or delayed after a failure, until it is available again. */
function jobSentence(job: WaitingJob, now: number): string {
  const { worker, deadline, availableAt, retries } = job;
  const isAvailable = availableAt.getTime() <= now;
  const named = jobName(job);
  if (deadline !== null)
    return isAvailable
      ? `Worker "${worker}" had ${named} and did not answer in time; it is free again.`
      : `Worker "${worker}" has ${named}.`;
  return isAvailable
    ? `No worker has taken ${named} yet.`
    : `${named.replace("the", "The")} failed and is tried again, ${retries} times at most.`;
}

function jobName({ jobType, kind, listenerEvent }: WaitingJob): string {
  switch (kind) {
    case "BPMN_ELEMENT":
      return `the job "${jobType}"`;
    case "EXECUTION_LISTENER":
      return `the job "${jobType}" of its ${listenerEvent?.toLowerCase() ?? "execution"} listener`;
    case "TASK_LISTENER":
      return `the job "${jobType}" of the listener that is asked about ${listenerEvent === null ? "" : `${listenerEvent.toLowerCase()} `}the task`;
    case "AD_HOC_SUB_PROCESS":
      return `the job "${jobType}", which says what begins next,`;
    default:
      return kind satisfies never;
  }
}
