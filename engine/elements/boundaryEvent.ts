import { type FlowNode, type SingleTrigger, triggersOf } from "../model/model.ts";
import type { Reader } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";
import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, leave } from "./behaviour.ts";
import { catchesTheSame } from "./catchesTheSame.ts";

const besideKinds: readonly SingleTrigger["kind"][] = ["timer", "message", "signal", "escalation", "conditional"];
const kinds: readonly SingleTrigger["kind"][] = [...besideKinds, "error", "cancel", "compensation"];

/**
 * BPMN 2.0.2 §13.5.3. Armed while its activity is active (`activities.ts`); entered when its trigger has happened, so
 * there is nothing left to wait for. A compensation boundary event is never entered: it names its activity's handler.
 */
export const boundaryEvent: ElementBehaviour = {
  type: "BOUNDARY_EVENT",
  bpmn: "bpmn:BoundaryEvent",

  read(element, reader) {
    const isInterrupting = element.cancelActivity !== false;
    return { isInterrupting, trigger: readTrigger(element, reader, { kinds, isRequired: true }) };
  },

  check(node, element, reader) {
    if (node.incoming.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow into boundary event "${node.id}", got "${node.incoming[0]?.id}".`,
      );
    const { trigger } = node;
    const interrupting = triggersOf(node).find(({ kind }) => kind === "error" || kind === "cancel");
    if (interrupting && !node.isInterrupting)
      reader.error(
        "BOUNDARY_INVALID",
        element,
        `Expected ${interrupting.kind} boundary event "${node.id}" to interrupt its activity (§10.5.4).`,
      );
    if (trigger?.kind === "cancel" && node.attachedTo && node.attachedTo.type !== "TRANSACTION")
      reader.error(
        "TRANSACTION_INVALID",
        element,
        `Expected cancel boundary event "${node.id}" to stand on a transaction, got "${node.attachedTo.id}".`,
      );
    if (trigger?.kind === "compensation") checkCompensation(node, element, reader);
    const same = catchesTheSame(node, node.attachedTo?.boundaryEvents ?? []);
    if (same)
      reader.error(
        "BOUNDARY_INVALID",
        element,
        `Expected one boundary event on "${node.attachedTo?.id}" for ${same.what}, got "${same.first.id}" and "${node.id}".`,
      );
    if (trigger?.kind === "timer" && trigger.form === "cycle" && node.isInterrupting)
      reader.error(
        "TIMER_INVALID",
        element,
        `Expected a date or duration at interrupting boundary event "${node.id}", got a cycle. It fires once, or make it non-interrupting.`,
      );
  },

  enter: () => leave(),
};

function checkCompensation(node: FlowNode, element: XmlElement, reader: Reader): void {
  if (node.outgoing.length > 0)
    reader.error(
      "COMPENSATION_INVALID",
      element,
      `Expected an association and no sequence flow out of compensation boundary event "${node.id}", got "${node.outgoing[0]?.id}" (§10.7.1).`,
    );
  if (node.attachedTo && !node.attachedTo.handler)
    reader.error(
      "COMPENSATION_INVALID",
      element,
      `Expected an association from compensation boundary event "${node.id}" to an activity with isForCompensation, got none.`,
    );
}
