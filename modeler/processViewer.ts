import { css, html, LitElement, type PropertyValues } from "lit";
import { failureNote, followKey, followModality, reasonOf, zoomBar } from "./canvas/controls.ts";
import type { BpmnElement } from "./canvas/services.ts";
import { canvasTheme, vendorTheme } from "./canvas/theme.ts";
import { listenToTouch } from "./canvas/touchPan.ts";
import { vendorStyles } from "./canvas/vendorStyles.ts";
import { DrawnDiagram } from "./viewer/drawnDiagram.ts";
import "./viewer/elementsList.ts";
import { legend, summary } from "./viewer/legend.ts";
import { type DiagramState, type ElementCount, type ElementTag, statesByElement } from "./viewer/state.ts";
import { badgeTheme, legendTheme, stateTheme } from "./viewer/theme.ts";

export type { ElementCount, ElementTag } from "./viewer/state.ts";

/** Below this zoom a mini diagram drops its text. */
const textZoomMin = 0.5;

/**
 * A BPMN diagram to look at, with the state of its instances on top.
 *
 * Fires `element-select` with `{ elementId: string | null }` when somebody selects an element, or none. Keys while it
 * has focus: 0 + − and arrows, T and ⇧T for the next and previous live element, ⇧L for the list of elements, Esc.
 */
export class ProcessViewer extends LitElement {
  static override properties = {
    xml: { attribute: false },
    tokens: { attribute: false },
    incidents: { attribute: false },
    completed: { attribute: false },
    taken: { attribute: false },
    counts: { attribute: false },
    selected: { attribute: false },
    compact: { type: Boolean, reflect: true },
    failure: { state: true },
    isDrawn: { state: true },
  };
  /** BPMN 2.0 with a diagram; empty while there is none yet. */
  declare xml: string;
  /** Live tokens, those stopped by an incident included. */
  declare tokens: readonly ElementCount[];
  /** Open incidents. */
  declare incidents: readonly ElementCount[];
  /** Ids of elements that get a done tick. */
  declare completed: readonly string[];
  /** Ids of the sequence flows of the path taken. */
  declare taken: readonly string[];
  /** Tags under elements: figures of any kind. */
  declare counts: readonly ElementTag[];
  /** Id of the selected element. */
  declare selected: string | null;
  /** A mini diagram: fitted, nothing to press, nothing to move. */
  declare compact: boolean;
  /** Why the model cannot be drawn, in a sentence. */
  declare failure: string | null;
  /** True once the model of `xml` is on the canvas. */
  declare isDrawn: boolean;

  #diagram: DrawnDiagram | null = null;
  #letGo: (() => void)[] = [];
  #drawing = Promise.resolve();
  /** While the diagram takes over what its owner has selected, its own answers are no choice of a person. */
  #isFollowing = false;

  constructor() {
    super();
    this.xml = "";
    this.tokens = [];
    this.incidents = [];
    this.completed = [];
    this.taken = [];
    this.counts = [];
    this.selected = null;
    this.compact = false;
    this.failure = null;
    this.isDrawn = false;
  }

  protected override firstUpdated(): void {
    const area = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (area) followModality(area);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#build();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tearDown();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    if (!this.#diagram || changed.has("compact")) this.#build();
    else if (changed.has("xml")) this.#draw();
    else if (this.isDrawn) this.#update(changed);
  }

  /** Selects the next (1) or previous (-1) live element and moves the focus to it, as the keys T and ⇧T do. */
  focusLive(step: 1 | -1): void {
    const live = this.#live();
    const at = live.findIndex(({ id }) => id === this.selected);
    const next = at < 0 ? live.at(step === 1 ? 0 : -1) : live.at((at + step) % live.length);
    if (!next) return;
    this.#choose(next.id);
    void this.renderRoot.querySelector("process-elements")?.focusQuietly(next.id);
  }

  /** Opens the list of elements, as the key ⇧L does. */
  openElements(): void {
    void this.renderRoot.querySelector("process-elements")?.open();
  }

