import { type Construct, inGroup, type Row } from "./construct.ts";

const gatewayRows: readonly Row[] = [
  { id: "exclusiveGateway", name: "exclusive gateway", bpmn: "bpmn:ExclusiveGateway", section: "13.4.2" },
  { id: "parallelGateway", name: "parallel gateway", bpmn: "bpmn:ParallelGateway", section: "13.4.1" },
  {
    id: "inclusiveGateway.split",
    name: "inclusive gateway that splits",
    bpmn: "bpmn:InclusiveGateway",
    section: "13.4.3",
    instead: "Use conditional flows out of a task.",
  },
  {
    id: "inclusiveGateway.join",
    name: "inclusive gateway that joins",
    bpmn: "bpmn:InclusiveGateway",
    section: "13.4.3",
    instead: "Use exclusive and parallel gateways.",
  },
  {
    id: "complexGateway",
    name: "complex gateway without an activation condition",
    bpmn: "bpmn:ComplexGateway",
    section: "13.4.5",
    instead: "Use parallel and exclusive gateways.",
  },
  {
    id: "complexGateway.activationCondition",
    name: "complex gateway with an activation condition",
    bpmn: "bpmn:ComplexGateway",
    section: "13.4.5",
    instead: "Use parallel and exclusive gateways.",
  },
  { id: "eventBasedGateway", name: "event-based gateway", bpmn: "bpmn:EventBasedGateway", section: "13.4.4" },
  {
    id: "eventBasedGateway.instantiating",
    name: "event-based gateway that starts the process",
    bpmn: "bpmn:EventBasedGateway",
    section: "13.4.4",
    instead: "Use several message start events.",
  },
  {
    id: "eventBasedGateway.instantiatingParallel",
    name: "parallel event-based gateway that starts the process",
    bpmn: "bpmn:EventBasedGateway",
    section: "13.4.4",
    instead: "Use a message start event, a parallel gateway and message catch events.",
  },
];

const flowRows: readonly Row[] = [
  { id: "sequenceFlow", name: "sequence flow", bpmn: "bpmn:SequenceFlow", section: "13.3.1" },
  {
    id: "sequenceFlow.conditional.gateway",
    name: "conditional flow out of a gateway",
    bpmn: "bpmn:SequenceFlow",
    section: "13.4.2",
  },
  {
    id: "sequenceFlow.conditional.activity",
    name: "conditional flow out of an activity",
    bpmn: "bpmn:SequenceFlow",
    section: "13.3.1",
  },
  {
    id: "sequenceFlow.conditional.event",
    name: "conditional flow out of an event",
    bpmn: "bpmn:SequenceFlow",
    section: "10.5.1",
    instead: "Put an exclusive gateway behind the event; the standard allows no condition there.",
  },
  {
    id: "sequenceFlow.default.gateway",
    name: "default flow of a gateway",
    bpmn: "bpmn:SequenceFlow",
    section: "13.4.2",
  },
  {
    id: "sequenceFlow.default.activity",
    name: "default flow of an activity",
    bpmn: "bpmn:SequenceFlow",
    section: "13.3.1",
  },
  { id: "messageFlow", name: "message flow", bpmn: "bpmn:MessageFlow", section: "9.4" },
];

export const gateways: readonly Construct[] = [
  ...gatewayRows.map(inGroup("gateways")),
  ...flowRows.map(inGroup("flows")),
];
