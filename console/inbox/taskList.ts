import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { UserTask } from "../api/v2Types.ts";
import { initials, userName } from "../app/preferences.ts";
import { withQuery } from "../app/router.ts";
import { EveryMinute } from "../parts/everyMinute.ts";
import { icon } from "../parts/icons.ts";
import { Rows } from "../parts/rows.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { exactTime, number, shortTime } from "../words/time.ts";
import { dueChip, dueStyles } from "./dueTime.ts";
import { taskGroups, type ViewId } from "./views.ts";

/** How long a row that has just come stands out. */
const arrivalMs = 1_000;

/** Tasks in groups. Tells `task-enter` for Enter on the open one. Tasks that come while the list is scrolled wait behind a pill, so that nothing moves under the eyes. */
export class TaskList extends LitElement {
  static override properties = {
    tasks: { attribute: false },
    openKey: { type: String },
    view: { type: String },
    query: { attribute: false },
    limit: { type: Number },
    heldCount: { state: true },
  };
  declare tasks: readonly UserTask[];
  declare openKey: string;
  declare view: ViewId;
  declare query: URLSearchParams;
  /** How many tasks were asked for. */
  declare limit: number;
  declare heldCount: number;

  readonly rows = new Rows(this);
  #shown: readonly UserTask[] = [];
  #shownLimit = 0;
  #arrived = new Set<string>();

  constructor() {
    super();
    this.tasks = [];
    this.openKey = "";
    this.view = "open";
    this.limit = 0;
    this.heldCount = 0;
    new EveryMinute(this);
  }

  static override styles = [
    base,
    controls,
    layout,
    dueStyles,
    css`
      :host { overflow: auto; position: relative; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; scroll-padding: 32px 0; }
      .who { margin-left: auto; display: flex; gap: 4px; align-items: center; white-space: nowrap; }
      .who svg.icon { width: 14px; height: 14px; }
      .who .avatar { width: 18px; height: 18px; font-size: 0.5625rem; }
      [aria-current="true"] .avatar.me { background: var(--bg); }
      .pill { position: sticky; top: 34px; z-index: var(--z-panel); height: 0; display: flex; justify-content: center; }
      .pill button { height: 28px; border-radius: var(--r-full); box-shadow: var(--shadow-2); border: 0; padding: 0 12px; background: var(--accent); color: var(--on-accent); font-weight: 550; cursor: pointer; }
    `,
  ];

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("tasks")) return;
    const known = new Set(this.#shown.map(({ userTaskKey }) => userTaskKey));
    const fresh = this.tasks.filter(({ userTaskKey }) => !known.has(userTaskKey));
    const isOtherView = changed.has("view") || known.size === 0 || this.#shownLimit !== this.limit;
    if (!isOtherView && fresh.length > 0 && this.scrollTop > 0) {
      this.heldCount = fresh.length;
      this.#shown = this.tasks.filter(({ userTaskKey }) => known.has(userTaskKey));
      return;
    }
    this.heldCount = 0;
    this.#shown = this.tasks;
    this.#shownLimit = this.limit;
    if (!isOtherView) this.#standOut(fresh);
  }

  #standOut(fresh: readonly UserTask[]): void {
    for (const { userTaskKey } of fresh) this.#arrived.add(userTaskKey);
    setTimeout(() => {
      for (const { userTaskKey } of fresh) this.#arrived.delete(userTaskKey);
      this.requestUpdate();
    }, arrivalMs);
  }

  #release = () => {
    const known = new Set(this.#shown.map(({ userTaskKey }) => userTaskKey));
    this.scrollTop = 0;
    this.heldCount = 0;
    this.#shown = this.tasks;
    this.#standOut(this.tasks.filter(({ userTaskKey }) => !known.has(userTaskKey)));
  };

  /** The first Enter opens a task, as any link; the next goes into it. */
  #enter(event: KeyboardEvent, key: string): void {
    if (event.key !== "Enter" || key !== this.openKey) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("task-enter"));
  }

  override render() {
    const now = new Date();
    return html`${this.heldCount > 0 ? html`<div class="pill"><button @click=${this.#release}>${number(this.heldCount)} new</button></div>` : nothing}
      <div role="grid" aria-label="Tasks">
        ${taskGroups(this.#shown, this.view, now).map(
          ({
            label,
            tasks,
          }) => html`<div class="group-head" role="row"><span role="rowheader">${label} <span class="count">${number(tasks.length)}</span></span></div>
            ${repeat(
              tasks,
              ({ userTaskKey }) => userTaskKey,
              (task) => this.#row(task, now),
            )}`,
        )}
      </div>`;
  }

  #row(task: UserTask, now: Date): TemplateResult {
    const key = task.userTaskKey;
    return html`<a
      class="list-row ${this.#arrived.has(key) ? "arrived" : ""}"
      role="row"
      href=${withQuery(`/inbox/${key}`, this.query)}
      aria-current=${key === this.openKey ? "true" : nothing}
      @keydown=${(event: KeyboardEvent) => this.#enter(event, key)}
    >
      <span role="gridcell">
        <span class="line-1"><span class="cut"><b>${task.name ?? task.elementId}</b>&ensp;<span class="second">${task.processName ?? task.processDefinitionId}</span></span>${when(task, now)}</span>
        <span class="line-2"><span class="mono">${task.processInstanceKey}</span><span class="who">${who(task)}</span></span>
      </span>
    </a>`;
  }
}

function when(task: UserTask, now: Date): TemplateResult {
  if (task.completionDate)
    return html`<span class="third small" title=${exactTime(task.completionDate)}>${shortTime(task.completionDate, now)}</span>`;
  if (task.dueDate === null)
    return html`<span class="third small" title="Created ${exactTime(task.creationDate)}">${shortTime(task.creationDate, now)}</span>`;
  return dueChip({ creationDate: task.creationDate, dueDate: task.dueDate }, now);
}

function who(task: UserTask): TemplateResult {
  if (task.assignee !== null)
    return html`<span class="avatar ${task.assignee === userName() ? "me" : ""}" title=${task.assignee}>${initials(task.assignee)}</span><span class="unseen">${task.assignee}</span>`;
  const candidates = [...task.candidateGroups, ...task.candidateUsers];
  return candidates.length > 0 ? html`${icon("people")}${candidates.join(", ")}` : html`Unassigned`;
}

customElements.define("task-list", TaskList);
