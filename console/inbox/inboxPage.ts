import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { anyChange, Reading } from "../api/reading.ts";
import { rowsMax, searchTasks } from "../api/v2.ts";
import type { UserTask } from "../api/v2Types.ts";
import { type Action, Actions } from "../app/actions.ts";
import { userName } from "../app/preferences.ts";
import { navigate, type Route, setQuery, setTitle, withQuery } from "../app/router.ts";
import { icon } from "../parts/icons.ts";
import "../parts/splitHandle.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { counted, number } from "../words/time.ts";
import { inboxStyles } from "./inboxStyles.ts";
import "./taskDetail.ts";
import "./taskList.ts";
import { type InboxView, taskGroups, viewOf, viewQuery, views } from "./views.ts";

/** As many tasks are searched; more than that is found by view or by person. */
const searchedMax = 1_000;

/** What must I do next: views, the list, and the task. */
export class InboxPage extends LitElement {
  static override properties = { route: { attribute: false }, limit: { state: true } };
  declare route: Route;
  /** How many rows are asked for; grows with "Show more". */
  declare limit: number;

  #list = new Reading(this, {
    key: () => JSON.stringify(viewQuery(this.#view.id, userName(), this.#limit)),
    read: (key, signal) => searchTasks(JSON.parse(key), signal),
    concerns: anyChange,
    keepsValue: true,
  });

