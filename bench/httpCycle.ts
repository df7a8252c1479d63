import { type Cycle, jobsPerAnswer, lockMs, waitMs } from "./cycle.ts";
import type { HttpClient } from "./httpClient.ts";
import { oneTask } from "./oneTask.ts";

/** The durable cycle through the REST API. */
export function httpCycle(client: HttpClient): Cycle {
  return {
    start: () =>
      client.post("/v2/process-instances", { processDefinitionId: oneTask.processId, variables: oneTask.variables }),
    async activate(worker, signal) {
      const body = { type: oneTask.jobType, worker, timeout: lockMs, maxJobsToActivate: jobsPerAnswer };
      const asked = client.post("/v2/jobs/activation", { ...body, requestTimeout: waitMs }, signal);
      const { jobs } = JSON.parse(await asked.catch(ifAborted(signal))) as { jobs: { jobKey: string }[] };
      return jobs.map(({ jobKey }) => jobKey);
    },
    complete: (jobKey) => client.post(`/v2/jobs/${jobKey}/completion`, { variables: {} }),
  };
}

/** Workers that still wait when the round is over are not answered any more. */
const ifAborted = (signal: AbortSignal) => (error: unknown) => {
  if (signal.aborted) return `{"jobs":[]}`;
  throw error;
};
