import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessSummary, ProcessVersion } from "../../server/contract.ts";
import "../../modeler/processViewer.ts";
import { anyChange, Reading } from "../api/reading.ts";
import { definitionStatistics, definitionXml, searchInstances } from "../api/v2.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate, setQuery } from "../app/router.ts";
import { canvasState } from "../instances/instanceReadings.ts";
import "../instances/instanceTable.ts";
import { icon } from "../parts/icons.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import { tabs } from "../parts/tabs.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { modelNames } from "../words/modelNames.ts";
import { counted, number } from "../words/time.ts";
import "./startDialog.ts";
import { versionTable } from "./versionTable.ts";

type DetailTab = "diagram" | "versions" | "instances";

/** One process: what runs where, its versions, its instances. */
export class ProcessDetail extends LitElement {
  static override properties = {
    process: { attribute: false },
    query: { attribute: false },
    isStarting: { state: true },
  };
  declare process: ProcessSummary;
  declare query: URLSearchParams;
  declare isStarting: boolean;

  #diagram = new Reading(this, {
    key: () => this.#version?.processDefinitionKey ?? null,
    read: async (key, signal) => {
      const [xml, statistics, names] = await Promise.all([
        definitionXml(key),
        definitionStatistics(key, signal),
        modelNames(key),
      ]);
      return { xml, names, ...canvasState({ statistics, flows: [], names }) };
    },
    concerns: anyChange,
    keepsValue: true,
  });

  #instances = new Reading(this, {
    key: () => (this.#tab === "instances" ? this.process.processDefinitionId : null),
    read: (processDefinitionId, signal) =>
      searchInstances(
        { filter: { processDefinitionId }, sort: [{ field: "startDate", order: "DESC" }], page: { limit: 100 } },
        signal,
      ),
    concerns: anyChange,
  });

  constructor() {
    super();
    this.isStarting = false;
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    controls,
    fields,
    layout,
    css`
      :host { display: flex; flex-direction: column; }
      #panel { flex: 1; min-height: 0; position: relative; }
      #panel.diagram { display: flex; flex-direction: column; overflow: hidden; }
      .canvas { flex: 1; position: relative; }
      .canvas process-viewer { position: absolute; inset: 0; }
      .picked { display: flex; align-items: center; gap: 10px; min-height: 40px; padding: 0 12px 0 20px; border-bottom: 1px solid var(--line); flex: none; }
      .picked .button { height: 24px; font: var(--text-12); font-weight: 500; }
      .picked .icon-button { margin-left: auto; }
      .tabs select { width: auto; align-self: center; }
      .all { padding: 10px 20px; }
      .why { white-space: nowrap; }
      .back { margin-left: -12px; }
      @media (max-width: 640px) {
        .page-head { flex-wrap: wrap; padding-block: 8px; }
        .page-head > .title { flex: 1 0 calc(100% - 64px); }
        .page-head > .grow { display: none; }
        .page-head .button { flex: 1; }
      }
    `,
  ];

  get #tab(): DetailTab {
    const tab = this.query.get("tab");
    return tab === "versions" || tab === "instances" ? tab : "diagram";
  }

  /** The version of the address, else the newest. */
  get #version(): ProcessVersion | undefined {
    const wanted = Number(this.query.get("version"));
    return this.process.versions.find(({ version }) => version === wanted) ?? this.process.versions[0];
  }

  get #path(): string {
    return `/processes/${encodeURIComponent(this.process.processDefinitionId)}`;
  }

  get #modelerPath(): string {
    return `/modeler?process=${encodeURIComponent(this.process.processDefinitionId)}&version=${this.#version?.version ?? ""}`;
  }

  #actions(): Action[] {
    const group = this.process.name;
    const start: Action[] = this.#version?.canStart
      ? [{ keys: "S", label: "Start instance", group, run: this.#start }]
      : [];
    const pick: Action[] = this.query.has("element")
      ? [{ keys: "Esc", label: "Select nothing", group, isCommand: false, run: () => this.#show({ element: null }) }]
      : [];
    return [...start, ...pick, { keys: "E", label: "Open in modeler", group, run: () => navigate(this.#modelerPath) }];
  }

  #start = () => {
    this.isStarting = true;
  };

  /** Keeps process and list; works also where the address does not name the process yet. */
  #show(changes: Record<string, string | null>): void {
    if (location.pathname === this.#path) return setQuery(changes);
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(changes)) if (value) query.set(name, value);
    navigate(query.size > 0 ? `${this.#path}?${query}` : this.#path, { replace: true });
  }

  override render() {
    const version = this.#version;
    if (!version) return nothing;
    return html`${this.#head(version)}
      <div class="tabs">
        ${tabs("Views", this.#tabs(), this.#tab, (tab) => this.#show({ tab: tab === "diagram" ? null : tab }))}
        <span class="grow"></span>
        ${this.#tab === "diagram" && this.process.versions.length > 1 ? this.#versionSelect(version) : nothing}
      </div>
      <div id="panel" role="tabpanel" class="${this.#tab} scroll" tabindex="-1">${this.#panel()}</div>
      ${this.isStarting ? html`<start-dialog .processId=${this.process.processDefinitionId} .processName=${this.process.name} .version=${version} @close=${this.#stopStarting}></start-dialog>` : nothing}`;
  }

  #stopStarting = () => {
    this.isStarting = false;
  };

  #head(version: ProcessVersion): TemplateResult {
    return html`<div class="page-head">
      <a class="icon-button narrow-only back" href="/processes" aria-label="Back to the list">${icon("back")}</a>
      <h1 class="title cut">${this.process.name}</h1>
      <span class="mono third wide-only cut">${this.process.processDefinitionId}</span>
      <span class="grow"></span>
      ${version.canStart ? nothing : html`<span class="third small why" id="why">Starts by its own trigger only</span>`}
      <a class="button" href=${this.#modelerPath}>Open in modeler <kbd>E</kbd></a>
      <button class="button primary" aria-disabled=${!version.canStart} aria-describedby=${version.canStart ? nothing : "why"} @click=${() => version.canStart && this.#start()}>
        ${icon("play")}Start instance <kbd>S</kbd>
      </button>
    </div>`;
  }

  #tabs() {
    const running = this.process.versions.reduce((sum, version) => sum + version.running, 0);
    return [
      { id: "diagram", label: "Diagram" },
      { id: "versions", label: "Versions", count: this.process.versions.length },
      { id: "instances", label: "Instances", count: running },
    ];
  }

  #versionSelect(chosen: ProcessVersion): TemplateResult {
    return html`<select class="input slim" aria-label="Version" @change=${(event: Event) => this.#show({ version: (event.target as HTMLSelectElement).value })}>
      ${this.process.versions.map(({ version, running }, index) => html`<option value=${index === 0 ? "" : version} ?selected=${version === chosen.version}>v${version}${index === 0 ? ", newest" : ""}: ${number(running)} running</option>`)}
    </select>`;
  }

  #panel(): TemplateResult {
    switch (this.#tab) {
      case "diagram":
        return this.#diagramPanel();
      case "versions":
        return versionTable(this.process);
      case "instances":
        return this.#instancePanel();
      default:
        this.#tab satisfies never;
        return html``;
    }
  }

  #diagramPanel(): TemplateResult {
    const { value, problem } = this.#diagram;
    if (!value) return problem ? unread("The diagram", problem) : html``;
    const elementId = this.query.get("element");
    const count = value.tokens.find((at) => at.elementId === elementId)?.count ?? 0;
    return html`${elementId === null ? nothing : this.#picked(elementId, value.names.nameOf(elementId), count)}
      <div class="canvas"><process-viewer .xml=${value.xml} .tokens=${value.tokens} .incidents=${value.incidents} .completed=${[]} .taken=${[]} .selected=${elementId} @element-select=${this.#select}></process-viewer></div>`;
  }

  #select = (event: CustomEvent<{ elementId: string | null }>) => this.#show({ element: event.detail.elementId });

  /** The way from a place in the diagram to the instances that are there. */
  #picked(elementId: string, name: string, count: number): TemplateResult {
    const query = new URLSearchParams({ process: this.process.processDefinitionId, element: elementId });
    if (this.process.versions.length > 1) query.set("version", String(this.#version?.version ?? ""));
    return html`<div class="picked">
      <span class="cut"><b class="strong">${name}</b> ${count === 0 ? "holds no token now" : `holds ${counted(count, "token")}`}</span>
      ${count === 0 ? nothing : html`<a class="button" href="/instances?${query}">Show instances</a>`}
      <button class="icon-button small-square" aria-label="Select nothing" title="Select nothing  Esc" @click=${() => this.#show({ element: null })}>${icon("close")}</button>
    </div>`;
  }

  #instancePanel(): TemplateResult {
    const { value, problem, isSlow } = this.#instances;
    if (!value) return problem ? unread("The instances", problem) : isSlow ? skeletonRows() : html``;
    if (value.items.length === 0)
      return empty(
        "No instance of this process has run yet.",
        nothing,
        html`<button class="button" @click=${this.#start}>Start instance</button>`,
      );
    return html`<instance-table .instances=${value.items} .withProcess=${false}></instance-table>
      ${value.page.totalItems > value.items.length ? html`<p class="all"><a href="/instances?process=${encodeURIComponent(this.process.processDefinitionId)}">All ${number(value.page.totalItems)} instances</a></p>` : nothing}`;
  }
}

customElements.define("process-detail", ProcessDetail);
