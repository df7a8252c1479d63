import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { searchEvaluations } from "../api/decisions.ts";
import { aboutInstance, Reading } from "../api/reading.ts";
import { instanceVariables, jobs, messageSubscriptions, searchTasks, setVariables } from "../api/v2.ts";
import type { MessageSubscription } from "../api/v2Types.ts";
import { type Action, Actions } from "../app/actions.ts";
import { setQuery } from "../app/router.ts";
import { evaluationTableStyles } from "../decisions/evaluationTable.ts";
import "../parts/addVariable.ts";
import { icon } from "../parts/icons.ts";
import { empty, problemLine, skeletonRows, unread } from "../parts/states.ts";
import { tabs } from "../parts/tabs.ts";
import type { VariableSave } from "../parts/variableTree.ts";
import "../parts/variableTree.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { decisionTable, elementRows, elementTable, jobTable, messageTable, taskTable } from "./dockTables.ts";
import type { InstanceView } from "./instanceReadings.ts";
import { scopesOf } from "./scopes.ts";

const dockTabs = ["variables", "jobs", "messages", "tasks", "decisions", "elements"] as const;

export type DockTab = (typeof dockTabs)[number];

export const dockTab = (text: string | null): DockTab => dockTabs.find((tab) => tab === text) ?? "variables";

/** What lies behind the picture: variables, jobs, messages, tasks, decisions, and the elements as text. Asks with `message-publish`. */
export class InstanceDock extends LitElement {
  static override properties = {
    view: { attribute: false },
    tab: { type: String },
    elementId: { type: String },
    search: { state: true },
    isAdding: { state: true },
    problem: { state: true },
  };
  declare view: InstanceView;
  declare tab: DockTab;
  /** The element selected on the canvas: the dock shows only what belongs to it. */
  declare elementId: string | null;
  declare search: string;
  declare isAdding: boolean;
  declare problem: string | null;

  constructor() {
    super();
    this.tab = "variables";
    this.elementId = null;
    this.search = "";
    this.isAdding = false;
    this.problem = null;
    const step = (keys: string, label: string, by: 1 | -1): Action => ({
      keys,
      label,
      group: "This instance",
      isCommand: false,
      run: () => this.#step(by),
    });
    new Actions(this, () => [step("[", "Previous panel", -1), step("]", "Next panel", 1)]);
  }

