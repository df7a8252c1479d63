import { beforeAll, describe, expect, test } from "vitest";
import { bpmnProcess, definitions, endEvent, path, startEvent } from "../store/diagrams.ts";
import { asked, chosen } from "./constructModels.ts";
import { calledFor, tour } from "./models.ts";
import { type Answer, ask, at, bodyLimit, deploy, formOf, openServers, send, startInstance } from "./server.ts";

const servers = openServers();
const json = { "content-type": "application/json" };

/** An instance in which everything is open, and the keys of what is in it. */
const open = { instance: "", job: "", doneJob: "", task: "", element: "", askingJob: "", askedTask: "", adHoc: "" };

beforeAll(async () => {
  const server = at(servers, 0);
  await deploy(server, tour);
  await deploy(server, calledFor);
  open.instance = await startInstance(server, "tour", { orderId: "open" });
  const [job] = (await ask(server, "POST", "/v2/jobs/search", { filter: { processInstanceKey: open.instance } })).items;
  open.job = job.jobKey;
  const other = await startInstance(server, "tour", { orderId: "other" });
  const [done] = (await ask(server, "POST", "/v2/jobs/search", { filter: { processInstanceKey: other } })).items;
  open.doneJob = done.jobKey;
  await ask(server, "POST", `/v2/jobs/${open.doneJob}/completion`, {});
  const [task] = (await ask(server, "POST", "/v2/user-tasks/search", { filter: { processInstanceKey: other } })).items;
  open.task = task.userTaskKey;
  open.element = task.elementInstanceKey;
  await ask(server, "POST", `/v2/user-tasks/${open.task}/assignment`, { assignee: "anna" });
  await deploy(server, asked);
  await deploy(server, chosen);
  const asking = await startInstance(server, "asked");
  open.askingJob = (await first("/v2/jobs/search", { processInstanceKey: asking })).jobKey;
  open.askedTask = (await first("/v2/user-tasks/search", { processInstanceKey: asking })).userTaskKey;
  const choosing = await startInstance(server, "chosen");
  const adHoc = { processInstanceKey: choosing, type: "AD_HOC_SUB_PROCESS" };
  open.adHoc = (await first("/v2/element-instances/search", adHoc)).elementInstanceKey;
});

const first = async (path: string, filter: object) => (await ask(at(servers, 0), "POST", path, { filter })).items[0];

/** Everything that a command could have changed. */
async function countAll(): Promise<unknown> {
  const { rows } = await at(servers, 0).store.pool.query(
    `select (select count(*) from millrace.journal) as journal, (select count(*) from millrace.process_definition) as definitions,
            (select count(*) from millrace.process_instance) as instances, (select count(*) from millrace.variable) as variables,
            (select count(*) from millrace.job where deadline is not null) as locks, (select count(*) from millrace.message) as messages,
            (select count(*) from millrace.outbox) as outbox`,
  );
  return rows[0];
}

interface Row {
  readonly what: string;
  readonly request: () => readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  /** A part of the detail. */
  readonly says: string;
}

const start = (more: object) => () =>
  ["POST", "/v2/process-instances", { processDefinitionId: "tour", ...more }] as const;
const deployed = (files: Record<string, string>, fields?: Record<string, string>) => () =>
  ["POST", "/v2/deployments", formOf(files, fields)] as const;
const bytesForm = (bytes: Uint8Array<ArrayBuffer>) => {
  const form = new FormData();
  form.append("resources", new File([bytes], "a.bpmn"));
  return form;
};
const model = (...elements: string[]) => definitions(bpmnProcess("p", startEvent("begin"), ...elements));
const search = (request: unknown) => () => ["POST", "/v2/process-instances/search", request] as const;
const update = (body: unknown) => () => ["PATCH", `/v2/user-tasks/${open.task}`, body] as const;
const result = (given: unknown) => () => ["POST", `/v2/jobs/${open.askingJob}/completion`, { result: given }] as const;
const activate = (body: unknown) => () =>
  ["POST", `/v2/element-instances/ad-hoc-activities/${open.adHoc}/activation`, body] as const;
