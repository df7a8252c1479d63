import { retriesMax } from "../bounds.ts";
import { throwOutwards } from "../catching.ts";
import { activationFault, adHocDecided } from "../elements/adHocSubProcess.ts";
import { listenerDone } from "../listeners.ts";
import type { Job } from "../state.ts";
import type { Step } from "../step.ts";
import { taskListenerDone } from "../taskListeners.ts";
import { setLocal } from "../variables.ts";
import type { JobResult, Rejection } from "../vocabulary.ts";
import { raiseUncaught } from "./call.ts";
import type { CommandOf } from "./registry.ts";

/** The worker has done it. Its variables go through the output mappings. */
export function completeJob(step: Step, command: CommandOf<"completeJob">): Rejection | null {
  const job = openJob(step, command.jobKey);
  if ("code" in job) return job;
  const { variables, result = null } = command;
  const fault = resultFault(step, job, result);
  if (fault) return { code: "JOB_RESULT_INVALID", detail: fault };
  const { elementKey } = job;
  const denied = result?.type === "userTask" && result.isDenied ? { deniedReason: result.deniedReason } : {};
  step.emit({ type: "jobCompleted", jobKey: job.key, ...denied });
  switch (job.kind) {
    case "BPMN_ELEMENT":
      step.giveResult(elementKey, variables);
      step.work.push({ kind: "finish", elementKey, flows: null });
      return null;
    case "EXECUTION_LISTENER":
      listenerDone(step, elementKey, variables);
      return null;
    case "TASK_LISTENER":
      taskListenerDone(step, elementKey, result?.type === "userTask" ? result : null);
      return null;
    case "AD_HOC_SUB_PROCESS":
      step.giveResult(elementKey, variables);
      adHocDecided(step, elementKey, result?.type === "adHocSubProcess" ? result : null);
      return null;
    default:
      return job.kind satisfies never;
  }
}

/** Why a job of this kind cannot have this result. */
function resultFault(step: Step, { key, kind, elementKey }: Job, result: JobResult | null): string | null {
  if (result === null) return null;
  const expected = { TASK_LISTENER: "userTask", AD_HOC_SUB_PROCESS: "adHocSubProcess" } as const;
  const type = kind === "TASK_LISTENER" || kind === "AD_HOC_SUB_PROCESS" ? expected[kind] : null;
  if (type !== result.type)
    return `Expected ${type ? `a result of type ${type}` : "no result"} from job ${key}, got ${result.type}`;
  if (result.type === "adHocSubProcess") return activationFault(step.nodeOf(elementKey), result);
  const { userTaskKey } = step.element(elementKey);
  const event = step.state.userTasks.get(userTaskKey ?? "")?.transition?.event;
  // The token is there already; there is nothing to go back to.
  return result.isDenied && event === "creating"
    ? `Expected no denial from job ${key}: a listener for creating may correct a task, not deny it`
    : null;
}

/** The worker could not do it. With no retries left it waits for a person. */
export function failJob(step: Step, command: CommandOf<"failJob">): Rejection | null {
  const job = openJob(step, command.jobKey);
  if ("code" in job) return job;
  const invalid = invalidRetries(command.retries, 0);
  if (invalid) return invalid;
  const { jobKey, retries, message, retryDelayMs } = command;
  const retryAtMs = retryDelayMs > 0 ? step.nowMs + retryDelayMs : null;
  step.emit({ type: "jobFailed", jobKey, retries, message, retryAtMs });
  setLocal(step, job.elementKey, command.variables);
  if (retries === 0) raise(step, job, message || "The worker gave no reason");
  return null;
}

/** The worker has met a BPMN error; a boundary event takes over, or a person. */
export function throwJobError(step: Step, command: CommandOf<"throwJobError">): Rejection | null {
  const job = openJob(step, command.jobKey);
  if ("code" in job) return job;
  const { jobKey, errorCode, message, variables } = command;
  step.emit({ type: "jobErrorThrown", jobKey, errorCode, message });
  const fate = throwOutwards(step, job.elementKey, { kind: "error", code: errorCode, variables });
  if (fate === "asked") step.progress(job.elementKey, { isThrowing: true });
  if (fate === "uncaught") raiseUncaught(step, job.elementKey, errorCode, message);
  return null;
}

/** Gives a job another number of retries; it stays stopped until its incident is resolved. */
export function updateJob(step: Step, command: CommandOf<"updateJob">): Rejection | null {
  const job = step.state.jobs.get(command.jobKey);
  if (!job) return noJob(command.jobKey);
  const invalid = invalidRetries(command.retries, 1);
  if (invalid) return invalid;
  step.emit({ type: "jobRetriesSet", jobKey: job.key, retries: command.retries });
  return null;
}

function openJob(step: Step, jobKey: string): Job | Rejection {
  const job = step.state.jobs.get(jobKey);
  if (!job) return noJob(jobKey);
  if (job.isStopped)
    return { code: "JOB_NOT_ACTIVE", detail: `Job ${jobKey} has an incident; resolve it before a worker goes on` };
  return job;
}

const noJob = (jobKey: string): Rejection => ({
  code: "JOB_NOT_FOUND",
  detail: `Expected an open job with key ${jobKey}; it does not exist, or was completed or canceled`,
});

function invalidRetries(retries: number, least: number): Rejection | null {
  if (Number.isInteger(retries) && retries >= least && retries <= retriesMax) return null;
  return { code: "RETRIES_INVALID", detail: `Expected a whole number of retries, at least ${least}, got ${retries}` };
}

function raise(step: Step, job: Job, message: string): void {
  const { elementKey, key: jobKey } = job;
  const { elementId } = step.element(elementKey);
  const what = { elementKey, elementId, code: "JOB_NO_RETRIES", message, jobKey, retry: "job" } as const;
  step.emit({ type: "incidentRaised", incidentKey: step.newKey(), ...what });
}
