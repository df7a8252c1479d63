import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { exactTime, number, shortTime } from "../words/time.ts";
import { icon } from "./icons.ts";
import { problemLine } from "./states.ts";
import { toast } from "./toasts.ts";
import { childrenStep, type TreeNode, type TreeVariable, treeNodes } from "./treeNodes.ts";
import {
  childrenOf,
  feelPath,
  type Json,
  jsonProblem,
  parsedJson,
  preview,
  typeName,
  withValueAt,
} from "./variables.ts";

export interface TreeScope {
  /** The element the variables are local to; null for the process itself. */
  label: string | null;
  variables: readonly TreeVariable[];
}

/** Asked for by `variable-save`: the whole new value of one variable. */
export interface VariableSave {
  scopeKey: string;
  name: string;
  value: Json;
}

/** Variables by scope; arrows open and close, Enter edits, C copies the path. */
export class VariableTree extends LitElement {
  static override properties = {
    scopes: { attribute: false },
    isEditable: { type: Boolean },
    open: { state: true },
    focusedId: { state: true },
    limits: { state: true },
    editing: { state: true },
    draft: { state: true },
    problem: { state: true },
  };
  declare scopes: readonly TreeScope[];
  declare isEditable: boolean;
  declare open: ReadonlySet<string>;
  declare focusedId: string | null;
  /** How many children are shown of lines that have many. */
  declare limits: ReadonlyMap<string, number>;
  /** Id of the node whose value is being typed. */
  declare editing: string | null;
  /** What has been typed: what the server has may change meanwhile. */
  declare draft: string;
  declare problem: string | null;

  static override styles = [
    base,
    controls,
    fields,
    css`
      :host { container-type: inline-size; }
      .scope { font: var(--text-12); font-weight: 500; color: var(--text-2); padding: 6px 16px 2px 12px; }
      .node { display: grid; grid-template-columns: minmax(140px, 240px) minmax(0, 1fr) auto; align-items: center; min-height: 28px; padding: 0 16px 0 10px; gap: 12px; }
      .node:hover { background: var(--bg-hover); }
      .node:focus-visible { outline-offset: -2px; }
      .name { display: flex; align-items: center; gap: 2px; padding-left: calc(var(--depth) * 18px); min-width: 0; }
      .name svg { color: var(--text-3); }
      .name i { width: 16px; flex: none; }
      .value { color: var(--text-2); }
      .kind { display: flex; gap: 8px; align-items: center; white-space: nowrap; }
      .changed { box-shadow: inset 2px 0 var(--accent); }
      .changed .kind { color: var(--accent-text); }
      .changed .value { color: var(--text); }
      .node .icon-button { visibility: hidden; }
      .node:hover .icon-button, .node:focus-within .icon-button { visibility: visible; }
      .more { color: var(--accent-text); cursor: pointer; }
      .editor { padding: 4px 16px 8px 28px; display: flex; flex-direction: column; gap: 6px; }
      .editor .row { flex-wrap: wrap; }
      @container (max-width: 560px) { .kind > .type { display: none; } .node { grid-template-columns: minmax(96px, 140px) minmax(0, 1fr) auto; } }
      @media (max-width: 640px) { .node { min-height: 40px; } .node .icon-button { visibility: visible; } }
    `,
  ];

  constructor() {
    super();
    this.scopes = [];
    this.isEditable = false;
    this.open = new Set();
    this.focusedId = null;
    this.limits = new Map();
    this.editing = null;
    this.draft = "";
    this.problem = null;
  }