const broadcast = (body: unknown) => () => ["POST", "/v2/signals/broadcast", body] as const;
const evaluate = (body: unknown) => () => ["POST", "/v2/conditionals/evaluation", body] as const;
const invalid = { status: 400, code: "BODY_INVALID" };
const refused = { status: 400, code: "DEPLOYMENT_REFUSED", field: "/resources" };

// biome-ignore format: a table
const deployments: readonly Row[] = [
  { what: "broken XML", request: deployed({ "a.bpmn": "<bpmn:definitions>\n<oops" }), ...refused, says: "XML_INVALID" },
  { what: "no XML", request: deployed({ "a.bpmn": "hello" }), ...refused, says: "XML_INVALID" },
  { what: "a document type", request: deployed({ "a.bpmn": `<!DOCTYPE a [<!ENTITY x "y">]>${tour}` }), ...refused, says: "XML_ENTITY_REFUSED" },
  { what: "no executable process", request: deployed({ "a.bpmn": tour.replace('isExecutable="true"', 'isExecutable="false"') }), ...refused, says: "PROCESS_MISSING" },
  { what: "an unknown element", request: deployed({ "a.bpmn": model('<bpmn:teleport id="t" />', endEvent("end"), path("begin", "end")) }), ...refused, says: "teleport" },
  { what: "an element that is not executed", request: deployed({ "a.bpmn": model('<bpmn:implicitThrowEvent id="t" />', endEvent("end"), path("begin", "t", "end")) }), ...refused, says: "ELEMENT_NOT_EXECUTED" },
  { what: "one faulty file of two", request: deployed({ "a.bpmn": model(endEvent("end"), path("begin", "end")), "b.bpmn": "<oops" }), ...refused, says: "XML_INVALID" },
  { what: "a process twice", request: deployed({ "a.bpmn": tour, "b.bpmn": tour }), ...refused, says: '"tour" twice' },
  { what: "a form", request: deployed({ "a.form": "{}" }), status: 400, code: "RESOURCE_UNKNOWN", field: "/resources", says: '"a.form"' },
  { what: "bytes that are no text", request: () => ["POST", "/v2/deployments", formOf({ "a.bpmn": tour.replace("<bpmn:process", "\0<bpmn:process") })], ...invalid, field: "/resources", says: "UTF-8" },
  { what: "bytes that are not in the encoding that they declare", request: () => ["POST", "/v2/deployments", bytesForm(Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a b="\u00fc"/>', "latin1"))], ...invalid, field: "/resources", says: "text in utf-8, got other bytes" },
  { what: "a name with a control character", request: deployed({ "a\u0007.bpmn": tour }), ...invalid, field: "/resources", says: "file names" },
  { what: "no file", request: deployed({}, { tenantId: "<default>" }), ...invalid, field: "/resources", says: "at least one file" },
  { what: "another tenant", request: deployed({ "a.bpmn": tour }, { tenantId: "acme" }), status: 400, code: "TENANT_UNKNOWN", field: "/tenantId", says: '"acme"' },
  { what: "JSON instead of a form", request: () => ["POST", "/v2/deployments", { resources: [] }], status: 415, code: "MEDIA_TYPE_UNKNOWN", says: "multipart/form-data, got application/json" },
  { what: "nothing instead of a form", request: () => ["POST", "/v2/deployments"], status: 415, code: "MEDIA_TYPE_UNKNOWN", says: "got none" },
  { what: "a form without a boundary", request: () => ["POST", "/v2/deployments", "x", { "content-type": "multipart/form-data" }], ...invalid, field: "/resources", says: "Boundary" },
  { what: "a form that is cut off", request: () => ["POST", "/v2/deployments", '--b\r\ncontent-disposition: form-data; name="resources"; filename="a.bpmn"\r\n\r\nabc', { "content-type": "multipart/form-data; boundary=b" }], ...invalid, field: "/resources", says: "unexpected end" },
  { what: "too many files", request: deployed(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`${n}.bpmn`, "x"]))), status: 413, code: "BODY_TOO_LARGE", says: "files limit" },
  { what: "a file over the limit", request: deployed({ "a.bpmn": "x".repeat(bodyLimit + 1) }), status: 413, code: "BODY_TOO_LARGE", says: String(bodyLimit) },
  { what: "files that are over the limit together", request: deployed({ "a.bpmn": "x".repeat(bodyLimit / 2), "b.bpmn": "x".repeat(bodyLimit / 2 + 1) }), status: 413, code: "BODY_TOO_LARGE", says: String(bodyLimit) },
];

