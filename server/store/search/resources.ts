import { decisionDefinition, decisionInstance, decisionRequirements } from "./decisions.ts";
import { elementType } from "./elementType.ts";
import {
  compared,
  constant,
  flag,
  instant,
  integer,
  type Join,
  json,
  key,
  nullable,
  type Resource,
  tenantId,
  text,
  texts,
} from "./field.ts";

/** Longer values are cut in searches unless the caller wants all of them. */
export const valueLengthMax = 8_192;

const processDefinition: Resource = {
  table: "millrace.process_definition",
  alias: "d",
  joins: [],
  keyField: "processDefinitionKey",
  fields: {
    processDefinitionKey: key("d.key"),
    processDefinitionId: text("d.process_id"),
    name: text("d.name", nullable),
    resourceName: text("d.resource_name"),
    version: integer("d.version"),
    versionTag: text("d.version_tag", nullable),
    tenantId,
    hasStartForm: flag("false::boolean"),
    state: constant("ACTIVE", ["ACTIVE", "DRAINING", "DELETED"]),
  },
  filters: {
    isLatestVersion: compared(
      flag(
        `(d.version = (select max(n.version) from millrace.process_definition n where n.process_id = d.process_id))`,
      ),
    ),
  },
};

const definitionOfInstance: Join = {
  alias: "d",
  sql: "join millrace.process_definition d on d.key = i.definition_key",
};

const processInstance: Resource = {
  table: "millrace.process_instance",
  alias: "i",
  joins: [definitionOfInstance],
  keyField: "processInstanceKey",
  fields: {
    processInstanceKey: key("i.key"),
    processDefinitionId: text("i.process_id"),
    processDefinitionName: text("d.name", nullable),
    processDefinitionVersion: integer("i.version"),
    processDefinitionVersionTag: text("d.version_tag", nullable),
    processDefinitionKey: key("i.definition_key"),
    startDate: instant("i.started_at"),
    endDate: instant("i.ended_at", nullable),
    state: text("i.state", { values: ["ACTIVE", "COMPLETED", "TERMINATED"] }),
    hasIncident: flag("(i.incident_count > 0)"),
    tenantId,
    parentProcessInstanceKey: key("i.parent_key", nullable),
    parentElementInstanceKey: key("i.caller_key", nullable),
    rootProcessInstanceKey: key("i.root_key", nullable),
    tags: texts("i.tags"),
    businessId: text("i.business_id", nullable),
  },
  filters: {
    elementId: compared(
      text("e.element_id"),
      "exists (select 1 from millrace.element_instance e where e.process_instance_key = i.key and e.state = 'ACTIVE' and $)",
    ),
    errorMessage: compared(
      text("n.message"),
      "exists (select 1 from millrace.incident n where n.process_instance_key = i.key and n.state = 'ACTIVE' and $)",
    ),
    hasElementInstanceIncident: compared(flag("(i.incident_count > 0)")),
    hasRetriesLeft: compared(
      flag(
        "exists (select 1 from millrace.job j where j.process_instance_key = i.key and j.state = 'FAILED' and j.retries > 0)",
      ),
    ),
    tags: { kind: "contains", list: "i.tags" },
    variables: { kind: "variables", instance: "i.key", scope: null },
  },
};

/** The instance that every inner row belongs to. */
const instanceOfRow: Join = { alias: "i", sql: "join millrace.process_instance i on i.key = t.process_instance_key" };

const instanceFields = {
  processInstanceKey: key("t.process_instance_key"),
  rootProcessInstanceKey: key("i.root_key", nullable),
  processDefinitionKey: key("i.definition_key"),
  processDefinitionId: text("i.process_id"),
  tenantId,
};

const openIncident = `(select n.key from millrace.incident n
  where n.process_instance_key = t.process_instance_key and n.element_key = t.key and n.state = 'ACTIVE' order by n.key limit 1)`;

const elementInstance: Resource = {
  table: "millrace.element_instance",
  alias: "t",
  joins: [instanceOfRow],
  keyField: "elementInstanceKey",
  fields: {
    elementInstanceKey: key("t.key"),
    ...instanceFields,
    elementId: text("t.element_id"),
    type: elementType,
    state: text("t.state", { values: ["ACTIVE", "COMPLETED", "TERMINATED"] }),
    startDate: instant("t.started_at"),
    endDate: instant("t.ended_at", nullable),
    hasIncident: flag(`(${openIncident} is not null)`),
    incidentKey: key(openIncident, nullable),
  },
  filters: { elementInstanceScopeKey: compared(key("t.scope_key", nullable)) },
};

const userTask: Resource = {
  table: "millrace.user_task",
  alias: "t",
  joins: [instanceOfRow, definitionOfInstance],
  keyField: "userTaskKey",
  fields: {
    userTaskKey: key("t.key"),
    ...instanceFields,
    elementInstanceKey: key("t.element_key"),
    elementId: text("t.element_id"),
    name: text("t.name", nullable),
    processName: text("d.name", nullable),
    processDefinitionVersion: integer("i.version"),
    state: text("t.state", {
      values: [
        "CREATING",
        "CREATED",
        "ASSIGNING",
        "UPDATING",
        "COMPLETING",
        "COMPLETED",
        "CANCELING",
        "CANCELED",
        "FAILED",
      ],
    }),
    assignee: text("t.assignee", nullable),
    candidateGroups: texts("t.candidate_groups"),
    candidateUsers: texts("t.candidate_users"),
    creationDate: instant("t.created_at"),
    completionDate: instant("t.completed_at", nullable),
    dueDate: instant("t.due_date", nullable),
    followUpDate: instant("t.follow_up_date", nullable),
    priority: integer("t.priority"),
    externalFormReference: text("t.external_form_reference", nullable),
    formKey: key("null::bigint", nullable),
    customHeaders: json("t.headers"),
    tags: texts("i.tags"),
  },
  filters: {
    candidateGroup: { kind: "member", list: "t.candidate_groups" },
    candidateUser: { kind: "member", list: "t.candidate_users" },
    tags: { kind: "contains", list: "i.tags" },
    processInstanceVariables: { kind: "variables", instance: "i.key", scope: "i.key" },
    localVariables: { kind: "variables", instance: "i.key", scope: "t.element_key" },
  },
};

