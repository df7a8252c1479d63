import { html, LitElement } from "lit";
import "../parts/dialog.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";

/** Asks before work is lost. Tells `confirm` or `close`. */
export class LossDialog extends LitElement {
  static override properties = { heading: { type: String }, sentence: { type: String }, verb: { type: String } };
  declare heading: string;
  /** What exactly is lost. */
  declare sentence: string;
  declare verb: string;

  static override styles = [base, controls];

  #tell(name: "confirm" | "close"): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    return html`<app-dialog heading=${this.heading} @close=${() => this.#tell("close")}>
      <p class="second">${this.sentence}</p>
      <button slot="foot" class="button" autofocus @click=${() => this.#tell("close")}>Keep it</button>
      <button slot="foot" class="button danger-solid" @click=${() => this.#tell("confirm")}>${this.verb}</button>
    </app-dialog>`;
  }
}

customElements.define("loss-dialog", LossDialog);
