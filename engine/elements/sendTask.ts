import type { ElementBehaviour } from "./behaviour.ts";
import { enterJob, readJobTask } from "./job.ts";

/** BPMN 2.0.2 §13.3.3. A worker sends the message: a job of its type waits for one. */
export const sendTask: ElementBehaviour = {
  type: "SEND_TASK",
  bpmn: "bpmn:SendTask",
  read: readJobTask,
  enter: enterJob,
};
