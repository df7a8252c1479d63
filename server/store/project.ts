import type { ProcessModel } from "../../engine/model/model.ts";
import type { InstanceState } from "../../engine/state.ts";
import type { Event } from "../../engine/vocabulary.ts";
import type { Changes } from "./changes.ts";
import { projectIncident, projectJob, projectSubscription, projectUserTask, projectVariable } from "./projections.ts";

/** Where and when events happened. */
export interface Occasion {
  readonly model: ProcessModel;
  /** The state after the events. */
  readonly state: InstanceState;
  readonly at: Date;
}

/** Reads rows off the events of one command. The engine has decided everything; this only writes it down. */
export function project(changes: Changes, occasion: Occasion, events: readonly Event[]): void {
  for (const event of events) projectEvent(changes, occasion, event);
  for (const scopeKey of scopesWithJoins(occasion.model, events)) {
    const counts = new Map(occasion.state.elements.get(scopeKey)?.tokens);
    changes.tokens.set(scopeKey, { processInstanceKey: occasion.state.key, counts });
  }
}

function projectEvent(changes: Changes, { model, state, at }: Occasion, event: Event): void {
  switch (event.type) {
    case "elementActivated": {
      const { elementKey: key, elementId, elementType, scopeKey } = event;
      const row = {
        processInstanceKey: state.key,
        key,
        elementId,
        elementType,
        scopeKey,
        state: "ACTIVE",
        startedAt: at,
      };
      return changes.elements.insert(key, row);
    }
    case "elementCompleted":
      return changes.elements.change(state.key, event.elementKey, { state: "COMPLETED", endedAt: at });
    case "elementTerminated":
      return changes.elements.change(state.key, event.elementKey, { state: "TERMINATED", endedAt: at });
    case "variableSet":
      return projectVariable(changes, state.key, event, at);
    case "jobCreated":
    case "jobCompleted":
    case "jobFailed":
    case "jobErrorThrown":
    case "jobRetriesSet":
    case "jobReopened":
    case "jobCanceled":
      return projectJob(changes, state.key, event, at);
    case "userTaskCreated":
    case "userTaskAssigned":
    case "userTaskCompleted":
    case "userTaskCanceled":
      return projectUserTask(changes, model, state.key, event, at);
    case "subscriptionOpened":
    case "subscriptionClosed":
      return projectSubscription(changes, state.key, event, at);
    case "incidentRaised":
    case "incidentResolved":
      return projectIncident(changes, state, event, at);
    case "sequenceFlowTaken":
    case "tokensDropped":
      return;
    default:
      event satisfies never;
  }
}

/** Scopes in which tokens at rest may have changed: those where a flow into a join was taken or emptied. */
function scopesWithJoins(model: ProcessModel, events: readonly Event[]): ReadonlySet<string> {
  const scopes = new Set<string>();
  if (model.joinFlowIds.size === 0) return scopes;
  for (const event of events) {
    if (event.type === "sequenceFlowTaken" && model.joinFlowIds.has(event.flowId)) scopes.add(event.scopeKey);
    else if (event.type === "elementActivated" && event.scopeKey !== null && event.flowIds.length > 1)
      scopes.add(event.scopeKey);
    else if (event.type === "tokensDropped") scopes.add(event.scopeKey);
  }
  return scopes;
}
