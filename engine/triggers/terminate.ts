import type { TerminateTrigger } from "../model/model.ts";

/** BPMN 2.0.2 §13.5.6. Ends everything else in its own scope. */
export const readTerminate = (): TerminateTrigger => ({ kind: "terminate" });
