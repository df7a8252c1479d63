import { html, LitElement, nothing } from "lit";
import { sentenceOf } from "../api/client.ts";
import { cancelInstance } from "../api/v2.ts";
import "../parts/dialog.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { counted } from "../words/time.ts";

/** Asks before an instance is cancelled, and cancels it. Closes with `close`. */
export class CancelDialog extends LitElement {
  static override properties = {
    instanceKey: { type: String },
    name: { type: String },
    tokens: { type: Number },
    problem: { state: true },
    isBusy: { state: true },
  };
  declare instanceKey: string;
  declare name: string;
  /** How many elements are active. */
  declare tokens: number;
  declare problem: string | null;
  declare isBusy: boolean;

  constructor() {
    super();
    this.instanceKey = "";
    this.name = "";
    this.tokens = 0;
    this.problem = null;
    this.isBusy = false;
  }

  static override styles = [base, controls, fields];

  #cancel = async () => {
    this.isBusy = true;
    try {
      await cancelInstance(this.instanceKey);
      toast(`${this.name} ${this.instanceKey} cancelled`);
      this.#close();
    } catch (thrown) {
      this.problem = sentenceOf(thrown);
    }
    this.isBusy = false;
  };

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  override render() {
    return html`<app-dialog heading="Cancel this instance?" @close=${this.#close}>
      <p class="second">
        ${this.name} <span class="mono">${this.instanceKey}</span> ends where it is: ${counted(this.tokens, "active element")} and their open
        tasks, jobs and timers close. What was done stays done. This cannot be undone.
      </p>
      ${this.problem ? problemLine(this.problem) : nothing}
      <button slot="foot" class="button" autofocus @click=${this.#close}>Keep it</button>
      <button slot="foot" class="button danger-solid" aria-busy=${this.isBusy} @click=${this.#cancel}>
        ${this.isBusy ? html`<i class="spinner"></i>` : nothing}Cancel instance
      </button>
    </app-dialog>`;
  }
}

customElements.define("cancel-dialog", CancelDialog);