const variable: Resource = {
  table: "millrace.variable",
  alias: "t",
  joins: [instanceOfRow],
  keyField: "variableKey",
  fields: {
    variableKey: key("t.key"),
    name: text("t.name"),
    value: text("t.value"),
    scopeKey: key("t.scope_key"),
    processInstanceKey: key("t.process_instance_key"),
    rootProcessInstanceKey: key("i.root_key", nullable),
    tenantId,
  },
  filters: { isTruncated: compared(flag(`(length(t.value) > ${valueLengthMax})`)) },
};

/** Camunda 8's clients tell jobs that failed for good apart by what they are for. */
const errorType = `(case when t.code = 'JOB_NO_RETRIES' then coalesce((
  select nullif(j.kind, 'BPMN_ELEMENT') || '_NO_RETRIES' from millrace.job j
  where j.process_instance_key = t.process_instance_key and j.key = t.job_key), t.code) else t.code end)`;

const incident: Resource = {
  table: "millrace.incident",
  alias: "t",
  joins: [instanceOfRow],
  keyField: "incidentKey",
  fields: {
    incidentKey: key("t.key"),
    ...instanceFields,
    errorType: text(errorType),
    errorMessage: text("t.message"),
    elementId: text("t.element_id"),
    elementInstanceKey: key("t.element_key"),
    creationTime: instant("t.created_at"),
    state: text("t.state", { values: ["ACTIVE", "MIGRATED", "PENDING", "RESOLVED", "UNKNOWN"] }),
    jobKey: key("t.job_key", nullable),
  },
};

const job: Resource = {
  table: "millrace.job",
  alias: "t",
  joins: [instanceOfRow],
  keyField: "jobKey",
  fields: {
    jobKey: key("t.key"),
    ...instanceFields,
    type: text("t.type"),
    state: text("t.state", {
      values: [
        "CANCELED",
        "COMPLETED",
        "CREATED",
        "ERROR_THROWN",
        "FAILED",
        "MIGRATED",
        "RETRIES_UPDATED",
        "TIMED_OUT",
      ],
    }),
    kind: text("t.kind", { values: ["BPMN_ELEMENT", "EXECUTION_LISTENER", "TASK_LISTENER", "AD_HOC_SUB_PROCESS"] }),
    listenerEventType: text("coalesce(t.listener_event, 'UNSPECIFIED')", {
      values: ["UNSPECIFIED", "START", "END", "CREATING", "ASSIGNING", "UPDATING", "COMPLETING", "CANCELING"],
    }),
    elementId: text("t.element_id", nullable),
    elementInstanceKey: key("t.element_key"),
    customHeaders: json("t.headers"),
    worker: text("coalesce(t.worker, '')"),
    retries: integer("t.retries"),
    // Of version 8.10; older clients do not look at it.
    priority: integer("t.priority"),
    deadline: instant("t.deadline", nullable),
    errorCode: text("t.error_code", nullable),
    errorMessage: text("t.error_message", nullable),
    hasFailedWithRetriesLeft: flag("(t.state = 'FAILED' and t.retries > 0)"),
    isDenied: flag(
      "(case when t.kind = 'TASK_LISTENER' and t.state = 'COMPLETED' then t.denied_reason is not null end)",
      nullable,
    ),
    deniedReason: text("t.denied_reason", nullable),
    creationTime: instant("t.created_at", nullable),
    lastUpdateTime: instant("t.updated_at", nullable),
    endTime: instant("t.ended_at", nullable),
  },
};

const messageSubscription: Resource = {
  table: "(select * from millrace.subscription where kind = 'message')",
  alias: "t",
  joins: [instanceOfRow],
  keyField: "messageSubscriptionKey",
  fields: {
    messageSubscriptionKey: key("t.key"),
    ...instanceFields,
    elementId: text("t.element_id"),
    elementInstanceKey: key("t.element_key", nullable),
    messageSubscriptionState: text(
      "case t.state when 'OPEN' then 'CREATED' when 'TRIGGERED' then 'CORRELATED' else 'DELETED' end",
      {
        values: ["CORRELATED", "CREATED", "DELETED", "MIGRATED"],
      },
    ),
    lastUpdatedDate: instant("coalesce(t.closed_at, t.opened_at)"),
    messageName: text("t.message_name"),
    correlationKey: text("t.correlation_key", nullable),
  },
};

/** Everything that can be searched, by the name of its route's resource. */
export const resources = {
  processDefinition,
  processInstance,
  elementInstance,
  userTask,
  variable,
  incident,
  job,
  messageSubscription,
  decisionDefinition,
  decisionRequirements,
  decisionInstance,
} as const;

export type ResourceName = keyof typeof resources;
