import type { FlowNode } from "../model/model.ts";
import type { Step } from "../step.ts";
import { type ElementBehaviour, leave, type Outcome, wait } from "./behaviour.ts";
import { checkScope, entriesOf } from "./scope.ts";

/** BPMN 2.0.2 §13.3.4. A scope of its own; it leaves when no token is left inside. */
export const subProcess: ElementBehaviour = {
  type: "SUB_PROCESS",
  bpmn: "bpmn:SubProcess",
  isMeant: (element) => element.triggeredByEvent !== true,
  check: checkScope,
  enter: enterSubProcess,
};

/** Tokens for the nodes that a scope begins with. */
export function enterSubProcess(node: FlowNode, elementKey: string, step: Step): Outcome {
  const entries = entriesOf(node);
  for (const entry of entries) step.activate(entry, elementKey, []);
  return entries.length > 0 ? wait : leave();
}
