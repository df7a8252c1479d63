import { css, html, LitElement, nothing } from "lit";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { problemLine } from "./states.ts";
import { jsonProblem, parsedJson } from "./variables.ts";

/** Letters, digits and underscores, as FEEL can name it. */
const namePattern = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Name and value of a new variable. Asks with `variable-add` (detail: name, value) and `close`. */
export class AddVariable extends LitElement {
  static override properties = { takenNames: { attribute: false }, problem: { state: true } };
  /** Names that exist already. */
  declare takenNames: readonly string[];
  declare problem: { field: "name" | "value"; sentence: string } | null;

  constructor() {
    super();
    this.takenNames = [];
    this.problem = null;
  }

  static override styles = [
    base,
    controls,
    fields,
    css`
      form { display: grid; grid-template-columns: minmax(120px, 200px) minmax(0, 1fr) auto; gap: 6px 8px; align-items: end; padding: 8px 16px 10px; border-bottom: 1px solid var(--line-faint); }
      .problem { grid-column: 1 / 4; }
      .field > label { font: var(--text-12); color: var(--text-2); }
      .input { height: var(--control-h); }
      .input.mono { font: var(--text-mono-12); }
      .buttons { display: flex; gap: 6px; }
      @media (max-width: 640px) { form { grid-template-columns: 1fr; } .problem { grid-column: 1; } }
    `,
  ];

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #add = (event: Event) => {
    event.preventDefault();
    const name = this.renderRoot.querySelector<HTMLInputElement>("#name")?.value.trim() ?? "";
    const text = this.renderRoot.querySelector<HTMLInputElement>("#value")?.value ?? "";
    this.problem = this.#problemOf(name, text);
    const value = parsedJson(text);
    if (this.problem || value === undefined) return;
    this.dispatchEvent(new CustomEvent("variable-add", { detail: { name, value } }));
  };

  #problemOf(name: string, text: string): AddVariable["problem"] {
    if (!namePattern.test(name))
      return {
        field: "name",
        sentence: `A name has letters, digits and underscores and begins with a letter. You entered ${name ? `“${name}”` : "nothing"}.`,
      };
    if (this.takenNames.includes(name))
      return { field: "name", sentence: `${name} exists already; change it in its own field.` };
    const problem = jsonProblem(text);
    return problem ? { field: "value", sentence: problem } : null;
  }

  #key = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent("close"));
  };

  override render() {
    return html`<form @submit=${this.#add} @keydown=${this.#key}>
      <div class="field">
        <label for="name">Name</label>
        <input class="input mono" id="name" autocomplete="off" spellcheck="false" aria-invalid=${this.problem?.field === "name"} aria-describedby=${this.problem === null ? nothing : "problem"} />
      </div>
      <div class="field">
        <label for="value">Value as JSON</label>
        <input class="input mono" id="value" autocomplete="off" spellcheck="false" placeholder='"text", 250, true, { "a": 1 }' aria-invalid=${this.problem?.field === "value"} aria-describedby=${this.problem === null ? nothing : "problem"} />
      </div>
      <div class="buttons">
        <button class="button">Add</button>
        <button class="button ghost" type="button" @click=${() => this.dispatchEvent(new CustomEvent("close"))}>Close</button>
      </div>
      ${this.problem ? problemLine(this.problem.sentence, "problem") : nothing}
    </form>`;
  }
}

customElements.define("add-variable", AddVariable);