  override render() {
    const all = this.scopes.map((scope) => ({
      scope,
      nodes: scope.variables.flatMap(this.#nodes),
    }));
    const stop = this.focusedId ?? all[0]?.nodes[0]?.id;
    return html`<div role="tree" aria-label="Variables" @keydown=${this.#key}>
      ${all.map(
        ({ scope, nodes }) => html`${scope.label === null ? nothing : html`<div class="scope">${scope.label}</div>`}
          ${nodes.map((node) => this.#node(node, node.id === stop))}`,
      )}
    </div>`;
  }

  #nodes = (variable: TreeVariable): TreeNode[] => treeNodes(variable, this.open, this.limits);

  #more(node: TreeNode, isStop: boolean): TemplateResult {
    return html`<div
      class="node more"
      role="treeitem"
      data-id=${node.id}
      tabindex=${isStop ? 0 : -1}
      aria-level=${node.path.length + 1}
      style="--depth:${node.path.length}"
      @click=${() => this.#toggle(node)}
      @focus=${() => {
        this.focusedId = node.id;
      }}
    ><span class="name"><i></i>Show ${number(Math.min(node.hidden, childrenStep))} of ${number(node.hidden)} more</span></div>`;
  }

  #node(node: TreeNode, isStop: boolean): TemplateResult {
    if (node.hidden > 0) return this.#more(node, isStop);
    const hasChildren = childrenOf(node.value).length > 0;
    const changedAt = node.path.length === 0 ? node.variable.changedAt : null;
    return html`<div
        class="node ${changedAt ? "changed" : ""}"
        role="treeitem"
        data-id=${node.id}
        tabindex=${isStop ? 0 : -1}
        aria-level=${node.path.length + 1}
        aria-expanded=${hasChildren ? this.open.has(node.id) : nothing}
        style="--depth:${node.path.length}"
        @click=${() => this.#toggle(node)}
        @dblclick=${() => this.#edit(node)}
        @focus=${() => {
          this.focusedId = node.id;
        }}
      >
        <span class="name">
          ${hasChildren ? icon(this.open.has(node.id) ? "chevronDown" : "chevronRight") : html`<i></i>`}<span class="mono cut">${node.label}</span>
        </span>
        <span class="value mono cut">${preview(node.value)}</span>
        <span class="kind third small">
          ${
            this.isEditable
              ? html`<button class="icon-button small-square" tabindex="-1" aria-label="Edit ${node.label}" title="Edit  Enter" @click=${(event: Event) => this.#edit(node, event)}>${icon("edit")}</button>`
              : nothing
          }
          <span class="type" title=${changedAt ? exactTime(changedAt) : nothing}>${typeName(node.value)}${changedAt ? `, changed ${shortTime(changedAt)}` : ""}</span>
        </span>
      </div>
      ${this.editing === node.id ? this.#editor(node) : nothing}`;
  }

  #editor(node: TreeNode): TemplateResult {
    return html`<div class="editor" @keydown=${(event: KeyboardEvent) => this.#editorKey(event, node)}>
      <textarea class="input code" rows=${Math.min(12, this.draft.split("\n").length)} aria-label="New value of ${node.label} as JSON" aria-invalid=${this.problem !== null} .value=${this.draft} @input=${this.#type}></textarea>
      ${this.problem ? problemLine(this.problem) : nothing}
      <div class="row">
        <button class="button primary" @click=${() => this.#save(node)}>Save</button>
        <button class="button" @click=${this.#stopEditing}>Keep</button>
        <span class="third small">JSON. Running work may read it at once.</span>
      </div>
    </div>`;
  }

  #type = (event: Event) => {
    this.draft = (event.target as HTMLTextAreaElement).value;
  };

  #toggle(node: TreeNode): void {
    this.focusedId = node.id;
    if (node.hidden > 0) return this.#showMore(node);
    if (childrenOf(node.value).length === 0) return;
    const open = new Set(this.open);
    if (!open.delete(node.id)) open.add(node.id);
    this.open = open;
  }

  /** The line of the first child that was hidden takes the focus. */
  #showMore({ parent, variable }: TreeNode): void {
    if (parent === null) return;
    const shown = this.limits.get(parent) ?? childrenStep;
    this.limits = new Map(this.limits).set(parent, shown + childrenStep);
    const first = this.#nodes(variable).filter((node) => node.parent === parent)[shown];
    this.updateComplete.then(() => this.#focusNode(first?.id));
  }

  #edit(node: TreeNode, event?: Event): void {
    event?.stopPropagation();
    if (!this.isEditable || node.hidden > 0) return;
    this.problem = null;
    this.draft = JSON.stringify(node.value, null, 2);
    this.editing = node.id;
    this.updateComplete.then(() => this.renderRoot.querySelector("textarea")?.focus());
  }

  #stopEditing = () => {
    const id = this.editing;
    this.editing = null;
    this.updateComplete.then(() => this.#focusNode(id));
  };

  #save(node: TreeNode): void {
    this.problem = jsonProblem(this.draft);
    const value = parsedJson(this.draft);
    if (this.problem !== null || value === undefined) return;
    const { scopeKey, name, value: root } = node.variable;
    const detail: VariableSave = { scopeKey, name, value: withValueAt(root, node.path, value) };
    this.dispatchEvent(new CustomEvent("variable-save", { detail }));
    this.#stopEditing();
  }

  #editorKey(event: KeyboardEvent, node: TreeNode): void {
    event.stopPropagation();
    if (event.key === "Escape") this.#stopEditing();
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      this.#save(node);
    }
  }

  #key = (event: KeyboardEvent) => {
    const nodes = this.scopes.flatMap(({ variables }) => variables.flatMap(this.#nodes));
    const at = nodes.findIndex(({ id }) => id === this.focusedId);
    const node = nodes[at];
    if (!node || event.metaKey || event.ctrlKey || event.altKey) return;
    if (!this.#run(event.key, node, nodes, at)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  #run(key: string, node: TreeNode, nodes: readonly TreeNode[], at: number): boolean {
    const isOpen = this.open.has(node.id);
    if (key === "ArrowDown") return this.#focusNode(nodes[at + 1]?.id);
    if (key === "ArrowUp") return this.#focusNode(nodes[at - 1]?.id);
    if (key === "ArrowRight") return isOpen ? this.#focusNode(nodes[at + 1]?.id) : this.#done(() => this.#toggle(node));
    if (key === "ArrowLeft" && isOpen) return this.#done(() => this.#toggle(node));
    if (key === "ArrowLeft") return this.#focusNode(node.parent);
    if (key === "*") return this.#done(() => this.#openSiblings(node, nodes));
    if (key === "Enter") return this.#done(() => (node.hidden > 0 ? this.#showMore(node) : this.#edit(node)));
    if (key === "c" || key === "C") return this.#done(() => this.#copy(node));
    return false;
  }

  #done(act: () => void): true {
    act();
    return true;
  }

  #openSiblings(node: TreeNode, nodes: readonly TreeNode[]): void {
    const siblings = nodes.filter(
      (other) => other.path.length === node.path.length && childrenOf(other.value).length > 0,
    );
    this.open = new Set([...this.open, ...siblings.map(({ id }) => id)]);
  }

  #copy({ variable, path }: TreeNode): void {
    const written = feelPath(variable.name, path, variable.value);
    navigator.clipboard?.writeText(written).then(() => toast(`Copied ${written}`));
  }

  #focusNode(id: string | null | undefined): boolean {
    const element = [...this.renderRoot.querySelectorAll<HTMLElement>(".node")].find(
      ({ dataset }) => dataset.id === id,
    );
    element?.focus();
    return element !== undefined;
  }
}

customElements.define("variable-tree", VariableTree);
