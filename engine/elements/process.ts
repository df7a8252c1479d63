import { type ElementBehaviour, wait } from "./behaviour.ts";
import { checkScope } from "./scope.ts";

/** BPMN 2.0.2 §13.2. The outermost scope. Where it begins is the command's choice (`commands/instance.ts`). */
export const process: ElementBehaviour = {
  type: "PROCESS",
  bpmn: "bpmn:Process",
  check: checkScope,
  enter: () => wait,
};
