import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { evaluate } from "../api/decisions.ts";
import type { Evaluation } from "../api/decisionTypes.ts";
import { Actions, keyLabel } from "../app/actions.ts";
import { icon } from "../parts/icons.ts";
import { problemLine } from "../parts/states.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { inputControl, inputHint } from "./inputControl.ts";
import type { InputField } from "./inputField.ts";
import { furtherProblem, type InputTexts, inputProblem, inputVariables } from "./inputValues.ts";

/** Makes the decision with inputs typed in by hand. Tells `decision-tried` with the answer, or null when there is none. */
export class TryPanel extends LitElement {
  static override properties = {
    definitionKey: { type: String },
    fields: { attribute: false },
    preset: { attribute: false },
    texts: { state: true },
    further: { state: true },
    visited: { state: true },
    problem: { state: true },
    isBusy: { state: true },
  };
  declare definitionKey: string;
  declare fields: readonly InputField[];
  /** Fills the form when it changes, for example with the inputs of an evaluation. */
  declare preset: InputTexts | null;
  declare texts: InputTexts;
  /** Variables that no field stands for, as JSON. */
  declare further: string;
  /** Fields that were left once: nobody is told of a problem while typing the first letters. */
  declare visited: ReadonlySet<string>;
  declare problem: string | null;
  declare isBusy: boolean;

  static override styles = [
    base,
    controls,
    fields,
    css`
      :host { padding: 14px 16px; }
      form { display: flex; flex-direction: column; gap: 14px; margin-top: 10px; }
      .field label { display: flex; gap: 6px; align-items: baseline; flex-wrap: wrap; overflow-wrap: anywhere; }
      .field label .mono { font-weight: 400; color: var(--text-3); }
      .acts { display: flex; gap: 8px; align-items: center; flex-wrap: wrap; }
      summary { cursor: pointer; color: var(--text-2); min-height: 24px; }
      details[open] summary { margin-bottom: 6px; }
      @media (max-width: 640px) { .acts .primary { flex: 1; height: var(--control-h-touch); } }
    `,
  ];

  constructor() {
    super();
    this.definitionKey = "";
    this.fields = [];
    this.preset = null;
    this.texts = new Map();
    this.further = "";
    this.visited = new Set();
    this.problem = null;
    this.isBusy = false;
    new Actions(this, () =>
      this.hidden
        ? []
        : [{ keys: "mod+Enter", label: "Evaluate", group: "This decision", run: () => void this.#submit() }],
    );
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("preset") && this.preset) this.texts = new Map([...this.texts, ...this.preset]);
    if (changed.has("definitionKey")) this.problem = null;
  }

  /** Puts the focus into the first field. */
  begin(): void {
    this.renderRoot.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }

  #problemOf = (field: InputField): string | null => inputProblem(field, this.texts.get(field.name) ?? "");

  #set(name: string, text: string): void {
    this.texts = new Map(this.texts).set(name, text);
  }

  #visit(name: string): void {
    this.visited = new Set(this.visited).add(name);
  }

  #submit = async (event?: Event) => {
    event?.preventDefault();
    if (this.isBusy) return;
    this.visited = new Set([...this.fields.map(({ name }) => name), "further"]);
    const wrong = this.fields.find((field) => this.#problemOf(field) !== null);
    if (wrong || furtherProblem(this.further)) return this.#focusWrong();
    this.problem = null;
    this.isBusy = true;
    try {
      this.#tell(await evaluate(this.definitionKey, inputVariables(this.fields, this.texts, this.further)));
    } catch (thrown) {
      this.problem = sentenceOf(thrown);
      this.#tell(null);
    }
    this.isBusy = false;
  };

  async #focusWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }

  #tell(detail: Evaluation | null): void {
    this.dispatchEvent(new CustomEvent("decision-tried", { detail }));
  }

  #empty = () => {
    this.texts = new Map();
    this.further = "";
    this.visited = new Set();
    this.problem = null;
    this.#tell(null);
    void this.updateComplete.then(() => this.begin());
  };

  override render() {
    const isEmpty = this.further === "" && [...this.texts.values()].every((text) => text === "");
    return html`<h2 class="heading">Try inputs</h2>
      <form novalidate @submit=${this.#submit}>
        ${this.fields.map((field, at) => this.#field(field, at))}
        ${this.#further()}
        ${this.problem ? problemLine(this.problem) : nothing}
        <div class="acts">
          <button class="button primary" aria-busy=${this.isBusy}>
            ${this.isBusy ? html`<i class="spinner"></i>` : icon("play")}Evaluate <kbd>${keyLabel("mod+Enter")}</kbd>
          </button>
          ${isEmpty ? nothing : html`<button class="button ghost" type="button" @click=${this.#empty}>Clear</button>`}
        </div>
      </form>`;
  }

  #field(field: InputField, at: number): TemplateResult {
    const problem = this.visited.has(field.name) ? this.#problemOf(field) : null;
    const hint = inputHint(field);
    return html`<div class="field">
      <label for="field-${at}">${field.label}${field.label === field.name ? nothing : html`<span class="mono">${field.name}</span>`}</label>
      ${inputControl(field, {
        id: `field-${at}`,
        text: this.texts.get(field.name) ?? "",
        isWrong: problem !== null,
        describedBy: problem || hint ? `about-${at}` : null,
        change: (text) => this.#set(field.name, text),
        leave: () => this.#visit(field.name),
      })}
      ${problem ? problemLine(problem, `about-${at}`) : hint ? html`<span class="hint" id="about-${at}">${hint}</span>` : nothing}
    </div>`;
  }

  #further(): TemplateResult {
    const problem = this.visited.has("further") ? furtherProblem(this.further) : null;
    const isAlone = this.fields.length === 0;
    return html`<details ?open=${isAlone || this.further !== ""}>
      <summary>${isAlone ? "Variables" : "Further variables"}</summary>
      <textarea
        class="input code"
        rows="4"
        spellcheck="false"
        aria-label=${isAlone ? "Variables as JSON" : "Further variables as JSON"}
        aria-invalid=${problem !== null}
        placeholder='{ "customer": { "age": 34 } }'
        .value=${this.further}
        @input=${(event: Event) => {
          this.further = (event.target as HTMLTextAreaElement).value;
        }}
        @blur=${() => this.#visit("further")}
      ></textarea>
      ${problem ? problemLine(problem) : html`<span class="hint">A JSON object.</span>`}
    </details>`;
  }
}

customElements.define("try-panel", TryPanel);
