import { show } from "../feel/values.ts";
import { mayStillCome } from "../joins.ts";
import { type ElementBehaviour, fail, leave } from "./behaviour.ts";

/**
 * BPMN 2.0.2 §13.4.3. Splits along every true condition, or the default flow. Joins when no token can still come to an
 * empty incoming flow; asked whenever a token of the scope moved or died.
 */
export const inclusiveGateway: ElementBehaviour = {
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

  settle(node, scopeKey, step, hasArrived) {
    if (node.incoming.length <= 1) {
      const [flow] = node.incoming;
      if (!hasArrived || !flow) return false;
      step.activate(node, scopeKey, [flow]);
      return true;
    }
    // When a token comes others may still be on their way in the same command.
    if (hasArrived) return false;
    const { tokens } = step.element(scopeKey);
    const filled = node.incoming.filter(({ id }) => tokens.has(id));
    if (filled.length === 0) return false;
    const empty = node.incoming.filter(({ id }) => !tokens.has(id));
    if (empty.length > 0 && mayStillCome(step, scopeKey, node, empty)) return false;
    step.activate(node, scopeKey, filled);
    return true;
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
};
