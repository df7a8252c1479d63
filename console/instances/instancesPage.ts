import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessSummary } from "../../server/contract.ts";
import { processes } from "../api/millrace.ts";
import { aboutDefinitions, anyChange, Reading } from "../api/reading.ts";
import { searchInstances } from "../api/v2.ts";
import { type Action, Actions } from "../app/actions.ts";
import { type Route, setQuery, setTitle } from "../app/router.ts";
import { icon } from "../parts/icons.ts";
import { ScrollMemory } from "../parts/scrollMemory.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { modelNames } from "../words/modelNames.ts";
import { number } from "../words/time.ts";
import { instanceQuery, pageOf, pageSize, stateFilters } from "./instanceQuery.ts";
import "./instanceTable.ts";

/** Search waits this long after the last letter. */
const typingMs = 200;

/** All instances, filtered by the address. */
export class InstancesPage extends LitElement {
  static override properties = { route: { attribute: false } };
  declare route: Route;
  #typing: ReturnType<typeof setTimeout> | undefined;

  #processes = new Reading(this, {
    key: () => "processes",
    read: (_key, signal) => processes(signal),
    concerns: aboutDefinitions,
  });
  #instances = new Reading(this, {
    key: () => JSON.stringify(instanceQuery(this.route.query)),
    read: (key, signal) => searchInstances(JSON.parse(key), signal),
    concerns: anyChange,
    keepsValue: true,
  });

  /** For the name of the element in the address: of the version named there, else the newest. */
  #names = new Reading(this, {
    key: () => {
      const { query } = this.route;
      const process = this.#processes.value?.find((known) => known.processDefinitionId === query.get("process"));
      const version = process?.versions.find((known) => String(known.version) === query.get("version"));
      return query.get("element") ? ((version ?? process?.versions[0])?.processDefinitionKey ?? null) : null;
    },
    read: (key) => modelNames(key),
    concerns: () => false,
  });

  constructor() {
    super();
    new ScrollMemory(this, ".scroll");
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    controls,
    fields,
    layout,
    css`
      :host { display: flex; flex-direction: column; }
      .filters { display: flex; gap: 8px; align-items: center; padding: 8px var(--sp-4) 8px var(--sp-5); border-bottom: 1px solid var(--line); flex-wrap: wrap; }
      .filters select { width: auto; max-width: 220px; }
      .filters .search { width: 240px; }
      .foot { display: flex; gap: 8px; align-items: center; justify-content: flex-end; height: 44px; padding: 0 16px; border-top: 1px solid var(--line); flex: none; }
      @media (max-width: 640px) {
        .filters .search { flex: 1 1 50%; width: auto; min-width: 0; }
        .filters select { flex: 1 1 30%; width: 0; min-width: 0; }
        .filter-chips { order: 1; flex: 1 0 100%; overflow-x: auto; scrollbar-width: none; }
      }
    `,
  ];

  protected override willUpdate(): void {
    setTitle("Instances");
  }

  #actions(): Action[] {
    return [
      {
        keys: "/",
        label: "Search in the list",
        group: "Instances",
        isCommand: false,
        run: () => this.renderRoot.querySelector("input")?.focus(),
      },
      ...stateFilters.map(([id, label]) => ({
        label: `${label} instances`,
        group: "Instances",
        run: () => this.#filter({ state: id === "all" ? null : id }),
      })),
    ];
  }

  #filter(changes: Record<string, string | null>): void {
    setQuery({ page: null, ...changes });
  }

  #search = (event: Event) => {
    const q = (event.target as HTMLInputElement).value;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#filter({ q }), typingMs);
  };

  override render() {
    const page = this.#instances.value;
    return html`<div class="page-head">
        <h1 class="title">Instances</h1>
        ${page ? html`<span class="count">${number(page.page.totalItems)}${page.page.hasMoreTotalItems ? "+" : ""}</span>` : nothing}
      </div>
      ${this.#filters()}
      <div class="scroll grow" tabindex="-1">${this.#rows()}</div>
      ${this.#foot()}`;
  }

  #filters(): TemplateResult {
    const { query } = this.route;
    const chosenState = query.get("state") ?? "all";
    const chosenProcess = this.#processes.value?.find(
      ({ processDefinitionId }) => processDefinitionId === query.get("process"),
    );
    return html`<div class="filters">
      <label class="search">${icon("search")}<input type="search" aria-label="Search by key, process or business id" placeholder="Key, process or business id" .value=${query.get("q") ?? ""} @input=${this.#search} /></label>
      <div class="filter-chips" role="group" aria-label="State">
        ${stateFilters.map(([id, label]) => html`<button aria-pressed=${id === chosenState} @click=${() => this.#filter({ state: id === "all" ? null : id })}>${label}</button>`)}
      </div>
      <select class="input slim" aria-label="Process" @change=${(event: Event) => this.#filter({ process: (event.target as HTMLSelectElement).value, version: null })}>
        <option value="">All processes</option>
        ${this.#processes.value?.map((process) => html`<option value=${process.processDefinitionId} ?selected=${process === chosenProcess}>${process.name}</option>`)}
      </select>
      ${chosenProcess ? this.#versions(chosenProcess) : nothing}
      ${query.get("element") ? this.#place(query.get("element") ?? "") : nothing}
    </div>`;
  }

  /** Where a token must be: comes from a diagram, goes by its button. */
  #place(elementId: string): TemplateResult {
    return html`<span class="chip accent">At ${this.#names.value?.nameOf(elementId) ?? elementId}<button aria-label="Show those elsewhere, too" @click=${() => this.#filter({ element: null })}>${icon("close")}</button></span>`;
  }

  #versions(process: ProcessSummary): TemplateResult {
    const chosen = this.route.query.get("version") ?? "";
    return html`<select class="input slim" aria-label="Version" @change=${(event: Event) => this.#filter({ version: (event.target as HTMLSelectElement).value })}>
      <option value="">All versions</option>
      ${process.versions.map(({ version }) => html`<option value=${version} ?selected=${String(version) === chosen}>v${version}</option>`)}
    </select>`;
  }

  #rows(): TemplateResult {
    const { value, problem, isSlow } = this.#instances;
    if (!value && problem) return unread("The instances", problem);
    if (!value) return isSlow ? skeletonRows(8) : html``;
    if (value.items.length > 0) return html`<instance-table .instances=${value.items}></instance-table>`;
    return this.#none();
  }

  #none(): TemplateResult {
    const { query } = this.route;
    const q = query.get("q");
    const clear = html`<button class="button" @click=${() => this.#filter({ q: null, state: null, process: null, version: null, element: null })}>Show all instances</button>`;
    if (q && /^\d+$/.test(q))
      return empty(
        `No instance has the key ${q}.`,
        "It may have been filtered out, or its history has aged out.",
        clear,
      );
    if (q)
      return empty(
        `No instance of a process with “${q}” in its id.`,
        "Search by a whole key or a part of the process id.",
        clear,
      );
    if (query.size > 0) return empty("No instance matches this filter.", nothing, clear);
    return empty(
      "Nothing has run yet.",
      "Start an instance of a deployed process.",
      html`<a class="button" href="/processes">Processes</a>`,
    );
  }

  #foot(): TemplateResult | typeof nothing {
    const total = this.#instances.value?.page.totalItems ?? 0;
    const page = pageOf(this.route.query);
    if (total <= pageSize && page === 1) return nothing;
    const first = (page - 1) * pageSize + 1;
    const last = Math.min(total, page * pageSize);
    const go = (to: number) => setQuery({ page: to === 1 ? null : String(to) }, { push: true });
    return html`<nav class="foot" aria-label="Pages">
      <span class="third small">${number(first)}–${number(last)} of ${number(total)}</span>
      <button class="button" aria-disabled=${page === 1} @click=${() => page > 1 && go(page - 1)}>Newer</button>
      <button class="button" aria-disabled=${last >= total} @click=${() => last < total && go(page + 1)}>Older</button>
    </nav>`;
  }
}

customElements.define("instances-page", InstancesPage);
