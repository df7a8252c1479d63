import type { SingleTrigger } from "../model/model.ts";
import { describe } from "../model/reader.ts";
import type { XmlElement } from "../model/xml.ts";
import { readTrigger } from "../triggers/registry.ts";
import { type ElementBehaviour, leave, wait } from "./behaviour.ts";

const processKinds: readonly SingleTrigger["kind"][] = ["timer", "message", "signal", "conditional"];
const eventKinds: readonly SingleTrigger["kind"][] = [...processKinds, "error", "escalation", "compensation"];
/** Error and compensation always interrupt (§10.5.2, table 10.86). */
const besideKinds: readonly SingleTrigger["kind"][] = [...processKinds, "escalation"];

/**
 * BPMN 2.0.2 §13.5.1. Begins its scope; a triggered one begins a new process instance, or its event sub-process, when
 * its event has happened.
 */
export const startEvent: ElementBehaviour = {
  type: "START_EVENT",
  bpmn: "bpmn:StartEvent",

  read(element, reader) {
    const isInterrupting = element.isInterrupting !== false;
    const kinds = kindsFor(element, isInterrupting);
    return { isInterrupting, trigger: readTrigger(element, reader, { kinds, isRequired: false }) };
  },

  check(node, element, reader) {
    if (node.incoming.length > 0)
      reader.error(
        "FLOW_MISPLACED",
        element,
        `Expected no flow into start event "${node.id}", got "${node.incoming[0]?.id}".`,
      );
    const isCycle = node.trigger?.kind === "timer" && node.trigger.form === "cycle";
    if (isCycle && node.scope?.type === "EVENT_SUB_PROCESS" && node.isInterrupting)
      reader.error(
        "TIMER_INVALID",
        element,
        `Expected a date or duration at interrupting ${describe(element)}, got a cycle. It fires once, or make it non-interrupting.`,
      );
  },

  /** One that waits for all of its triggers begins the process with the first, and waits for the others (§10.5.2). */
  enter(node, elementKey, step) {
    if (!step.element(elementKey).progress?.happened) return leave();
    const failure = step.subscribe(elementKey, [node]);
    return failure ? { kind: "fail", failure } : wait;
  },
};

/** An embedded sub-process begins with its parent's token: its start event has no trigger (§10.5.2). */
function kindsFor({ $parent }: XmlElement, isInterrupting: boolean): readonly SingleTrigger["kind"][] {
  if ($parent?.$type === "bpmn:Process") return processKinds;
  if ($parent?.triggeredByEvent !== true) return [];
  return isInterrupting ? eventKinds : besideKinds;
}
