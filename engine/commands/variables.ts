import type { Step } from "../step.ts";
import { propagate, setLocal } from "../variables.ts";
import type { Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** Sets variables from outside, as an operator does. */
export function setVariables(step: Step, command: CommandOf<"setVariables">): Rejection | null {
  const { elementKey, variables, isLocal } = command;
  if (!step.state.elements.has(elementKey))
    return {
      code: "ELEMENT_NOT_FOUND",
      detail: `Expected an active element instance with key ${elementKey}, got none`,
    };
  if (isLocal) setLocal(step, elementKey, variables);
  else propagate(step, elementKey, variables);
  return null;
}
