import { placeOf } from "../allowance.ts";
import { innerInstancesMax } from "../bounds.ts";
import { flowsBoundReached } from "../boundsReached.ts";
import { triggerSubscription } from "../events.ts";
import type { Expression, Lookup } from "../feel/expression.ts";
import type { Feel } from "../feel/value.ts";
import { type Json, show } from "../feel/values.ts";
import type { FlowNode, MultiInstance, StandardLoop } from "../model/model.ts";
import { assert, failed, ok, type Result } from "../result.ts";
import type { Loop } from "../state.ts";
import type { Step } from "../step.ts";
import { terminateChildren } from "../termination.ts";
import { lookupFrom, outputsOf, propagate } from "../variables.ts";
import { type ElementBehaviour, type Failure, fail, leave, type Outcome, wait } from "./behaviour.ts";

/**
 * What repeats an activity: multi-instance (BPMN 2.0.2 §13.3.7) and the standard loop (§13.3.6). The inner instances are
 * its children; boundary events stand on it, and it takes the outgoing flows.
 */
export const multiInstanceBody: ElementBehaviour = {
  type: "MULTI_INSTANCE_BODY",
  bpmn: null,

  enter(node, elementKey, step) {
    if (node.loop?.kind !== "multiInstance") return enterLoop(node, elementKey, step);
    const items = itemsOf(step, elementKey, node.loop);
    if (!items.ok) return fail("EXTRACT_VALUE_ERROR", `${items.message}, at "${node.id}"`);
    const { isSequential, outputCollection: outputName } = node.loop;
    const { count, list } = items.value;
    step.allowance.give(placeOf(step, elementKey), isSequential ? 1 : count);
    const bound = isSequential ? null : flowsBoundReached(step, count);
    if (bound) return { kind: "fail", failure: bound };
    const kept = isSequential ? list : null;
    step.emit({ type: "loopBegan", elementKey, count, items: kept, outputName });
    if (count === 0) return leaveLoop(step, elementKey);
    for (let index = 0; index < (isSequential ? 1 : count); index++) startInner(step, elementKey, node.loop, list);
    return wait;
  },

  collect(node, bodyKey, step, elementKey) {
    const { loopIndex } = step.element(elementKey);
    if (node.loop?.kind !== "multiInstance" || loopIndex === null) return null;
    const { outputElement, completionCondition } = node.loop;
    const failure = outputElement && takeOutput(node, bodyKey, step, elementKey, outputElement);
    return failure ?? (completionCondition && askWhetherDone(node, bodyKey, step, elementKey, completionCondition));
  },

  childEnded(node, bodyKey, step) {
    if (node.loop?.kind === "standard") return repeat(step, bodyKey, node.loop);
    return node.loop ? goOn(step, bodyKey, node, node.loop) : leave();
  },
};

function itemsOf(step: Step, elementKey: string, loop: MultiInstance): Result<{ count: number; list: Json[] | null }> {
  const { inputCollection, cardinality } = loop;
  if (inputCollection) {
    const list = step.evaluateToJson(elementKey, inputCollection);
    if (!list.ok) return list;
    if (!Array.isArray(list.value))
      return failed(`Expected a list from "${inputCollection.source}", got ${show(list.value)}`);
    return list.value.length <= innerInstancesMax
      ? ok({ count: list.value.length, list: list.value })
      : failed(`Expected a list of at most ${innerInstancesMax} items, got ${list.value.length}`);
  }
  const count = cardinality ? wholeNumber(step, elementKey, cardinality, innerInstancesMax) : ok(0);
  return count.ok ? ok({ count: count.value, list: null }) : count;
}

function wholeNumber(step: Step, elementKey: string, expression: Expression, most: number): Result<number> {
  const value = step.evaluate(elementKey, expression);
  if (!value.ok) return value;
  const number = typeof value.value === "string" ? Number(value.value) : value.value;
  return typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= most
    ? ok(number)
    : failed(`Expected a whole number from 0 to ${most} from "${expression.source}", got ${show(value.value)}`);
}

const loopOf = (step: Step, bodyKey: string): Loop => {
  const { loop } = step.element(bodyKey);
  assert(loop, `element instance ${bodyKey} repeats nothing`);
  return loop;
};

function startInner(step: Step, bodyKey: string, loop: MultiInstance, list: readonly Json[] | null): void {
  const { started } = loopOf(step, bodyKey);
  const item = list && loop.inputElement ? { [loop.inputElement]: list[started] ?? null } : {};
  const output = loop.outputVariable === null ? {} : { [loop.outputVariable]: null };
  step.activateInner(bodyKey, { ...output, loopCounter: started + 1, ...item }, null);
}

function takeOutput(
  node: FlowNode,
  bodyKey: string,
  step: Step,
  elementKey: string,
  output: Expression,
): Failure | null {
  const value = step.evaluateToJson(elementKey, output);
  if (!value.ok)
    return { code: "EXTRACT_VALUE_ERROR", message: `${value.message}, in the output element of "${node.id}"` };
  const index = step.element(elementKey).loopIndex ?? 0;
  step.emit({ type: "loopOutput", elementKey: bodyKey, index, value: value.value });
  return null;
}

/**
 * The completion condition, when an inner instance is about to complete: it counts as completed already, and its
 * variables can still be seen, as in Camunda 8.
 */