  #counts = new Reading(this, {
    key: () => `counts of ${userName()}`,
    read: async (_key, signal) => {
      const pages = await Promise.all(views.map(({ id }) => searchTasks(viewQuery(id, userName(), 1), signal)));
      return pages.map(({ page }) => page.totalItems);
    },
    concerns: anyChange,
  });

  constructor() {
    super();
    this.limit = rowsMax;
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, fields, layout, inboxStyles, css`:host { display: flex; }`];

  /** A search looks at more than the page that is shown. */
  get #limit(): number {
    return this.route.query.get("q") ? Math.max(searchedMax, this.limit) : this.limit;
  }

  /** The limit of the reading that is shown; the next one may still be under way. */
  get #shownLimit(): number {
    return Math.ceil((this.#list.value?.items.length ?? 0) / rowsMax) * rowsMax;
  }

  get #view(): InboxView {
    return viewOf(this.route.query.get("view"));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("preferences-change", this.#again);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("preferences-change", this.#again);
  }

  #again = () => this.requestUpdate();

  protected override willUpdate(): void {
    this.classList.toggle("chosen", this.route.id !== "");
    if (!this.route.id) setTitle("Inbox");
  }

  #actions(): Action[] {
    const group = "Inbox";
    const move = (keys: string, label: string, step: 1 | -1): Action => ({
      keys,
      label,
      group,
      isCommand: false,
      run: () => this.#step(step),
    });
    return [
      move("J", "Next task", 1),
      move("K", "Previous task", -1),
      {
        keys: "Esc",
        label: "Back to the list",
        group,
        isCommand: false,
        run: () => navigate(withQuery("/inbox", this.#kept())),
      },
      {
        keys: "/",
        label: "Search in the list",
        group,
        isCommand: false,
        run: () => this.renderRoot.querySelector<HTMLInputElement>(".search input")?.focus(),
      },
      ...views.map((view) => ({ label: `Show ${view.label.toLowerCase()}`, group, run: () => this.#choose(view) })),
    ];
  }

  #choose(view: InboxView): void {
    navigate(view.id === "open" ? "/inbox" : `/inbox?view=${view.id}`);
  }

  #step(step: 1 | -1): void {
    this.#openRow(this.renderRoot.querySelector("task-list")?.rows.neighbour(step));
  }

  /** Opens a row as a click does; the focus goes along, so that Enter and Tab go on from there. */
  #openRow(row: HTMLElement | undefined): void {
    row?.click();
    row?.focus();
  }

  #enter = () => this.renderRoot.querySelector("task-detail")?.enter();

  /** Back from the task to its row; a task that was claimed may have left the view, then to the first. */
  #focusRow = () => {
    const rows = this.renderRoot.querySelector("task-list")?.rows.all() ?? [];
    (rows.find(({ ariaCurrent }) => ariaCurrent === "true") ?? rows[0])?.focus();
  };

  /** What of the address stays when another task is opened. */
  #kept(): URLSearchParams {
    const kept = new URLSearchParams();
    for (const name of ["view", "q", "tab"]) {
      const value = this.route.query.get(name);
      if (value) kept.set(name, value);
    }
    return kept;
  }

  get #shown(): UserTask[] {
    const words = (this.route.query.get("q") ?? "").toLowerCase();
    return (this.#list.value?.items ?? []).filter((task) =>
      `${task.name ?? task.elementId} ${task.processName ?? ""} ${task.processInstanceKey} ${task.userTaskKey} ${task.assignee ?? ""}`
        .toLowerCase()
        .includes(words),
    );
  }

  #done = (event: CustomEvent<UserTask>) => {
    const list = this.renderRoot.querySelector("task-list");
    const next = list?.rows.neighbour(1) ?? list?.rows.neighbour(-1);
    const { name, elementId, processInstanceKey } = event.detail;
    toast(`${name ?? elementId} completed`, { href: `/instances/${processInstanceKey}`, label: "Open instance" });
    if (next) this.#openRow(next);
    else navigate(withQuery("/inbox", this.#kept()));
    void this.#list.reload();
  };

  override render() {
    const shown = this.#shown;
    return html`${this.#views()}${this.#listColumn(shown)}
      <split-handle name="inbox-list-width" side="before" label="Resize the list" .least=${280} .most=${560}></split-handle>
      ${
        this.route.id
          ? html`<task-detail
            aria-label="Task"
            .taskKey=${this.route.id}
            .query=${this.route.query}
            .known=${shown.find(({ userTaskKey }) => userTaskKey === this.route.id)}
            .position=${this.#position(shown)}
            @task-leave=${this.#focusRow}
            @task-done=${this.#done}
            @task-step=${(event: CustomEvent<1 | -1>) => this.#step(event.detail)}
          ></task-detail>`
          : html`<div class="nothing-open wide-only">${shown.length > 0 ? empty("Choose a task.", html`Press <kbd>J</kbd> for the first.`) : nothing}</div>`
      }`;
  }

  #views(): TemplateResult {
    const counts = this.#counts.value;
    return html`<aside class="views column" aria-label="Views">
      <div class="page-head"><h1 class="title">Inbox</h1></div>
      <nav aria-label="Views">
        ${views.map(
          (
            view,
            index,
          ) => html`<a href=${view.id === "open" ? "/inbox" : `/inbox?view=${view.id}`} aria-current=${view === this.#view ? "page" : nothing}>
            ${icon(view.icon)}${view.label}${counts && view.id !== "done" ? html`<span class="count spread">${number(counts[index] ?? 0)}</span>` : nothing}
          </a>`,
        )}
      </nav>
    </aside>`;
  }

  #listColumn(shown: readonly UserTask[]): TemplateResult {
    return html`<section class="list column" aria-label="Tasks">
      <div class="page-head">
        <select class="input slim view-menu" aria-label="View" @change=${(event: Event) => this.#choose(viewOf((event.target as HTMLSelectElement).value))}>
          ${views.map((view) => html`<option value=${view.id} ?selected=${view === this.#view}>${view.label}</option>`)}
        </select>
        <label class="search grow">${icon("search")}<input type="search" aria-label="Search in the list" placeholder="Search tasks" title="By task, process, key or person" .value=${this.route.query.get("q") ?? ""} @input=${this.#search} @keydown=${this.#searchKey} /></label>
      </div>
      ${this.#rows(shown)}
      ${this.#more()}
    </section>`;
  }

  #search = (event: Event) => setQuery({ q: (event.target as HTMLInputElement).value });

  /** From the search into what it found. */
  #searchKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    this.#openRow(this.renderRoot.querySelector("task-list")?.rows.all()[0]);
  };

  #rows(shown: readonly UserTask[]): TemplateResult {
    const { value, problem, isSlow } = this.#list;
    if (!value)
      return problem ? unread("The tasks", problem) : isSlow ? skeletonRows() : html`<div class="grow"></div>`;
    if (shown.length === 0 && this.route.query.get("q"))
      return empty(
        `No task here matches “${this.route.query.get("q")}”.`,
        `${counted(value.items.length, "task")} searched by name, process, key and person.`,
      );
    if (shown.length === 0) return empty(...this.#view.none);
    return html`<task-list class="grow" .tasks=${shown} .openKey=${this.route.id} .view=${this.#view.id} .query=${this.#kept()} .limit=${this.#shownLimit} @task-enter=${this.#enter}></task-list>`;
  }

  /** `3 of 11`, counted as the list shows them. */
  #position(shown: readonly UserTask[]): string {
    const inOrder = taskGroups(shown, this.#view.id, new Date()).flatMap(({ tasks }) => tasks);
    const at = inOrder.findIndex(({ userTaskKey }) => userTaskKey === this.route.id);
    return at < 0 ? "" : `${at + 1} of ${inOrder.length}`;
  }

  #more(): TemplateResult | typeof nothing {
    const total = this.#list.value?.page.totalItems ?? 0;
    if (total <= this.#limit || this.route.query.get("q")) return nothing;
    return html`<div class="more">
      <span class="third small">${number(this.limit)} of ${number(total)}</span>
      <button class="button" @click=${() => {
        this.limit += rowsMax;
      }}>Show more</button>
    </div>`;
  }
}

customElements.define("inbox-page", InboxPage);
