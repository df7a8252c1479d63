import type { FlowNode } from "./model/model.ts";
import type { ElementInstance } from "./state.ts";

/** The activity itself, with its mappings and listeners: neither what repeats it nor one activation inside it. */
export const isActivityItself = ({ type }: ElementInstance): boolean =>
  type !== "MULTI_INSTANCE_BODY" && type !== "AD_HOC_SUB_PROCESS_INNER_INSTANCE";

/** The activity as its neighbours see it, with boundary events and outgoing flows: of a repeated one, its body. */
export const isActivityAsWhole = ({ type, loopIndex }: ElementInstance): boolean =>
  loopIndex === null && type !== "AD_HOC_SUB_PROCESS_INNER_INSTANCE";

/** Boundary events that stand on this element instance. */
export const boundaryEventsOf = (node: FlowNode, element: ElementInstance): readonly FlowNode[] =>
  isActivityAsWhole(element) ? node.boundaryEvents : [];

/** Start events of the event sub-processes in the scope that this element instance is. */
export const eventStartsOf = (node: FlowNode, element: ElementInstance): readonly FlowNode[] =>
  isActivityItself(element)
    ? node.eventSubProcesses.flatMap(({ children }) => children.filter(({ type }) => type === "START_EVENT"))
    : [];
