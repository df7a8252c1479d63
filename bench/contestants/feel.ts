import { evaluateExpression, readExpression } from "../../engine/feel/expression.ts";
import { assert } from "../../engine/result.ts";
import type { Contestant, Open } from "../contestant.ts";
import { busyLoop } from "../load.ts";

/** Conditions as they stand on sequence flows. */
const conditions = [
  "=amount > 100",
  '=status = "open"',
  "=amount >= 100 and amount < 1000",
  "=not(isPaid) or amount = 0",
];

const variables = { amount: 250, status: "open", isPaid: false };

const moment = { nowMs: 0, random: () => 0 };

/** Conditions of sequence flows, read once at deployment and evaluated for every token. */
export const open: Open = async (): Promise<Contestant> => {
  const expressions = conditions.map((condition) => {
    const read = readExpression(condition);
    assert(read.ok, `${condition} is an expression`);
    return read.value;
  });
  const lookup = (name: string) => variables[name as keyof typeof variables];
  const once = () => {
    for (const expression of expressions) {
      const evaluated = evaluateExpression(expression, lookup, moment);
      assert(evaluated.ok && evaluated.value === true, "the condition holds");
    }
  };
  return {
    round: async (ms) => ({ perSecond: busyLoop(ms, 100, once) * expressions.length }),
    async close() {},
  };
};
