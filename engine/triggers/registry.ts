import type { Trigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, elementsOf, type XmlElement } from "../model/xml.ts";
import { readError } from "./error.ts";
import { messageOf } from "./message.ts";
import { readTerminate } from "./terminate.ts";
import { readTimer } from "./timer.ts";

type ReadTrigger = (definition: XmlElement, element: XmlElement, reader: Reader) => Trigger | null;

/** Every event definition that is executed, by its name in BPMN XML. */
const triggers: Readonly<Record<string, { kind: Trigger["kind"]; read: ReadTrigger }>> = {
  "bpmn:TimerEventDefinition": { kind: "timer", read: readTimer },
  "bpmn:MessageEventDefinition": {
    kind: "message",
    read: (definition, element, reader) =>
      messageOf(element, elementOf(definition, "messageRef"), reader, { needsKey: !isProcessStart(element) }),
  },
  "bpmn:ErrorEventDefinition": { kind: "error", read: readError },
  "bpmn:TerminateEventDefinition": { kind: "terminate", read: readTerminate },
};

/** What an event allows: the kinds of trigger it may have, and whether it may have none. */
export interface TriggerRule {
  readonly kinds: readonly Trigger["kind"][];
  readonly isRequired: boolean;
}

/** The trigger of an event, or null for a none event or after a finding. */
export function readTrigger(element: XmlElement, reader: Reader, rule: TriggerRule): Trigger | null {
  const definitions = elementsOf(element, "eventDefinitions");
  const definition = definitions[0];
  if (!definition) {
    if (rule.isRequired)
      reader.error("EVENT_DEFINITION_MISSING", element, `Expected a trigger at ${describe(element)}, got none.`);
    return null;
  }
  const trigger = triggers[definition.$type];
  if (definitions.length === 1 && trigger && rule.kinds.includes(trigger.kind))
    return trigger.read(definition, element, reader);
  reader.error(
    "ELEMENT_NOT_EXECUTED",
    element,
    `Expected ${rule.kinds.join(" or ")} at ${describe(element)}, got ${triggersOf(element)}, which is not executed here.`,
  );
  return null;
}

/** The kinds of trigger that are executed somewhere, for the coverage page. */
export const executedTriggers = (): readonly Trigger["kind"][] => Object.values(triggers).map(({ kind }) => kind);

/** `a message`, `several triggers`; null for a none event. */
export function triggersOf(element: XmlElement): string | null {
  const [definition, ...more] = elementsOf(element, "eventDefinitions");
  if (!definition) return null;
  return more.length > 0 ? "several triggers" : withArticle(nameOf(definition));
}

const withArticle = (noun: string) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

const nameOf = (definition: XmlElement) =>
  definition.$type
    .replace(/^bpmn:/, "")
    .replace("EventDefinition", "")
    .toLowerCase();

const isProcessStart = (element: XmlElement) =>
  element.$type === "bpmn:StartEvent" && element.$parent?.$type === "bpmn:Process";
