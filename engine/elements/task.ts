import { type ElementBehaviour, leave } from "./behaviour.ts";

/** BPMN 2.0.2 §13.3.3. An undefined task does nothing and passes on, as in Camunda 8. */
export const task: ElementBehaviour = {
  type: "TASK",
  bpmn: "bpmn:Task",
  enter: () => leave(),
};
