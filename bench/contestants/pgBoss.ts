import { PgBoss } from "pg-boss";
import type { Contestant, Open } from "../contestant.ts";
import { closedLoop } from "../load.ts";
import { oneTask } from "../oneTask.ts";

/** Jobs in one statement, as many as instances in one of Millrace's transactions. */
const batchSize = 200;

/** Batches at the same time, as in the bare SQL. */
const lanes = 4;

/** pg-boss alone, which Millrace's timers stand on: jobs are written, fetched and completed in bulk, with no process. */
export const open: Open = async (connection): Promise<Contestant> => {
  const boss = new PgBoss({ ...connection, max: lanes, schedule: false, supervise: false });
  boss.on("error", console.error);
  await boss.start();
  await boss.createQueue(oneTask.processId);
  const jobs = Array.from({ length: batchSize }, () => ({ data: oneTask.variables }));
  const batch = async () => {
    await boss.insert(oneTask.processId, jobs);
    const fetched = await boss.fetch(oneTask.processId, { batchSize });
    await boss.complete(
      oneTask.processId,
      fetched.map(({ id }) => id),
    );
    return fetched.length;
  };
  return {
    round: async (ms) => ({ perSecond: await closedLoop(lanes, ms, batch) }),
    close: () => boss.stop({ graceful: false }),
  };
};