  #step(by: 1 | -1): void {
    const all = this.#tabs();
    const at = all.findIndex(({ id }) => id === this.tab);
    this.#show(all[(at + by + all.length) % all.length]?.id ?? "variables");
  }

  #show(tab: string): void {
    setQuery({ tab: tab === "variables" ? null : tab });
  }

  static override styles = [
    base,
    controls,
    fields,
    layout,
    css`
      :host { display: flex; flex-direction: column; container-type: inline-size; }
      #panel { flex: 1; }
      .search { border-color: transparent; background: none; width: 160px; align-self: center; }
      .tabs .button { align-self: center; }
      .filter { display: flex; align-items: center; gap: 8px; padding: 6px 16px 2px 12px; }
      .problem { padding: 6px 16px; }
      @container (max-width: 620px) { .search { display: none; } }
    `,
    evaluationTableStyles,
  ];

  #key = (tab: DockTab) => () =>
    this.view ? `${this.view.instance.processInstanceKey} ${tab === this.tab || tab === "variables" ? tab : ""}` : null;
  #read = <T>(tab: DockTab, read: (key: string, signal: AbortSignal) => Promise<T>) =>
    new Reading<T | null>(this, {
      key: this.#key(tab),
      read: (key, signal) => {
        const [instanceKey = "", wanted] = key.split(" ");
        return wanted ? read(instanceKey, signal) : Promise.resolve(null);
      },
      concerns: aboutInstance,
      keepsValue: true,
    });

  #variables = this.#read("variables", instanceVariables);
  #jobs = this.#read("jobs", jobs);
  #messages = this.#read("messages", messageSubscriptions);
  #tasks = this.#read("tasks", (key, signal) =>
    searchTasks(
      { filter: { processInstanceKey: key }, sort: [{ field: "creationDate", order: "DESC" }], page: { limit: 100 } },
      signal,
    ),
  );
  #decisions = this.#read("decisions", (key, signal) => searchEvaluations({ processInstanceKey: key }, signal));

  override render() {
    return html`<div class="tabs">
        ${tabs("Behind the picture", this.#tabs(), this.tab, (tab) => this.#show(tab))}
        <span class="grow"></span>
        ${this.tab === "variables" ? this.#variableTools() : nothing}
      </div>
      <div id="panel" role="tabpanel" class="scroll" aria-label=${this.tab} tabindex="-1">
        ${this.elementId ? this.#filter(this.elementId) : nothing}
        ${this.problem ? problemLine(this.problem) : nothing}
        ${this.#panel()}
      </div>`;
  }

  #tabs() {
    return [
      { id: "variables", label: "Variables", count: this.#variableCount },
      { id: "jobs", label: "Jobs" },
      { id: "messages", label: "Messages" },
      { id: "tasks", label: "Tasks" },
      { id: "decisions", label: "Decisions" },
      { id: "elements", label: "Elements", count: elementRows(this.view, null).length },
    ];
  }

  get #variableCount(): number | undefined {
    const page = this.#variables.value;
    if (!page) return undefined;
    return scopesOf(page.items, this.view, this.elementId, "").reduce(
      (sum, { variables }) => sum + variables.length,
      0,
    );
  }

  #variableTools(): TemplateResult {
    return html`<label class="search">${icon("search")}<input type="search" aria-label="Find a variable" placeholder="Find a variable" .value=${this.search} @input=${this.#find} /></label>
      ${this.#isActive ? html`<button class="button ghost" aria-expanded=${this.isAdding} @click=${this.#toggleAdding}>${icon("plus")}Add</button>` : nothing}`;
  }

  #find = (event: Event) => {
    this.search = (event.target as HTMLInputElement).value;
  };

  #toggleAdding = () => {
    this.isAdding = !this.isAdding;
  };

  get #isActive(): boolean {
    return this.view.instance.state === "ACTIVE";
  }

  #filter(elementId: string): TemplateResult {
    return html`<div class="filter">
      <span class="chip accent">Only ${this.view.names.nameOf(elementId)}
        <button aria-label="Show all elements" @click=${() => setQuery({ element: null })}>${icon("close")}</button>
      </span>
    </div>`;
  }

  #panel(): TemplateResult {
    switch (this.tab) {
      case "variables":
        return this.#variablePanel();
      case "jobs":
        return this.#shown(this.#jobs, "Jobs", (page) => jobTable(page.items, this.view, this.elementId));
      case "messages":
        return this.#shown(this.#messages, "Messages", (page) =>
          messageTable(page.items, this.view, this.elementId, this.#publish),
        );
      case "tasks":
        return this.#shown(this.#tasks, "Tasks", (page) => taskTable(page.items, this.elementId));
      case "decisions":
        return this.#shown(this.#decisions, "Decisions", (page) =>
          decisionTable(page.items, this.view, this.elementId),
        );
      case "elements":
        return elementTable(this.view, this.elementId);
      default:
        this.tab satisfies never;
        return html``;
    }
  }

  #publish = (detail: MessageSubscription) => this.dispatchEvent(new CustomEvent("message-publish", { detail }));

  #shown<T>(reading: Reading<T | null>, what: string, show: (value: T) => TemplateResult): TemplateResult {
    if (reading.value) return show(reading.value);
    if (reading.problem) return unread(what, reading.problem);
    return reading.isSlow ? skeletonRows(3) : html``;
  }

  #variablePanel(): TemplateResult {
    return this.#shown(this.#variables, "Variables", (page) => {
      const scopes = scopesOf(page.items, this.view, this.elementId, this.search);
      const isEmpty = scopes.every(({ variables }) => variables.length === 0);
      return html`${this.isAdding ? html`<add-variable @variable-add=${this.#add} @close=${this.#toggleAdding}></add-variable>` : nothing}
        ${isEmpty ? this.#noVariables() : html`<variable-tree .scopes=${scopes} .isEditable=${this.#isActive} @variable-save=${(event: CustomEvent<VariableSave>) => this.#save(event.detail)}></variable-tree>`}`;
    });
  }

  #noVariables(): TemplateResult {
    if (this.search) return empty(`No variable is called ${this.search}.`);
    if (this.elementId)
      return empty(
        `${this.view.names.nameOf(this.elementId)} has no variables of its own.`,
        "It sees those of the process; close the filter to read them.",
      );
    return empty("This instance has no variables.");
  }

  #add = (event: CustomEvent<{ name: string; value: VariableSave["value"] }>) => {
    this.isAdding = false;
    const scopeKey = this.#selectedScope() ?? this.view.instance.processInstanceKey;
    void this.#save({ scopeKey, ...event.detail });
  };

  /** The one live instance of the selected element; variables added while it is selected are local to it. */
  #selectedScope(): string | undefined {
    return this.view.elements.find(({ elementId, state }) => elementId === this.elementId && state === "ACTIVE")
      ?.elementInstanceKey;
  }

  async #save({ scopeKey, name, value }: VariableSave): Promise<void> {
    this.problem = null;
    try {
      await setVariables(scopeKey, { [name]: value });
      await this.#variables.reload();
    } catch (thrown) {
      this.problem = `${name} keeps its value. ${sentenceOf(thrown)}`;
    }
  }
}

customElements.define("instance-dock", InstanceDock);
