import type { ProcessModel } from "../../engine/model/model.ts";
import type { InstanceState } from "../../engine/state.ts";
import type { CompensationEvent, Event, LoopEvent, OutgoingEvent } from "../../engine/vocabulary.ts";
import type { Changes } from "./changes.ts";
import type { DecisionsAtHand } from "./decisions/atHand.ts";
import { projectDecision } from "./decisions/project.ts";
import {
  projectElement,
  projectIncident,
  projectJob,
  projectSubscription,
  projectUserTask,
  projectVariable,
} from "./projections.ts";

/** Where and when events happened. */
export interface Occasion {
  readonly definitionKey: string;
  readonly model: ProcessModel;
  /** Those that the command could make. */
  readonly decisions: DecisionsAtHand;
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

function projectEvent(changes: Changes, occasion: Occasion, event: Event): void {
  const { model, state, at } = occasion;
  switch (event.type) {
    case "elementActivated":
    case "elementCompleted":
    case "elementTerminated":
    case "progressed":
      return projectElement(changes, state.key, event, at);
    case "variableSet":
      return projectVariable(changes, state.key, event, at);
    case "jobCreated":
    case "jobCompleted":
    case "jobFailed":
    case "jobErrorThrown":
    case "jobRetriesSet":
    case "jobReopened":
    case "jobCanceled":
      return projectJob(changes, state, event, at);
    case "userTaskCreated":
    case "userTaskAssigned":
    case "userTaskUpdated":
    case "userTaskTransition":
    case "userTaskCompleted":
    case "userTaskCanceled":
      return projectUserTask(changes, model, state.key, event, at);
    case "subscriptionOpened":
    case "subscriptionClosed":
    case "conditionChanged":
      return projectSubscription(changes, state.key, event, at);
    case "incidentRaised":
    case "incidentResolved":
      return projectIncident(changes, state, event, at);
    case "decisionEvaluated":
      return projectDecision(changes, occasion, event);
    default:
      event satisfies LeftOut;
  }
}

/**
 * Tokens are read off the state; so is what repeats or can be undone (`differences.ts`). The rest leaves the instance
 * (`effects.ts`).
 */
type LeftOut =
  | LoopEvent
  | CompensationEvent
  | OutgoingEvent
  | Extract<Event, { type: "sequenceFlowTaken" | "tokensDropped" }>;

/** Scopes in which tokens at rest may have changed: those where a flow into a join was taken or emptied. */
function scopesWithJoins(model: ProcessModel, events: readonly Event[]): ReadonlySet<string> {
  const scopes = new Set<string>();
  if (model.joinFlowIds.size === 0) return scopes;
  const isBeforeJoin = (flowId: string) => model.joinFlowIds.has(flowId);
  for (const event of events) {
    if (event.type === "sequenceFlowTaken" && isBeforeJoin(event.flowId)) scopes.add(event.scopeKey);
    else if (event.type === "elementActivated" && event.scopeKey !== null && event.flowIds.some(isBeforeJoin))
      scopes.add(event.scopeKey);
    else if (event.type === "tokensDropped") scopes.add(event.scopeKey);
  }
  return scopes;
}
