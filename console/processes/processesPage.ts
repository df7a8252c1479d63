import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessSummary } from "../../server/contract.ts";
import { processes } from "../api/millrace.ts";
import { anyChange, Reading } from "../api/reading.ts";
import { type Action, Actions } from "../app/actions.ts";
import { type Route, setTitle, withQuery } from "../app/router.ts";
import { icon } from "../parts/icons.ts";
import { Rows } from "../parts/rows.ts";
import "../parts/splitHandle.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { counted, number } from "../words/time.ts";
import { DropToDeploy } from "./dropToDeploy.ts";
import "./processDetail.ts";

/** All deployed processes and, beside them, the chosen one. Files dropped anywhere on the page are deployed. */
export class ProcessesPage extends LitElement {
  static override properties = {
    route: { attribute: false },
    search: { state: true },
  };
  declare route: Route;
  declare search: string;

  #reading = new Reading(this, {
    key: () => "processes",
    read: (_key, signal) => processes(signal),
    concerns: anyChange,
  });
  #rows = new Rows(this);
  #deploying = new DropToDeploy(this, "processes", () => this.#reading.reload());

  constructor() {
    super();
    this.search = "";
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    controls,
    fields,
    layout,
    css`
      :host { display: flex; position: relative; }
      .list { width: var(--process-list-width, 392px); flex: none; border-right: 1px solid var(--line); }
      .list-row { padding-left: 20px; }
      .columns { display: flex; justify-content: space-between; padding: 0 16px 0 20px; height: 28px; align-items: center; border-bottom: 1px solid var(--line-faint); background: var(--bg-sunken); flex: none; }
      .running { min-width: 44px; text-align: right; font-weight: 500; }
      .search { flex: 1; min-width: 0; margin-left: 4px; }
      process-detail { flex: 1; min-width: 0; }
      @media (max-width: 1279px) { .list { width: var(--process-list-width, 300px); } .search { display: none; } }
      @media (max-width: 640px) { .list { width: 100%; border: 0; } :host(.chosen) .list { display: none; } }
    `,
    DropToDeploy.styles,
  ];

  protected override willUpdate(): void {
    this.classList.toggle("chosen", this.route.id !== "");
    setTitle(this.#chosen?.name ?? "Processes");
  }

  #actions(): Action[] {
    const group = "Processes";
    return [
      { label: "Deploy a file", group, run: () => this.#deploying.pick() },
      { keys: "J", label: "Next process", group, isCommand: false, run: () => this.#rows.neighbour(1)?.click() },
      { keys: "K", label: "Previous process", group, isCommand: false, run: () => this.#rows.neighbour(-1)?.click() },
      {
        keys: "/",
        label: "Search in the list",
        group,
        isCommand: false,
        run: () => this.renderRoot.querySelector<HTMLInputElement>(".search input")?.focus(),
      },
    ];
  }

  /** The process of the address; without one the first, where there is room beside the list. */
  get #chosen(): ProcessSummary | undefined {
    const all = this.#reading.value ?? [];
    if (this.route.id) return all.find(({ processDefinitionId }) => processDefinitionId === this.route.id);
    return matchMedia("(min-width: 641px)").matches ? all[0] : undefined;
  }

  override render() {
    return html`<section class="list column" aria-label="Processes">
        <div class="page-head">
          <h1 class="title">Processes</h1>
          ${this.#reading.value ? html`<span class="count">${number(this.#reading.value.length)}</span>` : nothing}
          <label class="search">${icon("search")}<input type="search" aria-label="Search in the list" placeholder="Name or id" .value=${this.search} @input=${this.#find} /></label>
          ${this.#deploying.button()}
        </div>
        <div class="columns small third"><span>Name and version</span><span>Running</span></div>
        <div class="scroll grow">${this.#list()}</div>
      </section>
      <split-handle name="process-list-width" side="before" label="Resize the list" .least=${240} .most=${560}></split-handle>
      ${this.#detail()}
      ${this.#deploying.floating()}`;
  }

  #find = (event: Event) => {
    this.search = (event.target as HTMLInputElement).value;
  };

  #list(): TemplateResult {
    const { value, problem, isSlow } = this.#reading;
    if (!value && problem) return unread("The processes", problem);
    if (!value) return isSlow ? skeletonRows() : html``;
    if (value.length === 0)
      return empty(
        "No process is deployed yet.",
        "Draw one, or drop a BPMN file here.",
        html`<a class="button primary" href="/modeler">Open the modeler</a>`,
      );
    const words = this.search.toLowerCase();
    const shown = value.filter(({ name, processDefinitionId }) =>
      `${name} ${processDefinitionId}`.toLowerCase().includes(words),
    );
    if (shown.length === 0) return empty(`No process is called “${this.search}”.`);
    return html`<div role="grid" aria-label="Processes">${shown.map((process) => this.#row(process))}</div>`;
  }

  #row(process: ProcessSummary): TemplateResult {
    const running = process.versions.reduce((sum, version) => sum + version.running, 0);
    const incidents = process.versions.reduce((sum, version) => sum + version.incidents, 0);
    const [newest] = process.versions;
    const href = withQuery(`/processes/${encodeURIComponent(process.processDefinitionId)}`, kept(this.route.query));
    return html`<a class="list-row" role="row" href=${href} aria-current=${process === this.#chosen ? "true" : nothing}>
      <span role="gridcell">
        <span class="line-1"><b class="cut">${process.name}</b>${incidents > 0 ? status("incident", number(incidents)) : nothing}<span class="running">${number(running)}</span></span>
        <span class="line-2"><span>v${newest?.version ?? "–"}</span><span class="mono cut">${process.processDefinitionId}</span><span class="spread">${process.versions.length > 1 ? counted(process.versions.length, "version") : nothing}</span></span>
      </span>
    </a>`;
  }

  #detail(): TemplateResult | typeof nothing {
    const chosen = this.#chosen;
    if (chosen) return html`<process-detail .process=${chosen} .query=${this.route.query}></process-detail>`;
    if (this.route.id && this.#reading.value)
      return empty(
        `No process has the id ${this.route.id}.`,
        "It may have been deployed elsewhere or under another id.",
        html`<a class="button" href="/processes">All processes</a>`,
      );
    return nothing;
  }
}

/** Choosing another process keeps the tab, not the version. */
function kept(query: URLSearchParams): URLSearchParams {
  const tab = query.get("tab");
  return new URLSearchParams(tab ? { tab } : {});
}

customElements.define("processes-page", ProcessesPage);
