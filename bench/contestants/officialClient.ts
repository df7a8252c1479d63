import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CamundaClient,
  createCamundaClient,
  JobKey,
  ProcessDefinitionId,
} from "@camunda8/orchestration-cluster-api";
import type { Contestant, Open } from "../contestant.ts";
import { type Cycle, cyclesPerSecond, jobsPerAnswer, lockMs, waitMs } from "../cycle.ts";
import { openHttpNode } from "../httpNode.ts";
import { oneTask } from "../oneTask.ts";

/** As many as of the lean client. */
const instancesInFlight = 200;

// Where the client writes answers that it refuses; elsewhere they would land in the project.
process.env.CAMUNDA_SDK_VALIDATION_CAPTURE_DIR = join(tmpdir(), "millrace-refused-answers");

/** The same as over HTTP with the client that Camunda's users have, as it is configured when it is installed. */
export const open: Open = async (connection): Promise<Contestant> => {
  const node = await openHttpNode(connection);
  const client = createCamundaClient({ config: { CAMUNDA_REST_ADDRESS: node.address }, log: { level: "silent" } });
  return {
    round: async (ms) => ({ perSecond: await cyclesPerSecond(cycleOf(client), instancesInFlight, ms) }),
    close: () => node.close(),
  };
};

const cycleOf = (client: CamundaClient): Cycle => ({
  start: () =>
    client.createProcessInstance({
      processDefinitionId: ProcessDefinitionId.assumeExists(oneTask.processId),
      variables: oneTask.variables,
    }),
  async activate(worker, signal) {
    const { jobType: type } = oneTask;
    const body = { type, worker, timeout: lockMs, maxJobsToActivate: jobsPerAnswer, requestTimeout: waitMs };
    const asked = client.activateJobs(body);
    signal.addEventListener("abort", () => asked.cancel(), { once: true });
    const { jobs } = await asked.catch((error: unknown) => {
      if (signal.aborted) return { jobs: [] };
      throw error;
    });
    return jobs.map(({ jobKey }) => jobKey);
  },
  complete: (jobKey) => client.completeJob({ jobKey: JobKey.assumeExists(jobKey), variables: {} }),
});
