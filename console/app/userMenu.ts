import { css, html, LitElement } from "lit";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { hasSingleKeys, setSingleKeys, setTheme, setUserName, type Theme, theme, userName } from "./preferences.ts";

const themes: readonly [Theme, string][] = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** Name, theme and keys of the person at this browser. Closes with `close`. */
export class UserMenu extends LitElement {
  static override styles = [
    base,
    controls,
    fields,
    css`
      :host { position: absolute; right: 8px; top: calc(var(--bar-h) - 2px); width: 280px; z-index: var(--z-popover); background: var(--bg-raised); border-radius: var(--r-3); box-shadow: var(--shadow-2); padding: 14px 16px; animation: appear var(--t-base) var(--ease); }
      @keyframes appear { from { opacity: 0; translate: 0 -4px; } }
      .stack { display: flex; flex-direction: column; gap: 16px; }
      .filter-chips { display: flex; }
      .filter-chips button { flex: 1; justify-content: center; padding: 0 4px; }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#outside, true);
    this.addEventListener("keydown", this.#escape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.#outside, true);
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #outside = (event: Event) => {
    const path = event.composedPath();
    if (path.includes(this)) return;
    if (path.some((node) => node instanceof HTMLElement && node.classList.contains("person"))) return;
    this.#close();
  };

  #escape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && !(event.key === "Enter" && event.composedPath()[0] instanceof HTMLInputElement))
      return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };

  #close(): void {
    const name = this.renderRoot.querySelector<HTMLInputElement>("#name")?.value ?? "";
    if (name.trim() !== userName()) setUserName(name);
    this.dispatchEvent(new CustomEvent("close"));
  }

  override render() {
    return html`<div class="stack" role="dialog" aria-label="You and this browser">
      <div class="field">
        <label for="name">Your name</label>
        <input class="input slim" id="name" .value=${userName()} autocomplete="username" maxlength="80" aria-describedby="name-hint" />
        <span class="hint" id="name-hint">Tasks are claimed with it, and it stands in the history.</span>
      </div>
      <div class="field">
        <span class="label" id="theme">Theme</span>
        <div class="filter-chips" role="group" aria-labelledby="theme">
          ${themes.map(
            ([value, label]) => html`<button
              aria-pressed=${theme() === value}
              @click=${() => {
                setTheme(value);
                this.requestUpdate();
              }}
            >
              ${label}
            </button>`,
          )}
        </div>
      </div>
      <label class="tick-row">
        <input class="tick" type="checkbox" .checked=${hasSingleKeys()} @change=${(event: Event) => setSingleKeys((event.target as HTMLInputElement).checked)} />
        Single-letter keys
      </label>
      <a href="/retention" @click=${() => this.#close()}>Retention of ended instances</a>
      <a href="/docs" target="_blank">API reference</a>
    </div>`;
  }
}

customElements.define("user-menu", UserMenu);
