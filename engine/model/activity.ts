import type { Built } from "./compile.ts";
import { type FlowNode, triggersOf } from "./model.ts";
import { describe, type Reader } from "./reader.ts";
import { elementOf, elementsOf, type XmlElement } from "./xml.ts";

/** What boundary events, loops and compensation handlers may stand on or be. */
export const isActivity = ({ type }: FlowNode): boolean =>
  /TASK$|SUB_PROCESS$|^TRANSACTION$|^CALL_ACTIVITY$/.test(type);

/** §13.3.1. Whole numbers from 1; more tokens than this at once are no process. */
const quantityMax = 1_000;

export function readQuantity(element: XmlElement, property: string, reader: Reader): number {
  const quantity = element[property] ?? 1;
  if (typeof quantity === "number" && Number.isInteger(quantity) && quantity >= 1 && quantity <= quantityMax)
    return quantity;
  reader.error(
    "QUANTITY_INVALID",
    element,
    `Expected a whole number from 1 to ${quantityMax} as ${property} of ${describe(element)}, got ${String(quantity)}.`,
  );
  return 1;
}

/** §10.7.1: an association leads from a compensation boundary event to the activity that undoes its host. */
export function connectHandlers(scope: XmlElement, reader: Reader, built: ReadonlyMap<string, Built>): void {
  for (const association of elementsOf(scope, "artifacts")) {
    const event = built.get(elementOf(association, "sourceRef")?.id ?? "")?.node;
    if (association.$type !== "bpmn:Association" || event?.trigger?.kind !== "compensation") continue;
    const host = event.type === "BOUNDARY_EVENT" ? event.attachedTo : null;
    const handler = built.get(elementOf(association, "targetRef")?.id ?? "")?.node;
    if (!host || !handler) continue;
    if (host.handler || !isActivity(handler) || !handler.isForCompensation || handler.scope !== host.scope)
      reader.error(
        "COMPENSATION_INVALID",
        association,
        `Expected compensation boundary event "${event.id}" to lead to one activity of its scope with isForCompensation, got "${handler.id}".`,
      );
    else host.handler = handler;
  }
  for (const child of elementsOf(scope, "flowElements"))
    if (elementsOf(child, "flowElements").length > 0) connectHandlers(child, reader, built);
}

/** What holds for every flow node, whatever its type. */
export function checkActivity(
  node: FlowNode,
  element: XmlElement,
  reader: Reader,
  built: ReadonlyMap<string, Built>,
): void {
  if (node.loop && !isActivity(node))
    reader.error("LOOP_INVALID", element, `Expected a loop only at an activity, got one at ${describe(element)}.`);
  const [flow] = [...node.incoming, ...node.outgoing];
  if (node.isForCompensation && flow)
    reader.error(
      "COMPENSATION_INVALID",
      element,
      `Expected no sequence flow at compensation handler "${node.id}", got "${flow.id}" (§10.7.1).`,
    );
  if (node.listeners.end.length > 0 && /GATEWAY$/.test(node.type))
    reader.error(
      "LISTENER_INVALID",
      element,
      `Expected only start listeners at gateway "${node.id}", got an end listener; what it has chosen would have to wait for a worker.`,
    );
  checkCompensated(node, element, reader, built);
}

/** A compensation event that names an activity names one of the scope that it compensates. */
function checkCompensated(
  node: FlowNode,
  element: XmlElement,
  reader: Reader,
  built: ReadonlyMap<string, Built>,
): void {
  if (node.type !== "END_EVENT" && node.type !== "INTERMEDIATE_THROW_EVENT") return;
  const scope = node.scope?.type === "EVENT_SUB_PROCESS" ? node.scope.scope : node.scope;
  for (const trigger of triggersOf(node)) {
    if (trigger.kind !== "compensation" || trigger.activityId === null) continue;
    const activity = built.get(trigger.activityId)?.node;
    if (activity && activity.scope === scope && isActivity(activity)) continue;
    reader.error(
      "COMPENSATION_INVALID",
      element,
      `Expected ${describe(element)} to compensate an activity of "${scope?.id}", got "${trigger.activityId}".`,
    );
  }
}
