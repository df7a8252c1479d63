import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import "../parts/addVariable.ts";
import { icon } from "../parts/icons.ts";
import { problemLine } from "../parts/states.ts";
import type { Json } from "../parts/variables.ts";
import "../parts/variableTree.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { type FieldDraft, kindOf, labelOf, problemOf, textOf } from "./fieldDrafts.ts";

/** A task's variables as fields, or as text when they cannot be changed. Tells `field-change` (detail: the draft). */
export class TaskForm extends LitElement {
  static override properties = {
    drafts: { attribute: false },
    isEditable: { type: Boolean },
    visited: { state: true },
    isAdding: { state: true },
  };
  declare drafts: readonly FieldDraft[];
  declare isEditable: boolean;
  /** Fields that were left once: problems are not shown while the first letters are typed. */
  declare visited: ReadonlySet<string>;
  declare isAdding: boolean;

  constructor() {
    super();
    this.drafts = [];
    this.isEditable = false;
    this.visited = new Set();
    this.isAdding = false;
  }

  static override styles = [
    base,
    controls,
    fields,
    css`
      form, .read { display: flex; flex-direction: column; gap: 18px; max-width: 600px; }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 18px 16px; }
      .wide { grid-column: 1 / 3; }
      .field > label { display: flex; justify-content: space-between; gap: 8px; align-items: baseline; }
      .field > label > span { min-width: 0; overflow-wrap: anywhere; }
      .field > label .mono { flex: none; max-width: 50%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text-3); }
      .tick-row { align-self: end; min-height: var(--control-h-form); font: var(--text-14); }
      dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0 24px; }
      dl > div { display: flex; justify-content: space-between; gap: 12px; padding: 6px 0; border-bottom: 1px solid var(--line-faint); min-width: 0; }
      dl > .wide { flex-direction: column; gap: 2px; }
      dt { color: var(--text-2); overflow-wrap: anywhere; min-width: 0; }
      dd { flex: 1 0 auto; max-width: 70%; min-width: 30%; font-weight: 500; text-align: right; overflow-wrap: anywhere; }
      .wide dd { max-width: none; max-height: 16lh; overflow: auto; text-align: left; font-weight: 400; white-space: pre-wrap; }
      .tree { margin: 0 -10px; }
      add-variable { border: 1px solid var(--line-strong); border-radius: var(--r-2); }
      .none { color: var(--text-2); }
      @media (max-width: 640px) { .pair, dl { grid-template-columns: 1fr; } .wide { grid-column: 1; } }
    `,
  ];

  /** Shows every problem and moves to the first; true when there is none. */
  validate(): boolean {
    this.visited = new Set(this.drafts.map(({ name }) => name));
    const first = this.drafts.find((draft) => problemOf(draft) !== null);
    if (first)
      this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    return first === undefined;
  }

  /** Moves to the first field; false when there is none to write in. */
  enter(): boolean {
    const first = this.renderRoot.querySelector<HTMLElement>("form :is(input, textarea)");
    first?.focus();
    return first !== null;
  }

  override render() {
    return this.isEditable ? this.#form() : this.#text();
  }

  #form(): TemplateResult {
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      ${this.drafts.length === 0 ? html`<p class="none">This task has no variables. Add one, or complete it as it is.</p>` : nothing}
      <div class="pair">${repeat(
        this.drafts,
        ({ name }) => name,
        (draft) => this.#field(draft),
      )}</div>
      ${
        this.isAdding
          ? html`<add-variable .takenNames=${this.drafts.map(({ name }) => name)} @variable-add=${this.#add} @close=${this.#toggleAdding}></add-variable>`
          : html`<div><button type="button" class="button ghost" @click=${this.#toggleAdding}>${icon("plus")}Add a variable</button></div>`
      }
    </form>`;
  }

  #toggleAdding = () => {
    this.isAdding = !this.isAdding;
  };

  #add = (event: CustomEvent<{ name: string; value: Json }>) => {
    const { name, value } = event.detail;
    this.isAdding = false;
    this.#tell({ name, kind: kindOf(value), text: textOf(value), original: undefined });
  };

  #tell(draft: FieldDraft): void {
    this.dispatchEvent(new CustomEvent("field-change", { detail: draft }));
  }

  #field(draft: FieldDraft): TemplateResult {
    const { name, kind } = draft;
    if (kind === "boolean") return this.#tick(draft);
    const problem = this.visited.has(name) ? problemOf(draft) : null;
    const id = `field-${name}`;
    return html`<div class="field ${kind === "longText" || kind === "json" ? "wide" : ""}">
      <label for=${id}><span>${labelOf(name)}</span><span class="mono" title=${name}>${name}</span></label>
      ${this.#control(draft, id, problem)}
      ${problem ? problemLine(problem, `${id}-hint`) : nothing}
    </div>`;
  }

  #control(draft: FieldDraft, id: string, problem: string | null): TemplateResult {
    const type = (event: Event) => this.#tell({ ...draft, text: (event.target as HTMLInputElement).value });
    const leave = () => {
      this.visited = new Set([...this.visited, draft.name]);
    };
    if (draft.kind === "longText" || draft.kind === "json")
      return html`<textarea
        class="input ${draft.kind === "json" ? "code" : ""}"
        id=${id}
        rows=${Math.min(14, Math.max(draft.kind === "json" ? 1 : 3, draft.text.split("\n").length))}
        spellcheck=${draft.kind === "longText"}
        aria-invalid=${problem !== null}
        aria-describedby=${problem === null ? nothing : `${id}-hint`}
        .value=${draft.text}
        @input=${type}
        @blur=${leave}
      ></textarea>`;
    return html`<input
      class="input"
      id=${id}
      inputmode=${draft.kind === "number" ? "decimal" : nothing}
      autocomplete="off"
      aria-invalid=${problem !== null}
      aria-describedby=${problem === null ? nothing : `${id}-hint`}
      .value=${draft.text}
      @input=${type}
      @blur=${leave}
    />`;
  }

  #tick(draft: FieldDraft): TemplateResult {
    const change = (event: Event) => this.#tell({ ...draft, text: String((event.target as HTMLInputElement).checked) });
    return html`<label class="tick-row"><input class="tick" type="checkbox" id="field-${draft.name}" .checked=${draft.text === "true"} @change=${change} />${labelOf(draft.name)}</label>`;
  }

  #text(): TemplateResult {
    const facts = this.drafts.filter(({ kind }) => kind !== "json");
    const trees = this.drafts.filter(({ kind }) => kind === "json");
    const variables = trees.map(({ name, original }) => ({
      scopeKey: "",
      name,
      value: original ?? null,
      changedAt: null,
    }));
    return html`<div class="read">
      ${this.drafts.length === 0 ? html`<p class="none">This task has no variables.</p>` : nothing}
      ${facts.length > 0 ? html`<dl>${facts.map(({ name, kind, text }) => html`<div class=${kind === "longText" ? "wide" : ""}><dt>${labelOf(name)}</dt><dd>${kind === "boolean" ? (text === "true" ? "Yes" : "No") : text}</dd></div>`)}</dl>` : nothing}
      ${trees.length > 0 ? html`<div class="tree"><variable-tree .scopes=${[{ label: null, variables }]}></variable-tree></div>` : nothing}
    </div>`;
  }
}

customElements.define("task-form", TaskForm);
