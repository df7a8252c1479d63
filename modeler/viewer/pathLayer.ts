import { createLine } from "diagram-js/lib/util/RenderUtil";
import { type BpmnElement, type CanvasServices, elementOf } from "../canvas/services.ts";
import type { ElementState } from "./state.ts";

const svgNamespace = "http://www.w3.org/2000/svg";

/** The corner radius with which bpmn-js draws connections. */
const cornerRadius = 5;

/** Layers below and above the diagram, which bpmn-js draws in layers 0 and 1. */
const haloLayer = { name: "millrace-halo", index: -1 };
const stateLayer = { name: "millrace-state", index: 10 };

/** Marker ids are unique in a document, and in a shadow root they need to be. */
let arrowheads = 0;

type Services = Pick<CanvasServices, "canvas" | "elementRegistry">;

/**
 * The path taken and the outlines of live elements, in layers of their own around the diagram.
 *
 * Connections are never restyled: their arrowheads are markers that other connections share.
 */
export class PathLayer {
  readonly #services: Services;
  readonly #arrowheadId = `taken-arrowhead-${++arrowheads}`;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Draws in place of what was drawn before; elements on planes that are not shown are left out. */
  draw(taken: readonly string[], states: ReadonlyMap<string, ElementState>): void {
    const { canvas } = this.#services;
    const flows = this.#shown(taken).filter(({ waypoints }) => waypoints);
    canvas.getLayer(haloLayer.name, haloLayer.index).replaceChildren(...flows.map((flow) => lineOf(flow, "halo")));
    canvas
      .getLayer(stateLayer.name, stateLayer.index)
      .replaceChildren(
        arrowhead(this.#arrowheadId),
        ...flows.map((flow) => takenLine(flow, this.#arrowheadId)),
        ...this.#outlines(states),
      );
  }

  /** The layer in which tokens hop, above the path and below the badges. */
  get hops(): SVGElement {
    return this.#services.canvas.getLayer("millrace-hops", stateLayer.index + 1);
  }

  #outlines(states: ReadonlyMap<string, ElementState>): SVGElement[] {
    const live = [...states].filter(([, { tokens, incidents }]) => tokens + incidents > 0);
    const classOf = new Map(live.map(([id, { incidents }]) => [id, incidents > 0 ? "incident" : "active"]));
    return this.#shown([...classOf.keys()])
      .filter(({ waypoints }) => !waypoints)
      .map((element) => outlineOf(element, `outline outline-${classOf.get(element.id)}`));
  }

  #shown(elementIds: readonly string[]): BpmnElement[] {
    const { canvas, elementRegistry } = this.#services;
    const root = canvas.getRootElement();
    return elementIds
      .map((id) => elementOf(elementRegistry, id))
      .filter((element) => element !== null)
      .filter(({ id }) => canvas.findRoot(id) === root);
  }
}

/** A line along the connection, rounded as the connection is. */
export function lineOf({ waypoints = [] }: BpmnElement, className: string): SVGElement {
  const line = createLine(waypoints, {}, cornerRadius);
  line.setAttribute("class", className);
  return line;
}

function takenLine(flow: BpmnElement, arrowheadId: string): SVGElement {
  const line = lineOf(flow, "taken");
  line.setAttribute("marker-end", `url(#${arrowheadId})`);
  line.setAttribute("data-flow-id", flow.id);
  return line;
}

function arrowhead(id: string): SVGElement {
  const defs = create("defs", {});
  const marker = create("marker", {
    id,
    viewBox: "0 0 20 20",
    refX: "11",
    refY: "10",
    markerWidth: "15.5",
    markerHeight: "15.5",
    orient: "auto",
    markerUnits: "userSpaceOnUse",
  });
  marker.append(create("path", { class: "taken-arrowhead", d: "M 1 5 L 11 10 L 1 15 Z" }));
  defs.append(marker);
  return defs;
}

/** The element's own silhouette, drawn once more over its edge. */
export function outlineOf({ id, type, x, y, width, height }: BpmnElement, className: string): SVGElement {
  const thickness = type === "bpmn:EndEvent" ? " is-thick" : "";
  const common = { class: `${className}${thickness}`, "data-outline-of": id };
  if (type.endsWith("Event")) {
    const [cx, cy, r] = [x + width / 2, y + height / 2, width / 2].map(String);
    return create("circle", { ...common, cx: cx ?? "", cy: cy ?? "", r: r ?? "" });
  }
  if (type.endsWith("Gateway")) {
    const [midX, midY] = [x + width / 2, y + height / 2];
    return create("polygon", {
      ...common,
      points: `${midX},${y} ${x + width},${midY} ${midX},${y + height} ${x},${midY}`,
    });
  }
  return create("rect", { ...common, x: `${x}`, y: `${y}`, width: `${width}`, height: `${height}`, rx: "10" });
}

function create(name: string, attributes: Record<string, string>): SVGElement {
  const element = document.createElementNS(svgNamespace, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
}
