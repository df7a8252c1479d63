import { type ElementBehaviour, leave } from "./behaviour.ts";

/** BPMN 2.0.2 §13.3.3. Done by people without the engine's help; passes on, as in Camunda 8. */
export const manualTask: ElementBehaviour = {
  type: "MANUAL_TASK",
  bpmn: "bpmn:ManualTask",
  enter: () => leave(),
};
