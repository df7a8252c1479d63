import type { Command, Rejection } from "../../engine/vocabulary.ts";
import type { Order } from "./order.ts";

const codes: Readonly<Record<Command["type"], Rejection["code"]>> = {
  startInstance: "INSTANCE_NOT_FOUND",
  cancelInstance: "INSTANCE_NOT_FOUND",
  completeJob: "JOB_NOT_FOUND",
  failJob: "JOB_NOT_FOUND",
  throwJobError: "JOB_NOT_FOUND",
  updateJob: "JOB_NOT_FOUND",
  assignUserTask: "USER_TASK_NOT_FOUND",
  unassignUserTask: "USER_TASK_NOT_FOUND",
  completeUserTask: "USER_TASK_NOT_FOUND",
  updateUserTask: "USER_TASK_NOT_FOUND",
  triggerTimer: "SUBSCRIPTION_GONE",
  correlateMessage: "SUBSCRIPTION_GONE",
  triggerSignal: "SUBSCRIPTION_GONE",
  activateAdHoc: "ELEMENT_NOT_FOUND",
  completeCall: "ELEMENT_NOT_FOUND",
  failCall: "ELEMENT_NOT_FOUND",
  catchThrown: "ELEMENT_NOT_FOUND",
  answerThrown: "ELEMENT_NOT_FOUND",
  setVariables: "ELEMENT_NOT_FOUND",
  resolveIncident: "INCIDENT_NOT_FOUND",
};

/** The answer for a key whose instance never existed, in the words of what was asked for. */
export function instanceRefusal({ command, processInstanceKey }: Order): Rejection {
  const key = Object.entries(command).find(([name]) => name.endsWith("Key"))?.[1] ?? processInstanceKey;
  return { code: codes[command.type], detail: `Nothing has the key ${key}` };
}
