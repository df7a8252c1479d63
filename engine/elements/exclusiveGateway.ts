import { show } from "../feel/values.ts";
import { type ElementBehaviour, fail, leave } from "./behaviour.ts";

/** BPMN 2.0.2 §13.4.2. Conditions in the order of the outgoing flows: the first true one, else the default flow. */
export const exclusiveGateway: ElementBehaviour = {
  type: "EXCLUSIVE_GATEWAY",
  bpmn: "bpmn:ExclusiveGateway",

  check(node, element, reader) {
    if (node.outgoing.length < 2) return;
    for (const flow of node.outgoing) {
      if (flow.condition || flow === node.defaultFlow) continue;
      reader.error(
        "CONDITION_MISSING",
        { ...element, id: flow.id },
        `Expected a condition at flow "${flow.id}" out of gateway "${node.id}", got none. Add one, or make it the default flow.`,
      );
    }
  },

  enter(node, elementKey, step) {
    for (const flow of node.outgoing) {
      if (flow === node.defaultFlow) continue;
      if (!flow.condition) return leave([flow]);
      const holds = step.condition(elementKey, flow);
      if (!holds.ok) return fail("CONDITION_ERROR", holds.message);
      if (holds.value) return leave([flow]);
    }
    if (node.defaultFlow) return leave([node.defaultFlow]);
    if (node.outgoing.length === 0) return leave([]);
    const seen = step.seenBy(elementKey, node.outgoing);
    return fail(
      "CONDITION_ERROR",
      `Expected one condition of gateway "${node.id}" to be true, or a default flow; all were false with ${show(seen)}`,
    );
  },
};
