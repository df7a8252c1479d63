import type { Step } from "../step.ts";
import type { Command, Rejection } from "../vocabulary.ts";
import { activateAdHoc } from "./adHoc.ts";
import { answerThrown, catchThrown, completeCall, failCall } from "./call.ts";
import { resolveIncident } from "./incident.ts";
import { cancelInstance, startInstance } from "./instance.ts";
import { completeJob, failJob, throwJobError, updateJob } from "./job.ts";
import { correlateMessage, triggerSignal, triggerTimer } from "./trigger.ts";
import { assignUserTask, completeUserTask, unassignUserTask, updateUserTask } from "./userTask.ts";
import { setVariables } from "./variables.ts";

/**
 * Carries a command in: the first events, and the work that follows from them. Each command checks everything it can
 * refuse before it emits anything, so a rejection changes nothing.
 */
export function applyCommand(step: Step, command: Command): Rejection | null {
  switch (command.type) {
    case "startInstance":
      return startInstance(step, command);
    case "cancelInstance":
      return cancelInstance(step, command);
    case "completeJob":
      return completeJob(step, command);
    case "failJob":
      return failJob(step, command);
    case "throwJobError":
      return throwJobError(step, command);
    case "updateJob":
      return updateJob(step, command);
    case "assignUserTask":
      return assignUserTask(step, command);
    case "unassignUserTask":
      return unassignUserTask(step, command);
    case "completeUserTask":
      return completeUserTask(step, command);
    case "updateUserTask":
      return updateUserTask(step, command);
    case "triggerSignal":
      return triggerSignal(step, command);
    case "activateAdHoc":
      return activateAdHoc(step, command);
    case "completeCall":
      return completeCall(step, command);
    case "failCall":
      return failCall(step, command);
    case "catchThrown":
      return catchThrown(step, command);
    case "answerThrown":
      return answerThrown(step, command);
    case "triggerTimer":
      return triggerTimer(step, command);
    case "correlateMessage":
      return correlateMessage(step, command);
    case "setVariables":
      return setVariables(step, command);
    case "resolveIncident":
      return resolveIncident(step, command);
    default:
      return command satisfies never;
  }
}

/** The command of one type. */
export type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;