// biome-ignore format: a table
const bodies: readonly Row[] = [
  { what: "invalid JSON", request: () => ["POST", "/v2/process-instances", "{", json], ...invalid, field: "/", says: "Expected JSON" },
  { what: "an empty body where one is needed", request: () => ["POST", "/v2/process-instances", "", json], ...invalid, field: "/", says: "object" },
  { what: "a list", request: () => ["POST", "/v2/process-instances", []], ...invalid, field: "/", says: "object" },
  { what: "a body over the limit", request: start({ variables: { x: "x".repeat(bodyLimit) } }), status: 413, code: "BODY_TOO_LARGE", says: String(bodyLimit) },
  { what: "JSON that is too deep", request: () => ["POST", "/v2/process-instances", `{"variables":${"[".repeat(10_000)}${"]".repeat(10_000)}}`, json], ...invalid, field: "/", says: "200 deep" },
  { what: "U+0000", request: start({ variables: { a: { b: "\0" } } }), ...invalid, field: "/variables/a/b", says: "U+0000" },
  { what: "half of a surrogate pair", request: () => ["POST", "/v2/process-instances", '{"processDefinitionId":"tour","tags":["\\ud800"]}', json], ...invalid, field: "/tags/0", says: "surrogate" },
  { what: "__proto__", request: () => ["POST", "/v2/process-instances", '{"processDefinitionId":"tour","variables":{"__proto__":1}}', json], ...invalid, field: "/variables", says: "__proto__" },
  { what: "text", request: () => ["POST", "/v2/process-instances", "hello", { "content-type": "text/plain" }], status: 415, code: "MEDIA_TYPE_UNKNOWN", says: "application/json, got text/plain" },
  { what: "a web form", request: () => ["POST", "/v2/process-instances", "a=b", { "content-type": "application/x-www-form-urlencoded" }], status: 415, code: "MEDIA_TYPE_UNKNOWN", says: "urlencoded" },
  { what: "an unknown field", request: start({ awaitCompletions: true }), ...invalid, field: "/awaitCompletions", says: "no field of this name" },
  { what: "variables that are no object", request: start({ variables: [1] }), ...invalid, field: "/variables", says: "object" },
  { what: "variables that are text", request: () => ["POST", `/v2/jobs/${open.job}/completion`, { variables: "x" }], ...invalid, field: "/variables", says: "object" },
  { what: "a missing field", request: () => ["POST", "/v2/jobs/activation", { type: "prepare" }], ...invalid, field: "/timeout", says: "got nothing" },
  { what: "a lock beyond all calendars", request: () => ["POST", "/v2/jobs/activation", { type: "prepare", timeout: 1e300, maxJobsToActivate: 1 }], ...invalid, field: "/timeout", says: "1e+300" },
  { what: "a lock of no time", request: () => ["POST", "/v2/jobs/activation", { type: "prepare", timeout: 0, maxJobsToActivate: 1 }], ...invalid, field: "/timeout", says: "got 0" },
  { what: "retries that are no whole number", request: () => ["POST", `/v2/jobs/${open.job}/failure`, { retries: 0.5 }], ...invalid, field: "/retries", says: "0.5" },
  { what: "a back-off beyond all calendars", request: () => ["POST", `/v2/jobs/${open.job}/failure`, { retries: 1, retryBackOff: 1e300 }], ...invalid, field: "/retryBackOff", says: "1e+300" },
  { what: "a changeset without changes", request: () => ["PATCH", `/v2/jobs/${open.job}`, { changeset: {} }], ...invalid, field: "/changeset", says: "1 properties" },
  { what: "a worker with a name that is too long", request: () => ["POST", "/v2/jobs/activation", { type: "prepare", worker: "w".repeat(201), timeout: 1, maxJobsToActivate: 1, requestTimeout: -1 }], ...invalid, field: "/worker", says: "200 characters" },
  { what: "a message that lives for ever", request: () => ["POST", "/v2/messages/publication", { name: "approved", timeToLive: 1e300 }], ...invalid, field: "/timeToLive", says: "1e+300" },
  { what: "a message without a name", request: () => ["POST", "/v2/messages/publication", { name: "" }], ...invalid, field: "/name", says: "1 characters" },
  { what: "instructions that are not executed", request: start({ runtimeInstructions: [{ type: "TERMINATE_PROCESS_INSTANCE", afterElementId: "review" }] }), ...invalid, field: "/runtimeInstructions", says: "0 items" },
];

