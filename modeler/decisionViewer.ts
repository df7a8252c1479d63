import { html, LitElement, nothing, type PropertyValues } from "lit";
import { failureNote, followKey, followModality, reasonOf, zoomBar } from "./canvas/controls.ts";
import { canvasTheme, vendorTheme } from "./canvas/theme.ts";
import { DrawnDecision } from "./decision/drawnDecision.ts";
import { logicText } from "./decision/logicText.ts";
import { decisionTheme, decisionVendorStyles } from "./decision/theme.ts";

/** Characters of a file from which on drawing takes longer than people wait without a word: some 500 rules. */
const largeLength = 200_000;

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
    isDrawing: { state: true },
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
  /** True while a file is drawn that takes its time. */
  declare isDrawing: boolean;
  /** The logic of a decision that dmn-js has no drawing for, as FEEL. */
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
    this.isDrawing = false;
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
        if (xml.length > largeLength && xml !== this.#readXml) await this.#announce();
        await this.#draw(xml, decisionId);
        this.failure = null;
      } catch (error) {
        this.#readXml = "";
        this.failure = reasonOf(error);
      }
      this.isDrawing = false;
    });
  }

  /** Lets the browser paint the sentence before drawing keeps it busy. */
  async #announce(): Promise<void> {
    this.isDrawing = true;
    await this.updateComplete;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }

  async #draw(xml: string, decisionId: string | null): Promise<void> {
    const area = this.renderRoot.querySelector<HTMLElement>(".canvas");
    if (!area) return;
    this.logic = null;
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
    graph?.setAttribute("tabindex", "0");
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
      ${this.isDrawing ? html`<p class="drawing" role="status">Drawing a large table …</p>` : nothing}
      ${this.failure === null ? nothing : failureNote(this.failure)}
    `;
  }

  #undrawn(logic: string) {
    if (logic === "") return html`<p class="drawing">This decision has no logic: nothing is computed from it.</p>`;
    return html`<pre class="undrawn-logic" tabindex="0" role="region" aria-label="Logic">${logic}</pre>`;
  }

  static override styles = [...decisionVendorStyles, vendorTheme, canvasTheme, decisionTheme];
}

/** The logic of a decision as FEEL; empty where there is none. */
function logicOf(xml: string, decisionId: string | null): string {
  const model = new DOMParser().parseFromString(xml, "application/xml");
  const decision = [...model.getElementsByTagNameNS("*", "decision")].find(({ id }) => id === decisionId);
  return [...(decision?.children ?? [])].map(logicText).find((text) => text !== null) ?? "";
}

customElements.define("decision-viewer", DecisionViewer);

declare global {
  interface HTMLElementTagNameMap {
    "decision-viewer": DecisionViewer;
  }
}
