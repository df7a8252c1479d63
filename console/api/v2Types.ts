/** The parts of the `/v2` API that the console uses. Keys are strings of digits, dates ISO 8601. */

export interface Page<T> {
  items: T[];
  page: { totalItems: number; hasMoreTotalItems: boolean; startCursor: string | null; endCursor: string | null };
}

export interface SearchQuery {
  filter?: Record<string, unknown>;
  sort?: { field: string; order: "ASC" | "DESC" }[];
  page?: { limit: number; from?: number };
}

export type InstanceState = "ACTIVE" | "COMPLETED" | "TERMINATED";

export interface ProcessInstance {
  processInstanceKey: string;
  processDefinitionId: string;
  processDefinitionName: string | null;
  processDefinitionVersion: number;
  processDefinitionVersionTag: string | null;
  processDefinitionKey: string;
  startDate: string;
  endDate: string | null;
  state: InstanceState;
  hasIncident: boolean;
  parentProcessInstanceKey: string | null;
  /** The call activity of the calling instance. */
  parentElementInstanceKey: string | null;
  businessId: string | null;
  tags: string[];
}

export interface ProcessDefinition {
  processDefinitionKey: string;
  processDefinitionId: string;
  name: string | null;
  version: number;
  versionTag: string | null;
  resourceName: string;
}

export interface ElementStatistics {
  elementId: string;
  active: number;
  canceled: number;
  incidents: number;
  completed: number;
}

export interface ElementInstance {
  elementInstanceKey: string;
  elementId: string;
  elementName: string;
  type: string;
  state: InstanceState;
  hasIncident: boolean;
  incidentKey: string | null;
  startDate: string;
  endDate: string | null;
}

export interface TakenFlow {
  sequenceFlowId: string;
  elementId: string;
}

export interface Variable {
  variableKey: string;
  name: string;
  /** The value as JSON text. */
  value: string;
  isTruncated?: boolean;
  scopeKey: string;
  processInstanceKey: string;
}

export interface Incident {
  incidentKey: string;
  processDefinitionId: string;
  processDefinitionKey: string;
  processInstanceKey: string;
  elementId: string;
  elementInstanceKey: string;
  errorType: string;
  errorMessage: string;
  creationTime: string;
  state: string;
  jobKey: string | null;
}

export interface Job {
  jobKey: string;
  type: string;
  kind: string;
  state: string;
  retries: number;
  worker: string;
  elementId: string | null;
  elementInstanceKey: string;
  errorCode: string | null;
  errorMessage: string | null;
  deadline: string | null;
  creationTime: string | null;
  endTime: string | null;
}

export interface MessageSubscription {
  messageSubscriptionKey: string;
  elementId: string;
  elementInstanceKey: string | null;
  messageSubscriptionState: string;
  messageName: string;
  correlationKey: string | null;
  lastUpdatedDate: string;
}

export interface UserTask {
  userTaskKey: string;
  name: string | null;
  state: string;
  assignee: string | null;
  candidateGroups: string[];
  candidateUsers: string[];
  elementId: string;
  elementInstanceKey: string;
  processDefinitionId: string;
  processDefinitionKey: string;
  processDefinitionVersion: number;
  processName: string | null;
  processInstanceKey: string;
  creationDate: string;
  completionDate: string | null;
  dueDate: string | null;
  followUpDate: string | null;
  priority: number;
}

export interface DeploymentAnswer {
  deploymentKey: string;
  deployments: {
    processDefinition: {
      processDefinitionId: string;
      processDefinitionVersion: number;
      processDefinitionKey: string;
      resourceName: string;
    } | null;
    decisionDefinition?: { decisionDefinitionId: string; name: string; version: number } | null;
  }[];
}

/** A JSON object as variables are sent. */
export type Variables = Record<string, unknown>;
