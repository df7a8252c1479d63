import { createRequire } from "node:module";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };
import { elementOf, elementsOf, type XmlElement } from "../../../engine/model/xml.ts";

export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };

/** A flow node with its shape; the box is missing when the diagram does not draw it. */
export type DrawnNode = {
  readonly id: string;
  readonly outline: "circle" | "diamond" | "rectangle";
  readonly box: Box | undefined;
  /** The sub-process or process that holds it. */
  readonly containerId: string;
  /** For a boundary event: the activity it stands on. */
  readonly hostId: string | undefined;
};

/** A sequence flow with its edge; no points when the diagram does not draw it. */
export type DrawnFlow = {
  readonly id: string;
  readonly sourceId: string;
  readonly targetId: string;
  readonly points: readonly Point[];
};

/** The text beside an event, a gateway or a flow. */
export type DrawnLabel = { readonly elementId: string; readonly box: Box };

export type Drawing = {
  readonly warnings: readonly string[];
  readonly nodes: readonly DrawnNode[];
  readonly flows: readonly DrawnFlow[];
  readonly labels: readonly DrawnLabel[];
  /** Elements whose name is drawn outside of their shape: events, gateways and flows that have one. */
  readonly labelledIds: readonly string[];
};

type Moddle = {
  fromXML(xml: string): Promise<{ rootElement: XmlElement; warnings: readonly { readonly message: string }[] }>;
};
// Loaded this way because the package declares no types for its entry point.
const { BpmnModdle }: { BpmnModdle: new (extensions: object) => Moddle } = createRequire(import.meta.url)(
  "bpmn-moddle",
);

/** Reads what a BPMN file says and what it draws. Rejects when the XML cannot be read. */
export async function readDrawing(xml: string): Promise<Drawing> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  const plane = elementOf(elementsOf(rootElement, "diagrams")[0], "plane");
  const drawn = new Map(elementsOf(plane, "planeElement").map((shape) => [elementOf(shape, "bpmnElement")?.id, shape]));
  const elements = elementsOf(rootElement, "rootElements").flatMap(flowElementsIn);
  const flows = elements.filter((element) => element.$type === "bpmn:SequenceFlow");
  const nodes = elements.filter((element) => element.$type !== "bpmn:SequenceFlow");
  return {
    warnings: warnings.map((warning) => warning.message),
    nodes: nodes.map((node) => drawnNode(node, drawn.get(node.id))),
    flows: flows.map((flow) => drawnFlow(flow, drawn.get(flow.id))),
    labels: elements.flatMap((element) => drawnLabel(element, drawn.get(element.id))),
    labelledIds: elements
      .filter((element) => element.name !== undefined && outlineOf(element) !== "rectangle")
      .map(idOf),
  };
}

const flowElementsIn = (container: XmlElement): XmlElement[] =>
  elementsOf(container, "flowElements").flatMap((element) => [element, ...flowElementsIn(element)]);

function outlineOf(element: XmlElement): DrawnNode["outline"] | "line" {
  if (element.$type === "bpmn:SequenceFlow") return "line";
  if (element.$type.endsWith("Event")) return "circle";
  return element.$type.endsWith("Gateway") ? "diamond" : "rectangle";
}

function drawnNode(node: XmlElement, shape: XmlElement | undefined): DrawnNode {
  const outline = outlineOf(node);
  if (outline === "line") throw new Error(`Expected a flow node, got the sequence flow ${node.id}`);
  const containerId = node.$parent?.id ?? "";
  return { id: idOf(node), outline, box: boxOf(shape), containerId, hostId: elementOf(node, "attachedToRef")?.id };
}

function drawnFlow(flow: XmlElement, edge: XmlElement | undefined): DrawnFlow {
  const [sourceId, targetId] = [elementOf(flow, "sourceRef")?.id ?? "", elementOf(flow, "targetRef")?.id ?? ""];
  return { id: idOf(flow), sourceId, targetId, points: elementsOf(edge, "waypoint").map(pointOf) };
}

function drawnLabel(element: XmlElement, shape: XmlElement | undefined): DrawnLabel[] {
  const box = boxOf(elementOf(shape, "label"));
  return box ? [{ elementId: idOf(element), box }] : [];
}

function boxOf(shape: XmlElement | undefined): Box | undefined {
  const bounds = elementOf(shape, "bounds");
  return bounds && { ...pointOf(bounds), width: Number(bounds.width), height: Number(bounds.height) };
}

const pointOf = (element: XmlElement): Point => ({ x: Number(element.x), y: Number(element.y) });

const idOf = (element: XmlElement): string => element.id ?? "";
