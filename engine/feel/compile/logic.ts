import type { Feel } from "../value.ts";
import type { Rules } from "./compiler.ts";
import { Faulty } from "./faulty.ts";
import type { Code } from "./scope.ts";
import { childrenOf } from "./tree.ts";

const isBoolean = (value: Feel): value is boolean => typeof value === "boolean";

/** `and`, `or`, `if` (DMN 1.5 §10.3.2.9, tables 49 and 50): of three values, what is no boolean counts as null. */
export const logic: Rules = {
  Conjunction: (node, scope, compiler) => {
    const [first, , second] = childrenOf(node);
    if (!first || !second) throw new Faulty(node.from, "expected an operand");
    return joined(compiler.compile(first, scope), compiler.compile(second, scope), false);
  },
  Disjunction: (node, scope, compiler) => {
    const [first, , second] = childrenOf(node);
    if (!first || !second) throw new Faulty(node.from, "expected an operand");
    return joined(compiler.compile(first, scope), compiler.compile(second, scope), true);
  },
  IfExpression: (node, scope, compiler) => {
    const parts = childrenOf(node).filter(({ name }) => name !== "if" && name !== "then" && name !== "else");
    const [condition, then, otherwise] = parts.map((part) => compiler.compile(part, scope));
    if (!condition || !then || !otherwise) throw new Faulty(node.from, 'expected "if … then … else …"');
    return (frame) => {
      const holds = condition(frame);
      if (holds === true) return then(frame);
      if (holds !== false) frame.run.warn("Expected a boolean behind if, took what is no boolean for false");
      return otherwise(frame);
    };
  },
};

/** What decides ends it: false a conjunction, true a disjunction. The other side is not looked at then. */
function joined(left: Code, right: Code, decides: boolean): Code {
  return (frame) => {
    const first = left(frame);
    if (first === decides) return decides;
    const second = right(frame);
    if (second === decides) return decides;
    if (isBoolean(first) && isBoolean(second)) return !decides;
    return frame.run.warn(`Expected booleans around "${decides ? "or" : "and"}"`);
  };
}
