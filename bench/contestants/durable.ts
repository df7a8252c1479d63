import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { type Cycle, cyclesPerSecond, jobsPerAnswer, lockMs, waitMs } from "../cycle.ts";
import { completeCommand, oneTask, startCommand } from "../oneTask.ts";
import { openStore } from "../store.ts";

/** Several full batches of the store's queue, so that no batch is small for want of work. */
const instancesInFlight = 1_000;

/** Millrace with its store, in one process: start → a worker gets the job → it completes the job → ended. */
export const open: Open = async (connection): Promise<Contestant> => {
  const { store, start } = await openStore(connection);
  const cycle: Cycle = {
    start: () => store.startInstance(start, startCommand, "bench"),
    async activate(worker, signal) {
      const { jobType: type } = oneTask;
      const asked = { type, worker, lockMs, jobsMax: jobsPerAnswer, variableNames: null, waitMs, signal };
      return (await store.activateJobs(asked)).map(({ key }) => key);
    },
    async complete(jobKey) {
      const { isEnded } = await store.executeFor(jobKey, completeCommand(jobKey), "bench");
      assert(isEnded, "completing its only job ends the instance");
    },
  };
  return {
    round: async (ms) => ({ perSecond: await cyclesPerSecond(cycle, instancesInFlight, ms) }),
    close: () => store.close(),
  };
};
