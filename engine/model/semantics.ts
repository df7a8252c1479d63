import type { Semantics } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { elementsOf, extensionOf, textOf, type XmlElement } from "./xml.ts";

/**
 * How a process wants to be executed where engines differ: `millrace:semantics` and `millrace:compensation` among the
 * `zeebe:properties` of the process. Without them, a model made for Camunda 8 must not do more or less than there.
 */
export function readSemantics(process: XmlElement, reader: Reader): Semantics {
  const said = choiceOf(process, "millrace:semantics", ["standard", "camunda8"], reader);
  const order = choiceOf(process, "millrace:compensation", ["reverse", "parallel"], reader);
  const isCamunda8 = said === "camunda8";
  return {
    isCompensationParallel: order === null ? isCamunda8 : order === "parallel",
    isCompensatedPerBody: said === null ? isMadeForCamunda8(process) : isCamunda8,
    isJoinPatient: isCamunda8,
  };
}

/** `modeler:executionPlatform="Camunda Cloud"`, as Camunda Modeler writes it. */
export function isMadeForCamunda8(element: XmlElement): boolean {
  let root = element;
  while (root.$parent) root = root.$parent;
  const attributes = root.$attrs as Record<string, unknown> | undefined;
  return attributes?.["modeler:executionPlatform"] === "Camunda Cloud";
}

function choiceOf<T extends string>(
  process: XmlElement,
  name: string,
  choices: readonly T[],
  reader: Reader,
): T | null {
  const property = elementsOf(extensionOf(process, "zeebe:properties"), "properties").find(
    (one) => textOf(one, "name") === name,
  );
  if (!property) return null;
  const value = textOf(property, "value");
  const choice = choices.find((one) => one === value);
  if (choice) return choice;
  reader.error(
    "SEMANTICS_INVALID",
    process,
    `Expected ${choices.join(" or ")} as property ${name} of ${describe(process)}, got "${value ?? ""}".`,
  );
  return null;
}
