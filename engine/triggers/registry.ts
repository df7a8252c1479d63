import type { MultipleTrigger, SingleTrigger, Trigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementsOf, type XmlElement } from "../model/xml.ts";
import { readCompensation } from "./compensation.ts";
import { readConditional } from "./conditional.ts";
import { readError } from "./error.ts";
import { readEscalation } from "./escalation.ts";
import { readLink } from "./link.ts";
import { readMessage } from "./message.ts";
import { readSignal } from "./signal.ts";
import { readTimer } from "./timer.ts";

/** Reads one event definition of an event that catches or throws it. Null after a finding. */
export type ReadTrigger = (definition: XmlElement, element: XmlElement, reader: Reader) => SingleTrigger | null;

/** Every event definition that is executed, by its name in BPMN XML. */
const triggers: Readonly<Record<string, { kind: SingleTrigger["kind"]; read: ReadTrigger }>> = {
  "bpmn:TimerEventDefinition": { kind: "timer", read: readTimer },
  "bpmn:MessageEventDefinition": { kind: "message", read: readMessage },
  "bpmn:SignalEventDefinition": { kind: "signal", read: readSignal },
  "bpmn:ErrorEventDefinition": { kind: "error", read: readError },
  "bpmn:EscalationEventDefinition": { kind: "escalation", read: readEscalation },
  "bpmn:ConditionalEventDefinition": { kind: "conditional", read: readConditional },
  "bpmn:CompensateEventDefinition": { kind: "compensation", read: readCompensation },
  "bpmn:LinkEventDefinition": { kind: "link", read: readLink },
  "bpmn:CancelEventDefinition": { kind: "cancel", read: () => ({ kind: "cancel" }) },
  "bpmn:TerminateEventDefinition": { kind: "terminate", read: () => ({ kind: "terminate" }) },
};

/** What an event allows: the kinds of trigger it may have, whether it must have one, and whether several. */
export interface TriggerRule {
  readonly kinds: readonly SingleTrigger["kind"][];
  readonly isRequired: boolean;
}

/** Kinds that stand alone: they end or redirect the token. */
const alone: readonly SingleTrigger["kind"][] = ["link", "cancel", "terminate"];

/** The trigger of an event, or null for a none event or after a finding. */
export function readTrigger(element: XmlElement, reader: Reader, rule: TriggerRule): Trigger | null {
  const definitions = definitionsOf(element);
  if (definitions.length === 0 && rule.isRequired)
    reader.error("EVENT_DEFINITION_MISSING", element, `Expected a trigger at ${describe(element)}, got none.`);
  const read: SingleTrigger[] = [];
  for (const definition of definitions) {
    const trigger = triggers[definition.$type];
    const isAllowed = trigger && rule.kinds.includes(trigger.kind);
    if (isAllowed && (definitions.length === 1 || !alone.includes(trigger.kind))) {
      const one = trigger.read(definition, element, reader);
      if (one) read.push(one);
    } else
      reader.error(
        "TRIGGER_MISPLACED",
        element,
        `Expected ${rule.kinds.join(", ") || "no trigger"} at ${describe(element)}, got ${triggersOf(element)} (BPMN 2.0.2 §10.5).`,
      );
  }
  if (read.length < definitions.length || read.length <= 1) return read[0] ?? null;
  return { kind: "multiple", isParallel: element.parallelMultiple === true, triggers: read } satisfies MultipleTrigger;
}

/** Its own event definitions and those that it refers to. */
export const definitionsOf = (element: XmlElement): XmlElement[] => [
  ...elementsOf(element, "eventDefinitions"),
  ...elementsOf(element, "eventDefinitionRef"),
];

/** The kinds of trigger that are executed somewhere, for the coverage page. */
export const executedTriggers = (): readonly SingleTrigger["kind"][] => Object.values(triggers).map(({ kind }) => kind);

/** `a message`, `several triggers`; null for a none event. */
export function triggersOf(element: XmlElement): string | null {
  const [definition, ...more] = definitionsOf(element);
  if (!definition) return null;
  return more.length > 0 ? "several triggers" : withArticle(nameOf(definition));
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

const nameOf = (definition: XmlElement) =>
  definition.$type
    .replace(/^bpmn:/, "")
    .replace("EventDefinition", "")
    .toLowerCase();
