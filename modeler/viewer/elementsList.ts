import { css, html, LitElement } from "lit";
import { font12, font13Strong, shadow2 } from "../canvas/theme.ts";
import { c } from "../tokens.ts";

/** One flow node in words. */
export interface ElementRow {
  elementId: string;
  name: string;
  type: string;
  /** What is there now, for example "1 token"; empty where nothing is. */
  state: string;
  mark: "token" | "incident" | "done" | null;
}

/**
 * The text twin of a diagram: its elements as a list, for those who do not see the drawing.
 *
 * Always there for a screen reader and reachable by Tab; shown while it has focus, unless the focus came by a key that
 * keeps the eye on the diagram. Selection follows focus and is told by `element-pick`; Esc is told by `list-close`.
 */
class ProcessElements extends LitElement {
  static override properties = {
    rows: { attribute: false },
    selected: { attribute: false },
    isOpen: { type: Boolean, attribute: "open", reflect: true },
  };
  /** In reading order. */
  declare rows: readonly ElementRow[];
  /** The element id of the selected row. */
  declare selected: string | null;
  declare isOpen: boolean;
  #staysHidden = false;

  constructor() {
    super();
    this.rows = [];
    this.selected = null;
    this.isOpen = false;
    this.addEventListener("focusin", this.#shown);
    this.addEventListener("focusout", this.#hidden);
    this.addEventListener("keydown", this.#moved);
  }

  /** Shows the list and focuses the selected row, or the first. */
  async open(): Promise<void> {
    this.isOpen = true;
    await this.updateComplete;
    this.#focusRow(this.selected ?? this.rows[0]?.elementId ?? null);
  }

  /** Focuses a row, so that it is read out, without showing the list over the diagram. */
  async focusQuietly(elementId: string): Promise<void> {
    this.#staysHidden = true;
    await this.updateComplete;
    this.#focusRow(elementId);
  }

  #shown = () => {
    if (!this.#staysHidden) this.isOpen = true;
  };

  #hidden = () => {
    this.#staysHidden = false;
    this.isOpen = false;
  };

  #moved = (event: KeyboardEvent) => {
    const at = this.rows.findIndex(({ elementId }) => elementId === this.#focusedId());
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.rows.length - 1 }[event.key];
    if (event.key === "Escape") this.dispatchEvent(new CustomEvent("list-close"));
    else if (event.key === "Enter" || event.key === " ") this.#pick(this.#focusedId());
    else if (to === undefined) return;
    else this.#pick(this.rows[Math.min(this.rows.length - 1, Math.max(0, to))]?.elementId ?? null);
    event.preventDefault();
    // The canvas's own keys are listened to on this very element.
    event.stopImmediatePropagation();
  };

  #pick(elementId: string | null): void {
    if (!elementId) return;
    this.#focusRow(elementId);
    this.dispatchEvent(new CustomEvent("element-pick", { detail: { elementId } }));
  }

  #focusedId(): string | null {
    return this.shadowRoot?.activeElement?.getAttribute("data-element-id") ?? null;
  }

  #focusRow(elementId: string | null): void {
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>("li")].find(
      (each) => each.dataset.elementId === elementId,
    );
    row?.focus();
  }

  override render() {
    const tabStop = this.rows.some(({ elementId }) => elementId === this.selected)
      ? this.selected
      : this.rows[0]?.elementId;
    return html`<h2 id="head">Elements</h2>
      <ul role="listbox" aria-labelledby="head">
        ${this.rows.map((row) => this.#row(row, row.elementId === tabStop))}
      </ul>`;
  }

  #row({ elementId, name, type, state, mark }: ElementRow, isTabStop: boolean) {
    return html`<li
      role="option"
      data-element-id=${elementId}
      tabindex=${isTabStop ? 0 : -1}
      aria-selected=${elementId === this.selected}
      @click=${() => this.#pick(elementId)}
    >
      <span class="name">${name}</span><span class="type">${type}</span><span class="state ${mark ?? ""}">${state}</span>
    </li>`;
  }

  static override styles = css`
    :host {
      position: absolute;
      left: 12px;
      top: 12px;
      z-index: var(--z-popover, 50);
      box-sizing: border-box;
      width: min(340px, calc(100% - 24px));
      /* The corner of the watermark stays free. */
      max-height: calc(100% - 84px);
      overflow: auto;
      border-radius: var(--r-3, 8px);
      background: ${c("bg-raised")};
      box-shadow: ${shadow2};
      font: ${font12};
      color: ${c("text-2")};
    }
    :host(:not([open])) {
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    h2 {
      margin: 0;
      padding: 10px 12px 6px;
      font: ${font13Strong};
      color: ${c("text")};
    }
    ul {
      margin: 0;
      padding: 0 0 6px;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 0 8px;
      padding: 5px 12px;
      cursor: pointer;
    }
    li:hover {
      background: ${c("bg-hover")};
    }
    li[aria-selected="true"] {
      background: ${c("bg-selected")};
      box-shadow: inset 2px 0 ${c("accent")};
    }
    li:focus-visible {
      outline: var(--focus-ring, 2px solid ${c("focus")});
      outline-offset: -2px;
    }
    .name {
      color: ${c("text")};
      overflow-wrap: anywhere;
    }
    .type {
      grid-row: 2;
      color: ${c("text-3")};
    }
    .state.token {
      color: ${c("st-active-text")};
    }
    .state.incident {
      color: ${c("st-incident-text")};
    }
    .state.done {
      color: ${c("st-completed-text")};
    }
    @media (forced-colors: active) {
      li[aria-selected="true"] {
        background: Highlight;
        color: HighlightText;
      }
    }
  `;
}

customElements.define("process-elements", ProcessElements);

declare global {
  interface HTMLElementTagNameMap {
    "process-elements": ProcessElements;
  }
}
