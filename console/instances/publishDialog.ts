import { css, html, LitElement, nothing } from "lit";
import { sentenceOf } from "../api/client.ts";
import { publishMessage } from "../api/v2.ts";
import "../parts/dialog.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { variablesOf, variablesProblem } from "../parts/variables.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";

/** Publishes the message that an instance waits for. Closes with `close`. */
export class PublishDialog extends LitElement {
  static override properties = {
    messageName: { type: String },
    correlationKey: { type: String },
    problem: { state: true },
    isBusy: { state: true },
  };
  declare messageName: string;
  declare correlationKey: string;
  declare problem: string | null;
  declare isBusy: boolean;

  constructor() {
    super();
    this.messageName = "";
    this.correlationKey = "";
    this.problem = null;
    this.isBusy = false;
  }

  static override styles = [
    base,
    controls,
    fields,
    css`.stack { display: flex; flex-direction: column; gap: 16px; } dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; } dt { color: var(--text-2); }`,
  ];

  #publish = async () => {
    const text = this.renderRoot.querySelector("textarea")?.value ?? "";
    this.problem = variablesProblem(text);
    if (this.problem) return;
    this.isBusy = true;
    try {
      await publishMessage(this.messageName, this.correlationKey, variablesOf(text));
      toast(`Message ${this.messageName} published`);
      this.#close();
    } catch (thrown) {
      this.problem = sentenceOf(thrown);
    }
    this.isBusy = false;
  };

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  override render() {
    return html`<app-dialog heading="Publish ${this.messageName}?" @close=${this.#close}>
      <div class="stack">
        <dl><dt>Message</dt><dd class="mono">${this.messageName}</dd><dt>Correlation key</dt><dd class="mono">${this.correlationKey}</dd></dl>
        <div class="field">
          <label for="variables">Variables it brings</label>
          <textarea class="input code" id="variables" rows="5" spellcheck="false" placeholder="{ }" aria-invalid=${this.problem !== null} aria-describedby="hint" autofocus></textarea>
          ${this.problem ? problemLine(this.problem, "hint") : html`<span class="hint" id="hint">A JSON object; empty brings none. The instance goes on with them.</span>`}
        </div>
      </div>
      <button slot="foot" class="button" @click=${this.#close}>Close</button>
      <button slot="foot" class="button primary" aria-busy=${this.isBusy} @click=${this.#publish}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Publish</button>
    </app-dialog>`;
  }
}

customElements.define("publish-dialog", PublishDialog);
