import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { broadcastSignal } from "../api/v2.ts";
import "../parts/dialog.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { variablesOf, variablesProblem } from "../parts/variables.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";

/** Broadcasts a signal: the one that an instance waits for, or any when none is given. Closes with `close`. */
export class SignalDialog extends LitElement {
  static override properties = {
    signalName: { type: String },
    problem: { state: true },
    isBusy: { state: true },
  };
  /** Empty lets the person name it. */
  declare signalName: string;
  declare problem: { field: "name" | "variables"; sentence: string } | null;
  declare isBusy: boolean;

  constructor() {
    super();
    this.signalName = "";
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

  #broadcast = async () => {
    if (this.isBusy) return;
    const name = this.signalName || this.#text("name").trim();
    this.problem = this.#problemOf(name, this.#text("variables"));
    if (this.problem) return;
    this.isBusy = true;
    try {
      await broadcastSignal(name, variablesOf(this.#text("variables")));
      toast(`Signal ${name} broadcast`);
      this.#close();
    } catch (thrown) {
      this.problem = { field: "variables", sentence: sentenceOf(thrown) };
    }
    this.isBusy = false;
  };

  #problemOf(name: string, variables: string): SignalDialog["problem"] {
    if (name === "") return { field: "name", sentence: "A signal has a name, as it stands in the model." };
    const sentence = variablesProblem(variables);
    return sentence === null ? null : { field: "variables", sentence };
  }

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  #key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void this.#broadcast();
  };

  override render() {
    return html`<app-dialog heading=${this.signalName ? `Broadcast ${this.signalName}?` : "Broadcast a signal"} @close=${this.#close}>
      <div class="stack" @keydown=${this.#key}>
        ${this.signalName ? html`<dl><dt>Signal</dt><dd class="mono">${this.signalName}</dd></dl>` : this.#named()}
        <div class="field">
          <label for="variables">Variables it brings</label>
          <textarea class="input code" id="variables" rows="5" spellcheck="false" placeholder="{ }" aria-invalid=${this.problem?.field === "variables"} aria-describedby="hint" ?autofocus=${this.signalName !== ""}></textarea>
          ${this.problem?.field === "variables" ? problemLine(this.problem.sentence, "hint") : html`<span class="hint" id="hint">A JSON object; empty brings none. Everybody who waits for the signal gets them, in every instance.</span>`}
        </div>
      </div>
      <button slot="foot" class="button" @click=${this.#close}>Close</button>
      <button slot="foot" class="button primary" aria-busy=${this.isBusy} @click=${this.#broadcast}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Broadcast</button>
    </app-dialog>`;
  }

  #named(): TemplateResult {
    const isUnnamed = this.problem?.field === "name";
    return html`<div class="field">
      <label for="name">Name</label>
      <input class="input" id="name" autocomplete="off" spellcheck="false" autofocus aria-invalid=${isUnnamed} aria-describedby="name-hint" />
      ${this.problem && isUnnamed ? problemLine(this.problem.sentence, "name-hint") : html`<span class="hint" id="name-hint">As it stands in the model. It begins every process that starts with it.</span>`}
    </div>`;
  }
}

customElements.define("signal-dialog", SignalDialog);