// biome-ignore format: a table
const work: readonly Row[] = [
  { what: "an update without changes", request: update({}), ...invalid, field: "/changeset", says: "got neither" },
  { what: "an update that only leaves things as they are", request: update({ changeset: { dueDate: null } }), ...invalid, field: "/changeset", says: "got neither" },
  { what: "an update of what cannot be updated", request: update({ changeset: { assignee: "ben" } }), ...invalid, field: "/changeset/assignee", says: "no field of this name" },
  { what: "a due date that is none", request: update({ changeset: { dueDate: "tomorrow" } }), ...invalid, field: "/changeset/dueDate", says: 'got "tomorrow", at /changeset/dueDate' },
  { what: "a time without a date", request: update({ changeset: { followUpDate: "12:00" } }), ...invalid, field: "/changeset/followUpDate", says: '"12:00"' },
  { what: "a priority beyond all others", request: update({ changeset: { priority: 101 } }), ...invalid, field: "/changeset/priority", says: "101" },
  { what: "a candidate without a name", request: update({ changeset: { candidateUsers: ["anna", ""] } }), ...invalid, field: "/changeset/candidateUsers/1", says: '""' },
  { what: "a text for candidates", request: update({ changeset: { candidateGroups: "clerks" } }), ...invalid, field: "/changeset/candidateGroups", says: "array" },
  { what: "a result of an unknown type", request: result({ type: "manager" }), ...invalid, field: "/result/type", says: '"userTask" or "adHocSubProcess" at /result/type, got "manager"' },
  { what: "a result without a type", request: result({ denied: true }), ...invalid, field: "/result/type", says: "got nothing" },
  { what: "a result that is text", request: result("denied"), ...invalid, field: "/result", says: "object" },
  { what: "an unknown field of a result", request: result({ type: "userTask", deny: true }), ...invalid, field: "/result/deny", says: "no field of this name" },
  { what: "a field of another result", request: result({ type: "userTask", activateElements: [] }), ...invalid, field: "/result/activateElements", says: "no field of this name" },
  { what: "a denial that is text", request: result({ type: "userTask", denied: "no" }), ...invalid, field: "/result/denied", says: "boolean" },
  { what: "a denial with corrections", request: result({ type: "userTask", denied: true, corrections: { priority: 1 } }), ...invalid, field: "/result/corrections", says: "denies" },
  { what: "a reason without a denial", request: result({ type: "userTask", deniedReason: "so" }), ...invalid, field: "/result/deniedReason", says: '"so"' },
  { what: "a correction that is no date", request: result({ type: "userTask", corrections: { dueDate: "soon" } }), ...invalid, field: "/result/corrections/dueDate", says: "soon" },
  { what: "a correction to a name that is too long", request: result({ type: "userTask", corrections: { assignee: "a".repeat(201) } }), ...invalid, field: "/result/corrections/assignee", says: "200 characters" },
  { what: "an activity without an id in a result", request: result({ type: "adHocSubProcess", activateElements: [{}] }), ...invalid, field: "/result/activateElements/0/elementId", says: "got nothing" },
  { what: "no activities", request: activate({}), ...invalid, field: "/elements", says: "got nothing" },
  { what: "an activity without an id", request: activate({ elements: [{ elementId: "" }] }), ...invalid, field: "/elements/0/elementId", says: '""' },
  { what: "an activity with variables that are text", request: activate({ elements: [{ elementId: "left", variables: "x" }] }), ...invalid, field: "/elements/0/variables", says: "object" },
  { what: "a signal without a name", request: broadcast({ variables: {} }), ...invalid, field: "/signalName", says: "got nothing" },
  { what: "a signal with a name that is too long", request: broadcast({ signalName: "s".repeat(201) }), ...invalid, field: "/signalName", says: "200 characters" },
  { what: "a signal with a list of variables", request: broadcast({ signalName: "alarm", variables: [1] }), ...invalid, field: "/variables", says: "object" },
  { what: "a signal of another tenant", request: broadcast({ signalName: "alarm", tenantId: "acme" }), status: 400, code: "TENANT_UNKNOWN", field: "/tenantId", says: '"acme"' },
  { what: "conditions without variables", request: evaluate({}), ...invalid, field: "/variables", says: "got nothing" },
  { what: "conditions of a definition that is no key", request: evaluate({ variables: {}, processDefinitionKey: "x" }), ...invalid, field: "/processDefinitionKey", says: '"x"' },
  { what: "conditions of an unknown definition", request: evaluate({ variables: {}, processDefinitionKey: "1" }), status: 404, code: "DEFINITION_NOT_FOUND", field: "/processDefinitionKey", says: "key 1" },
  { what: "an activity that is not there", request: activate({ elements: [{ elementId: "nowhere" }] }), status: 400, code: "AD_HOC_INVALID", says: '"nowhere"' },
  { what: "an activity that something leads to", request: activate({ elements: [{ elementId: "after" }] }), status: 400, code: "AD_HOC_INVALID", says: '"after"' },
  { what: "activities of what is no ad-hoc sub-process", request: () => ["POST", `/v2/element-instances/ad-hoc-activities/${open.element}/activation`, { elements: [] }], status: 404, code: "ELEMENT_NOT_FOUND", says: "ad-hoc" },
  { what: "a verdict of a job that asks for none", request: () => ["POST", `/v2/jobs/${open.job}/completion`, { result: { type: "userTask" } }], status: 400, code: "JOB_RESULT_INVALID", says: "no result" },
  { what: "activities from a task listener", request: result({ type: "adHocSubProcess" }), status: 400, code: "JOB_RESULT_INVALID", says: "type userTask" },
  { what: "a change of a task whose listeners are asked", request: () => ["PATCH", `/v2/user-tasks/${open.askedTask}`, { changeset: { priority: 1 } }], status: 409, code: "USER_TASK_BUSY", says: "creating" },
  { what: "an update of a task that is not there", request: () => ["PATCH", `/v2/user-tasks/${open.job}`, { action: "look" }], status: 404, code: "USER_TASK_NOT_FOUND", says: "task" },
  { what: "the callers of nothing", request: () => ["GET", "/v2/process-instances/1/call-hierarchy"], status: 404, code: "INSTANCE_NOT_FOUND", says: "1" },
];

