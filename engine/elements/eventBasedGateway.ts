import { refuseConditions } from "../model/refusals.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";
import { checkInstantiating } from "./scope.ts";

/**
 * BPMN 2.0.2 §13.4.4. Waits for the first of the events behind it; the others of this pass are withdrawn. An
 * instantiating one begins a process instance with any of them; of a parallel one all the others are then waited for.
 * The event's subscription belongs to the gateway until it fires (`events.ts`).
 */
export const eventBasedGateway: ElementBehaviour = {
  type: "EVENT_BASED_GATEWAY",
  bpmn: "bpmn:EventBasedGateway",

  read: (element) => ({
    isInstantiating: element.instantiate === true,
    isParallel: element.eventGatewayType === "Parallel",
  }),

  check(node, element, reader) {
    if (node.outgoing.length < 2)
      reader.error(
        "GATEWAY_INVALID",
        element,
        `Expected at least two events behind event-based gateway "${node.id}", got ${node.outgoing.length}.`,
      );
    refuseConditions(node, element, reader);
    if (node.isInstantiating) checkInstantiating(node, element, reader);
    else if (node.isParallel)
      reader.error(
        "GATEWAY_INVALID",
        element,
        `Expected parallel event-based gateway "${node.id}" to begin instances (instantiate), which only those may (§10.6.6).`,
      );
    for (const [index, { target }] of node.outgoing.entries()) {
      if (node.outgoing.findIndex((flow) => flow.target === target) < index)
        reader.error(
          "GATEWAY_INVALID",
          element,
          `Expected one flow from gateway "${node.id}" to "${target.id}", got several.`,
        );
      if (target.inputs.length > 0)
        reader.error(
          "GATEWAY_INVALID",
          { ...element, id: target.id },
          `Expected no input mapping at "${target.id}" behind gateway "${node.id}", which waits in its place. Use output mappings.`,
        );
      const isEvent = target.type === "INTERMEDIATE_CATCH_EVENT" || target.type === "RECEIVE_TASK";
      if (isEvent && target.boundaryEvents.length === 0) continue;
      reader.error(
        "GATEWAY_INVALID",
        element,
        `Expected a catch event, or a receive task without boundary events, behind gateway "${node.id}"; got "${target.id}".`,
      );
    }
  },

  enter(node, elementKey, step) {
    const failure = step.subscribe(
      elementKey,
      node.outgoing.map((flow) => flow.target),
    );
    return failure ? fail(failure.code, failure.message) : wait;
  },
};