  #build(): void {
    this.#tearDown();
    const area = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (!area) return;
    const diagram = new DrawnDiagram(area, this.compact);
    this.#diagram = diagram;
    const resizing = new ResizeObserver(() => this.isDrawn && diagram.view.resized(this.#focus()));
    resizing.observe(area);
    this.#letGo = [() => resizing.disconnect(), () => diagram.destroy()];
    if (!this.compact) this.#letGo.push(listenToTouch(area, diagram.services.canvas, diagram.view));
    diagram.services.eventBus.on("selection.changed", this.#selectionChanged);
    // After bpmn-js has put the plane into the upper left corner.
    diagram.services.eventBus.on("root.set", 100, () => this.isDrawn && diagram.view.open(this.#focus()));
    diagram.services.eventBus.on("canvas.viewbox.changed", () => {
      this.toggleAttribute("textless", this.compact && diagram.view.zoom < textZoomMin);
    });
    this.#draw();
  }

  #tearDown(): void {
    for (const letGo of this.#letGo) letGo();
    this.#letGo = [];
    this.#diagram = null;
    this.isDrawn = false;
  }

  /** One import at a time; of the models that came in between, only the newest is drawn. */
  #draw(): void {
    const { xml } = this;
    const diagram = this.#diagram;
    this.isDrawn = false;
    this.#drawing = this.#drawing.then(async () => {
      if (!diagram || diagram !== this.#diagram || xml !== this.xml || xml === "") return;
      try {
        await diagram.draw(xml);
        this.failure = null;
      } catch (error) {
        this.failure = reasonOf(error);
        return;
      }
      if (diagram !== this.#diagram || xml !== this.xml) return;
      diagram.show(this.#state());
      this.#showSelected();
      diagram.view.open(this.#focus());
      this.isDrawn = true;
      this.#describe();
    });
  }

  #update(changed: PropertyValues<this>): void {
    const stateNames = ["tokens", "incidents", "completed", "taken", "counts"] as const;
    if (stateNames.some((name) => changed.has(name))) {
      this.#diagram?.show(this.#state());
      this.#describe();
    }
    if (changed.has("selected")) this.#showSelected();
  }

  #state(): DiagramState {
    const { tokens, incidents, completed, taken, counts } = this;
    return { tokens, incidents, completed, taken, tags: counts };
  }

  #live(): BpmnElement[] {
    return this.#diagram?.live(statesByElement(this.#state())) ?? [];
  }

  /** What a canvas too small for the whole diagram opens on: the selected element, else the live ones. */
  #focus(): BpmnElement[] {
    return this.#diagram?.focus(this.selected, this.#state()) ?? [];
  }

  /** bpmn-js selects only what is on the plane that it shows, and forgets the selection when that changes. */
  #showSelected(): void {
    this.#isFollowing = true;
    this.#diagram?.select(this.selected);
    this.#isFollowing = false;
    if (this.selected && !this.compact) this.#diagram?.view.reveal(this.selected);
  }

  /** The drawing is an image to those who do not see it; this is its text. */
  #describe(): void {
    const drawing = this.renderRoot.querySelector(".djs-container > svg");
    const name = this.#diagram?.name ?? "";
    drawing?.setAttribute("role", "img");
    drawing?.setAttribute("aria-label", summary(name, statesByElement(this.#state())));
    if (this.compact) drawing?.removeAttribute("tabindex");
  }

  #selectionChanged = ({ newSelection }: { newSelection: BpmnElement[] }) => {
    const [element] = newSelection;
    const chosen = element?.labelTarget?.id ?? element?.id ?? null;
    if (this.isDrawn && !this.#isFollowing && chosen !== this.selected) this.#choose(chosen);
  };

  #choose(elementId: string | null): void {
    this.selected = elementId;
    this.dispatchEvent(new CustomEvent("element-select", { detail: { elementId }, bubbles: true, composed: true }));
  }

  /** Badges lie over the drawing, so bpmn-js does not see the click. */
  #clicked = (event: MouseEvent) => {
    const badge = event.composedPath().find((node) => node instanceof HTMLElement && node.dataset.containerId);
    if (badge instanceof HTMLElement && !this.compact) this.#choose(badge.dataset.containerId ?? null);
  };

  #pressed = (event: KeyboardEvent) => {
    if (this.compact || event.ctrlKey || event.metaKey || event.altKey || !this.#diagram) return;
    const { key } = event;
    if (key === "t" || key === "T") this.focusLive(event.shiftKey ? -1 : 1);
    else if (key === "L" && event.shiftKey) this.openElements();
    else if (key === "Escape" && this.selected !== null) this.#choose(null);
    else if (!followKey(this.#diagram.view, key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #leaveList = () => this.#diagram?.services.canvas.focus();

  override render() {
    const states = statesByElement(this.#state());
    return html`
      <div class="canvas" @click=${this.#clicked} @keydown=${this.#pressed}></div>
      <div class="plate"></div>
      ${this.compact || !this.isDrawn ? "" : this.#furniture(states)}
      ${this.failure === null ? "" : failureNote(this.failure)}
    `;
  }

  #furniture(states: ReturnType<typeof statesByElement>) {
    return html`
      ${legend(states, this.taken.length > 0)}
      <process-elements
        .rows=${this.#diagram?.rows(states) ?? []}
        .selected=${this.selected}
        @keydown=${this.#pressed}
        @element-pick=${({ detail }: CustomEvent<{ elementId: string }>) => this.#choose(detail.elementId)}
        @list-close=${this.#leaveList}
      ></process-elements>
      ${zoomBar(this.#diagram?.view ?? null, null)}
    `;
  }

  static override styles = [
    ...vendorStyles,
    vendorTheme,
    canvasTheme,
    stateTheme,
    badgeTheme,
    legendTheme,
    css`
      :host {
        min-height: 52px;
      }
      .djs-element.djs-shape,
      .djs-element.djs-connection {
        cursor: pointer;
      }
      :host([compact]) .djs-container > svg,
      :host([compact]) .badge {
        pointer-events: none;
      }
      :host([textless]) .djs-visual text {
        display: none;
      }
    `,
  ];
}

customElements.define("process-viewer", ProcessViewer);

declare global {
  interface HTMLElementTagNameMap {
    "process-viewer": ProcessViewer;
  }
}