// biome-ignore format: a table
const targets: readonly Row[] = [
  { what: "a key that is no number", request: () => ["GET", "/v2/process-instances/abc"], status: 400, code: "KEY_INVALID", field: "/key", says: 'a string of digits at /key, got "abc"' },
  { what: "a key that is too long", request: () => ["GET", "/v2/process-instances/99999999999999999999999"], status: 400, code: "KEY_INVALID", field: "/key", says: "9999" },
  { what: "a key beyond 64 bits", request: () => ["GET", "/v2/user-tasks/9999999999999999999"], status: 400, code: "KEY_INVALID", field: "/key", says: "digits" },
  { what: "a key with a sign", request: () => ["POST", "/v2/process-instances/-1/cancellation"], status: 400, code: "KEY_INVALID", field: "/key", says: "-1" },
  { what: "an address that cannot be read", request: () => ["GET", "/v2/process-instances/%zz"], ...invalid, says: "%zz" },
  { what: "an address that is too long", request: () => ["GET", `/v2/process-instances/${"1".repeat(300)}`], ...invalid, says: "111" },
  { what: "an unknown route", request: () => ["GET", "/v2/decisions"], status: 404, code: "ROUTE_NOT_FOUND", says: "GET /v2/decisions" },
  { what: "a wrong method", request: () => ["DELETE", "/v2/topology"], status: 404, code: "ROUTE_NOT_FOUND", says: "DELETE /v2/topology" },
  { what: "no process named", request: () => ["POST", "/v2/process-instances", {}], ...invalid, field: "/", says: "processDefinitionId" },
  { what: "an unknown process", request: () => ["POST", "/v2/process-instances", { processDefinitionId: "nowhere" }], status: 404, code: "DEFINITION_NOT_FOUND", field: "/processDefinitionId", says: "nowhere" },
  { what: "an unknown version", request: start({ processDefinitionVersion: 9 }), status: 404, code: "DEFINITION_NOT_FOUND", field: "/processDefinitionId", says: "version 9" },
  { what: "an unknown definition", request: () => ["POST", "/v2/process-instances", { processDefinitionKey: "1" }], status: 404, code: "DEFINITION_NOT_FOUND", field: "/processDefinitionKey", says: "1" },
  { what: "a version beyond 32 bits", request: start({ processDefinitionVersion: 2 ** 31 }), ...invalid, field: "/processDefinitionVersion", says: "2147483648" },
  { what: "a process that only a message starts", request: () => ["POST", "/v2/process-instances", { processDefinitionId: "called-for" }], status: 400, code: "START_NOT_POSSIBLE", says: "called-for" },
  { what: "a start at an unknown element", request: start({ startInstructions: [{ elementId: "nowhere" }] }), status: 400, code: "START_NOT_POSSIBLE", says: "nowhere" },
  { what: "another tenant", request: start({ tenantId: "acme" }), status: 400, code: "TENANT_UNKNOWN", field: "/tenantId", says: '"acme"' },
  { what: "jobs of another tenant", request: () => ["POST", "/v2/jobs/activation", { type: "prepare", timeout: 1, maxJobsToActivate: 1, requestTimeout: -1, tenantIds: ["acme"] }], status: 400, code: "TENANT_UNKNOWN", field: "/tenantIds/0", says: '"acme"' },
  { what: "an instance that is not there", request: () => ["GET", "/v2/process-instances/1"], status: 404, code: "INSTANCE_NOT_FOUND", says: "1" },
  { what: "the journal of nothing", request: () => ["GET", "/api/process-instances/1/journal"], status: 404, code: "INSTANCE_NOT_FOUND", says: "1" },
  { what: "the explanation of nothing", request: () => ["GET", "/api/process-instances/1/explanation"], status: 404, code: "INSTANCE_NOT_FOUND", says: "1" },
  { what: "a job completed twice", request: () => ["POST", `/v2/jobs/${open.doneJob}/completion`, {}], status: 404, code: "JOB_NOT_FOUND", says: "job" },
  { what: "retries and a lock for a job that no worker has", request: () => ["PATCH", `/v2/jobs/${open.job}`, { changeset: { retries: 9, timeout: 1_000 } }], status: 404, code: "JOB_NOT_FOUND", says: "that a worker has" },
  { what: "a task completed by somebody else", request: () => ["POST", `/v2/user-tasks/${open.task}/completion`, {}, { "x-millrace-user": "ben" }], status: 403, code: "USER_TASK_OF_OTHER", says: "anna" },
  { what: "a task taken from somebody", request: () => ["POST", `/v2/user-tasks/${open.task}/assignment`, { assignee: "ben", allowOverride: false }], status: 409, code: "USER_TASK_ASSIGNED", says: "anna" },
  { what: "a task that is not there", request: () => ["POST", `/v2/user-tasks/${open.job}/completion`, {}], status: 404, code: "USER_TASK_NOT_FOUND", says: "task" },
  { what: "an incident that is not there", request: () => ["POST", `/v2/incidents/${open.job}/resolution`], status: 404, code: "INCIDENT_NOT_FOUND", says: "incident" },
  { what: "variables of an element that is not there", request: () => ["PUT", `/v2/element-instances/${open.job}/variables`, { variables: { a: 1 } }], status: 404, code: "ELEMENT_NOT_FOUND", says: "element" },
  { what: "a message for nobody", request: () => ["POST", "/v2/messages/correlation", { name: "approved", correlationKey: "nobody" }], status: 404, code: "MESSAGE_NOT_CORRELATED", says: "approved" },
];

