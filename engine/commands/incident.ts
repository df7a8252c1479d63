import { areKeysSpent, keysSpent } from "../boundsReached.ts";
import { behaviourOf } from "../elements/registry.ts";
import { askAgain } from "../listeners.ts";
import { assert } from "../result.ts";
import type { Step } from "../step.ts";
import type { Rejection } from "../vocabulary.ts";
import type { CommandOf } from "./registry.ts";

/** The cause has been mended: what failed is tried again. */
export function resolveIncident(step: Step, command: CommandOf<"resolveIncident">): Rejection | null {
  const incident = step.state.incidents.get(command.incidentKey);
  if (!incident)
    return {
      code: "INCIDENT_NOT_FOUND",
      detail: `Expected an open incident with key ${command.incidentKey}; it does not exist or has been resolved`,
    };
  if (areKeysSpent(step.state)) return { code: "INSTANCE_EXHAUSTED", detail: keysSpent.message };
  step.emit({ type: "incidentResolved", incidentKey: incident.incidentKey });
  const { elementKey, jobKey } = incident;
  switch (incident.retry) {
    case "begin":
      step.work.push({ kind: "begin", elementKey, entry: null });
      return null;
    case "listen":
      askAgain(step, elementKey);
      return null;
    case "settle":
      // The tokens wait before the element, so the incident is one of the scope.
      behaviourOf(step.node(incident.elementId).type).settle?.arrived(step.node(incident.elementId), elementKey, step);
      return null;
    case "open":
    case "enter":
    case "leave":
    case "check":
      step.work.push({ kind: incident.retry, elementKey });
      return null;
    case "finish":
      step.work.push({ kind: "finish", elementKey, flows: null });
      return null;
    case "none":
      return null;
    case "job": {
      const job = jobKey === null ? undefined : step.state.jobs.get(jobKey);
      assert(job, `incident ${incident.incidentKey} has no job`);
      // A job that is out of retries gets one more try; `updateJob` gives more.
      step.emit({ type: "jobReopened", jobKey: job.key, retries: Math.max(1, job.retries) });
      return null;
    }
    default:
      return incident.retry satisfies never;
  }
}
