import { noEntries, removeEntry, removeKey, withEntry, withKey } from "./keptEmpty.ts";
import { assert } from "./result.ts";
import { type ElementInstance, type InstanceState, newElement } from "./state.ts";
import type { CompensationEvent, Event, LoopEvent } from "./vocabulary.ts";

/** Applies one event to the state, in place. The only code that changes a state; it decides nothing. */
export function evolve(state: InstanceState, event: Event): void {
  switch (event.type) {
    case "elementActivated":
      return activate(state, event);
    case "elementCompleted":
    case "elementTerminated":
      return end(state, event);
    case "sequenceFlowTaken":
      return addToken(elementIn(state, event.scopeKey), event.flowId, 1);
    case "tokensDropped":
      elementIn(state, event.scopeKey).tokens = noEntries();
      return;
    case "variableSet":
      return setVariable(elementIn(state, event.scopeKey), event);
    case "progressed":
      elementIn(state, event.elementKey).progress = event.progress;
      return;
    case "loopBegan":
    case "loopOutput":
      return evolveLoop(state, event);
    case "compensationRecorded":
    case "compensationClaimed":
    case "compensationBegan":
    case "compensationDone":
    case "compensationReleased":
    case "compensationsDropped":
      return evolveCompensation(state, event);
    case "decisionEvaluated":
    case "messageThrown":
    case "signalThrown":
    case "processCalled":
    case "callCanceled":
    case "calledCompleted":
    case "thrownToCaller":
    case "thrownAnswered":
      return;
    default:
      return evolveWaits(state, event);
  }
}

/** Everything that an element waits for, and its incidents. */
function evolveWaits(state: InstanceState, event: WaitEvent): void {
  switch (event.type) {
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
    case "userTaskUpdated":
    case "userTaskTransition":
    case "userTaskCompleted":
    case "userTaskCanceled":
      return evolveUserTask(state, event);
    case "subscriptionOpened":
    case "subscriptionClosed":
    case "conditionChanged":
      return evolveSubscription(state, event);
    case "incidentRaised":
    case "incidentResolved":
      return evolveIncident(state, event);
    default:
      event satisfies never;
  }
}

function activate(state: InstanceState, event: Event & { type: "elementActivated" }): void {
  const { elementKey, elementId, elementType, scopeKey, loopIndex } = event;
  state.elements.set(elementKey, newElement(elementKey, elementId, elementType, scopeKey, loopIndex));
  if (scopeKey === null) return;
  const scope = elementIn(state, scopeKey);
  scope.children = withKey(scope.children, elementKey);
  // What handles an event or undoes something in there is none of its instances.
  if (scope.loop && loopIndex !== null) scope.loop.started += 1;
  for (const flowId of event.flowIds) addToken(scope, flowId, -1);
}

function end(state: InstanceState, event: Event & { type: "elementCompleted" | "elementTerminated" }): void {
  const { elementKey } = event;
  const element = elementIn(state, elementKey);
  state.elements.delete(elementKey);
  if (element.scopeKey === null) return state.compensations.clear();
  const scope = state.elements.get(element.scopeKey);
  if (scope) removeKey(scope.children, elementKey);
  if (!scope?.loop || element.loopIndex === null) return;
  if (event.type === "elementCompleted") scope.loop.completed += 1;
  else scope.loop.terminated += 1;
}

function evolveLoop(state: InstanceState, event: LoopEvent): void {
  const body = elementIn(state, event.elementKey);
  if (event.type === "loopOutput") {
    assert(body.loop, `element instance ${event.elementKey} repeats nothing`);
    body.loop.outputs.set(event.index, event.value);
    return;
  }
  const { count, items, outputName } = event;
  body.loop = { count, items, outputName, started: 0, completed: 0, terminated: 0, outputs: new Map() };
}

function evolveCompensation(state: InstanceState, event: CompensationEvent): void {
  const { compensations } = state;
  const recordOf = (key: string) => {
    const record = compensations.get(key);
    assert(record, `compensation record ${key} is gone`);
    return record;
  };
  switch (event.type) {
    case "compensationRecorded": {
      const { type: _, ...record } = event;
      compensations.set(event.recordKey, { ...record, throwerKey: null, handlerKey: null });
      return;
    }
    case "compensationClaimed":
      for (const key of event.recordKeys) compensations.set(key, { ...recordOf(key), throwerKey: event.throwerKey });
      return;
    case "compensationBegan": {
      const { recordKey, handlerKey } = event;
      const record = recordOf(recordKey);
      compensations.set(recordKey, { ...record, handlerKey, ...(event.isReopened && { elementKey: handlerKey }) });
      if (event.isReopened)
        for (const inner of compensations.allOf("scopeKey", record.elementKey))
          compensations.set(inner.recordKey, { ...inner, scopeKey: handlerKey });
      return;
    }
    case "compensationDone":
      dropRecordsIn(state, recordOf(event.recordKey).elementKey);
      compensations.delete(event.recordKey);
      return;
    case "compensationReleased":
      for (const record of compensations.allOf("throwerKey", event.throwerKey))
        compensations.set(record.recordKey, { ...record, throwerKey: null, handlerKey: null });
      return;
    case "compensationsDropped":
      return dropRecordsIn(state, event.scopeKey);
    default:
      event satisfies never;
  }
}

