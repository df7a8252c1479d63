import type { FlowNode } from "../model/model.ts";
import { elementsOf } from "../model/xml.ts";
import { definitionsOf } from "../triggers/registry.ts";
import { type ElementBehaviour, wait } from "./behaviour.ts";
import { catchesTheSame } from "./catchesTheSame.ts";

/**
 * BPMN 2.0.2 §13.5.4. Waited for while its scope is active (`activities.ts`); it begins at its start event when that has
 * happened (`events.ts`).
 */
export const eventSubProcess: ElementBehaviour = {
  type: "EVENT_SUB_PROCESS",
  bpmn: "bpmn:SubProcess",
  isMeant: (element) => element.triggeredByEvent === true,

  check(node, element, reader) {
    const starts = node.children.filter(isStart);
    // A trigger that could not be read has a finding of its own.
    const isBare = elementsOf(element, "flowElements").some(
      (child) => child.$type === "bpmn:StartEvent" && definitionsOf(child).length === 0,
    );
    if (starts.length !== 1 || isBare)
      reader.error(
        "EVENT_SUB_PROCESS_INVALID",
        element,
        `Expected one start event with a trigger in event sub-process "${node.id}", got ${starts.length === 1 ? "one without" : starts.length}.`,
      );
    const [start] = starts;
    const same = start && catchesTheSame(start, node.scope?.eventSubProcesses ?? []);
    if (same)
      reader.error(
        "EVENT_SUB_PROCESS_INVALID",
        element,
        `Expected one event sub-process in "${node.scope?.id}" for ${same.what}, got "${same.first.scope?.id}" and "${node.id}".`,
      );
    const [flow] = [...node.incoming, ...node.outgoing];
    if (flow)
      reader.error("FLOW_MISPLACED", element, `Expected no flow at event sub-process "${node.id}", got "${flow.id}".`);
    if (node.loop || node.boundaryEvents.length > 0)
      reader.error(
        "EVENT_SUB_PROCESS_INVALID",
        element,
        `Expected event sub-process "${node.id}" to have neither a loop nor boundary events (§10.3.5); put them inside.`,
      );
  },

  enter: () => wait,
};

const isStart = ({ type }: FlowNode) => type === "START_EVENT";
