import type { Expression } from "../feel/expression.ts";
import { signalOf } from "../triggers/signal.ts";
import type { LoopDefinition, MultiInstance, StandardLoop } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { elementOf, elementsOf, extensionOf, textOf, type XmlElement } from "./xml.ts";

/** `loopCharacteristics` of an activity; null when it is not repeated, or after a finding. */
export function readLoop(element: XmlElement, reader: Reader): LoopDefinition | null {
  const loop = elementOf(element, "loopCharacteristics");
  switch (loop?.$type) {
    case undefined:
      return null;
    case "bpmn:StandardLoopCharacteristics":
      return readStandardLoop(loop, element, reader);
    case "bpmn:MultiInstanceLoopCharacteristics":
      return readMultiInstance(loop, element, reader);
    default:
      reader.error(
        "LOOP_INVALID",
        element,
        `Expected a standard or multi-instance loop at ${describe(element)}, got ${loop?.$type}.`,
      );
      return null;
  }
}

function readStandardLoop(loop: XmlElement, element: XmlElement, reader: Reader): StandardLoop | null {
  const condition = feelOf(loop, "loopCondition", element, reader);
  const maximum = reader.expression(element, textOf(loop, "loopMaximum"), "loop maximum");
  const expected = `Expected a loop condition or a whole number from 1 as loop maximum at ${describe(element)}`;
  if (maximum?.fixed && !(Number.isInteger(Number(maximum.fixed)) && Number(maximum.fixed) >= 1)) {
    reader.error("LOOP_INVALID", element, `${expected}, got maximum "${maximum.fixed}".`);
    return null;
  }
  if (!condition && !maximum) {
    reader.error("LOOP_INVALID", element, `${expected}, got neither: it would never end.`);
    return null;
  }
  return { kind: "standard", isTestedBefore: loop.testBefore === true, condition, maximum };
}

function readMultiInstance(loop: XmlElement, element: XmlElement, reader: Reader): MultiInstance | null {
  const zeebe = extensionOf(loop, "zeebe:loopCharacteristics");
  const inputCollection = reader.expression(element, textOf(zeebe, "inputCollection"), "input collection");
  const cardinality = feelOf(loop, "loopCardinality", element, reader, "number");
  const given = [textOf(zeebe, "inputCollection"), textOf(elementOf(loop, "loopCardinality"), "body")];
  if (given.filter((text) => text !== undefined).length !== 1) {
    const came = given[0] === undefined ? "neither" : "both";
    reader.error(
      "LOOP_INVALID",
      element,
      `Expected an input collection (zeebe:loopCharacteristics) or a loop cardinality at ${describe(element)}, got ${came}.`,
    );
    return null;
  }
  const outputCollection = textOf(zeebe, "outputCollection") ?? null;
  const outputElement = reader.expression(element, textOf(zeebe, "outputElement"), "output element");
  if ((outputCollection === null) !== (textOf(zeebe, "outputElement") === undefined))
    reader.error(
      "LOOP_INVALID",
      element,
      `Expected both an output collection and an output element at ${describe(element)}, or neither; got only one.`,
    );
  return {
    kind: "multiInstance",
    isSequential: loop.isSequential === true,
    inputCollection,
    inputElement: textOf(zeebe, "inputElement") ?? null,
    cardinality,
    outputCollection,
    outputElement,
    outputVariable:
      /^=\s*([\p{L}_][\p{L}\p{N}_]*)(\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*$/u.exec(outputElement?.source ?? "")?.[1] ?? null,
    completionCondition: feelOf(loop, "completionCondition", element, reader),
    throwing: readThrowing(loop, element, reader),
  };
}

/** §13.3.7, table 8.63: which signals it throws to its boundary events at its inner completions. */
function readThrowing(loop: XmlElement, element: XmlElement, reader: Reader): MultiInstance["throwing"] {
  const none = { each: null, first: null, when: [] };
  switch (textOf(loop, "behavior") ?? "All") {
    case "None":
      return { ...none, each: signalIn(elementOf(loop, "noneBehaviorEventRef"), element, reader) };
    case "One":
      return { ...none, first: signalIn(elementOf(loop, "oneBehaviorEventRef"), element, reader) };
    case "Complex":
      return {
        ...none,
        when: elementsOf(loop, "complexBehaviorDefinition").flatMap((definition) => {
          const condition = feelOf(definition, "condition", element, reader);
          const [event] = elementsOf(elementOf(definition, "event"), "eventDefinitions");
          const signal = signalIn(event, element, reader);
          return condition && signal ? [{ condition, signal }] : [];
        }),
      };
    default:
      return none;
  }
}

function signalIn(definition: XmlElement | undefined, element: XmlElement, reader: Reader): Expression | null {
  if (definition && definition.$type !== "bpmn:SignalEventDefinition") {
    reader.error(
      "LOOP_INVALID",
      element,
      `Expected a signal as the behavior event of ${describe(element)}, got ${definition.$type}.`,
    );
    return null;
  }
  return signalOf(elementOf(definition, "signalRef"), element, reader)?.name ?? null;
}

/** The text of an expression element; the standard knows no fixed ones, so FEEL may stand without its equals sign. */
function feelOf(
  parent: XmlElement,
  property: string,
  element: XmlElement,
  reader: Reader,
  kind: "boolean" | "number" = "boolean",
): Expression | null {
  const text = textOf(elementOf(parent, property), "body");
  const isMarked = text === undefined || text.startsWith("=") || (kind === "number" && /^\d+$/.test(text));
  return reader.expression(element, isMarked ? text : `=${text}`, property);
}
