import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Contestant, Open } from "../contestant.ts";
import { closedLoop } from "../load.ts";
import { oneTask } from "../oneTask.ts";

/** On two cores, 50 to 200 workflows in flight and pools of 10 (its default) to 40 differ by less than their spread. */
const workflowsInFlight = 200;
const poolSize = 20;

/** DBOS: a durable workflow of one step, started and awaited in the process that runs it. */
export const open: Open = async (connection): Promise<Contestant> => {
  // pg announces a future change to DBOS, which is not ours to mend.
  process.noDeprecation = true;
  DBOS.setConfig({
    name: "bench",
    systemDatabaseUrl: urlOf(connection),
    systemDatabasePoolSize: poolSize,
    logLevel: "error",
  });
  const workflow = DBOS.registerWorkflow(
    async (variables: { amount: number }) => DBOS.runStep(async () => variables.amount > 0, { name: "work" }),
    { name: oneTask.processId },
  );
  await DBOS.launch();
  const once = async () => {
    await workflow(oneTask.variables);
    return 1;
  };
  return {
    round: async (ms) => ({ perSecond: await closedLoop(workflowsInFlight, ms, once) }),
    close: () => DBOS.shutdown(),
  };
};

/** A URL cannot hold a socket's directory as its host; `pg` takes it from the query instead. */
function urlOf({ host, port, user, database }: Parameters<Open>[0]): string {
  const url = new URL(`postgresql://localhost:${port}/${database}`);
  url.username = user ?? "";
  url.searchParams.set("host", host ?? "");
  return url.href;
}
