import { css, html, LitElement } from "lit";
import { type IconName, icon } from "../parts/icons.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";

export type FileCommand = "new" | "open" | "bpmn" | "svg" | "discard";

/** New, open, download. Tells `file-command` (detail: the command). */
export class FileMenu extends LitElement {
  static override properties = { isOpen: { state: true }, canDiscard: { type: Boolean } };
  declare isOpen: boolean;
  declare canDiscard: boolean;

  constructor() {
    super();
    this.isOpen = false;
    this.canDiscard = false;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { position: relative; flex: none; }
      [role="menu"] { position: absolute; right: 0; top: calc(100% + 4px); width: 240px; padding: 4px; background: var(--bg-raised); border-radius: var(--r-3); box-shadow: var(--shadow-2); z-index: var(--z-popover); animation: appear var(--t-base) var(--ease); }
      @keyframes appear { from { opacity: 0; translate: 0 -4px; } }
      [role="menuitem"] { display: flex; align-items: center; gap: 10px; width: 100%; height: 34px; padding: 0 8px; border: 0; border-radius: var(--r-2); background: none; cursor: pointer; text-align: left; }
      [role="menuitem"]:hover, [role="menuitem"]:focus-visible { background: var(--bg-hover); }
      [role="menuitem"] svg { color: var(--text-2); }
      hr { border: 0; border-top: 1px solid var(--line); margin: 4px 0; }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#outside, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.#outside, true);
  }

  #outside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.isOpen = false;
  };

  #toggle = () => {
    this.isOpen = !this.isOpen;
    if (this.isOpen)
      this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[role=menuitem]")?.focus());
  };

  #choose(command: FileCommand): void {
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent("file-command", { detail: command }));
  }

  #key = (event: KeyboardEvent) => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = items.findIndex((item) => item.matches(":focus"));
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) items[(at + step + items.length) % items.length]?.focus();
    else if (event.key === "Escape") {
      this.isOpen = false;
      this.renderRoot.querySelector<HTMLElement>(".button")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  override render() {
    return html`<button class="button ghost" aria-haspopup="menu" aria-expanded=${this.isOpen} @click=${this.#toggle}>${icon("file")}File</button>
      ${this.isOpen ? this.#menu() : ""}`;
  }

  #menu() {
    const item = (command: FileCommand, name: IconName, label: string) =>
      html`<button role="menuitem" tabindex="-1" @click=${() => this.#choose(command)}>${icon(name)}${label}</button>`;
    return html`<div role="menu" aria-label="File" @keydown=${this.#key}>
      ${item("new", "plus", "New process")}${item("open", "open", "Open a file")}
      <hr />
      ${item("bpmn", "download", "Download as BPMN")}${item("svg", "download", "Download as SVG")}
      ${this.canDiscard ? html`<hr />${item("discard", "close", "Discard changes")}` : ""}
    </div>`;
  }
}

customElements.define("file-menu", FileMenu);
