import { css, html, LitElement, nothing } from "lit";
import type { Finding, ProcessVersion } from "../../server/contract.ts";
import { Problem, sentenceOf } from "../api/client.ts";
import { definitionXml, startInstance } from "../api/v2.ts";
import { navigate } from "../app/router.ts";
import "../parts/dialog.ts";
import { problemLine } from "../parts/states.ts";
import { variablesOf, variablesProblem } from "../parts/variables.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { ModelNames } from "../words/modelNames.ts";
import { exampleVariables } from "./exampleVariables.ts";

/** Variables of the last start, per process key, so that trying again does not mean typing again. */
const lastVariables = new Map<string, string>();

/** As many lines as the text has, as far as the buttons stay in sight on a small screen. */
const textRows = { least: 8, most: 16 };

/** Starts an instance with variables and goes to it. Closes with `close`. */
export class StartDialog extends LitElement {
  static override properties = {
    processName: { type: String },
    processId: { type: String },
    version: { attribute: false },
    text: { state: true },
    example: { state: true },
    problem: { state: true },
    findings: { state: true },
    documentation: { state: true },
    isBusy: { state: true },
  };
  declare processName: string;
  declare processId: string;
  declare version: Pick<ProcessVersion, "version" | "processDefinitionKey">;
  /** What stands in the editor. */
  declare text: string;
  /** What the author of this version suggests to start with; empty when nothing. */
  declare example: string;
  declare problem: string | null;
  declare findings: readonly Finding[];
  declare isBusy: boolean;
  /** What the modeller wrote about the process: often which variables it expects. */
  declare documentation: string;

  constructor() {
    super();
    this.processName = "";
    this.processId = "";
    this.text = "";
    this.example = "";
    this.problem = null;
    this.findings = [];
    this.isBusy = false;
    this.documentation = "";
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.text = lastVariables.get(this.version.processDefinitionKey) ?? "";
  }

  protected override firstUpdated(): void {
    // Without its model a process can be started as well.
    definitionXml(this.version.processDefinitionKey).then(
      (xml) => this.#read(xml),
      () => undefined,
    );
  }

  #read(xml: string): void {
    this.documentation = new ModelNames(xml).documentationOf(this.processId);
    this.example = exampleVariables(xml, this.processId);
    if (this.text === "" && !lastVariables.has(this.version.processDefinitionKey)) this.text = this.example;
  }

  static override styles = [
    base,
    controls,
    fields,
    css`.about { margin-bottom: 14px; max-height: 8lh; overflow: auto; }`,
  ];

  #start = async () => {
    const { text } = this;
    this.problem = variablesProblem(text);
    this.findings = [];
    if (this.problem || this.isBusy) return;
    lastVariables.set(this.version.processDefinitionKey, text);
    this.isBusy = true;
    try {
      const { processInstanceKey } = await startInstance(this.version.processDefinitionKey, variablesOf(text));
      this.#close();
      navigate(`/instances/${processInstanceKey}`);
    } catch (thrown) {
      this.#refuse(thrown);
    }
    this.isBusy = false;
  };

  #refuse(thrown: unknown): void {
    const field = thrown instanceof Problem && thrown.field ? `${thrown.field}: ` : "";
    this.problem = `${field}${sentenceOf(thrown)}`;
    this.findings = thrown instanceof Problem ? thrown.findings : [];
  }

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  #key = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    void this.#start();
  };

  #retype = (event: Event) => {
    this.text = (event.target as HTMLTextAreaElement).value;
    if (this.problem) this.problem = variablesProblem(this.text);
  };

  #validate = () => {
    this.problem = variablesProblem(this.text);
  };

  #hint(): string {
    const isExample = this.example !== "" && this.text === this.example;
    return `${isExample ? "The example that the model gives. " : ""}A JSON object. Empty starts without variables.`;
  }

  override render() {
    return html`<app-dialog heading="Start ${this.processName} v${this.version.version}" wide @close=${this.#close}>
      ${this.documentation ? html`<p class="second about">${this.documentation}</p>` : nothing}
      <div class="field">
        <label for="variables">Variables</label>
        <textarea
          class="input code"
          id="variables"
          rows=${Math.min(textRows.most, Math.max(textRows.least, this.text.split("\n").length))}
          spellcheck="false"
          autofocus
          placeholder='{ "orderId": "A-100", "amount": 250 }'
          aria-invalid=${this.problem !== null}
          aria-describedby="hint"
          .value=${this.text}
          @input=${this.#retype}
          @blur=${this.#validate}
          @keydown=${this.#key}
        ></textarea>
        ${this.problem ? problemLine(this.problem, "hint") : html`<span class="hint" id="hint">${this.#hint()}</span>`}
        ${this.findings.map(({ message }) => problemLine(message))}
      </div>
      <button slot="foot" class="button" @click=${this.#close}>Close</button>
      <button slot="foot" class="button primary" aria-busy=${this.isBusy} @click=${this.#start}>
        ${this.isBusy ? html`<i class="spinner"></i>` : nothing}Start instance
      </button>
    </app-dialog>`;
  }
}

customElements.define("start-dialog", StartDialog);
