import { css, html, LitElement } from "lit";
import { countModal } from "../app/actions.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { icon } from "./icons.ts";

/**
 * A question over the page. Opens when it enters the page; its owner removes it after `close`.
 * Focus starts on the slotted element with `autofocus` and returns to where it was. Slots: default, `foot`.
 */
export class AppDialog extends LitElement {
  static override properties = { heading: { type: String }, wide: { type: Boolean } };
  declare heading: string;
  /** 640 instead of 480 pixels. */
  declare wide: boolean;

  static override styles = [
    base,
    controls,
    css`
      dialog { width: min(480px, calc(100vw - 24px)); max-height: calc(100vh - 48px); padding: 0; border: 0; border-radius: var(--r-4); background: var(--bg-raised); color: var(--text); box-shadow: var(--shadow-3); overflow: hidden; }
      dialog.wide { width: min(640px, calc(100vw - 24px)); }
      dialog[open] { display: flex; flex-direction: column; animation: appear var(--t-slow) var(--ease); }
      dialog::backdrop { background: var(--scrim); }
      @keyframes appear { from { opacity: 0; translate: 0 4px; } }
      header { display: flex; align-items: center; gap: 8px; padding: 16px 12px 0 20px; }
      .body { padding: 6px 20px 16px; overflow: auto; min-height: 0; }
      footer { display: flex; gap: 8px; justify-content: flex-end; align-items: center; padding: 0 20px 16px; flex-wrap: wrap; }
    `,
  ];

  constructor() {
    super();
    this.heading = "";
    this.wide = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    countModal(1);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    countModal(-1);
    this.#opener?.focus({ preventScroll: true });
  }

  #opener: HTMLElement | null = null;

  protected override firstUpdated(): void {
    this.#opener = deepActive();
    this.renderRoot.querySelector("dialog")?.showModal();
    this.querySelector<HTMLElement>("[autofocus]")?.focus();
  }

  #close = (event: Event) => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("close"));
  };

  override render() {
    return html`<dialog class=${this.wide ? "wide" : ""} aria-labelledby="heading" @cancel=${this.#close} @close=${this.#close}>
      <header>
        <h2 class="title grow" id="heading">${this.heading}</h2>
        <button class="icon-button" aria-label="Close, Escape" title="Close  Esc" @click=${this.#close}>${icon("close")}</button>
      </header>
      <div class="body"><slot></slot></div>
      <footer><slot name="foot"></slot></footer>
    </dialog>`;
  }
}

/** The focused element, through shadow roots. */
export function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
}

customElements.define("app-dialog", AppDialog);
