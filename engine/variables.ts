import { recordOfHandler } from "./compensation.ts";
import type { Lookup } from "./feel/expression.ts";
import { isMembers, type Json, type Variables } from "./feel/values.ts";
import type { Mapping } from "./model/model.ts";
import { failed, ok, type Result } from "./result.ts";
import type { ElementInstance, InstanceState, Loop } from "./state.ts";
import type { Step } from "./step.ts";

/**
 * Variables live in the scope that set them; an element sees its own and those of every scope around it, the inner
 * one first, as in Camunda 8.
 */
export function lookupFrom(state: InstanceState, elementKey: string): Lookup {
  return (name) => {
    for (let key: string | null = elementKey; key !== null; ) {
      const element = state.elements.get(key);
      if (!element) return undefined;
      const variable = element.variables.get(name);
      const value = variable ? variable.value : loopVariable(element, name);
      if (value !== undefined) return value;
      key = element.scopeKey;
    }
    return undefined;
  };
}

/** They change without being set; an inner instance's own `loopCounter` does not. */
export const loopVariableNames: readonly string[] = [
  "numberOfInstances",
  "numberOfActiveInstances",
  "numberOfCompletedInstances",
  "numberOfTerminatedInstances",
];

/** What a multi-instance body knows of itself (BPMN 2.0.2 §13.3.7, table 10.30); kept as counters, not as variables. */
function loopVariable({ type, loop, children }: ElementInstance, name: string): Json | undefined {
  if (!loop) return undefined;
  if (name === loop.outputName) return outputsOf(loop);
  if (type !== "MULTI_INSTANCE_BODY") return undefined;
  switch (name) {
    case "numberOfInstances":
      return loop.count ?? loop.started;
    case "numberOfActiveInstances":
      return children.size;
    case "numberOfCompletedInstances":
      return loop.completed;
    case "numberOfTerminatedInstances":
      return loop.terminated;
    case "loopCounter":
      return loop.started;
    default:
      return undefined;
  }
}

/** Results in the order of their inner instances; null where there is none. */
export function outputsOf({ count, started, outputs }: Loop): Json[] {
  return Array.from({ length: count ?? started }, (_, index) => outputs.get(index) ?? null);
}

/** The element's own variables. */
export const ownVariables = (step: Step, elementKey: string): Variables =>
  Object.fromEntries([...step.element(elementKey).variables].map(([name, { value }]) => [name, value]));

/** What an element gives to others that it does not give everything: its own, but for those of a time past. */
export const givenVariables = (step: Step, elementKey: string): Variables =>
  Object.fromEntries(
    Object.entries(ownVariables(step, elementKey)).filter(([name]) => !isOfThePast(step, elementKey, name)),
  );

/** Everything that the element sees: of one name, the innermost. */
export const visibleVariables = (step: Step, elementKey: string): Variables =>
  Object.assign(
    {},
    ...step
      .scopesOf(elementKey)
      .reverse()
      .map((key) => ownVariables(step, key)),
  );

/** Sets variables in the element's own scope. */
export function setLocal(step: Step, elementKey: string, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) set(step, elementKey, name, value);
}

/** Sets each variable in the nearest scope that has it, from the element outwards, else in the process instance. */
export function propagate(step: Step, elementKey: string, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) set(step, scopeWith(step, elementKey, name), name, value);
}

/**
 * `zeebe:input`: evaluated in order, each sees the ones before it; the targets are local.
 *
 * After an incident they are done again, as often as it takes: what an earlier try has set is no source for the next
 * one, so a target is looked up around the element. Other local variables are sources: a person mends with them.
 */
export function applyInputs(step: Step, elementKey: string, inputs: readonly Mapping[]): Result<null> {
  const { scopeKey } = step.element(elementKey);
  const targets = new Set(inputs.map(({ target }) => target[0]));
  for (const name of givenByLoop(step, elementKey)) targets.delete(name);
  const results = new Map<string, Json>();
  const inside = lookupFrom(step.state, elementKey);
  const outside = scopeKey === null ? inside : lookupFrom(step.state, scopeKey);
  const past = recordOfHandler(step, elementKey)?.variables ?? {};
  const around: Lookup = (name) => (Object.hasOwn(past, name) ? past[name] : outside(name));
  const lookup: Lookup = (name) => {
    if (results.has(name)) return results.get(name);
    return (targets.has(name) ? around : inside)(name);
  };
  for (const input of inputs) {
    const value = step.evaluateToJson(elementKey, input.source, lookup);
    if (!value.ok) return failed(`${value.message}, in the input mapping of "${input.target.join(".")}"`);
    const [name = ""] = input.target;
    const result = nested(results.get(name), input.target.slice(1), value.value);
    results.set(name, result);
    set(step, elementKey, name, result);
  }
  return ok(null);
}

/** What an inner instance is about; nothing around it knows. */
function givenByLoop(step: Step, elementKey: string): string[] {
  const { loop } = step.nodeOf(elementKey);
  if (!loop || step.element(elementKey).loopIndex === null) return [];
  const item = loop.kind === "multiInstance" ? loop.inputElement : null;
  return item === null ? ["loopCounter"] : ["loopCounter", item];
}

/**
 * `zeebe:output`: evaluated inside the element, set from its scope outwards; nothing is set when one fails. As in
 * Camunda 8, those of a multi-instance activity may set what its inner instance has of its own: its output element.
 */
export function applyOutputs(step: Step, element: ElementInstance, outputs: readonly Mapping[]): Result<null> {
  if (element.scopeKey === null) return ok(null);
  const isOfMany = element.loopIndex !== null && step.node(element.elementId).loop?.kind === "multiInstance";
  const fromKey = isOfMany ? element.key : element.scopeKey;
  const visible = lookupFrom(step.state, fromKey);
  const results: Variables = {};
  for (const output of outputs) {
    const value = step.evaluateToJson(element.key, output.source);
    if (!value.ok) return failed(`${value.message}, in the output mapping of "${output.target.join(".")}"`);
    const [name = ""] = output.target;
    results[name] = nested(results[name] ?? visible(name), output.target.slice(1), value.value);
  }
  propagate(step, fromKey, results);
  return ok(null);
}

/** `value` at `path` inside `present`, whose other members stay. */
function nested(present: Json | undefined, path: readonly string[], value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const members = present !== undefined && isMembers(present) ? present : {};
  return { ...members, [name]: nested(members[name], rest, value) };
}

function scopeWith(step: Step, elementKey: string, name: string): string {
  const scope = step
    .scopesOf(elementKey)
    .find((key) => step.element(key).variables.has(name) && !isOfThePast(step, key, name));
  return scope ?? step.state.key;
}

/** What a compensation handler sees as it was then; what the handler brings belongs to the present. */
function isOfThePast(step: Step, elementKey: string, name: string): boolean {
  const record = recordOfHandler(step, elementKey);
  if (!record || !Object.hasOwn(record.variables, name)) return false;
  const { id, inputs } = step.nodeOf(elementKey);
  return id !== record.elementId && inputs.every(({ target }) => target[0] !== name);
}

function set(step: Step, scopeKey: string, name: string, value: Json): void {
  const present = step.element(scopeKey).variables.get(name);
  const variableKey = present?.key ?? step.newKey();
  step.emit({ type: "variableSet", variableKey, scopeKey, name, value, isNew: !present });
}