// biome-ignore format: a table
const searches: readonly Row[] = [
  { what: "a filter that is no object", request: search({ filter: "x" }), ...invalid, field: "/filter", says: "object" },
  { what: "an unknown filter", request: search({ filter: { color: "red" } }), ...invalid, field: "/filter/color", says: "processInstanceKey" },
  { what: "a filter that every object has", request: search({ filter: { constructor: "x" } }), ...invalid, field: "/filter/constructor", says: "one of the fields" },
  { what: "an unknown operator", request: search({ filter: { state: { $is: "ACTIVE" } } }), ...invalid, field: "/filter/state/$is", says: "$notIn" },
  { what: "an operator that every object has", request: search({ filter: { state: { toString: "x" } } }), ...invalid, field: "/filter/state/toString", says: "$notIn" },
  { what: "an unknown state", request: search({ filter: { state: { $in: ["ACTIVE", "ASLEEP"] } } }), ...invalid, field: "/filter/state/$in/1", says: "ACTIVE, COMPLETED, TERMINATED" },
  { what: "a number for a key", request: search({ filter: { processInstanceKey: 1 } }), ...invalid, field: "/filter/processInstanceKey", says: "a key" },
  { what: "a key beyond 64 bits", request: search({ filter: { processInstanceKey: { $in: ["9999999999999999999"] } } }), ...invalid, field: "/filter/processInstanceKey/$in/0", says: "a key" },
  { what: "text for a number", request: search({ filter: { processDefinitionVersion: "1" } }), ...invalid, field: "/filter/processDefinitionVersion", says: "whole number" },
  { what: "a number beyond 53 bits", request: search({ filter: { processDefinitionVersion: { $gt: 1e20 } } }), ...invalid, field: "/filter/processDefinitionVersion/$gt", says: "whole number" },
  { what: "text for a truth value", request: search({ filter: { hasIncident: "true" } }), ...invalid, field: "/filter/hasIncident", says: "true or false" },
  { what: "no date", request: search({ filter: { startDate: { $gt: "yesterday" } } }), ...invalid, field: "/filter/startDate/$gt", says: "yesterday" },
  { what: "a year beyond calendars", request: search({ filter: { startDate: "+200000-01-01T00:00:00Z" } }), ...invalid, field: "/filter/startDate", says: "date" },
  { what: "no list", request: search({ filter: { state: { $in: "ACTIVE" } } }), ...invalid, field: "/filter/state/$in", says: "list" },
  { what: "an empty list", request: search({ filter: { state: { $in: [] } } }), ...invalid, field: "/filter/state/$in", says: "list" },
  { what: "an alternative that is no filter", request: search({ filter: { $or: [{ state: "ACTIVE" }, null] } }), ...invalid, field: "/filter/$or/1", says: "object" },
  { what: "too many conditions", request: search({ filter: { $or: Array.from({ length: 1_000 }, () => ({ state: "ACTIVE" })) } }), ...invalid, field: "/filter", says: "1000 conditions" },
  { what: "a variable without a name", request: search({ filter: { variables: [{ value: "1" }] } }), ...invalid, field: "/filter/variables/0/name", says: "text" },
  { what: "an unknown sort field", request: search({ sort: [{ field: "color" }] }), ...invalid, field: "/sort/0/field", says: "startDate" },
  { what: "a sort field that every object has", request: search({ sort: [{ field: "valueOf" }] }), ...invalid, field: "/sort/0/field", says: "startDate" },
  { what: "an unknown order", request: search({ sort: [{ field: "state", order: "UP" }] }), ...invalid, field: "/sort/0/order", says: "ASC or DESC" },
  { what: "too many sort fields", request: search({ sort: Array.from({ length: 11 }, () => ({ field: "state" })) }), ...invalid, field: "/sort", says: "10 items" },
  { what: "U+0000 in a cursor", request: search({ sort: [{ field: "state" }], page: { after: Buffer.from(JSON.stringify(["\0", "1"])).toString("base64") } }), ...invalid, field: "/page/after", says: "U+0000" },
  { what: "a type of elements that no client knows", request: () => ["POST", "/v2/element-instances/search", { filter: { type: "TRANSACTION" } }], ...invalid, field: "/filter/type", says: "SUB_PROCESS" },
  { what: "an unknown part of a search", request: search({ filters: {} }), ...invalid, field: "/filters", says: "no field" },
];

