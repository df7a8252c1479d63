import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { fileURLToPath } from "node:url";
import type { Contestant, Open } from "../contestant.ts";
import { type Cycle, cyclesPerSecond, jobsPerAnswer, lockMs, waitMs } from "../cycle.ts";
import { post } from "../httpPost.ts";
import { oneTask } from "../oneTask.ts";

/** Most have a request under way, so there are about as many connections; 50 are slower, 500 hardly faster. */
const instancesInFlight = 200;

const serverPath = fileURLToPath(new URL("../httpServer.ts", import.meta.url));

/** The durable cycle through the REST API: the server in one process, this client with kept connections in another. */
export const open: Open = async (connection): Promise<Contestant> => {
  const server = fork(serverPath, [JSON.stringify(connection)]);
  const address = await addressOf(server);
  const agent = new Agent({ keepAlive: true });
  const ask = (path: string, body: object, signal?: AbortSignal) =>
    post(new URL(path, address), body, { agent, ...(signal ? { signal } : {}) });
  return {
    round: async (ms) => ({ perSecond: await cyclesPerSecond(cycleOf(ask), instancesInFlight, ms) }),
    async close() {
      agent.destroy();
      server.disconnect();
      await once(server, "exit");
    },
  };
};

async function addressOf(server: ChildProcess): Promise<string> {
  const died = once(server, "exit").then(([code]) => {
    throw new Error(`The HTTP server ended with exit code ${code} before it listened.`);
  });
  const [address] = await Promise.race([once(server, "message"), died]);
  died.catch(() => {});
  return String(address);
}

type Ask = (path: string, body: object, signal?: AbortSignal) => Promise<string>;

const cycleOf = (ask: Ask): Cycle => ({
  start: () => ask("/v2/process-instances", { processDefinitionId: oneTask.processId, variables: oneTask.variables }),
  async activate(worker, signal) {
    const body = { type: oneTask.jobType, worker, timeout: lockMs, maxJobsToActivate: jobsPerAnswer };
    const answer = await ask("/v2/jobs/activation", { ...body, requestTimeout: waitMs }, signal).catch(
      ifAborted(signal),
    );
    const { jobs } = JSON.parse(answer) as { jobs: { jobKey: string }[] };
    return jobs.map(({ jobKey }) => jobKey);
  },
  complete: (jobKey) => ask(`/v2/jobs/${jobKey}/completion`, { variables: {} }),
});

/** Workers that still wait when the round is over are not answered any more. */
const ifAborted = (signal: AbortSignal) => (error: unknown) => {
  if (signal.aborted) return `{"jobs":[]}`;
  throw error;
};
