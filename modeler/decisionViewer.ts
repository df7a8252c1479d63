import { html, LitElement, nothing, type PropertyValues } from "lit";
import { failureNote, followKey, followModality, reasonOf, zoomBar } from "./canvas/controls.ts";
import { canvasTheme, vendorTheme } from "./canvas/theme.ts";
import { DrawnDecision } from "./decision/drawnDecision.ts";
import { decisionTheme, decisionVendorStyles } from "./decision/theme.ts";

/**
 * A decision to look at, its table or its expression, or the graph of decisions that require each other.
 *
 * Fires `decision-select` with `{ decisionId: string }` when somebody selects a decision in the graph. Keys while the
 * graph has focus: 0 + − and arrows. A table scrolls, also by keyboard.
 */
export class DecisionViewer extends LitElement {
  static override properties = {
    xml: { attribute: false },
    decisionId: { attribute: false },
    matched: { attribute: false },
    failure: { state: true },
    isGraph: { state: true },
    logic: { state: true },
  };
  /** DMN 1.1 to 1.5; empty while there is none yet. */
  declare xml: string;
  /** The decision that is shown; null shows the graph. */
  declare decisionId: string | null;
  /** Rules of the table that matched, counted from 1. */
  declare matched: readonly number[];
  /** Why the file cannot be drawn, in a sentence. */
  declare failure: string | null;
  declare isGraph: boolean;
  /** The XML of a decision's logic that dmn-js has no drawing for. */
  declare logic: string | null;

  #drawn: DrawnDecision | null = null;
  #drawing = Promise.resolve();
  #readXml = "";

  constructor() {
    super();
    this.xml = "";
    this.decisionId = null;
    this.matched = [];
    this.failure = null;
    this.isGraph = false;
    this.logic = null;
  }

  protected override firstUpdated(): void {
    const area = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (!area) return;
    followModality(area);
    new ResizeObserver(() => this.#drawn?.graph?.resized([])).observe(area);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drawn?.destroy();
    this.#drawn = null;
    this.#readXml = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#show();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("xml") || changed.has("decisionId")) this.#show();
    else if (changed.has("matched")) this.#drawn?.mark(this.matched, true);
  }

  /** One after the other; of what was asked for in between, only the newest is drawn. */
  #show(): void {
    const { xml, decisionId } = this;
    this.#drawing = this.#drawing.then(async () => {
      if (xml === "" || xml !== this.xml || decisionId !== this.decisionId || !this.isConnected) return;
      try {
        await this.#draw(xml, decisionId);
        this.failure = null;
      } catch (error) {
        this.#readXml = "";
        this.failure = reasonOf(error);
      }
    });
  }

  async #draw(xml: string, decisionId: string | null): Promise<void> {
    const area = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (!area) return;
    this.#drawn ??= new DrawnDecision(area, (picked) => this.#pick(picked));
    if (this.#readXml !== xml) await this.#drawn.read(xml);
    this.#readXml = xml;
    const isDrawn = await this.#drawn.open(decisionId);
    this.isGraph = this.#drawn.graph !== null;
    this.logic = isDrawn ? null : logicOf(xml, decisionId);
    area.classList.toggle("undrawn", !isDrawn);
    this.#describe(area);
    this.#drawn.mark(this.matched, true);
  }

  /** A table that does not fit scrolls: whoever has no pointer needs a place to put the focus. */
  #describe(area: HTMLElement): void {
    const scrolled = area.querySelector<HTMLElement>(
      ".tjs-table-container, .dmn-literal-expression-container .textarea",
    );
    scrolled?.setAttribute("tabindex", "0");
    scrolled?.setAttribute("role", "region");
    scrolled?.setAttribute("aria-label", area.querySelector(".tjs-table") ? "Decision table" : "Expression");
    const graph = area.querySelector(".djs-container > svg");
    graph?.setAttribute("role", "img");
    graph?.setAttribute("aria-label", "Requirements graph");
  }

  #pick(decisionId: string): void {
    this.dispatchEvent(new CustomEvent("decision-select", { detail: { decisionId }, bubbles: true, composed: true }));
  }

  #pressed = (event: KeyboardEvent) => {
    const view = this.#drawn?.graph;
    if (!view || event.ctrlKey || event.metaKey || event.altKey || !followKey(view, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  override render() {
    return html`
      <div class="canvas" @keydown=${this.#pressed}></div>
      <div class="plate"></div>
      ${this.isGraph ? zoomBar(this.#drawn?.graph ?? null, null) : nothing}
      ${this.logic === null ? nothing : this.#undrawn(this.logic)}
      ${this.failure === null ? nothing : failureNote(this.failure)}
    `;
  }

  #undrawn(logic: string) {
    if (logic === "") return failureNote("This decision has no logic: it is drawn in the graph, and that is all.");
    return html`<div class="undrawn-logic">
      <p>There is no drawing for this kind of logic. As the file writes it:</p>
      <pre tabindex="0" aria-label="Logic as XML">${logic}</pre>
    </div>`;
  }

  static override styles = [...decisionVendorStyles, vendorTheme, canvasTheme, decisionTheme];
}

/** The logic of a decision as the file writes it; empty where there is none. */
function logicOf(xml: string, decisionId: string | null): string {
  const model = new DOMParser().parseFromString(xml, "application/xml");
  const decision = [...model.getElementsByTagNameNS("*", "decision")].find(({ id }) => id === decisionId);
  const logic = [...(decision?.children ?? [])].find(({ localName }) => !besideLogic.has(localName));
  return logic?.outerHTML.replace(/ xmlns(:\w+)?="[^"]*"/g, "") ?? "";
}

/** Children of a decision that are not its logic. */
const besideLogic = new Set([
  "description",
  "extensionElements",
  "question",
  "allowedAnswers",
  "variable",
  "informationRequirement",
  "knowledgeRequirement",
  "authorityRequirement",
  "supportedObjective",
  "impactedPerformanceIndicator",
  "decisionMaker",
  "decisionOwner",
  "usingProcess",
  "usingTask",
]);

customElements.define("decision-viewer", DecisionViewer);

declare global {
  interface HTMLElementTagNameMap {
    "decision-viewer": DecisionViewer;
  }
}
