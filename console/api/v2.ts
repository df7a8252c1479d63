import { userName } from "../app/preferences.ts";
import { request } from "./client.ts";
import type * as T from "./v2Types.ts";

/** More rows than this are paged, never shown at once. */
export const rowsMax = 100;

type Signal = AbortSignal | undefined;

const search = <Item>(what: string, json: T.SearchQuery, signal: Signal) =>
  request<T.Page<Item>>("POST", `/v2/${what}/search`, { json, signal });

/** Every item of a search, page after page, up to `itemsMax`: the console counts and groups them itself. */
async function searchAll<Item>(what: string, query: T.SearchQuery, signal: Signal, itemsMax = 1_000): Promise<Item[]> {
  const items: Item[] = [];
  while (items.length < itemsMax) {
    const page = await search<Item>(what, { ...query, page: { from: items.length, limit: 500 } }, signal);
    items.push(...page.items);
    if (page.items.length < 500) break;
  }
  return items;
}

export const searchInstances = (query: T.SearchQuery, signal?: Signal) =>
  search<T.ProcessInstance>("process-instances", query, signal);

export const instance = (key: string, signal?: Signal) =>
  request<T.ProcessInstance>("GET", `/v2/process-instances/${key}`, { signal });

export const instanceStatistics = async (key: string, signal?: Signal) =>
  (
    await request<{ items: T.ElementStatistics[] }>(
      "GET",
      `/v2/process-instances/${key}/statistics/element-instances`,
      { signal },
    )
  ).items;

export const takenFlows = async (key: string, signal?: Signal) =>
  (await request<{ items: T.TakenFlow[] }>("GET", `/v2/process-instances/${key}/sequence-flows`, { signal })).items;

export const elementInstances = (key: string, signal?: Signal) =>
  searchAll<T.ElementInstance>(
    "element-instances",
    { filter: { processInstanceKey: key }, sort: [{ field: "startDate", order: "DESC" }] },
    signal,
  );

/** Those that an instance's call activities have called, newest first. */
export const calledInstances = async (key: string, signal?: Signal) =>
  (
    await searchInstances(
      {
        filter: { parentProcessInstanceKey: key },
        sort: [{ field: "startDate", order: "DESC" }],
        page: { limit: rowsMax },
      },
      signal,
    )
  ).items;

export const cancelInstance = (key: string) =>
  request<void>("POST", `/v2/process-instances/${key}/cancellation`, { json: {} });

export const startInstance = (processDefinitionKey: string, variables: T.Variables) =>
  request<{ processInstanceKey: string }>("POST", "/v2/process-instances", {
    json: { processDefinitionKey, variables },
  });

export const definition = (key: string, signal?: Signal) =>
  request<T.ProcessDefinition>("GET", `/v2/process-definitions/${key}`, { signal });

const xmlByKey = new Map<string, Promise<string>>();

/** The BPMN XML of one version. It never changes, so it is read once. */
export function definitionXml(key: string): Promise<string> {
  const known = xmlByKey.get(key);
  if (known) return known;
  const reading = request<string>("GET", `/v2/process-definitions/${key}/xml`);
  xmlByKey.set(key, reading);
  reading.catch(() => xmlByKey.delete(key));
  return reading;
}

export const definitionStatistics = async (key: string, signal?: Signal) =>
  (
    await request<{ items: T.ElementStatistics[] }>(
      "POST",
      `/v2/process-definitions/${key}/statistics/element-instances`,
      { json: { filter: { state: "ACTIVE" } }, signal },
    )
  ).items;

export const instanceVariables = (key: string, signal?: Signal) =>
  request<T.Page<T.Variable>>("POST", "/v2/variables/search?truncateValues=false", {
    json: { filter: { processInstanceKey: key }, sort: [{ field: "name", order: "ASC" }], page: { limit: 1_000 } },
    signal,
  });

/** Sets variables in exactly the given scope, never in one outside it. */
export const setVariables = (scopeKey: string, variables: T.Variables) =>
  request<void>("PUT", `/v2/element-instances/${scopeKey}/variables`, { json: { variables, local: true } });

export const openIncidents = (filter: Record<string, unknown>, signal?: Signal) =>
  searchAll<T.Incident>(
    "incidents",
    { filter: { ...filter, state: "ACTIVE" }, sort: [{ field: "creationTime", order: "DESC" }] },
    signal,
  );

/** Gives the job behind the incident one more try, where there is a job, and resolves the incident. */
export async function retry(incident: Pick<T.Incident, "incidentKey" | "jobKey">): Promise<void> {
  if (incident.jobKey) await request("PATCH", `/v2/jobs/${incident.jobKey}`, { json: { changeset: { retries: 1 } } });
  await request("POST", `/v2/incidents/${incident.incidentKey}/resolution`, { json: {} });
}

export const jobs = (key: string, signal?: Signal) =>
  search<T.Job>("jobs", { filter: { processInstanceKey: key }, page: { limit: rowsMax } }, signal);

export const messageSubscriptions = (key: string, signal?: Signal) =>
  search<T.MessageSubscription>(
    "message-subscriptions",
    { filter: { processInstanceKey: key }, page: { limit: rowsMax } },
    signal,
  );

/** Begins activities of an ad-hoc sub-process that is active. */
export const activateAdHoc = (elementInstanceKey: string, elementIds: readonly string[]) =>
  request<void>("POST", `/v2/element-instances/ad-hoc-activities/${elementInstanceKey}/activation`, {
    json: { elements: elementIds.map((elementId) => ({ elementId })) },
  });

/** Heard by everybody who waits for it now, and by start events of its name. */
export const broadcastSignal = (signalName: string, variables: T.Variables) =>
  request<unknown>("POST", "/v2/signals/broadcast", { json: { signalName, variables } });

/** Given to those who wait for it now; without anybody it is dropped. */
export const publishMessage = (name: string, correlationKey: string, variables: T.Variables) =>
  request<unknown>("POST", "/v2/messages/publication", { json: { name, correlationKey, variables } });

export const searchTasks = (query: T.SearchQuery, signal?: Signal) => search<T.UserTask>("user-tasks", query, signal);

export const task = (key: string, signal?: Signal) => request<T.UserTask>("GET", `/v2/user-tasks/${key}`, { signal });

export const taskVariables = (key: string, signal?: Signal) =>
  request<T.Page<T.Variable>>("POST", `/v2/user-tasks/${key}/variables/search?truncateValues=false`, {
    json: { page: { limit: 1_000 } },
    signal,
  });

export const claim = (key: string) =>
  request<void>("POST", `/v2/user-tasks/${key}/assignment`, { json: { assignee: userName(), allowOverride: false } });

export const unclaim = (key: string) => request<void>("DELETE", `/v2/user-tasks/${key}/assignee`);

export const complete = (key: string, variables: T.Variables) =>
  request<void>("POST", `/v2/user-tasks/${key}/completion`, { json: { variables } });

export function deploy(files: readonly File[]): Promise<T.DeploymentAnswer> {
  const form = new FormData();
  for (const file of files) form.append("resources", file, file.name);
  return request<T.DeploymentAnswer>("POST", "/v2/deployments", { form });
}
