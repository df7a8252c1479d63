import { css, html, LitElement } from "lit";
import { panelSize, setPanelSize } from "../app/preferences.ts";
import { base } from "../styles/base.ts";

const stepPx = 16;

/**
 * The line between two panels: drag, arrow keys, double click to reset. Sets the CSS variable `--<name>` on its host's
 * shadow host, so the page's grid decides what it means, and keeps the size per person.
 */
export class SplitHandle extends LitElement {
  static override properties = {
    name: { type: String },
    label: { type: String },
    size: { state: true },
    side: { type: String },
    least: { type: Number },
    most: { type: Number },
  };
  declare name: string;
  declare label: string;
  /** Width or height of the panel in pixels, told to those who move the handle by keys. */
  declare size: number | null;
  /** Where the sized panel lies: before or after the handle in a row, or below it in a column. */
  declare side: "before" | "after" | "below";
  declare least: number;
  declare most: number;

  static override styles = [
    base,
    css`
      :host { position: relative; flex: none; width: 0; z-index: var(--z-panel); }
      :host([side="below"]) { width: auto; height: 0; }
      div { position: absolute; inset: 0 -4px; cursor: col-resize; touch-action: none; }
      :host([side="below"]) div { inset: -4px 0; cursor: row-resize; }
      div::after { content: ""; position: absolute; inset: 0 3px; }
      :host([side="below"]) div::after { inset: 3px 0; }
      div:hover::after, div:active::after { background: var(--accent-line); }
      @media (max-width: 640px) { :host { display: none; } }
    `,
  ];

  constructor() {
    super();
    this.name = "";
    this.label = "Resize";
    this.size = null;
    this.side = "before";
    this.least = 240;
    this.most = 720;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const kept = panelSize(this.name);
    if (kept !== null) this.#apply(kept);
  }

  get #target(): HTMLElement | null {
    const root = this.getRootNode();
    return root instanceof ShadowRoot ? (root.host as HTMLElement) : null;
  }

  #panel(): Element | null {
    return this.side === "before" ? this.previousElementSibling : this.nextElementSibling;
  }

  #size(): number {
    const box = this.#panel()?.getBoundingClientRect();
    if (!box) return 0;
    return this.side === "below" ? box.height : box.width;
  }

  #apply(pixels: number): void {
    const size = Math.min(this.most, Math.max(this.least, pixels));
    this.#target?.style.setProperty(`--${this.name}`, `${size}px`);
    this.size = size;
  }

  #drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const startedAt = this.side === "below" ? event.clientY : event.clientX;
    const startedWith = this.#size();
    const sign = this.side === "before" ? 1 : -1;
    const move = (moved: PointerEvent) =>
      this.#apply(startedWith + sign * ((this.side === "below" ? moved.clientY : moved.clientX) - startedAt));
    handle.addEventListener("pointermove", move);
    handle.addEventListener(
      "lostpointercapture",
      () => {
        handle.removeEventListener("pointermove", move);
        setPanelSize(this.name, this.#size());
      },
      { once: true },
    );
  };

  #step = (event: KeyboardEvent) => {
    const [less, more] =
      this.side === "before"
        ? ["ArrowLeft", "ArrowRight"]
        : this.side === "after"
          ? ["ArrowRight", "ArrowLeft"]
          : ["ArrowDown", "ArrowUp"];
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    const size = this.#size() + (event.key === more ? stepPx : -stepPx);
    this.#apply(size);
    setPanelSize(this.name, size);
  };

  #reset = () => {
    this.#target?.style.removeProperty(`--${this.name}`);
    setPanelSize(this.name, null);
  };

  override render() {
    return html`<div
      role="separator"
      tabindex="0"
      aria-label=${this.label}
      aria-valuenow=${Math.round(this.size ?? this.#size())}
      aria-valuemin=${this.least}
      aria-valuemax=${this.most}
      aria-orientation=${this.side === "below" ? "horizontal" : "vertical"}
      @pointerdown=${this.#drag}
      @focus=${() => {
        this.size = this.#size();
      }}
      @keydown=${this.#step}
      @dblclick=${this.#reset}
    ></div>`;
  }
}

customElements.define("split-handle", SplitHandle);
