import type { ProcessModel } from "../../engine/model/model.ts";
import type { InstanceState } from "../../engine/state.ts";
import type { Event, Subscription, UserTaskChanges } from "../../engine/vocabulary.ts";
import type { RowOf } from "./bulk.ts";
import type { Changes } from "./changes.ts";
import type { job, subscription, userTask } from "./schema/index.ts";

type EventOf<T extends string> = Extract<Event, { type: T }>;

export function projectElement(
  changes: Changes,
  instance: string,
  event: EventOf<`element${string}` | "progressed">,
  at: Date,
): void {
  switch (event.type) {
    case "elementActivated": {
      const { elementKey: key, elementId, elementType, scopeKey, loopIndex } = event;
      const row = { processInstanceKey: instance, key, elementId, elementType, scopeKey, loopIndex };
      return changes.elements.insert(key, { ...row, state: "ACTIVE", startedAt: at });
    }
    case "elementCompleted":
      return changes.elements.change(instance, event.elementKey, { state: "COMPLETED", endedAt: at });
    case "elementTerminated":
      return changes.elements.change(instance, event.elementKey, { state: "TERMINATED", endedAt: at });
    case "progressed": {
      const progress = event.progress === null ? null : JSON.stringify(event.progress);
      return changes.elements.change(instance, event.elementKey, { progress });
    }
    default:
      event satisfies never;
  }
}

export function projectVariable(changes: Changes, instance: string, event: EventOf<"variableSet">, at: Date): void {
  const { variableKey: key, scopeKey, name, isNew } = event;
  const value = JSON.stringify(event.value);
  if (!isNew) return changes.variables.change(instance, key, { value, updatedAt: at });
  changes.variables.insert(key, { processInstanceKey: instance, key, scopeKey, name, value, updatedAt: at });
}

export function projectJob(changes: Changes, state: InstanceState, event: EventOf<`job${string}`>, at: Date): void {
  const { key: instance } = state;
  const change = (set: Parameters<Changes["jobs"]["change"]>[2]) =>
    changes.jobs.change(instance, event.jobKey, { ...set, updatedAt: at });
  switch (event.type) {
    case "jobCreated":
      return changes.jobs.insert(event.jobKey, newJob(state, event, at));
    case "jobCompleted":
      return change({ state: "COMPLETED", deniedReason: event.deniedReason ?? null, availableAt: null, endedAt: at });
    case "jobCanceled":
      // A job that ended with an error keeps that state: it tells more.
      return change({ ...(event.hasThrown ? {} : { state: "CANCELED" }), availableAt: null, endedAt: at });
    case "jobFailed": {
      const retryAt = event.retryAtMs === null ? at : new Date(event.retryAtMs);
      const availableAt = event.retries > 0 ? retryAt : null;
      const { retries, message: errorMessage } = event;
      return change({ state: "FAILED", retries, errorMessage, availableAt, deadline: null });
    }
    case "jobErrorThrown":
      return change({
        state: "ERROR_THROWN",
        errorCode: event.errorCode,
        errorMessage: event.message,
        availableAt: null,
        deadline: null,
      });
    case "jobRetriesSet":
      return change({ state: "RETRIES_UPDATED", retries: event.retries });
    case "jobReopened":
      return change({ state: "RETRIES_UPDATED", retries: event.retries, availableAt: at });
    default:
      event satisfies never;
  }
}

const newJob = (state: InstanceState, event: EventOf<"jobCreated">, at: Date): RowOf<typeof job> => ({
  processInstanceKey: state.key,
  key: event.jobKey,
  elementKey: event.elementKey,
  elementId: event.elementId,
  type: event.jobType,
  kind: event.kind,
  listenerEvent: listenerEventOf(state, event),
  state: "CREATED",
  retries: event.retries,
  priority: event.priority,
  headers: JSON.stringify(event.headers),
  scopeKeys: [...event.scopeKeys],
  availableAt: at,
  createdAt: at,
  updatedAt: at,
});

/** What the listener is asked about; null for other jobs, and when it has been answered already. */
function listenerEventOf({ elements, userTasks }: InstanceState, event: EventOf<"jobCreated">): string | null {
  const element = elements.get(event.elementKey);
  switch (event.kind) {
    case "EXECUTION_LISTENER":
      return element?.progress?.listener?.event.toUpperCase() ?? null;
    case "TASK_LISTENER":
      return userTasks.get(element?.userTaskKey ?? "")?.transition?.event.toUpperCase() ?? null;
    case "BPMN_ELEMENT":
    case "AD_HOC_SUB_PROCESS":
      return null;
    default:
      return event.kind satisfies never;
  }
}

