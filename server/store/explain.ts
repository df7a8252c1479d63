import type { Pool } from "pg";
import type { IncidentCode } from "../../engine/incidents.ts";
import type { FlowNode, ProcessModel } from "../../engine/model/model.ts";
import type { Explanation, ExplanationCause } from "../contract.ts";
import type { Reads } from "./reads.ts";
import { spokenName } from "./spokenName.ts";

interface Waiting {
  elementKey: string;
  elementId: string;
  since: Date;
}

type Cause = Omit<ExplanationCause, "elementName" | "since" | "elementInstanceKey" | "elementId">;

/** Why an instance waits: one cause for every token, incidents first, and the answer in a sentence. */
export async function explain(pool: Pool, reads: Reads, processInstanceKey: string): Promise<Explanation> {
  const instance = await reads.get("processInstance", processInstanceKey, "INSTANCE_NOT_FOUND");
  if (instance.state !== "ACTIVE") {
    const how = instance.state === "COMPLETED" ? "completed" : "was canceled";
    return { sentence: `It waits for nothing: it ${how}.`, causes: [] };
  }
  const { model } = await reads.model(String(instance.processDefinitionKey));
  const found = [
    ...(await incidentCauses(pool, processInstanceKey)),
    ...(await userTaskCauses(pool, processInstanceKey)),
    ...(await jobCauses(pool, processInstanceKey)),
    ...(await subscriptionCauses(pool, processInstanceKey)),
    ...(await joinCauses(pool, model, processInstanceKey)),
  ];
  const stopped = new Set(found.filter(({ cause }) => cause.kind === "incident").map(({ elementKey }) => elementKey));
  const causes = found
    .filter(({ elementKey, cause }) => cause.kind === "incident" || !stopped.has(elementKey))
    .map(({ elementId, elementKey, since, cause }) => ({
      elementId,
      elementName: nameIn(model, elementId),
      elementInstanceKey: elementKey || null,
      since: since.toISOString(),
      ...cause,
    }));
  return { sentence: sentenceOf(causes), causes };
}

function nameIn(model: ProcessModel, elementId: string): string | null {
  const node = model.nodes.get(elementId);
  return node ? spokenName(node) : null;
}

type Found = Waiting & { cause: Cause };

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
  return `It waits in ${causes.length} places: ${[...new Set(causes.map(nameOf))].join(", ")}.`;
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
     where n.process_instance_key = $1 and n.state = 'ACTIVE' order by n.key`,
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
  UNSPECIFIED: () => "A bound of the engine was reached.",
};

async function userTaskCauses(pool: Pool, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<
    Waiting & { userTaskKey: string; assignee: string | null; groups: string[]; dueAt: Date | null }
  >(
    `select element_key as "elementKey", element_id as "elementId", created_at as since, key as "userTaskKey",
            assignee, candidate_groups as groups, due_date as "dueAt"
     from millrace.user_task where process_instance_key = $1 and state = 'CREATED' order by key`,
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
  worker: string | null;
  deadline: Date | null;
  availableAt: Date;
  retries: number;
}

async function jobCauses(pool: Pool, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<Waiting & WaitingJob & { detail: string | null }>(
    `select element_key as "elementKey", element_id as "elementId", created_at as since, type as "jobType", worker, deadline,
            available_at as "availableAt", retries, error_message as detail
     from millrace.job where process_instance_key = $1 and available_at is not null order by key`,
    [instance],
  );
  const now = Date.now();
  return rows.map(({ jobType, worker, deadline, availableAt, retries, detail, ...at }) => {
    const sentence = jobSentence({ jobType, worker, deadline, availableAt, retries }, now);
    const due = availableAt.getTime() > now ? { dueAt: availableAt.toISOString() } : {};
    return { ...at, cause: { kind: "job", sentence, jobType, ...(detail ? { detail } : {}), ...due } };
  });
}

/** A job is locked, or delayed after a failure, until it is available again. */
function jobSentence({ jobType, worker, deadline, availableAt, retries }: WaitingJob, now: number): string {
  const isAvailable = availableAt.getTime() <= now;
  if (deadline !== null)
    return isAvailable
      ? `Worker "${worker}" had the job "${jobType}" and did not answer in time; it is free again.`
      : `Worker "${worker}" has the job "${jobType}".`;
  return isAvailable
    ? `No worker has taken the job "${jobType}" yet.`
    : `The job "${jobType}" failed and is tried again, ${retries} times at most.`;
}

/** Waits of events and gateways; a boundary event's wait does not hold its activity. */
async function subscriptionCauses(pool: Pool, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<
    Waiting & { kind: string; messageName: string | null; correlationKey: string | null; dueAt: Date | null }
  >(
    `select s.element_key as "elementKey", s.element_id as "elementId", s.opened_at as since, s.kind,
            s.message_name as "messageName", s.correlation_key as "correlationKey", s.due_at as "dueAt"
     from millrace.subscription s
     join millrace.element_instance e on e.process_instance_key = s.process_instance_key and e.key = s.element_key
     where s.process_instance_key = $1 and s.state = 'OPEN'
       and (e.element_id = s.element_id or e.element_type = 'EVENT_BASED_GATEWAY') order by s.key`,
    [instance],
  );
  return rows.map(({ kind, messageName, correlationKey, dueAt, ...at }) => {
    if (kind === "timer") {
      const due = dueAt?.toISOString() ?? "";
      return {
        ...at,
        cause: { kind: "timer", sentence: `A timer is due at ${due.slice(0, 16).replace("T", " ")} UTC.`, dueAt: due },
      };
    }
    const sentence = `No message "${messageName}" with key "${correlationKey}" has come.`;
    const names = { messageName: messageName ?? "", correlationKey: correlationKey ?? "" };
    return { ...at, cause: { kind: "message", sentence, ...names } };
  });
}

/** Joins that have some of their tokens. */
async function joinCauses(pool: Pool, model: ProcessModel, instance: string): Promise<Found[]> {
  const { rows } = await pool.query<{ flowId: string; since: Date }>(
    `select t.flow_id as "flowId", i.started_at as since from millrace.token t
     join millrace.process_instance i on i.key = t.process_instance_key where t.process_instance_key = $1`,
    [instance],
  );
  const there = new Set(rows.map(({ flowId }) => flowId));
  const joins = new Set<FlowNode>();
  for (const node of model.nodes.values()) if (node.incoming.some(({ id }) => there.has(id))) joins.add(node);
  return [...joins].map((join) => {
    const missing = join.incoming.filter(({ id }) => !there.has(id)).map(({ source }) => spokenName(source));
    const sentence = `It has ${join.incoming.length - missing.length} of ${join.incoming.length} tokens; ${missing.join(" and ")} is missing.`;
    const since = rows[0]?.since ?? new Date();
    return { elementKey: "", elementId: join.id, since, cause: { kind: "join", sentence } };
  });
}
