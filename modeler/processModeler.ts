import { html, LitElement, nothing, type PropertyValues } from "lit";
import { failureNote, followKey, followModality, reasonOf, zoomBar } from "./canvas/controls.ts";
import { followScheme, schemeProbeStyles } from "./canvas/scheme.ts";
import { canvasTheme, vendorTheme } from "./canvas/theme.ts";
import { vendorStyles } from "./canvas/vendorStyles.ts";
import { bpmnFontStyles } from "./editor/bpmnFont.ts";
import { badgeOf, findingsByElement } from "./editor/findingBadges.ts";
import "./editor/findingNote.ts";
import "./editor/palette.ts";
import type { PaletteUse } from "./editor/palette.ts";
import { EditorSession } from "./editor/session.ts";
import { findingTheme, frameTheme, propertiesTheme, propertiesVendorStyles } from "./editor/theme.ts";
import { type ViewOnly, viewOnly, viewOnlyTheme } from "./editor/viewOnly.ts";
import type { Finding } from "./finding.ts";
import { badgeTheme } from "./viewer/theme.ts";

export type { Finding } from "./finding.ts";

/** At this width and below, the model is there to look at: there is no room to draw. */
const narrowPixelsMax = 640;

/**
 * A BPMN editor: palette, canvas and properties. What has the slot `below` stands under the canvas.
 *
 * Fires `model-change` with `{ canUndo, canRedo }` when somebody has changed the model, and `element-select` with
 * `{ elementId: string | null }`. Keys while the canvas has focus are bpmn-js's (H hand, L lasso, S space, C connect,
 * E name, R replace, A append, N create, ⌘Z ⇧⌘Z ⌘C ⌘V ⌘A ⌘F, Del), and 0 + − and ⇧L for the list of elements.
 */
export class ProcessModeler extends LitElement {
  static override properties = {
    xml: { attribute: false },
    findings: { attribute: false },
    panel: { type: Boolean },
    readOnly: { type: Boolean, attribute: "read-only" },
    failure: { state: true },
    isReady: { state: true },
    isNarrow: { state: true },
    selectedId: { state: true },
    viewedXml: { state: true },
  };
  /** The model to edit. Setting what `getXml` gave last keeps the editor as it is, undo history included. */
  declare xml: string;
  /** What a check has to say about the model. */
  declare findings: readonly Finding[];
  /** Whether the properties are shown. */
  declare panel: boolean;
  /** Shows the model without a way to change it. */
  declare readOnly: boolean;
  /** Why the model cannot be drawn, in a sentence. */
  declare failure: string | null;
  /** True once the model of `xml` is on the canvas. */
  declare isReady: boolean;
  declare isNarrow: boolean;
  declare selectedId: string | null;
  /** The model as it was when editing gave way to viewing. */
  declare viewedXml: string;

  #session: EditorSession | null = null;
  #loading = Promise.resolve();
  #current = "";
  #resizing = new ResizeObserver(() => this.#resized());

  constructor() {
    super();
    this.xml = "";
    this.findings = [];
    this.panel = true;
    this.readOnly = false;
    this.failure = null;
    this.isReady = false;
    this.isNarrow = false;
    this.selectedId = null;
    this.viewedXml = "";
  }

  /** The model as formatted XML. */
  async getXml(): Promise<string> {
    await this.#loading;
    if (this.#session && this.isReady) this.#current = await this.#session.xml();
    else this.#current = this.xml;
    return this.#current;
  }

  /** The drawing as an SVG image, always in light colours. Null while nothing is drawn. */
  async getSvg(): Promise<string | null> {
    await this.#loading;
    return this.#session && this.isReady ? this.#session.svg() : null;
  }

  /** Selects an element, scrolls to it and focuses the canvas; null selects nothing. */
  select(elementId: string | null): void {
    this.selectedId = elementId;
    if (!this.#isViewOnly) this.#session?.select(elementId);
  }

  /** Selects the element that a finding is about and, where one property mends it, moves into that. */
  mend({ elementId, code }: Pick<Finding, "elementId" | "code">): void {
    this.select(elementId);
    if (this.panel && !this.#isViewOnly) this.#session?.mend(code);
  }

  undo(): void {
    this.#session?.undo();
  }

  redo(): void {
    this.#session?.redo();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizing.observe(this);
    if (this.hasUpdated) this.requestUpdate("xml");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizing.disconnect();
    this.#session?.destroy();
    this.#session = null;
    this.#current = "";
    this.isReady = false;
  }

  protected override firstUpdated(): void {
    const probe = this.renderRoot.querySelector<HTMLElement>(".scheme-probe");
    for (const vendor of this.renderRoot.querySelectorAll<HTMLElement>(".properties, .popups")) {
      if (probe) followScheme(probe, vendor);
    }
  }

  get #isViewOnly(): boolean {
    return this.readOnly || this.isNarrow;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("xml")) this.viewedXml = this.xml;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    if (changed.has("xml") || changed.has("readOnly") || changed.has("isNarrow")) void this.#turn();
    if (changed.has("findings")) this.#session?.showFindings(findingsByElement(this.findings));
  }

  /** Turns to editing or to viewing, and loads a model that is not the one already open. */
  async #turn(): Promise<void> {
    if (this.#isViewOnly) {
      if (this.isReady) this.viewedXml = await this.getXml();
      return;
    }
    this.#session ??= this.#begin();
    if (this.#session && this.xml !== "" && this.xml !== this.#current) this.#load(this.#session, this.xml);
  }

  #begin(): EditorSession | null {
    const place = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    const [canvas, properties, popups] = [place(".canvas"), place(".properties"), place(".popups")];
    if (!canvas || !properties || !popups) return null;
    const session = new EditorSession(
      { canvas, properties, popups },
      {
        changed: (detail) => this.#fire("model-change", detail),
        selected: (elementId) => this.#selected(elementId),
        redraw: () => this.requestUpdate(),
      },
    );
    session.showFindings(findingsByElement(this.findings));
    followModality(canvas);
    this.#resizing.observe(canvas);
    return session;
  }

