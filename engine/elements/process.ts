import { type ElementBehaviour, wait } from "./behaviour.ts";
import { checkScope } from "./scope.ts";

/**
 * BPMN 2.0.2 §13.2. The outermost scope; its element instance is the process instance. Which element it starts at is
 * the command's choice (`commands/instance.ts`), so entering it only waits for its children.
 */
export const process: ElementBehaviour = {
  type: "PROCESS",
  bpmn: "bpmn:Process",
  check: checkScope,
  enter: () => wait,
};
