import type { SignalTrigger } from "../model/model.ts";
import { describe, type Reader } from "../model/reader.ts";
import { elementOf, textOf, type XmlElement } from "../model/xml.ts";

/** BPMN 2.0.2 §10.5.5. Broadcast by its name to everything that waits for it. */
export function readSignal(definition: XmlElement, element: XmlElement, reader: Reader): SignalTrigger | null {
  return signalOf(elementOf(definition, "signalRef"), element, reader);
}

/** The signal that an event definition refers to. */
export function signalOf(signal: XmlElement | undefined, element: XmlElement, reader: Reader): SignalTrigger | null {
  const text = textOf(signal, "name");
  const name = reader.expression(element, text, "signal name");
  if (text === undefined)
    reader.error(
      "SIGNAL_NAME_MISSING",
      element,
      `Expected a signal with a name at ${describe(element)}, got ${signal ? "one without" : "none"}.`,
    );
  return name ? { kind: "signal", name } : null;
}
