import type {
  searchDecisionDefinitionsInput,
  searchDecisionInstancesInput,
  searchDecisionRequirementsInput,
  searchElementInstancesInput,
  searchIncidentsInput,
  searchJobsInput,
  searchMessageSubscriptionsInput,
  searchProcessDefinitionsInput,
  searchProcessInstancesInput,
  searchUserTasksInput,
  searchVariablesInput,
} from "@camunda8/orchestration-cluster-api";
import { expect, test } from "vitest";
import { resources } from "../../server/store/search/index.ts";
import { at, openServers, searchPaths, send } from "./server.ts";

const servers = openServers();

type FilterOf<Input> = Record<keyof NonNullable<NonNullable<Input extends { filter?: infer F } ? F : never>>, boolean>;

/** The compiler compares these with the client's types; false is refused with its name. */
const knownFilters = {
  processDefinition: {
    name: true,
    isLatestVersion: true,
    resourceName: true,
    version: true,
    versionTag: true,
    processDefinitionId: true,
    tenantId: true,
    processDefinitionKey: true,
    hasStartForm: true,
    state: true,
  } satisfies FilterOf<searchProcessDefinitionsInput>,
  // biome-ignore format: a list
  processInstance: { processDefinitionId: true, processDefinitionName: true, processDefinitionVersion: true, processDefinitionVersionTag: true, processDefinitionKey: true, startDate: true, endDate: true, state: true, hasIncident: true, tenantId: true, variables: true, processInstanceKey: true, parentProcessInstanceKey: true, parentElementInstanceKey: true, batchOperationId: false, batchOperationKey: false, errorMessage: true, hasRetriesLeft: true, elementInstanceState: false, elementId: true, hasElementInstanceIncident: true, incidentErrorHashCode: false, tags: true, businessId: true, $or: true } satisfies FilterOf<searchProcessInstancesInput>,
  elementInstance: {
    processDefinitionId: true,
    state: true,
    type: true,
    elementId: true,
    elementName: false,
    hasIncident: true,
    tenantId: true,
    elementInstanceKey: true,
    processInstanceKey: true,
    processDefinitionKey: true,
    incidentKey: true,
    startDate: true,
    endDate: true,
    elementInstanceScopeKey: true,
  } satisfies FilterOf<searchElementInstancesInput>,
  userTask: {
    state: true,
    assignee: true,
    priority: true,
    elementId: true,
    name: true,
    candidateGroup: true,
    candidateUser: true,
    tenantId: true,
    processDefinitionId: true,
    creationDate: true,
    completionDate: true,
    followUpDate: true,
    dueDate: true,
    processInstanceVariables: true,
    localVariables: true,
    userTaskKey: true,
    processDefinitionKey: true,
    processInstanceKey: true,
    elementInstanceKey: true,
    tags: true,
  } satisfies FilterOf<searchUserTasksInput>,
  variable: {
    name: true,
    value: true,
    tenantId: true,
    isTruncated: true,
    variableKey: true,
    scopeKey: true,
    processInstanceKey: true,
  } satisfies FilterOf<searchVariablesInput>,
  incident: {
    processDefinitionId: true,
    errorType: true,
    errorMessage: true,
    elementId: true,
    creationTime: true,
    state: true,
    tenantId: true,
    incidentKey: true,
    processDefinitionKey: true,
    processInstanceKey: true,
    elementInstanceKey: true,
    jobKey: true,
  } satisfies FilterOf<searchIncidentsInput>,
  job: {
    deadline: true,
    deniedReason: true,
    elementId: true,
    elementInstanceKey: true,
    endTime: true,
    errorCode: true,
    errorMessage: true,
    hasFailedWithRetriesLeft: true,
    isDenied: true,
    jobKey: true,
    kind: true,
    listenerEventType: true,
    processDefinitionId: true,
    processDefinitionKey: true,
    processInstanceKey: true,
    retries: true,
    state: true,
    tenantId: true,
    type: true,
    worker: true,
    creationTime: true,
    lastUpdateTime: true,
  } satisfies FilterOf<searchJobsInput>,
  messageSubscription: {
    messageSubscriptionKey: true,
    processDefinitionKey: true,
    processDefinitionId: true,
    processInstanceKey: true,
    elementId: true,
    elementInstanceKey: true,
    messageSubscriptionState: true,
    lastUpdatedDate: true,
    messageName: true,
    correlationKey: true,
    tenantId: true,
  } satisfies FilterOf<searchMessageSubscriptionsInput>,
  decisionDefinition: {
    decisionDefinitionId: true,
    name: true,
    isLatestVersion: true,
    version: true,
    decisionRequirementsId: true,
    tenantId: true,
    decisionDefinitionKey: true,
    decisionRequirementsKey: true,
    decisionRequirementsName: true,
    decisionRequirementsVersion: true,
  } satisfies FilterOf<searchDecisionDefinitionsInput>,
  decisionRequirements: {
    decisionRequirementsName: true,
    decisionRequirementsId: true,
    decisionRequirementsKey: true,
    version: true,
    tenantId: true,
    resourceName: true,
  } satisfies FilterOf<searchDecisionRequirementsInput>,
  decisionInstance: {
    decisionEvaluationInstanceKey: true,
    state: true,
    evaluationFailure: true,
    evaluationDate: true,
    decisionDefinitionId: true,
    decisionDefinitionName: true,
    decisionDefinitionVersion: true,
    decisionDefinitionType: true,
    tenantId: true,
    decisionEvaluationKey: true,
    processDefinitionKey: true,
    processInstanceKey: true,
    decisionDefinitionKey: true,
    elementInstanceKey: true,
    rootDecisionDefinitionKey: true,
    decisionRequirementsKey: true,
  } satisfies FilterOf<searchDecisionInstancesInput>,
};

test("knows the filters that the official client knows, or says that it does not", async () => {
  for (const [name, known] of Object.entries(knownFilters))
    for (const [field, isAccepted] of Object.entries(known)) {
      const resource = resources[name as keyof typeof resources];
      const accepted = field in resource.fields || field in (resource.filters ?? {}) || field === "$or";
      expect(accepted, `${name} by ${field}`).toBe(isAccepted);
      if (isAccepted) continue;
      const answer = await send(at(servers, 0), "POST", searchPaths[name as keyof typeof resources], {
        filter: { [field]: "x" },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: "BODY_INVALID", field: `/filter/${field}` } });
    }
});
