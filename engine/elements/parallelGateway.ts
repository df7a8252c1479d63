import { refuseConditions } from "../model/refusals.ts";
import { type ElementBehaviour, leave } from "./behaviour.ts";

/** BPMN 2.0.2 §13.4.1. Takes one token from every incoming flow; surplus tokens stay for the next time. */
export const parallelGateway: ElementBehaviour = {
  type: "PARALLEL_GATEWAY",
  bpmn: "bpmn:ParallelGateway",
  check: refuseConditions,
  join: (node, tokensOn) => (node.incoming.every((flow) => tokensOn(flow) > 0) ? node.incoming : null),
  enter: (node) => leave(node.outgoing),
};
