import { behaviourOf } from "./elements/registry.ts";
import { type ConditionalTrigger, type ProcessModel, triggersOf } from "./model/model.ts";
import type { InstanceState } from "./state.ts";
import { loopVariableNames } from "./variables.ts";
import type { Event } from "./vocabulary.ts";

/** What has changed since the joins that look at other tokens, and the conditions, were asked. */
export interface Unasked {
  /** What the conditions look at: another variable is not noted. */
  readonly watched: Watched;
  /** Scopes in which a token moved or died. */
  readonly scopes: Set<string>;
  /** Complex gateways that were reset, as scope key and id: what waits at them is asked about as if it came now. */
  readonly resets: Set<string>;
  /** Variables that changed, by the key of the scope that they live in, and how. */
  readonly variables: Map<string, ChangedVariables>;
  /** Conditional subscriptions to ask, in the order in which they were opened. */
  readonly conditions: Set<string>;
}

export type ChangedVariables = Map<string, Set<"create" | "update">>;

/** Names of the variables that matter to each condition; null when any change may. */
export interface Watched {
  readonly of: ReadonlyMap<ConditionalTrigger, ReadonlySet<string> | null>;
  readonly byAny: ReadonlySet<string> | null;
}

/** Null for a model in which nothing has to be asked. */
export function newUnasked(model: ProcessModel): Unasked | null {
  const watched = watchedIn(model);
  return watched && { watched, scopes: new Set(), resets: new Set(), variables: new Map(), conditions: new Set() };
}

const questions = new WeakMap<ProcessModel, Watched | null>();

function watchedIn(model: ProcessModel): Watched | null {
  const known = questions.get(model);
  if (known !== undefined) return known;
  const nodes = [...model.nodes.values()];
  const computed = new Set<string>(loopVariableNames);
  for (const { loop, adHoc } of nodes)
    for (const output of [loop?.kind === "multiInstance" && loop.outputCollection, adHoc?.outputCollection])
      if (output) computed.add(output);
  const of = new Map(
    nodes
      .flatMap(triggersOf)
      .flatMap((trigger) => (trigger.kind === "conditional" ? [[trigger, namesFor(trigger, computed)] as const] : [])),
  );
  const names = [...of.values()];
  const byAny = names.includes(null) ? null : new Set(names.flatMap((some) => [...(some ?? [])]));
  const watched = of.size > 0 || nodes.some(({ type }) => behaviourOf(type).settle) ? { of, byAny } : null;
  questions.set(model, watched);
  return watched;
}

/** Functions whose values change by themselves. */
const restless: ReadonlySet<string> = new Set(["now", "today", "random number", "uuid"]);

/** What is computed when it is read changes without being set: then the condition is asked whenever anything is. */
function namesFor(
  { condition, variableNames }: ConditionalTrigger,
  computed: ReadonlySet<string>,
): ReadonlySet<string> | null {
  if (variableNames) return new Set(variableNames);
  const isRestless =
    condition.names.some((name) => computed.has(name)) ||
    condition.compiled?.functions.some((name) => restless.has(name));
  return isRestless ? null : new Set(condition.names);
}

/** Takes note of an event, before it is applied. */
export function note(unasked: Unasked, state: InstanceState, event: Event): void {
  switch (event.type) {
    case "elementActivated":
      return noteMove(unasked, state, event.scopeKey);
    case "sequenceFlowTaken":
    case "tokensDropped":
      unasked.scopes.add(event.scopeKey);
      return;
    case "elementCompleted":
    case "elementTerminated":
      return noteMove(unasked, state, state.elements.get(event.elementKey)?.scopeKey ?? null);
    case "variableSet":
      if (unasked.watched.byAny?.has(event.name) !== false) noteVariable(unasked, event);
      return;
    case "subscriptionOpened":
      if (event.wait.kind === "conditional" && !event.wait.isTrue) unasked.conditions.add(event.subscriptionKey);
      return;
    default:
      // Nothing else moves a token or changes a variable.
      return;
  }
}

/** Something begins or ends; what repeats an activity counts it. */
function noteMove(unasked: Unasked, state: InstanceState, scopeKey: string | null): void {
  if (scopeKey === null) return;
  unasked.scopes.add(scopeKey);
  if (unasked.watched.byAny !== null || !state.elements.get(scopeKey)?.loop) return;
  for (const name of loopVariableNames) noteVariable(unasked, { scopeKey, name, isNew: false });
}

type Change = Pick<Event & { type: "variableSet" }, "scopeKey" | "name" | "isNew">;

function noteVariable({ variables }: Unasked, { scopeKey, name, isNew }: Change): void {
  const changed: ChangedVariables = variables.get(scopeKey) ?? new Map();
  variables.set(scopeKey, changed.set(name, (changed.get(name) ?? new Set()).add(isNew ? "create" : "update")));
}
