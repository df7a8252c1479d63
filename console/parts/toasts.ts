import { css, html, LitElement } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { icon } from "./icons.ts";
import { status } from "./status.ts";

interface Toast {
  id: number;
  sentence: string;
  link: { href: string; label: string } | null;
}

/** Long enough to read one sentence; paused while the pointer or focus rests on it. */
const shownMs = 6_000;
const toastsMax = 3;

let stack: ToastStack | null = null;

/** Says what happened, at the bottom left. Errors that need action never go here. */
export function toast(sentence: string, link: Toast["link"] = null): void {
  stack?.add(sentence, link);
}

export class ToastStack extends LitElement {
  static override properties = { toasts: { state: true } };
  declare toasts: Toast[];
  #nextId = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  static override styles = [
    base,
    controls,
    css`
      :host { position: fixed; left: 16px; bottom: 16px; z-index: var(--z-toast); display: flex; flex-direction: column; gap: 8px; max-width: min(420px, calc(100vw - 32px)); }
      .toast { display: flex; align-items: center; gap: 10px; background: var(--bg-raised); box-shadow: var(--shadow-2); border-radius: var(--r-3); padding: 5px 6px 5px 12px; animation: rise var(--t-base) var(--ease); }
      .toast p { padding: 4px 0; overflow-wrap: anywhere; }
      @keyframes rise { from { opacity: 0; translate: 0 4px; } }
      @media (max-width: 640px) { :host { bottom: 68px; } }
    `,
  ];

  constructor() {
    super();
    this.toasts = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    stack = this;
  }

  add(sentence: string, link: Toast["link"]): void {
    const added = { id: this.#nextId++, sentence, link };
    this.toasts = [...this.toasts, added].slice(-toastsMax);
    this.#leaveLater(added.id);
  }

  #leaveLater(id: number): void {
    this.#timers.set(
      id,
      setTimeout(() => this.#remove(id), shownMs),
    );
  }

  #remove(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.toasts = this.toasts.filter((shown) => shown.id !== id);
  }

  #hold = (id: number) => clearTimeout(this.#timers.get(id));

  override render() {
    return html`<div role="status" aria-live="polite" class="column" style="gap:8px">
      ${repeat(
        this.toasts,
        (shown) => shown.id,
        (shown) => html`<div
          class="toast"
          @pointerenter=${() => this.#hold(shown.id)}
          @pointerleave=${() => this.#leaveLater(shown.id)}
          @focusin=${() => this.#hold(shown.id)}
          @focusout=${() => this.#leaveLater(shown.id)}
        >
          ${status("completed")}
          <p class="grow">${shown.sentence}</p>
          ${shown.link ? html`<a class="button ghost" href=${shown.link.href}>${shown.link.label}</a>` : ""}
          <button class="icon-button small-square" aria-label="Dismiss" @click=${() => this.#remove(shown.id)}>${icon("close")}</button>
        </div>`,
      )}
    </div>`;
  }
}

customElements.define("toast-stack", ToastStack);