/** Those of the scope, and of the completed scopes that they stand for. */
function dropRecordsIn({ compensations }: InstanceState, scopeKey: string): void {
  const scopes = [scopeKey];
  for (let key = scopes.pop(); key !== undefined; key = scopes.pop())
    for (const { recordKey, elementKey } of compensations.allOf("scopeKey", key)) {
      compensations.delete(recordKey);
      scopes.push(elementKey);
    }
}

function setVariable(scope: ElementInstance, { variableKey, name, value }: Event & { type: "variableSet" }): void {
  scope.variables = withEntry(scope.variables, name, { key: variableKey, value });
}

function addToken(scope: ElementInstance, flowId: string, count: number): void {
  const now = (scope.tokens.get(flowId) ?? 0) + count;
  assert(now >= 0, `flow ${flowId} in scope ${scope.key} has ${now} tokens`);
  if (now === 0) removeEntry(scope.tokens, flowId);
  else scope.tokens = withEntry(scope.tokens, flowId, now);
}

type WaitEvent = JobEvent | UserTaskEvent | SubscriptionEvent | IncidentEvent;

type JobEvent = Extract<Event, { type: `job${string}` }>;

function evolveJob(state: InstanceState, event: JobEvent): void {
  if (event.type === "jobCreated") {
    const { jobKey: key, elementKey, jobType: type, kind, retries } = event;
    state.jobs.set(key, { key, elementKey, type, kind, retries, isStopped: false, hasThrown: false });
    elementIn(state, elementKey).jobKey = key;
    return;
  }
  const job = state.jobs.get(event.jobKey);
  assert(job, `job ${event.jobKey} is not open`);
  switch (event.type) {
    case "jobFailed":
      state.jobs.set(job.key, { ...job, retries: event.retries, isStopped: event.retries === 0, hasThrown: false });
      return;
    case "jobErrorThrown":
      state.jobs.set(job.key, { ...job, isStopped: true, hasThrown: true });
      return;
    case "jobRetriesSet":
      state.jobs.set(job.key, { ...job, retries: event.retries, hasThrown: false });
      return;
    case "jobReopened":
      state.jobs.set(job.key, { ...job, retries: event.retries, isStopped: false, hasThrown: false });
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
    state.userTasks.set(key, { key, elementKey, assignee, transition: null });
    elementIn(state, elementKey).userTaskKey = key;
    return;
  }
  const task = state.userTasks.get(event.userTaskKey);
  assert(task, `user task ${event.userTaskKey} is not open`);
  switch (event.type) {
    case "userTaskAssigned":
      state.userTasks.set(task.key, { ...task, assignee: event.assignee });
      return;
    case "userTaskUpdated":
      state.userTasks.set(task.key, {
        ...task,
        assignee: event.changes.assignee === undefined ? task.assignee : event.changes.assignee,
      });
      return;
    case "userTaskTransition":
      state.userTasks.set(task.key, { ...task, transition: event.transition });
      return;
    case "userTaskCompleted":
    case "userTaskCanceled":
      state.userTasks.delete(task.key);
      elementIn(state, task.elementKey).userTaskKey = null;
      return;
    default:
      event satisfies never;
  }
}

type SubscriptionEvent = Extract<Event, { type: `subscription${string}` | "conditionChanged" }>;

function evolveSubscription(state: InstanceState, event: SubscriptionEvent): void {
  if (event.type === "subscriptionOpened") {
    const { type: _, ...subscription } = event;
    state.subscriptions.set(event.subscriptionKey, subscription);
    const element = elementIn(state, event.elementKey);
    element.subscriptionKeys = withKey(element.subscriptionKeys, event.subscriptionKey);
    return;
  }
  const subscription = state.subscriptions.get(event.subscriptionKey);
  assert(subscription, `subscription ${event.subscriptionKey} is not open`);
  if (event.type === "conditionChanged") {
    state.subscriptions.set(event.subscriptionKey, {
      ...subscription,
      wait: { kind: "conditional", isTrue: event.isTrue },
    });
    return;
  }
  state.subscriptions.delete(event.subscriptionKey);
  removeKey(elementIn(state, subscription.elementKey).subscriptionKeys, event.subscriptionKey);
}

type IncidentEvent = Extract<Event, { type: `incident${string}` }>;

function evolveIncident(state: InstanceState, event: IncidentEvent): void {
  if (event.type === "incidentRaised") {
    const { type: _, ...incident } = event;
    state.incidents.set(event.incidentKey, incident);
    const element = elementIn(state, event.elementKey);
    element.incidentKeys = withKey(element.incidentKeys, event.incidentKey);
    return;
  }
  const incident = state.incidents.get(event.incidentKey);
  assert(incident, `incident ${event.incidentKey} is not open`);
  state.incidents.delete(event.incidentKey);
  removeKey(elementIn(state, incident.elementKey).incidentKeys, event.incidentKey);
}

function elementIn(state: InstanceState, elementKey: string): ElementInstance {
  const element = state.elements.get(elementKey);
  assert(element, `element instance ${elementKey} is not live`);
  return element;
}
