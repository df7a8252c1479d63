import { show } from "../feel/values.ts";
import { type ElementBehaviour, fail, leave } from "./behaviour.ts";

/**
 * BPMN 2.0.2 §13.4.3. Splits along every true condition, or the default flow. Joins when no token can still come to an
 * empty incoming flow; asked whenever a token of the scope moved or died.
 */
export const inclusiveGateway = {
  type: "INCLUSIVE_GATEWAY",
  bpmn: "bpmn:InclusiveGateway",

  check(node, element, reader) {
    if (node.outgoing.length < 2) return;
    for (const flow of node.outgoing) {
      if (flow.condition || flow === node.defaultFlow) continue;
      reader.warning(
        "CONDITION_MISSING",
        { ...element, id: flow.id },
        `Flow "${flow.id}" out of inclusive gateway "${node.id}" has no condition and is not the default flow: it is always taken.`,
      );
    }
  },

  settle: {
    // Where several flows join, others may still be on their way in the same command.
    arrived(node, scopeKey, step) {
      const [flow, second] = node.incoming;
      if (!flow || second) return false;
      step.activate(node, scopeKey, [flow]);
      return true;
    },
    missing(node, scopeKey, step) {
      const { tokens } = step.element(scopeKey);
      const missing = node.incoming.filter(({ id }) => !tokens.has(id));
      return missing.length < node.incoming.length ? missing : null;
    },
    take(node, scopeKey, step) {
      const { tokens } = step.element(scopeKey);
      step.activate(
        node,
        scopeKey,
        node.incoming.filter(({ id }) => tokens.has(id)),
      );
    },
  },

  enter(node, elementKey, step) {
    const taken = [];
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow) continue;
      const holds = step.condition(elementKey, flow);
      if (!holds.ok) return fail("CONDITION_ERROR", holds.message);
      if (holds.value) taken.push(flow);
    }
    if (taken.length > 0 || node.outgoing.length === 0) return leave(taken);
    if (node.defaultFlow) return leave([node.defaultFlow]);
    const seen = step.seenBy(elementKey, node.outgoing);
    return fail(
      "CONDITION_ERROR",
      `Expected a true condition of gateway "${node.id}", or a default flow; all were false with ${show(seen)}`,
    );
  },
} as const satisfies ElementBehaviour;
