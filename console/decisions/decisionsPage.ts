import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { newestDecisions } from "../api/decisions.ts";
import type { DecisionDefinition } from "../api/decisionTypes.ts";
import { aboutDefinitions, Reading } from "../api/reading.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate, type Route, setQuery, setTitle } from "../app/router.ts";
import { icon } from "../parts/icons.ts";
import { ScrollMemory } from "../parts/scrollMemory.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import { DropToDeploy } from "../processes/dropToDeploy.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { number } from "../words/time.ts";
import { evaluationCounts } from "./evaluationCounts.ts";

/** The newest version of every decision. Files dropped anywhere on the page are deployed. */
export class DecisionsPage extends LitElement {
  static override properties = { route: { attribute: false } };
  declare route: Route;

  #reading = new Reading(this, {
    key: () => "decisions",
    read: (_key, signal) => newestDecisions(signal),
    concerns: aboutDefinitions,
  });
  #counts = evaluationCounts(this, () => this.#shown.map(({ decisionDefinitionId }) => decisionDefinitionId));
  #deploying = new DropToDeploy(this, "decisions", () => this.#reading.reload());

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
      :host { display: flex; flex-direction: column; position: relative; }
      .search { width: 260px; margin-left: 4px; }
      tbody tr { cursor: pointer; }
      td, th { white-space: nowrap; }
      .name { max-width: 420px; }
      .id { max-width: 320px; }
      .name a { max-width: 100%; overflow: hidden; text-overflow: ellipsis; vertical-align: top; }
      .under { display: none; }
      .scroll { scroll-padding-top: 32px; }
      @media (max-width: 640px) {
        .page-head { flex-wrap: wrap; padding-block: 8px; gap: 8px; }
        .search { order: 1; flex: 1 0 100%; width: auto; margin: 0; height: 40px; }
        .late-column { display: none; }
        .name { width: 100%; max-width: 0; }
        .under { display: block; font-weight: 400; color: var(--text-3); line-height: 20px; }
        tbody td, tbody th { height: var(--row-h-2); }
      }
    `,
    DropToDeploy.styles,
  ];

  protected override willUpdate(): void {
    setTitle("Decisions");
  }

  get #words(): string {
    return (this.route.query.get("q") ?? "").toLowerCase();
  }

  get #shown(): DecisionDefinition[] {
    return (this.#reading.value ?? []).filter(({ name, decisionDefinitionId }) =>
      `${name} ${decisionDefinitionId}`.toLowerCase().includes(this.#words),
    );
  }

  #actions(): Action[] {
    const group = "Decisions";
    const step = (keys: string, label: string, by: 1 | -1): Action => ({
      keys,
      label,
      group,
      isCommand: false,
      run: () => this.#step(by),
    });
    return [
      { label: "Deploy a file", group, run: () => this.#deploying.pick() },
      step("J", "Next decision", 1),
      step("K", "Previous decision", -1),
      {
        keys: "/",
        label: "Search in the list",
        group,
        isCommand: false,
        run: () => this.renderRoot.querySelector<HTMLInputElement>(".search input")?.focus(),
      },
    ];
  }

  /** Moves the focus from row to row; Enter opens. */
  #step(by: 1 | -1): void {
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>("tbody th a")];
    const at = links.findIndex((link) => link.matches(":focus"));
    links[at < 0 ? 0 : at + by]?.focus();
  }

  override render() {
    return html`<div class="page-head">
        <h1 class="title">Decisions</h1>
        ${this.#reading.value ? html`<span class="count">${number(this.#reading.value.length)}</span>` : nothing}
        <label class="search">${icon("search")}<input type="search" aria-label="Search in the list" placeholder="Name or id" .value=${this.route.query.get("q") ?? ""} @input=${this.#find} /></label>
        <span class="grow"></span>
        ${this.#deploying.button()}
      </div>
      <section class="scroll grow" aria-label="Decisions" tabindex="-1">${this.#list()}</section>
      ${this.#deploying.floating()}`;
  }

  #find = (event: Event) => setQuery({ q: (event.target as HTMLInputElement).value });

  #list(): TemplateResult {
    const { value, problem, isSlow } = this.#reading;
    if (!value && problem) return unread("The decisions", problem);
    if (!value) return isSlow ? skeletonRows() : html``;
    if (value.length === 0)
      return empty(
        "No decision is deployed yet.",
        "Drop a DMN file here. Business rule tasks of processes and callers of the API then decide by it.",
        html`<button class="button primary" @click=${() => this.#deploying.pick()}>Deploy a file</button>`,
      );
    const shown = this.#shown;
    if (shown.length === 0)
      return empty(
        `No decision is called “${this.route.query.get("q")}”.`,
        nothing,
        html`<button class="button" @click=${() => setQuery({ q: null })}>Show all decisions</button>`,
      );
    return html`<table>
      <thead><tr><th>Name</th><th class="late-column">Id</th><th class="late-column">Requirements graph</th><th>Version</th><th class="number">Evaluations</th></tr></thead>
      <tbody>${shown.map((decision) => this.#row(decision))}</tbody>
    </table>`;
  }

  #row(decision: DecisionDefinition): TemplateResult {
    const { decisionDefinitionId: id, decisionRequirementsName, decisionRequirementsId, name, version } = decision;
    const path = `/decisions/${encodeURIComponent(id)}`;
    const open = (event: MouseEvent) => {
      if (event.composedPath().some((node) => node instanceof HTMLAnchorElement) || getSelection()?.toString()) return;
      navigate(path);
    };
    return html`<tr @click=${open}>
      <th scope="row" class="name cut"><a href=${path} title=${name || id}>${name || id}</a><span class="under mono cut">${id}</span></th>
      <td class="mono second late-column id cut" title=${id}>${id}</td>
      <td class="second late-column name cut">${decisionRequirementsName || decisionRequirementsId}</td>
      <td class="second">v${version}</td>
      <td class="number">${this.#counts.value?.get(id) ?? ""}</td>
    </tr>`;
  }
}

customElements.define("decisions-page", DecisionsPage);
