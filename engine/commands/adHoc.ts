import { activateIn, activationFault } from "../elements/adHocSubProcess.ts";
import type { Step } from "../step.ts";
import type { Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** Begins activities of an ad-hoc sub-process. */
export function activateAdHoc(step: Step, command: CommandOf<"activateAdHoc">): Rejection | null {
  const { elementKey } = command;
  const element = step.state.elements.get(elementKey);
  if (element?.type !== "AD_HOC_SUB_PROCESS")
    return {
      code: "ELEMENT_NOT_FOUND",
      detail: `Expected an active ad-hoc sub-process with key ${elementKey}, got none`,
    };
  // It has not begun yet, is undone, waits for what is left to end, or leaves.
  const isClosed = element.loop === null || element.progress?.isFulfilled || element.progress?.listener;
  const fault = isClosed
    ? `Expected an ad-hoc sub-process that begins activities now, got "${element.elementId}", which does not yet or not any more`
    : activationFault(step.node(element.elementId), command);
  if (fault) return { code: "AD_HOC_INVALID", detail: fault };
  activateIn(step, elementKey, command);
  return null;
}
