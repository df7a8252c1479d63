import type Canvas from "diagram-js/lib/core/Canvas";
import type ElementRegistry from "diagram-js/lib/core/ElementRegistry";
import type EventBus from "diagram-js/lib/core/EventBus";
import type Overlays from "diagram-js/lib/features/overlays/Overlays";
import type Selection from "diagram-js/lib/features/selection/Selection";
import type { Point } from "./opening.ts";

/** The services of bpmn-js that every canvas here has, by the names under which it registers them. */
export interface CanvasServices {
  canvas: Canvas;
  elementRegistry: ElementRegistry;
  eventBus: EventBus;
  overlays: Overlays;
  selection: Selection;
}

/** A node of the parsed model, as far as it is read here. */
export interface ModelElement {
  id: string;
  $type: string;
  name?: string;
  eventDefinitions?: { $type: string }[];
  triggeredByEvent?: boolean;
}

/** An element as drawn: a shape has bounds, a connection waypoints, in the coordinates of the diagram. */
export interface BpmnElement {
  id: string;
  type: string;
  businessObject: ModelElement;
  di?: { get(name: string): string | undefined };
  x: number;
  y: number;
  width: number;
  height: number;
  waypoints?: Point[];
  incoming: BpmnElement[];
  outgoing: BpmnElement[];
  source?: BpmnElement;
  target?: BpmnElement;
  /** Present on an external label: the element that it names. */
  labelTarget?: BpmnElement;
}

/** The element with this id, or null when the drawing has none. */
export function elementOf(registry: ElementRegistry, elementId: string): BpmnElement | null {
  return (registry.get(elementId) as BpmnElement | undefined) ?? null;
}

/** All drawn elements of the model's flow nodes (activities, events, gateways), left to right, then down. */
export function flowNodesOf(registry: ElementRegistry): BpmnElement[] {
  const all = registry.getAll() as unknown as BpmnElement[];
  return all.filter(isFlowNode).sort((a, b) => a.x - b.x || a.y - b.y);
}

/** The names in which BPMN 2.0 ends the types of its flow nodes. */
const flowNodeType = /(Task|Event|Gateway|SubProcess|CallActivity|Transaction)$/;

/** The plane of a collapsed sub-process has its type too, but no bounds. */
function isFlowNode({ type, labelTarget, waypoints, width }: BpmnElement): boolean {
  return !labelTarget && !waypoints && width !== undefined && flowNodeType.test(type);
}

/** The type in words: `bpmn:BoundaryEvent` with a timer is "Timer boundary event". */
export function typeInWords({ $type, eventDefinitions, triggeredByEvent }: ModelElement): string {
  if (triggeredByEvent) return "Event sub-process";
  const trigger = eventDefinitions?.[0]?.$type.replace(/^bpmn:|EventDefinition$/g, "") ?? "";
  const words = `${trigger}${$type.replace(/^bpmn:/, "").replace("SubProcess", "Sub-process")}`
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an element is called where people read it: its name, or its type and id. */
export function nameInWords(element: ModelElement): string {
  return element.name?.replace(/\s+/g, " ").trim() || `${typeInWords(element)} ${element.id}`;
}