export function projectUserTask(
  changes: Changes,
  model: ProcessModel,
  instance: string,
  event: EventOf<`userTask${string}`>,
  at: Date,
): void {
  const { userTaskKey: key } = event;
  switch (event.type) {
    case "userTaskCreated":
      return changes.userTasks.insert(key, {
        processInstanceKey: instance,
        key,
        elementKey: event.elementKey,
        elementId: event.elementId,
        name: model.nodes.get(event.elementId)?.name ?? null,
        state: "CREATED",
        assignee: event.assignee,
        candidateGroups: [...event.candidateGroups],
        candidateUsers: [...event.candidateUsers],
        dueDate: dateOf(event.dueDate),
        followUpDate: dateOf(event.followUpDate),
        priority: event.priority,
        externalFormReference: event.externalFormReference,
        headers: JSON.stringify(event.headers),
        createdAt: at,
      });
    case "userTaskAssigned":
      return changes.userTasks.change(instance, key, { assignee: event.assignee });
    case "userTaskUpdated":
      return changes.userTasks.change(instance, key, changedColumns(event.changes));
    case "userTaskTransition": {
      const { transition } = event;
      const state = transition === null ? "CREATED" : transitionStates[transition.event];
      const text = transition === null ? null : JSON.stringify(transition);
      return changes.userTasks.change(instance, key, { state, transition: text });
    }
    case "userTaskCompleted":
      return changes.userTasks.change(instance, key, { state: "COMPLETED", transition: null, completedAt: at });
    case "userTaskCanceled":
      return changes.userTasks.change(instance, key, { state: "CANCELED", transition: null, completedAt: at });
    default:
      event satisfies never;
  }
}

const transitionStates = {
  creating: "CREATING",
  assigning: "ASSIGNING",
  updating: "UPDATING",
  completing: "COMPLETING",
} as const;

/** Only what is given changes; what is null is taken away. */
function changedColumns(changes: UserTaskChanges): Partial<RowOf<typeof userTask>> {
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority } = changes;
  return {
    ...(assignee === undefined ? {} : { assignee }),
    ...(candidateGroups === undefined ? {} : { candidateGroups: [...candidateGroups] }),
    ...(candidateUsers === undefined ? {} : { candidateUsers: [...candidateUsers] }),
    ...(dueDate === undefined ? {} : { dueDate: dateOf(dueDate) }),
    ...(followUpDate === undefined ? {} : { followUpDate: dateOf(followUpDate) }),
    ...(priority === undefined ? {} : { priority }),
  };
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

export function projectSubscription(
  changes: Changes,
  instance: string,
  event: EventOf<`subscription${string}` | "conditionChanged">,
  at: Date,
): void {
  const { subscriptionKey: key } = event;
  switch (event.type) {
    case "subscriptionOpened": {
      const { elementKey, elementId, triggerIndex } = event;
      const common = { processInstanceKey: instance, key, elementKey, elementId, triggerIndex, openedAt: at };
      return changes.subscriptions.insert(key, { ...common, state: "OPEN", ...waitColumns(event.wait) });
    }
    case "subscriptionClosed": {
      const state = event.isTriggered ? "TRIGGERED" : "CLOSED";
      return changes.subscriptions.change(instance, key, { state, closedAt: at });
    }
    case "conditionChanged":
      return changes.subscriptions.change(instance, key, { isTrue: event.isTrue });
    default:
      event satisfies never;
  }
}

type WaitColumns = Pick<RowOf<typeof subscription>, "kind" | "dueAt" | "cycle" | "repetitions">;

function waitColumns(wait: Subscription["wait"]): WaitColumns {
  switch (wait.kind) {
    case "timer": {
      const { kind, dueMs, ...cycle } = wait;
      return { kind, dueAt: new Date(dueMs), ...cycle };
    }
    case "message":
    case "signal":
    case "conditional":
      return wait;
    default:
      return wait satisfies never;
  }
}

export function projectIncident(
  changes: Changes,
  state: InstanceState,
  event: EventOf<`incident${string}`>,
  at: Date,
): void {
  if (event.type === "incidentRaised") {
    const { incidentKey: key, elementKey, elementId, code, message, jobKey, retry } = event;
    const row = { processInstanceKey: state.key, key, elementKey, elementId, code, message, jobKey, retry };
    return changes.incidents.insert(key, { ...row, state: "ACTIVE", createdAt: at });
  }
  changes.incidents.change(state.key, event.incidentKey, { state: "RESOLVED", resolvedAt: at });
}