function askWhetherDone(
  node: FlowNode,
  bodyKey: string,
  step: Step,
  elementKey: string,
  condition: Expression,
): Failure | null {
  const { children } = step.element(bodyKey);
  const { completed } = loopOf(step, bodyKey);
  const visible = lookupFrom(step.state, elementKey);
  const lookup: Lookup = (name) => {
    if (name === "numberOfActiveInstances") return children.size - 1;
    return name === "numberOfCompletedInstances" ? completed + 1 : visible(name);
  };
  const isDone = booleanFrom(step.evaluate(elementKey, condition, lookup), condition);
  if (!isDone.ok)
    return { code: "CONDITION_ERROR", message: `${isDone.message}, in the completion condition of "${node.id}"` };
  if (isDone.value) step.progress(bodyKey, { isFulfilled: true });
  return null;
}

/** After an inner instance has ended: the end when that is enough, else the next instance, else the end. */
function goOn(step: Step, bodyKey: string, node: FlowNode, definition: MultiInstance): Outcome {
  const loop = loopOf(step, bodyKey);
  const isInterrupted = throwToBoundary(step, bodyKey, node, definition);
  if (!isInterrupted.ok) return fail("EXTRACT_VALUE_ERROR", `${isInterrupted.message}, at "${node.id}"`);
  if (isInterrupted.value) return wait;
  if (step.element(bodyKey).progress?.isFulfilled) {
    terminateChildren(step, bodyKey, null);
    return leaveLoop(step, bodyKey);
  }
  if (step.element(bodyKey).children.size > 0) return wait;
  if (loop.count !== null && loop.started >= loop.count) return leaveLoop(step, bodyKey);
  step.allowance.give(`${placeOf(step, bodyKey)} ${loop.started}`, 1);
  startInner(step, bodyKey, definition, loop.items);
  return wait;
}

/** Fails when the condition gives no boolean. */
const booleanOf = (step: Step, elementKey: string, condition: Expression): Result<boolean> =>
  booleanFrom(step.evaluate(elementKey, condition), condition);

function booleanFrom(value: Result<Feel>, { source }: Expression): Result<boolean> {
  if (!value.ok) return value;
  return typeof value.value === "boolean"
    ? ok(value.value)
    : failed(`Expected a boolean from "${source}", got ${show(value.value)}`);
}

/**
 * §13.3.7, `behavior`: the signals that a multi-instance activity throws at its inner completions, each caught by the
 * boundary event of that signal on it. True when one of them has interrupted it.
 */
function throwToBoundary(step: Step, bodyKey: string, node: FlowNode, { throwing }: MultiInstance): Result<boolean> {
  const { completed } = loopOf(step, bodyKey);
  if (completed === 0) return ok(false);
  const { thrown = [] } = step.element(bodyKey).progress ?? {};
  const now: Expression[] = throwing.each ? [throwing.each] : [];
  const first = throwing.first && !thrown.includes(-1) ? [throwing.first] : [];
  const fulfilled: number[] = first.length > 0 ? [-1] : [];
  for (const [index, { condition, signal }] of throwing.when.entries()) {
    if (thrown.includes(index)) continue;
    const holds = booleanOf(step, bodyKey, condition);
    if (!holds.ok) return holds;
    if (!holds.value) continue;
    fulfilled.push(index);
    now.push(signal);
  }
  if (fulfilled.length > 0) step.progress(bodyKey, { thrown: [...thrown, ...fulfilled] });
  for (const signal of [...now, ...first]) {
    const name = step.evaluate(bodyKey, signal);
    if (!name.ok) return name;
    for (const key of [...step.element(bodyKey).subscriptionKeys]) {
      const subscription = step.state.subscriptions.get(key);
      if (subscription?.wait.kind !== "signal" || subscription.wait.signalName !== name.value) continue;
      if (!node.boundaryEvents.some(({ id }) => id === subscription.elementId)) continue;
      triggerSubscription(step, subscription, {});
      if (!step.state.elements.has(bodyKey)) return ok(true);
    }
  }
  return ok(false);
}

/** The collected results go to the scope around; what an inner instance did not give is null. */
function leaveLoop(step: Step, bodyKey: string): Outcome {
  const { scopeKey } = step.element(bodyKey);
  const loop = loopOf(step, bodyKey);
  if (loop.outputName !== null && scopeKey !== null) propagate(step, scopeKey, { [loop.outputName]: outputsOf(loop) });
  return leave();
}

function enterLoop(node: FlowNode, elementKey: string, step: Step): Outcome {
  if (node.loop?.kind !== "standard") return leave();
  step.emit({ type: "loopBegan", elementKey, count: null, items: null, outputName: null });
  if (node.loop.isTestedBefore) return repeat(step, elementKey, node.loop);
  step.activateInner(elementKey, { loopCounter: 1 }, null);
  return wait;
}

/** §13.3.6: once more while the condition holds and the maximum is not reached. */
function repeat(step: Step, bodyKey: string, { condition, maximum }: StandardLoop): Outcome {
  const { started } = loopOf(step, bodyKey);
  const most = maximum ? wholeNumber(step, bodyKey, maximum, Number.MAX_SAFE_INTEGER) : null;
  if (most && !most.ok) return fail("EXTRACT_VALUE_ERROR", most.message);
  if (most && started >= most.value) return leave();
  const holds = condition ? booleanOf(step, bodyKey, condition) : ok(true);
  if (!holds.ok) return fail("CONDITION_ERROR", `${holds.message}, in the loop condition`);
  if (!holds.value) return leave();
  step.activateInner(bodyKey, { loopCounter: started + 1 }, null);
  return wait;
}
