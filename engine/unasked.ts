import { behaviourOf } from "./elements/registry.ts";
import { type ProcessModel, triggersOf } from "./model/model.ts";
import type { InstanceState } from "./state.ts";
import type { Event } from "./vocabulary.ts";

/** What has changed since the joins that look at other tokens, and the conditions, were asked. */
export interface Unasked {
  /** Scopes in which a token moved or died. */
  readonly scopes: Set<string>;
  /** Complex gateways that were reset, as scope key and id: what waits at them is asked about as if it came now. */
  readonly resets: Set<string>;
  /** Variables that changed, and how. */
  readonly variables: Map<string, Set<"create" | "update">>;
  /** Conditional subscriptions that are new. */
  readonly conditions: Set<string>;
}

export const newUnasked = (): Unasked => ({
  scopes: new Set(),
  resets: new Set(),
  variables: new Map(),
  conditions: new Set(),
});

const questions = new WeakMap<ProcessModel, boolean>();

/** Whether a model has joins or conditions that have to be asked. */
export function hasQuestions(model: ProcessModel): boolean {
  const known = questions.get(model);
  if (known !== undefined) return known;
  const has = [...model.nodes.values()].some(
    (node) => behaviourOf(node.type).settle || triggersOf(node).some(({ kind }) => kind === "conditional"),
  );
  questions.set(model, has);
  return has;
}

/** Takes note of an event, before it is applied. */
export function note(unasked: Unasked, state: InstanceState, event: Event): void {
  switch (event.type) {
    case "elementActivated":
      if (event.scopeKey !== null) unasked.scopes.add(event.scopeKey);
      return;
    case "sequenceFlowTaken":
    case "tokensDropped":
      unasked.scopes.add(event.scopeKey);
      return;
    case "elementCompleted":
    case "elementTerminated": {
      const scopeKey = state.elements.get(event.elementKey)?.scopeKey ?? null;
      if (scopeKey !== null) unasked.scopes.add(scopeKey);
      return;
    }
    case "variableSet": {
      const kinds = unasked.variables.get(event.name) ?? new Set();
      unasked.variables.set(event.name, kinds.add(event.isNew ? "create" : "update"));
      return;
    }
    case "subscriptionOpened":
      if (event.wait.kind === "conditional" && !event.wait.isTrue) unasked.conditions.add(event.subscriptionKey);
      return;
    default:
      // Nothing else moves a token or changes a variable.
      return;
  }
}
