import { css, html, LitElement, nothing } from "lit";
import { connectionLostAt, onConnection, reconnect } from "../api/live.ts";
import { statusMark } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { shortTime } from "../words/time.ts";

/** A restart of the server is over sooner; only longer breaks are worth a word. */
const patienceMs = 1_500;

/** Says that the connection is lost and that the page comes back by itself. */
export class ConnectionBar extends LitElement {
  static override properties = { isShown: { state: true } };
  declare isShown: boolean;
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.isShown = false;
  }

  static override styles = [
    base,
    controls,
    css`
      :host { flex: none; }
      div { display: flex; align-items: center; gap: 10px; min-height: 36px; padding: 4px var(--sp-5); background: var(--st-incident-tint); border-bottom: 1px solid var(--st-incident-line); flex-wrap: wrap; }
      .button { height: 24px; font: var(--text-12); }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leave = onConnection(() => this.#look());
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave?.();
    clearTimeout(this.#timer);
  }

  #look(): void {
    clearTimeout(this.#timer);
    if (connectionLostAt() === null) this.isShown = false;
    else
      this.#timer = setTimeout(() => {
        this.isShown = true;
      }, patienceMs);
  }

  override render() {
    const lostAt = connectionLostAt();
    if (!this.isShown || !lostAt) return nothing;
    return html`<div role="status">
      <span class="status incident">${statusMark("incident")}<b class="strong">Connection lost at ${shortTime(lostAt.toISOString())}, trying again</b></span>
      <span class="second">What you see is as of then. Nothing is lost; running instances go on by themselves.</span>
      <button class="button" @click=${reconnect}>Try now</button>
    </div>`;
  }
}

customElements.define("connection-bar", ConnectionBar);
