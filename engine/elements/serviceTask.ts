import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A worker does it: a job of its type waits for one. */
export const serviceTask: ElementBehaviour = {
  type: "SERVICE_TASK",
  bpmn: "bpmn:ServiceTask",
  read: readJobTask,
  enter: enterJob,
};