  /** One import at a time; of the models that came in between, only the newest is opened. */
  #load(session: EditorSession, xml: string): void {
    this.isReady = false;
    this.#loading = this.#loading.then(async () => {
      if (session !== this.#session || xml !== this.xml) return;
      try {
        await session.load(xml);
      } catch (error) {
        this.failure = reasonOf(error);
        return;
      }
      this.failure = null;
      this.#current = xml;
      this.isReady = true;
      if (this.selectedId) session.select(this.selectedId);
    });
  }

  #selected(elementId: string | null): void {
    if (elementId === this.selectedId) return;
    this.selectedId = elementId;
    this.#fire("element-select", { elementId });
  }

  #fire(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #resized(): void {
    this.isNarrow = this.clientWidth > 0 && this.clientWidth <= narrowPixelsMax;
    if (this.isReady && !this.#isViewOnly) this.#session?.view.resized([]);
  }

  #pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") this.renderRoot.querySelector("finding-note")?.hide();
    const isOnCanvas = event.target instanceof SVGElement;
    if (!isOnCanvas || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.#session)
      return;
    if (event.key === "L" && event.shiftKey) void this.renderRoot.querySelector("process-elements")?.open();
    else if (!followKey(this.#session.view, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Mouse or focus came to a badge, or left it. */
  #pointed = (event: Event) => {
    const badge = badgeOf(event);
    const note = this.renderRoot.querySelector("finding-note");
    if (!badge || !note) return;
    if (event.type === "pointerout" || event.type === "focusout") note.leave();
    else note.rest(badge, badge.findings, event.type === "focusin");
  };

  #clicked = (event: MouseEvent) => {
    const badge = badgeOf(event);
    if (badge) this.#session?.select(badge.findings.elementId);
  };

  override render() {
    return html`
      <div class="frame" ?hidden=${this.#isViewOnly}>
        <process-palette
          .tool=${this.#session?.tool ?? null}
          @palette-use=${({ detail }: CustomEvent<PaletteUse>) => this.#session?.use(detail)}
        ></process-palette>
        <div class="middle">
        <div class="stage" @keydown=${this.#pressed} @click=${this.#clicked}
          @pointerover=${this.#pointed} @pointerout=${this.#pointed} @focusin=${this.#pointed} @focusout=${this.#pointed}>
          <div class="canvas"></div>
          <div class="plate"></div>
          ${this.isReady ? this.#furniture() : nothing}
          ${this.failure === null ? nothing : failureNote(this.failure)}
          <finding-note></finding-note>
        </div>
        ${this.#isViewOnly ? nothing : html`<slot name="below"></slot>`}
        </div>
        <aside class="properties" aria-label="Properties" ?hidden=${!this.panel}></aside>
      </div>
      <div class="popups bio-theme-parent"></div>
      <i class="scheme-probe" aria-hidden="true"></i>
      ${this.#isViewOnly ? viewOnly(this.#viewing()) : nothing}
    `;
  }

  #furniture() {
    return html`
      <process-elements
        .rows=${this.#session?.rows() ?? []}
        .selected=${this.selectedId}
        @element-pick=${({ detail }: CustomEvent<{ elementId: string }>) => this.#session?.select(detail.elementId)}
        @list-close=${() => this.#session?.focusCanvas()}
      ></process-elements>
      ${zoomBar(this.#session?.view ?? null, this.#session?.view.zoom ?? 1)}
    `;
  }

  #viewing(): ViewOnly {
    const select = (elementId: string | null) => {
      this.selectedId = elementId;
    };
    const isTooNarrow = this.isNarrow && !this.readOnly;
    return { xml: this.viewedXml, selected: this.selectedId, findings: this.findings, isTooNarrow, select };
  }

  static override styles = [
    ...vendorStyles,
    propertiesVendorStyles,
    ...bpmnFontStyles,
    vendorTheme,
    canvasTheme,
    badgeTheme,
    findingTheme,
    propertiesTheme,
    frameTheme,
    schemeProbeStyles,
    viewOnlyTheme,
  ];
}

customElements.define("process-modeler", ProcessModeler);

declare global {
  interface HTMLElementTagNameMap {
    "process-modeler": ProcessModeler;
  }
}
