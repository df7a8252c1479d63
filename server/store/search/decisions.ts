import { compared, flag, instant, integer, key, nullable, type Resource, tenantId, text } from "./field.ts";

export const decisionDefinition: Resource = {
  table: "millrace.decision_definition",
  alias: "d",
  joins: [{ alias: "r", sql: "join millrace.decision_requirements r on r.key = d.requirements_key" }],
  keyField: "decisionDefinitionKey",
  fields: {
    decisionDefinitionKey: key("d.key"),
    decisionDefinitionId: text("d.decision_id"),
    name: text("d.name"),
    version: integer("d.version"),
    decisionRequirementsId: text("r.requirements_id"),
    decisionRequirementsKey: key("d.requirements_key"),
    decisionRequirementsName: text("r.name"),
    decisionRequirementsVersion: integer("r.version"),
    tenantId,
  },
  filters: {
    isLatestVersion: compared(
      flag(
        `(d.version = (select max(n.version) from millrace.decision_definition n where n.decision_id = d.decision_id))`,
      ),
    ),
  },
};

export const decisionRequirements: Resource = {
  table: "millrace.decision_requirements",
  alias: "r",
  joins: [],
  keyField: "decisionRequirementsKey",
  fields: {
    decisionRequirementsKey: key("r.key"),
    decisionRequirementsId: text("r.requirements_id"),
    decisionRequirementsName: text("r.name"),
    version: integer("r.version"),
    resourceName: text("r.resource_name"),
    tenantId,
  },
};

/** Camunda 8's clients know tables and literal expressions, and refuse what they do not know. */
const decisionType = text(
  "(case when t.decision_type in ('DECISION_TABLE', 'LITERAL_EXPRESSION', 'UNSPECIFIED') then t.decision_type else 'UNKNOWN' end)",
  { values: ["DECISION_TABLE", "LITERAL_EXPRESSION", "UNSPECIFIED", "UNKNOWN"] },
);

/** Of a decision that no process asked for there is none. */
const processInstanceKey = "(case when t.process_definition_key is not null then t.process_instance_key end)";

export const decisionInstance: Resource = {
  table: "millrace.decision_instance",
  alias: "t",
  joins: [{ alias: "i", sql: "left join millrace.process_instance i on i.key = t.process_instance_key" }],
  keyField: "decisionEvaluationInstanceKey",
  order: "evaluationDate",
  inner: {
    column: "t.process_instance_key",
    fields: ["decisionEvaluationInstanceKey", "decisionEvaluationKey", "processInstanceKey", "elementInstanceKey"],
  },
  fields: {
    decisionEvaluationInstanceKey: text("(t.evaluation_key || '-' || t.index)"),
    decisionEvaluationKey: key("t.evaluation_key"),
    state: text("t.state", { values: ["EVALUATED", "FAILED", "UNSPECIFIED", "UNKNOWN"] }),
    evaluationDate: instant("t.evaluated_at"),
    evaluationFailure: text("t.failure", nullable),
    decisionDefinitionId: text("t.decision_id"),
    decisionDefinitionName: text("t.decision_name"),
    decisionDefinitionVersion: integer("t.version"),
    decisionDefinitionType: decisionType,
    decisionDefinitionKey: key("t.decision_key"),
    rootDecisionDefinitionKey: key("t.root_decision_key"),
    result: text("t.output"),
    processInstanceKey: key(processInstanceKey, nullable),
    rootProcessInstanceKey: key("i.root_key", nullable),
    processDefinitionKey: key("t.process_definition_key", nullable),
    elementInstanceKey: key("t.element_key", nullable),
    tenantId,
  },
  filters: { decisionRequirementsKey: compared(key("t.requirements_key")) },
};
