import { evaluate, type FeelFunction, type FeelRange, isRange } from "feelin";
import { expressionItemsMax } from "../bounds.ts";

/** Names that a reading puts around what takes effort; FEEL's own functions begin with a small letter. */
export const effortNames = { range: "ƒRange", each: "ƒEach", call: "ƒCall" } as const;

/** The evaluator's own range from `a` to `b`. */
const rangeOf = evaluate("function(a, b) [a..b]").value as FeelFunction;

/**
 * Functions that count what one evaluation goes through, and throw when it is too much: the evaluator itself builds
 * every list to its end.
 */
export function countedEffort(): Record<string, unknown> {
  let left = expressionItemsMax;
  const spend = (items: number) => {
    left -= items;
    if (!(left >= 0)) throw new Error(`it goes through more than ${expressionItemsMax} items`);
  };
  const each = (value: unknown) => {
    spend(itemsIn(value));
    return value;
  };
  const range = (from: unknown, to: unknown) =>
    from === null || to === null ? null : each(rangeOf.invoke([from, to]));
  const call = () => {
    spend(1);
    return true;
  };
  return { [effortNames.range]: range, [effortNames.each]: each, [effortNames.call]: call };
}

function itemsIn(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (!isRange(value)) return 1;
  const { start, end } = value as FeelRange;
  // The evaluator goes through ranges of numbers only.
  return typeof start === "number" && typeof end === "number" ? Math.abs(end - start) + 1 : 1;
}
