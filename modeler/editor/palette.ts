import { css, html, LitElement, nothing } from "lit";
import { paletteIcons } from "../icons.ts";
import { c } from "../tokens.ts";

interface Item {
  /** The id of bpmn-js's palette entry. */
  id: string;
  label: string;
  /** The key that does the same on the canvas. */
  key?: string;
  /** The tool it switches on, by bpmn-js's name. */
  tool?: string;
}

const tools: readonly Item[] = [
  { id: "hand-tool", label: "Hand", key: "H", tool: "hand" },
  { id: "lasso-tool", label: "Select area", key: "L", tool: "lasso" },
  { id: "space-tool", label: "Make space", key: "S", tool: "space" },
  { id: "global-connect-tool", label: "Connect", key: "C", tool: "global-connect" },
];

const elements: readonly Item[] = [
  { id: "create.start-event", label: "Start event" },
  { id: "create.intermediate-event", label: "Intermediate event" },
  { id: "create.end-event", label: "End event" },
  { id: "create.exclusive-gateway", label: "Gateway" },
  { id: "create.task", label: "Task" },
  { id: "create.subprocess-expanded", label: "Sub-process" },
  { id: "create.data-object", label: "Data object" },
  { id: "create.data-store", label: "Data store" },
  { id: "create.participant-expanded", label: "Pool" },
  { id: "create.group", label: "Group" },
  { id: "create", label: "More elements", key: "N" },
];

/** What was pressed: a palette entry's id and the browser's event, which bpmn-js starts from. */
export interface PaletteUse {
  id: string;
  event: MouseEvent;
  /** Dragged out, clicked to be put down by a second click, or put down at once (pressed by key). */
  by: "drag" | "click" | "key";
}

/**
 * The column of tools and elements beside the canvas. Fires `palette-use` with a `PaletteUse`.
 *
 * One tab stop, arrows inside. An element is dragged onto the canvas, or clicked and then put down by a click.
 */
class ProcessPalette extends LitElement {
  static override properties = { tool: { attribute: false }, at: { state: true } };
  /** bpmn-js's name of the active tool; null while none is. */
  declare tool: string | null;
  /** Index of the item that Tab reaches. */
  declare at: number;

  constructor() {
    super();
    this.tool = null;
    this.at = 0;
  }

  #use(id: string, event: MouseEvent, by: PaletteUse["by"]): void {
    this.dispatchEvent(new CustomEvent<PaletteUse>("palette-use", { detail: { id, event, by } }));
  }

  #dragged(id: string, event: DragEvent): void {
    // bpmn-js follows the mouse itself; the browser's own dragging would take it away.
    event.preventDefault();
    this.#use(id, event, "drag");
  }

  #moved = (event: KeyboardEvent) => {
    const last = tools.length + elements.length - 1;
    const to = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    this.at = Math.min(last, Math.max(0, to));
    this.renderRoot.querySelectorAll("button")[this.at]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  override render() {
    return html`<div role="toolbar" aria-orientation="vertical" aria-label="Palette" @keydown=${this.#moved}>
      ${tools.map((item, index) => this.#button(item, index))}
      <hr />
      ${elements.map((item, index) => this.#button(item, tools.length + index))}
    </div>`;
  }

  #button({ id, label, key, tool }: Item, index: number) {
    return html`<button
      type="button"
      data-palette-id=${id}
      title=${key ? `${label}, ${key}` : label}
      aria-label=${label}
      aria-pressed=${tool ? this.tool === tool : nothing}
      aria-keyshortcuts=${key ?? nothing}
      tabindex=${index === this.at ? 0 : -1}
      draggable=${id.startsWith("create.") ? "true" : "false"}
      @focus=${() => {
        this.at = index;
      }}
      @dragstart=${(event: DragEvent) => this.#dragged(id, event)}
      @click=${(event: MouseEvent) => this.#use(id, event, event.detail === 0 ? "key" : "click")}
    >
      ${paletteIcons[id]}
    </button>`;
  }

  static override styles = css`
    :host {
      display: block;
      box-sizing: border-box;
      width: 44px;
      overflow-y: auto;
      scrollbar-width: none;
      border-right: 1px solid ${c("line")};
      background: ${c("bg-sunken")};
    }
    div {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 2px;
      padding: 8px 0;
    }
    hr {
      flex: none;
      width: 20px;
      margin: 5px 0;
      border: 0;
      border-top: 1px solid ${c("line-strong")};
    }
    button {
      display: grid;
      place-items: center;
      flex: none;
      width: 32px;
      height: 32px;
      padding: 0;
      border: 0;
      border-radius: var(--r-2, 5px);
      background: none;
      color: ${c("text-2")};
      cursor: pointer;
    }
    button:hover {
      background: ${c("bg-hover")};
      color: ${c("text")};
    }
    button:active {
      background: ${c("bg-pressed")};
    }
    button[aria-pressed="true"] {
      background: ${c("accent-tint")};
      color: ${c("accent-text")};
    }
    button:focus-visible {
      outline: var(--focus-ring, 2px solid ${c("focus")});
      outline-offset: -1px;
    }
    svg {
      width: 18px;
      height: 18px;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.4;
      stroke-linecap: round;
      stroke-linejoin: round;
      display: block;
    }
    @media (pointer: coarse) {
      button {
        width: 40px;
        height: 40px;
      }
    }
  `;
}

customElements.define("process-palette", ProcessPalette);

declare global {
  interface HTMLElementTagNameMap {
    "process-palette": ProcessPalette;
  }
}
