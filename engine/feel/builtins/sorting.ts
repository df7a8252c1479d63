import type { Evaluation } from "../evaluation.ts";
import { type Feel, type FeelList, type FunctionValue, kindOf } from "../value.ts";

/**
 * By a function that tells whether one item comes before another. Merged upwards from runs of one: n log n calls, equal
 * items stay in their order, and a function that contradicts itself gives some order. Null when it answers no boolean.
 */
export function sorted(items: FeelList, precedes: FunctionValue, run: Evaluation): Feel {
  if (precedes.parameters.length !== 2)
    return run.warn(`Expected a function of two items, got one of ${precedes.parameters.length} parameters`);
  run.spend(items.length);
  run.take(16 * items.length);
  let from: Feel[] = [...items];
  let to: Feel[] = [...items];
  for (let width = 1; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) {
      const fault = merge(from, to, { start, middle: start + width, end: start + 2 * width }, precedes, run);
      if (fault !== null) return run.warn(`Expected a boolean of "precedes", got ${fault}`);
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Two neighbouring runs into one; the kind of what the function answered when it is no boolean. */
function merge(
  from: readonly Feel[],
  to: Feel[],
  { start, middle, end }: { readonly start: number; readonly middle: number; readonly end: number },
  precedes: FunctionValue,
  run: Evaluation,
): string | null {
  const leftEnd = Math.min(middle, from.length);
  const rightEnd = Math.min(end, from.length);
  let left = start;
  let right = leftEnd;
  for (let at = start; at < rightEnd; at += 1) {
    run.spend(1);
    let isRight = left >= leftEnd;
    if (!isRight && right < rightEnd) {
      const answer = precedes.invoke([from[right] ?? null, from[left] ?? null], run);
      if (typeof answer !== "boolean") return kindOf(answer);
      isRight = answer;
    }
    to[at] = (isRight ? from[right++] : from[left++]) ?? null;
  }
  return null;
}
