import { evaluationsPerStep, keysKept, keysPerInstanceMax, looksPerStep, tokensPerInstanceMax } from "./bounds.ts";
import type { Failure } from "./elements/behaviour.ts";
import { entriesOf } from "./elements/scope.ts";
import type { InstanceState } from "./state.ts";
import type { Step } from "./step.ts";

/** The bound that stops an element from beginning, with the tokens that it begins with; null when there is none. */
export function boundReached(step: Step, elementKey: string): Failure | null {
  if (areKeysSpent(step.state)) return keysSpent;
  const { type, elementId } = step.element(elementKey);
  const entries = type === "SUB_PROCESS" || type === "TRANSACTION" ? entriesOf(step.node(elementId)).length : 0;
  const { steps: stepsMax } = step.allowance;
  const steps = step.steps + step.looks / looksPerStep + step.evaluations / evaluationsPerStep;
  if (steps > stepsMax) return stopped(`${stepsMax} steps without waiting`);
  return entries > 0 || step.state.elements.size > tokensPerInstanceMax ? tokensBoundReached(step, entries) : null;
}

/** The bound that stops an element from taking this many flows at once; null when there is none. */
export const flowsBoundReached = (step: Step, flows: number): Failure | null =>
  flows === 0 ? null : tokensBoundReached(step, flows);

/** Every token that is queued is a step as well: a task with a thousand flows to itself would fill the memory. */
function tokensBoundReached({ state, work, steps, allowance }: Step, more: number): Failure | null {
  if (work.length + more > allowance.steps) return stopped(`${allowance.steps} steps without waiting`);
  if (state.elements.size + work.length - steps + more > tokensPerInstanceMax)
    return stopped(`${tokensPerInstanceMax} tokens at once`);
  return null;
}

/** An instance that has used its keys up: it can end, but not go on. */
export const areKeysSpent = (state: InstanceState): boolean => state.keyCount > keysPerInstanceMax - keysKept;

/** No resolving helps, so this one says what does. */
export const keysSpent: Failure = {
  code: "UNSPECIFIED",
  message: `Stopped at the bound of ${keysPerInstanceMax} keys in one instance; cancel it and start a new one`,
};

const stopped = (bound: string): Failure => ({
  code: "UNSPECIFIED",
  message: `Stopped at the bound of ${bound}; resolve to go on`,
});
