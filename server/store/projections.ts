import type { ProcessModel } from "../../engine/model/model.ts";
import type { InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import type { Changes } from "./changes.ts";

type EventOf<T extends string> = Extract<Event, { type: T }>;

export function projectVariable(changes: Changes, instance: string, event: EventOf<"variableSet">, at: Date): void {
  const { variableKey: key, scopeKey, name, isNew } = event;
  const value = JSON.stringify(event.value);
  if (!isNew) return changes.variables.change(instance, key, { value, updatedAt: at });
  changes.variables.insert(key, { processInstanceKey: instance, key, scopeKey, name, value, updatedAt: at });
}

export function projectJob(changes: Changes, instance: string, event: EventOf<`job${string}`>, at: Date): void {
  const change = (set: Parameters<Changes["jobs"]["change"]>[2]) =>
    changes.jobs.change(instance, event.jobKey, { ...set, updatedAt: at });
  switch (event.type) {
    case "jobCreated":
      return changes.jobs.insert(event.jobKey, {
        processInstanceKey: instance,
        key: event.jobKey,
        elementKey: event.elementKey,
        elementId: event.elementId,
        type: event.jobType,
        state: "CREATED",
        retries: event.retries,
        headers: JSON.stringify(event.headers),
        scopeKeys: [...event.scopeKeys],
        availableAt: at,
        createdAt: at,
        updatedAt: at,
      });
    case "jobCompleted":
      return change({ state: "COMPLETED", availableAt: null, endedAt: at });
    case "jobCanceled":
      // A job that ended with an error keeps that state: it tells more.
      return changes.jobs.hasChanged(event.jobKey, "state", "ERROR_THROWN")
        ? change({ availableAt: null, endedAt: at })
        : change({ state: "CANCELED", availableAt: null, endedAt: at });
    case "jobFailed": {
      const retryAt = event.retryAtMs === null ? at : new Date(event.retryAtMs);
      const availableAt = event.retries > 0 ? retryAt : null;
      return change({
        state: "FAILED",
        retries: event.retries,
        errorMessage: event.message,
        availableAt,
        deadline: null,
      });
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
        dueDate: event.dueDate === null ? null : new Date(event.dueDate),
        followUpDate: event.followUpDate === null ? null : new Date(event.followUpDate),
        priority: event.priority,
        externalFormReference: event.externalFormReference,
        headers: JSON.stringify(event.headers),
        createdAt: at,
      });
    case "userTaskAssigned":
      return changes.userTasks.change(instance, key, { assignee: event.assignee });
    case "userTaskCompleted":
      return changes.userTasks.change(instance, key, { state: "COMPLETED", completedAt: at });
    case "userTaskCanceled":
      return changes.userTasks.change(instance, key, { state: "CANCELED", completedAt: at });
    default:
      event satisfies never;
  }
}

export function projectSubscription(
  changes: Changes,
  instance: string,
  event: EventOf<`subscription${string}`>,
  at: Date,
): void {
  const { subscriptionKey: key } = event;
  if (event.type === "subscriptionClosed") {
    const state = event.isTriggered ? "TRIGGERED" : "CLOSED";
    return changes.subscriptions.change(instance, key, { state, closedAt: at });
  }
  const { wait, elementKey, elementId } = event;
  const common = { processInstanceKey: instance, key, elementKey, elementId, state: "OPEN", openedAt: at };
  switch (wait.kind) {
    case "timer": {
      const { dueMs, cycle, repetitions } = wait;
      return changes.subscriptions.insert(key, {
        ...common,
        kind: "timer",
        dueAt: new Date(dueMs),
        cycle,
        repetitions,
      });
    }
    case "message": {
      const { messageName, correlationKey } = wait;
      return changes.subscriptions.insert(key, { ...common, kind: "message", messageName, correlationKey });
    }
    default:
      wait satisfies never;
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