describe.each([
  ["deployments", deployments],
  ["bodies", bodies],
  ["work", work],
  ["targets", targets],
  ["searches", searches],
])("%s", (_, rows) => {
  test.each(rows.map((row) => [row.what, row] as const))("%s", async (_, { request, status, code, field, says }) => {
    const before = await countAll();
    const [method, address, body, headers] = request();
    const answer = await send(at(servers, 0), method, address, body, headers);
    expect(problemOf(answer)).toMatchObject({ code, status, ...(field === undefined ? {} : { field }) });
    expect(answer.body.detail).toContain(says);
    expect(answer.body.instance).toBe(address);
    expect(await countAll()).toEqual(before);
    expect(at(servers, 0).logged).toEqual([]);
  });
});

/** The body of an answer that is a problem, with all that belongs to one. */
function problemOf(answer: Answer): Record<string, unknown> {
  expect(answer.type).toMatch(/^application\/problem\+json/);
  const { type, title, status, detail, instance } = answer.body;
  expect([type, title, detail, instance].every((text) => typeof text === "string" && text !== "")).toBe(true);
  expect(status).toBe(answer.status);
  return answer.body;
}

test("a wrong expression is found at its element and line", async () => {
  const flow = `<bpmn:sequenceFlow id="f" sourceRef="g" targetRef="end">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=amount &gt;</bpmn:conditionExpression></bpmn:sequenceFlow>`;
  const gateway = '<bpmn:exclusiveGateway id="g" default="other" />';
  const other = '<bpmn:sequenceFlow id="other" sourceRef="g" targetRef="end" />';
  const xml = model(gateway, endEvent("end"), path("begin", "g"), flow, other);
  const { body } = await send(at(servers, 0), "POST", "/v2/deployments", formOf({ "a.bpmn": xml }));
  const line = xml.split("\n").findIndex((text) => text.includes('id="f"')) + 1;
  expect(body.findings).toContainEqual(
    expect.objectContaining({ code: "EXPRESSION_INVALID", severity: "error", elementId: "f", line }),
  );
});

test("an empty body is an empty search, and no answer to a cancellation", async () => {
  const server = at(servers, 0);
  const found = await send(server, "POST", "/v2/process-instances/search", "", json);
  expect(found).toMatchObject({ status: 200, body: { page: { totalItems: 4 } } });
  const key = await startInstance(server, "tour", { orderId: "brief" });
  expect(await send(server, "POST", `/v2/process-instances/${key}/cancellation`, "", json)).toMatchObject({
    status: 204,
  });
  expect(await send(server, "POST", `/v2/process-instances/${key}/cancellation`)).toMatchObject({
    body: { code: "INSTANCE_ENDED" },
  });
});
