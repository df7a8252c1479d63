import outlineModule from "bpmn-js/lib/features/outline";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import Viewer from "bpmn-js/lib/Viewer";
import { drawingOptions, themedRendererModule, whenFontReady } from "../canvas/drawing.ts";
import {
  type BpmnElement,
  type CanvasServices,
  elementOf,
  flowNodesOf,
  type ModelElement,
  nameInWords,
  typeInWords,
} from "../canvas/services.ts";
import { CanvasView } from "../canvas/view.ts";
import { drawBadges, drawTags } from "./badges.ts";
import type { ElementRow } from "./elementsList.ts";
import { HopPace, runHop } from "./hop.ts";
import { type FlowEnds, hopsBetween } from "./hops.ts";
import { PathLayer } from "./pathLayer.ts";
import { type DiagramState, type ElementState, stateInWords, statesByElement, withCollapsed } from "./state.ts";

/** A model drawn into a container, with its state on top. Told what to show, it shows it; it decides nothing. */
export class DrawnDiagram {
  readonly view: CanvasView;
  readonly services: CanvasServices;
  readonly #viewer: Viewer<CanvasServices>;
  readonly #path: PathLayer;
  readonly #pace = new HopPace();
  #shown: DiagramState | null = null;

  constructor(container: HTMLElement, isCompact: boolean) {
    const options = {
      container,
      ...drawingOptions(isCompact),
      canvas: { deferUpdate: false },
      additionalModules: isCompact ? [themedRendererModule] : [themedRendererModule, outlineModule],
    };
    // A diagram that nobody can move needs no navigation, and must not swallow the page's wheel events.
    this.#viewer = isCompact ? new Viewer<CanvasServices>(options) : new NavigatedViewer<CanvasServices>(options);
    const get = <Name extends keyof CanvasServices>(name: Name) => this.#viewer.get(name);
    this.services = {
      canvas: get("canvas"),
      elementRegistry: get("elementRegistry"),
      eventBus: get("eventBus"),
      overlays: get("overlays"),
      selection: get("selection"),
    };
    this.view = new CanvasView(this.services.canvas, isCompact);
    this.#path = new PathLayer(this.services);
    this.services.eventBus.on("root.set", () => this.#drawPath());
  }

  /** Draws the model in place of the one before. Throws what bpmn-js throws when it cannot. */
  async draw(xml: string): Promise<void> {
    await whenFontReady();
    this.#shown = null;
    await this.#viewer.importXML(xml);
  }

  /** The name of the process or collaboration, or its id. */
  get name(): string {
    const root = this.services.canvas.getRootElement().businessObject as ModelElement | undefined;
    return root ? root.name || root.id : "nothing";
  }

  /** Shows the state; tokens hop to where they have moved since the state before. */
  show(state: DiagramState): void {
    const before = this.#shown;
    this.#shown = state;
    drawTags(this.services, state.tags);
    drawBadges(this.services, this.#drawnStates(state));
    this.#drawPath();
    if (before && this.#pace.mayHop()) this.#hop(before, state);
  }

  /** The drawn elements that are live, in reading order. */
  live(states: ReadonlyMap<string, ElementState>): BpmnElement[] {
    return flowNodesOf(this.services.elementRegistry).filter(({ id }) => {
      const state = states.get(id);
      return state !== undefined && state.tokens + state.incidents > 0;
    });
  }

  /** What to look at on the plane that is shown: the selected element, else the live ones and those that hold some. */
  focus(selectedId: string | null, state: DiagramState): BpmnElement[] {
    const { canvas } = this.services;
    const isShown = ({ id }: BpmnElement) => canvas.findRoot(id) === canvas.getRootElement();
    const selected = selectedId === null ? null : this.element(selectedId);
    return selected && isShown(selected) ? [selected] : this.live(this.#drawnStates(state)).filter(isShown);
  }

  #drawnStates(state: DiagramState): Map<string, ElementState> {
    return withCollapsed(statesByElement(state), (elementId) => this.#holderOf(elementId));
  }

  #holderOf(elementId: string): string | null {
    const root = this.services.canvas.findRoot(elementId)?.businessObject as ModelElement | undefined;
    const shape = root ? this.element(root.id) : null;
    return shape?.width === undefined ? null : shape.id;
  }

  /** All flow nodes in words. */
  rows(states: ReadonlyMap<string, ElementState>): ElementRow[] {
    return flowNodesOf(this.services.elementRegistry).map(({ id, businessObject }) => {
      const state = states.get(id);
      return {
        elementId: id,
        name: nameInWords(businessObject),
        type: typeInWords(businessObject),
        state: state ? stateInWords(state) : "",
        mark: markOf(state),
      };
    });
  }

  element(elementId: string): BpmnElement | null {
    return elementOf(this.services.elementRegistry, elementId);
  }

  /** Marks one element as selected, on the plane where it is drawn, or none. An id that is not drawn selects none. */
  select(elementId: string | null): void {
    const { canvas } = this.services;
    const element = elementId === null ? null : this.element(elementId);
    const root = element && canvas.findRoot(element.id);
    if (root && root !== canvas.getRootElement()) canvas.setRootElement(root);
    this.services.selection.select((element as never) ?? null);
  }

  destroy(): void {
    this.#viewer.destroy();
  }

  #drawPath(): void {
    if (this.#shown) this.#path.draw(this.#shown.taken, this.#drawnStates(this.#shown));
  }

  #hop(before: DiagramState, after: DiagramState): void {
    const { elementRegistry } = this.services;
    for (const { flowIds, elementId } of hopsBetween(before, after, this.#flowEnds())) {
      const flows = flowIds.map((id) => elementOf(elementRegistry, id)).filter((flow) => flow !== null);
      const arriving = this.#badgesOf(elementId);
      for (const badge of arriving) badge.classList.add("is-arriving");
      void runHop(this.#path.hops, flows).then(() => {
        for (const badge of arriving) badge.classList.remove("is-arriving");
      });
    }
  }

  #badgesOf(elementId: string): HTMLElement[] {
    const found = this.services.overlays.get({ element: elementId, type: "state" });
    return [found].flat().map((overlay) => (overlay as unknown as { htmlContainer: HTMLElement }).htmlContainer);
  }

  #flowEnds(): FlowEnds[] {
    const all = this.services.elementRegistry.getAll() as unknown as BpmnElement[];
    return all
      .filter(({ type }) => type === "bpmn:SequenceFlow")
      .map(({ id, source, target }) => ({ id, sourceId: source?.id ?? "", targetId: target?.id ?? "" }));
  }
}

function markOf(state: ElementState | undefined): ElementRow["mark"] {
  if (!state) return null;
  if (state.incidents > 0) return "incident";
  if (state.tokens > 0) return "token";
  return state.isDone ? "done" : null;
}
