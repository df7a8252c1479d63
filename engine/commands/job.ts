import { retriesMax } from "../bounds.ts";
import type { Job } from "../state.ts";
import type { Step } from "../step.ts";
import { catchError, uncaught } from "../termination.ts";
import { setLocal } from "../variables.ts";
import type { Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** The worker has done it. Its variables go through the output mappings. */
export function completeJob(step: Step, command: CommandOf<"completeJob">): Rejection | null {
  const job = openJob(step, command.jobKey);
  if ("code" in job) return job;
  step.emit({ type: "jobCompleted", jobKey: job.key });
  step.giveResult(job.elementKey, command.variables);
  step.work.push({ kind: "finish", elementKey: job.elementKey, flows: null });
  return null;
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
  if (retries === 0) raise(step, job, "JOB_NO_RETRIES", message || "The worker gave no reason");
  return null;
}

/** The worker has met a BPMN error; a boundary event takes over, or a person. */
export function throwJobError(step: Step, command: CommandOf<"throwJobError">): Rejection | null {
  const job = openJob(step, command.jobKey);
  if ("code" in job) return job;
  const { jobKey, errorCode, message, variables } = command;
  step.emit({ type: "jobErrorThrown", jobKey, errorCode, message });
  if (catchError(step, job.elementKey, errorCode, variables)) return null;
  const detail = uncaught(errorCode, step.element(job.elementKey).elementId);
  raise(step, job, "UNHANDLED_ERROR_EVENT", message ? `${detail}: ${message}` : detail);
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

function raise(step: Step, job: Job, code: "JOB_NO_RETRIES" | "UNHANDLED_ERROR_EVENT", message: string): void {
  const { elementId } = step.element(job.elementKey);
  step.emit({
    type: "incidentRaised",
    incidentKey: step.newKey(),
    elementKey: job.elementKey,
    elementId,
    code,
    message,
    jobKey: job.key,
    retry: "job",
  });
}
