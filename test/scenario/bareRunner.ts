import { isMeantAsDecisions } from "../../engine/decision/read.ts";
import type { ProcessModel } from "../../engine/model/model.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { decisionsIn } from "./bareDecisions.ts";
import { BareWorld } from "./bareWorld.ts";
import type { Runner } from "./runner.ts";

/** The pure engine with its state in memory. Every command also checks that events alone rebuild the state. */
export async function bareRunner(files: readonly string[]): Promise<Runner> {
  const models = (await Promise.all(files.filter((xml) => !isMeantAsDecisions(xml)).map(modelsIn))).flat();
  const world = new BareWorld(models, await decisionsIn(files));
  return {
    async start(processId, command) {
      const model = models.find((one) => processId === null || one.processId === processId);
      if (!model) throw new Error(`there is no process ${processId}`);
      world.start(model, command);
    },
    execute: async (processInstanceKey, command) => world.execute(processInstanceKey, command),
    publish: async (message) => world.publish(message),
    broadcast: async (signalName, variables) => world.broadcast(signalName, variables),
    instances: async () => world.instances,
    async nextTimer() {
      const open = world.instances.flatMap(({ state }) => [...state.subscriptions.values()]);
      const timers = open.flatMap(({ subscriptionKey, wait }) =>
        wait.kind === "timer" ? [{ subscriptionKey, dueMs: wait.dueMs }] : [],
      );
      return timers.sort((one, other) => one.dueMs - other.dueMs)[0];
    },
    nowMs: () => world.nowMs(),
    setNow: (nowMs) => world.setNow(nowMs),
    close: async () => {},
  };
}

/** The executable processes of a file, in document order; throws the findings of one that is refused. */
export async function modelsIn(xml: string): Promise<readonly ProcessModel[]> {
  const { processes, findings } = await parseModel(xml);
  if (processes.length === 0)
    throw new Error(findings.map((finding) => `${finding.code}: ${finding.message}`).join("\n"));
  return processes;
}
