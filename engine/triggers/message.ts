import { lookedUpLengthMax } from "../bounds.ts";
import { type Expression, evaluateToJson, type Lookup } from "../feel/expression.ts";
import type { Moment } from "../feel/moment.ts";
import { isNumeric, numberText } from "../feel/numbers.ts";
import { show } from "../feel/values.ts";
import type { MessageTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, elementsOf, extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { failed, ok, type Result } from "../result.ts";

/** A wait for a message: it comes by name and correlation key. */
export interface MessageWait {
  readonly kind: "message";
  readonly messageName: string;
  readonly correlationKey: string;
}

/** The message of an event definition, that of a message flow at the event where it names none. */
export function readMessage(definition: XmlElement, element: XmlElement, reader: Reader): MessageTrigger | null {
  const isThrow = element.$type === "bpmn:EndEvent" || element.$type === "bpmn:IntermediateThrowEvent";
  // One that waits for all of its triggers waits for the others in the instance that the first has begun.
  const isFirst = element.$parent?.$type === "bpmn:Process" && element.parallelMultiple !== true;
  const message = elementOf(definition, "messageRef") ?? messageOfFlow(element);
  const needsKey = !isThrow && !(element.$type === "bpmn:StartEvent" && isFirst);
  return messageOf(element, message, reader, { needsKey });
}

/** BPMN 2.0.2 §8.4.11, correlated as in Zeebe: by name and by `zeebe:subscription correlationKey`. */
export function messageOf(
  element: XmlElement,
  message: XmlElement | undefined,
  reader: Reader,
  rule: { needsKey: boolean },
): MessageTrigger | null {
  const name = reader.expression(element, textOf(message, "name"), "message name");
  const keyText = textOf(message && extensionOf(message, "zeebe:subscription"), "correlationKey");
  const correlationKey = reader.expression(element, keyText, "correlation key");
  if (textOf(message, "name") === undefined) {
    reader.error(
      "MESSAGE_NAME_MISSING",
      element,
      `Expected a message with a name at ${describe(element)}, got ${message ? "one without" : "none"}.`,
    );
    return null;
  }
  if (rule.needsKey && keyText === undefined) {
    reader.error(
      "CORRELATION_KEY_MISSING",
      element,
      `Expected a correlation key (zeebe:subscription) on message "${message?.name}" of ${describe(element)}, got none.`,
    );
    return null;
  }
  return name ? { kind: "message", name, correlationKey } : null;
}

/** The message on the flow that begins or ends here, or the one that its other end names. */
export function messageOfFlow(element: XmlElement): XmlElement | undefined {
  let root = element;
  while (root.$parent) root = root.$parent;
  for (const flow of messageFlowsIn(root).get(element) ?? []) {
    const [source, target] = [elementOf(flow, "sourceRef"), elementOf(flow, "targetRef")];
    const message = elementOf(flow, "messageRef") ?? messageNamedBy(source === element ? target : source);
    if (message) return message;
  }
  return undefined;
}

const messageFlowsOfFiles = new WeakMap<XmlElement, ReadonlyMap<XmlElement, readonly XmlElement[]>>();

/** The message flows of a file by what they begin and end at. */
function messageFlowsIn(root: XmlElement): ReadonlyMap<XmlElement, readonly XmlElement[]> {
  const known = messageFlowsOfFiles.get(root);
  if (known) return known;
  const flows = new Map<XmlElement, XmlElement[]>();
  const collaborations = elementsOf(root, "rootElements").filter(({ $type }) => $type === "bpmn:Collaboration");
  for (const flow of collaborations.flatMap((collaboration) => elementsOf(collaboration, "messageFlows")))
    for (const end of new Set([elementOf(flow, "sourceRef"), elementOf(flow, "targetRef")])) {
      if (!end) continue;
      const there = flows.get(end) ?? [];
      there.push(flow);
      flows.set(end, there);
    }
  messageFlowsOfFiles.set(root, flows);
  return flows;
}

const messageNamedBy = (element: XmlElement | undefined): XmlElement | undefined =>
  elementOf(element, "messageRef") ??
  elementsOf(element, "eventDefinitions")
    .map((definition) => elementOf(definition, "messageRef"))
    .find((message) => message !== undefined);

/** What to wait for now. Fails when the name is no text, or the key neither text nor number. */
export function messageWait(trigger: MessageTrigger, lookup: Lookup, moment: Moment): Result<MessageWait> {
  const messageName = lookedUpText(trigger.name, "message name", lookup, moment);
  if (!messageName.ok) return messageName;
  if (!trigger.correlationKey) return ok({ kind: "message", messageName: messageName.value, correlationKey: "" });
  const correlationKey = lookedUpText(trigger.correlationKey, "correlation key", lookup, moment);
  if (!correlationKey.ok) return correlationKey;
  return ok({ kind: "message", messageName: messageName.value, correlationKey: correlationKey.value });
}

/** A text that is looked up by, from an expression; a number counts as its text. Fails with what came instead. */
export function lookedUpText(expression: Expression, what: string, lookup: Lookup, moment: Moment): Result<string> {
  const evaluated = evaluateToJson(expression, lookup, moment);
  if (!evaluated.ok) return evaluated;
  const { value } = evaluated;
  const text = isNumeric(value) ? numberText(value) : value;
  if (typeof text === "string" && text !== "")
    return text.length <= lookedUpLengthMax ? ok(text) : failed(tooLong(what, text));
  return failed(`Expected a text or number as ${what} from "${expression.source}", got ${show(evaluated.value)}`);
}

const tooLong = (what: string, text: string) =>
  `Expected a ${what} of at most ${lookedUpLengthMax} characters, got ${text.length}`;
