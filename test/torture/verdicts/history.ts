import type { Pool } from "pg";
import type { Event } from "../../../engine/vocabulary.ts";
import type { Evidence } from "./evidence.ts";

/** Rows of what has ended, as text by key, each with what the events say it must be. */
const tables: Readonly<Record<string, { readonly text: string; readonly of: (events: readonly Event[]) => Said }>> = {
  "element instance": {
    text: "select key, state as value from millrace.element_instance where process_instance_key = any($1)",
    of: elementStates,
  },
  job: {
    text: `select key, case when ended_at is null then case state when 'ERROR_THROWN' then state else 'OPEN' end else state end as value
           from millrace.job where process_instance_key = any($1)`,
    of: jobStates,
  },
  "user task": {
    text: "select key, case when completed_at is null then 'OPEN' else state end as value from millrace.user_task where process_instance_key = any($1)",
    of: taskStates,
  },
  subscription: {
    text: "select key, state as value from millrace.subscription where process_instance_key = any($1)",
    of: waitStates,
  },
  variable: {
    text: "select key, value from millrace.variable where process_instance_key = any($1)",
    of: variableValues,
  },
  incident: {
    text: "select key, state as value from millrace.incident where process_instance_key = any($1)",
    of: incidentStates,
  },
};

type Said = Map<string, string>;

/** Rows that are not what the events say: one too many, one too few, or another state; by instance. */
export async function historyFaults(pool: Pool, instances: readonly Evidence[]): Promise<Map<string, string[]>> {
  const keys = instances.map(({ key }) => key);
  const faults = new Map<string, string[]>(keys.map((key) => [key, []]));
  for (const [what, { text, of }] of Object.entries(tables)) {
    const { rows } = await pool.query<{ key: string; value: string }>(text, [keys]);
    const found = new Map(rows.map(({ key, value }) => [key, value]));
    for (const { key: instance, events } of instances)
      for (const [key, said] of of(events)) {
        if (found.get(key) !== said)
          faults.get(instance)?.push(`${what} ${key} is ${found.get(key) ?? "missing"}, the journal says ${said}`);
        found.delete(key);
      }
    for (const key of found.keys())
      faults.get(String((BigInt(key) >> 22n) << 22n))?.push(`${what} ${key} is in no journal`);
  }
  return faults;
}

function elementStates(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "elementActivated") said.set(event.elementKey, "ACTIVE");
    else if (event.type === "elementCompleted") said.set(event.elementKey, "COMPLETED");
    else if (event.type === "elementTerminated") said.set(event.elementKey, "TERMINATED");
  return said;
}

function jobStates(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "jobCreated") said.set(event.jobKey, "OPEN");
    else if (event.type === "jobCompleted") said.set(event.jobKey, "COMPLETED");
    else if (event.type === "jobErrorThrown") said.set(event.jobKey, "ERROR_THROWN");
    else if (event.type === "jobReopened" || event.type === "jobRetriesSet") said.set(event.jobKey, "OPEN");
    else if (event.type === "jobCanceled" && said.get(event.jobKey) !== "ERROR_THROWN")
      said.set(event.jobKey, "CANCELED");
  return said;
}

function taskStates(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "userTaskCreated") said.set(event.userTaskKey, "OPEN");
    else if (event.type === "userTaskCompleted") said.set(event.userTaskKey, "COMPLETED");
    else if (event.type === "userTaskCanceled") said.set(event.userTaskKey, "CANCELED");
  return said;
}

function waitStates(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "subscriptionOpened") said.set(event.subscriptionKey, "OPEN");
    else if (event.type === "subscriptionClosed")
      said.set(event.subscriptionKey, event.isTriggered ? "TRIGGERED" : "CLOSED");
  return said;
}

function variableValues(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "variableSet") said.set(event.variableKey, JSON.stringify(event.value));
  return said;
}

function incidentStates(events: readonly Event[]): Said {
  const said: Said = new Map();
  for (const event of events)
    if (event.type === "incidentRaised") said.set(event.incidentKey, "ACTIVE");
    else if (event.type === "incidentResolved") said.set(event.incidentKey, "RESOLVED");
  return said;
}
