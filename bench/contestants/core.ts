import { keyOfSequence } from "../../engine/keys.ts";
import { parseModel } from "../../engine/model/parse.ts";
import { assert } from "../../engine/result.ts";
import { run } from "../../engine/run.ts";
import { emptyState } from "../../engine/state.ts";
import type { Contestant, Open } from "../contestant.ts";
import { busyLoop } from "../load.ts";
import { completeCommand, jobKeyOf, oneTask, startCommand } from "../oneTask.ts";

const commandsPerInstance = 2;

/** The pure core: model, state and command in, events out; nothing is stored. */
export const open: Open = async (): Promise<Contestant> => {
  const { processes } = await parseModel(oneTask.xml);
  const [model] = processes;
  assert(model, "the model of the bench compiles");
  const clock = { nowMs: Date.now() };
  let count = 0n;

  const instance = () => {
    count += 1n;
    const state = emptyState(keyOfSequence(count));
    const started = run(model, state, startCommand, clock);
    assert(started.ok, "the instance starts");
    const completed = run(model, state, completeCommand(jobKeyOf(started.events)), clock);
    assert(completed.ok && state.elements.size === 0, "the instance ends");
  };
  return {
    async round(ms) {
      const instancesPerSecond = busyLoop(ms, 100, instance);
      return { perSecond: instancesPerSecond, commandsPerSecond: instancesPerSecond * commandsPerInstance };
    },
    async close() {},
  };
};
