import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { publishMessage } from "../api/v2.ts";
import "../parts/dialog.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { variablesOf, variablesProblem } from "../parts/variables.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";

/** Publishes a message: the one that an instance waits for, or any when none is given. Closes with `close`. */
export class PublishDialog extends LitElement {
  static override properties = {
    messageName: { type: String },
    correlationKey: { type: String },
    problem: { state: true },
    isBusy: { state: true },
  };
  /** Empty lets the person name it. */
  declare messageName: string;
  declare correlationKey: string;
  declare problem: { field: "name" | "variables"; sentence: string } | null;
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
    css`
      .stack { display: flex; flex-direction: column; gap: 16px; }
      dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; }
      dt { color: var(--text-2); }
      dd { overflow-wrap: anywhere; }
    `,
  ];

  #text(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${id}`)?.value ?? "";
  }

  #publish = async () => {
    if (this.isBusy) return;
    const name = this.messageName || this.#text("name").trim();
    const key = this.messageName ? this.correlationKey : this.#text("key").trim();
    this.problem = this.#problemOf(name, this.#text("variables"));
    if (this.problem) return;
    this.isBusy = true;
    try {
      await publishMessage(name, key, variablesOf(this.#text("variables")));
      toast(`Message ${name} published`);
      this.#close();
    } catch (thrown) {
      this.problem = { field: "variables", sentence: sentenceOf(thrown) };
    }
    this.isBusy = false;
  };

  #problemOf(name: string, variables: string): PublishDialog["problem"] {
    if (name === "") return { field: "name", sentence: "A message has a name, as it stands in the model." };
    const sentence = variablesProblem(variables);
    return sentence === null ? null : { field: "variables", sentence };
  }

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  #key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void this.#publish();
  };

  override render() {
    return html`<app-dialog heading=${this.messageName ? `Publish ${this.messageName}?` : "Publish a message"} @close=${this.#close}>
      <div class="stack" @keydown=${this.#key}>
        ${this.messageName ? this.#awaited() : this.#named()}
        <div class="field">
          <label for="variables">Variables it brings</label>
          <textarea class="input code" id="variables" rows="5" spellcheck="false" placeholder="{ }" aria-invalid=${this.problem?.field === "variables"} aria-describedby="hint" ?autofocus=${this.messageName !== ""}></textarea>
          ${this.problem?.field === "variables" ? problemLine(this.problem.sentence, "hint") : html`<span class="hint" id="hint">A JSON object; empty brings none. The instance goes on with them.</span>`}
        </div>
      </div>
      <button slot="foot" class="button" @click=${this.#close}>Close</button>
      <button slot="foot" class="button primary" aria-busy=${this.isBusy} @click=${this.#publish}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Publish</button>
    </app-dialog>`;
  }

  #awaited(): TemplateResult {
    return html`<dl>
      <dt>Message</dt><dd class="mono">${this.messageName}</dd>
      <dt>Correlation key</dt><dd class="mono">${this.correlationKey || "none"}</dd>
    </dl>`;
  }

  #named(): TemplateResult {
    const isUnnamed = this.problem?.field === "name";
    return html`<div class="field">
        <label for="name">Name</label>
        <input class="input" id="name" autocomplete="off" spellcheck="false" autofocus aria-invalid=${isUnnamed} aria-describedby="name-hint" />
        ${this.problem && isUnnamed ? problemLine(this.problem.sentence, "name-hint") : html`<span class="hint" id="name-hint">As it stands in the model. Without anybody who waits for it, it is dropped.</span>`}
      </div>
      <div class="field">
        <label for="key">Correlation key</label>
        <input class="input" id="key" autocomplete="off" spellcheck="false" aria-describedby="key-hint" />
        <span class="hint" id="key-hint">Picks the instances that get it. Empty where a process begins with the message.</span>
      </div>`;
  }
}

customElements.define("publish-dialog", PublishDialog);
