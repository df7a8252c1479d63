import { evaluate } from "feelin";
import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { conditions, conditionVariables, mappings, mappingVariables, unusedVariables } from "../feelSamples.ts";
import { busyLoop } from "../load.ts";

/** The same expressions by feelin, which reads one each time that it is evaluated. */
export const open: Open = async (): Promise<Contestant> => {
  const conditionsOf = (variables: Record<string, unknown>) => () => {
    for (const condition of conditions) assert(evaluate(condition, variables).value === true, "the condition holds");
  };
  const mapAll = () => {
    for (const mapping of mappings) assert(evaluate(mapping, mappingVariables).value !== undefined, "it maps");
  };
  const perSecond = (ms: number, variables: Record<string, unknown>) =>
    busyLoop(ms, 1, conditionsOf(variables)) * conditions.length;
  return {
    round: async (ms) => ({
      perSecond: perSecond(ms / 3, { ...conditionVariables }),
      besidePerSecond: perSecond(ms / 3, { ...unusedVariables, ...conditionVariables }),
      mappingsPerSecond: busyLoop(ms / 3, 1, mapAll),
    }),
    async close() {},
  };
};
