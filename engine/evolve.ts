import { assert } from "./result.ts";
import { type ElementInstance, type InstanceState, newElement } from "./state.ts";
import type { Event } from "./vocabulary.ts";

/** Applies one event to the state, in place. The only code that changes a state; it decides nothing. */
export function evolve(state: InstanceState, event: Event): void {
  switch (event.type) {
    case "elementActivated":
      return activate(state, event);
    case "elementCompleted":
    case "elementTerminated":
      return end(state, event.elementKey);
    case "sequenceFlowTaken":
      return addToken(elementIn(state, event.scopeKey), event.flowId, 1);
    case "tokensDropped":
      return elementIn(state, event.scopeKey).tokens.clear();
    case "variableSet":
      elementIn(state, event.scopeKey).variables.set(event.name, { key: event.variableKey, value: event.value });
      return;
    case "jobCreated":
    case "jobCompleted":
    case "jobFailed":
    case "jobErrorThrown":
    case "jobRetriesSet":
    case "jobReopened":
    case "jobCanceled":
      return evolveJob(state, event);
    case "userTaskCreated":
    case "userTaskAssigned":
    case "userTaskCompleted":
    case "userTaskCanceled":
      return evolveUserTask(state, event);
    case "subscriptionOpened":
    case "subscriptionClosed":
      return evolveSubscription(state, event);
    case "incidentRaised":
    case "incidentResolved":
      return evolveIncident(state, event);
    default:
      event satisfies never;
  }
}

function activate(state: InstanceState, event: Event & { type: "elementActivated" }): void {
  state.elements.set(event.elementKey, newElement(event.elementKey, event.elementId, event.scopeKey));
  if (event.scopeKey === null) return;
  const scope = elementIn(state, event.scopeKey);
  scope.children.add(event.elementKey);
  for (const flowId of event.flowIds) addToken(scope, flowId, -1);
}

function end(state: InstanceState, elementKey: string): void {
  const element = elementIn(state, elementKey);
  state.elements.delete(elementKey);
  if (element.scopeKey !== null) state.elements.get(element.scopeKey)?.children.delete(elementKey);
}

function addToken(scope: ElementInstance, flowId: string, count: number): void {
  const now = (scope.tokens.get(flowId) ?? 0) + count;
  assert(now >= 0, `flow ${flowId} in scope ${scope.key} has ${now} tokens`);
  if (now === 0) scope.tokens.delete(flowId);
  else scope.tokens.set(flowId, now);
}

type JobEvent = Extract<Event, { type: `job${string}` }>;

function evolveJob(state: InstanceState, event: JobEvent): void {
  if (event.type === "jobCreated") {
    const { jobKey: key, elementKey, jobType: type, retries } = event;
    state.jobs.set(key, { key, elementKey, type, retries, isStopped: false });
    elementIn(state, elementKey).jobKey = key;
    return;
  }
  const job = state.jobs.get(event.jobKey);
  assert(job, `job ${event.jobKey} is not open`);
  switch (event.type) {
    case "jobFailed":
      state.jobs.set(job.key, { ...job, retries: event.retries, isStopped: event.retries === 0 });
      return;
    case "jobErrorThrown":
      state.jobs.set(job.key, { ...job, isStopped: true });
      return;
    case "jobRetriesSet":
      state.jobs.set(job.key, { ...job, retries: event.retries });
      return;
    case "jobReopened":
      state.jobs.set(job.key, { ...job, retries: event.retries, isStopped: false });
      return;
    case "jobCompleted":
    case "jobCanceled":
      state.jobs.delete(job.key);
      elementIn(state, job.elementKey).jobKey = null;
      return;
    default:
      event satisfies never;
  }
}

type UserTaskEvent = Extract<Event, { type: `userTask${string}` }>;

function evolveUserTask(state: InstanceState, event: UserTaskEvent): void {
  if (event.type === "userTaskCreated") {
    const { userTaskKey: key, elementKey, assignee } = event;
    state.userTasks.set(key, { key, elementKey, assignee });
    elementIn(state, elementKey).userTaskKey = key;
    return;
  }
  const task = state.userTasks.get(event.userTaskKey);
  assert(task, `user task ${event.userTaskKey} is not open`);
  if (event.type === "userTaskAssigned") {
    state.userTasks.set(task.key, { ...task, assignee: event.assignee });
    return;
  }
  state.userTasks.delete(task.key);
  elementIn(state, task.elementKey).userTaskKey = null;
}

type SubscriptionEvent = Extract<Event, { type: `subscription${string}` }>;

function evolveSubscription(state: InstanceState, event: SubscriptionEvent): void {
  if (event.type === "subscriptionOpened") {
    const { type: _, ...subscription } = event;
    state.subscriptions.set(event.subscriptionKey, subscription);
    elementIn(state, event.elementKey).subscriptionKeys.add(event.subscriptionKey);
    return;
  }
  const subscription = state.subscriptions.get(event.subscriptionKey);
  assert(subscription, `subscription ${event.subscriptionKey} is not open`);
  state.subscriptions.delete(event.subscriptionKey);
  elementIn(state, subscription.elementKey).subscriptionKeys.delete(event.subscriptionKey);
}

type IncidentEvent = Extract<Event, { type: `incident${string}` }>;

function evolveIncident(state: InstanceState, event: IncidentEvent): void {
  if (event.type === "incidentRaised") {
    const { type: _, ...incident } = event;
    state.incidents.set(event.incidentKey, incident);
    elementIn(state, event.elementKey).incidentKeys.add(event.incidentKey);
    return;
  }
  const incident = state.incidents.get(event.incidentKey);
  assert(incident, `incident ${event.incidentKey} is not open`);
  state.incidents.delete(event.incidentKey);
  elementIn(state, incident.elementKey).incidentKeys.delete(event.incidentKey);
}

function elementIn(state: InstanceState, elementKey: string): ElementInstance {
  const element = state.elements.get(elementKey);
  assert(element, `element instance ${elementKey} is not live`);
  return element;
}
