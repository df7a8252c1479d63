import { Engine } from "bpmn-engine";
import { parseModel } from "../../engine/model/parse.ts";
import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { quantile } from "../figures.ts";
import { largeModel } from "../largeModel.ts";

/** A large model from XML to what can be executed: with all checks here, as far as definitions in bpmn-engine. */
export const open: Open = async (): Promise<Contestant> => ({
  async round(ms) {
    const own = await timesOf(ms / 2, async () => {
      const { processes } = await parseModel(largeModel.xml);
      assert(processes[0]?.nodes.size === largeModel.nodes + 1, "the large model compiles");
    });
    const other = await timesOf(ms / 2, async () => {
      const [definition] = await new Engine({ source: largeModel.xml }).getDefinitions();
      assert(definition, "the large model loads in bpmn-engine");
    });
    return { medianMs: quantile(own, 0.5), bpmnEngineMedianMs: quantile(other, 0.5) };
  },
  async close() {},
});

/** Milliseconds of each call while the time lasts, at least one. */
async function timesOf(ms: number, once: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  const untilMs = performance.now() + ms;
  do {
    const fromMs = performance.now();
    await once();
    times.push(performance.now() - fromMs);
  } while (performance.now() < untilMs);
  return times;
}
