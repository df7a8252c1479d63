import { type Expression, evaluateExpression, evaluateToJson, readExpression } from "../../engine/feel/expression.ts";
import type { Json } from "../../engine/feel/values.ts";
import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { conditions, conditionVariables, mappings, mappingVariables, unusedVariables } from "../feelSamples.ts";
import { busyLoop } from "../load.ts";

const moment = { nowMs: Date.UTC(2026, 0, 5), random: () => 0 };

/** Expressions read once at deployment: conditions for every token, alone and beside many variables, and mappings. */
export const open: Open = async (): Promise<Contestant> => {
  const read = conditions.map(expressionOf);
  const mapped = mappings.map(expressionOf);
  const alone = perSecondOf(read, conditionVariables);
  const beside = perSecondOf(read, { ...unusedVariables, ...conditionVariables });
  const mapAll = () => {
    for (const expression of mapped)
      assert(evaluateToJson(expression, lookupIn(mappingVariables), moment).ok, "it maps");
  };
  return {
    round: async (ms) => ({
      perSecond: alone(ms / 3),
      besidePerSecond: beside(ms / 3),
      mappingsPerSecond: busyLoop(ms / 3, 10, mapAll),
    }),
    async close() {},
  };
};

function expressionOf(text: string): Expression {
  const read = readExpression(`=${text}`);
  assert(read.ok, `${text} is an expression`);
  return read.value;
}

const lookupIn = (variables: Readonly<Record<string, Json>>) => (name: string) => variables[name];

function perSecondOf(read: readonly Expression[], variables: Readonly<Record<string, Json>>): (ms: number) => number {
  const lookup = lookupIn(variables);
  const once = () => {
    for (const expression of read) {
      const evaluated = evaluateExpression(expression, lookup, moment);
      assert(evaluated.ok && evaluated.value === true, "the condition holds");
    }
  };
  return (ms) => busyLoop(ms, 100, once) * read.length;
}
