import { recordOfHandler } from "../compensation.ts";
import type { CallDefinition } from "../model/calls.ts";
import { describe, type Reader } from "../model/reader.ts";
import { extensionOf, textOf, type XmlElement } from "../model/xml.ts";
import { givenVariables, visibleVariables } from "../variables.ts";
import { type ElementBehaviour, fail, wait } from "./behaviour.ts";
import { readBinding } from "./binding.ts";

/** BPMN 2.0.2 §13.3.4. Runs a process as an instance of its own, which ends with it, and waits for it. */
export const callActivity: ElementBehaviour = {
  type: "CALL_ACTIVITY",
  bpmn: "bpmn:CallActivity",
  read: (element, reader) => ({ call: readCall(element, reader) }),

  enter(node, elementKey, step) {
    const { call } = node;
    if (!call) return fail("EXTRACT_VALUE_ERROR", `"${node.id}" names no process to call`);
    const processId = step.evaluate(elementKey, call.processId);
    if (!processId.ok) return fail("EXTRACT_VALUE_ERROR", processId.message);
    if (typeof processId.value !== "string" || processId.value === "")
      return fail("EXTRACT_VALUE_ERROR", step.expected("a process id", elementKey, call.processId, processId.value));
    const versionTag = call.versionTag ? step.evaluate(elementKey, call.versionTag) : null;
    if (versionTag && !versionTag.ok) return fail("EXTRACT_VALUE_ERROR", versionTag.message);
    if (call.versionTag && typeof versionTag?.value !== "string")
      return fail(
        "EXTRACT_VALUE_ERROR",
        step.expected("a version tag", elementKey, call.versionTag, versionTag?.value ?? null),
      );
    const record = recordOfHandler(step, elementKey);
    const called = record?.elementId === node.id ? record.called : null;
    const given = call.isGivenAll ? visibleVariables(step, elementKey) : givenVariables(step, elementKey);
    step.progress(elementKey, { isCalling: true });
    step.emit({
      type: "processCalled",
      elementKey,
      elementId: node.id,
      processId: processId.value,
      binding: call.binding,
      versionTag: typeof versionTag?.value === "string" ? versionTag.value : null,
      variables: called?.variables ?? given,
      undoing: record && called ? { elementKey: record.elementKey, compensations: called.compensations ?? [] } : null,
    });
    return wait;
  },
};

/** `zeebe:calledElement`; without one, the attribute `calledElement` of the standard, a fixed process id. */
function readCall(element: XmlElement, reader: Reader): CallDefinition | null {
  const called = extensionOf(element, "zeebe:calledElement");
  const source = textOf(called, "processId") ?? textOf(element, "calledElement");
  const processId = reader.expression(element, source, "called process id");
  if (source === undefined)
    reader.error(
      "CALLED_ELEMENT_MISSING",
      element,
      `Expected ${describe(element)} to name the process that it calls (zeebe:calledElement processId), got none.`,
    );
  const binding = readBinding(element, called, reader, "CALLED_ELEMENT_MISSING");
  if (!processId || !binding) return null;
  return {
    processId,
    ...binding,
    isGivenAll: textOf(called, "propagateAllParentVariables") !== "false",
    isGivingAll: textOf(called, "propagateAllChildVariables") !== "false",
  };
}
