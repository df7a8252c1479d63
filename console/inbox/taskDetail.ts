import { html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { aboutInstance, Reading } from "../api/reading.ts";
import { claim, complete, task, taskVariables, unclaim } from "../api/v2.ts";
import type { UserTask } from "../api/v2Types.ts";
import { type Action, Actions, keyLabel } from "../app/actions.ts";
import { userName } from "../app/preferences.ts";
import { setQuery, setTitle, withQuery } from "../app/router.ts";
import { EveryMinute } from "../parts/everyMinute.ts";
import { icon } from "../parts/icons.ts";
import { empty, problemLine, skeletonRows, unread } from "../parts/states.ts";
import { tabs } from "../parts/tabs.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { modelNames } from "../words/modelNames.ts";
import { changedValues, type FieldDraft, fieldsOf, forgetFields, keepField } from "./fieldDrafts.ts";
import { taskDetailStyles } from "./taskDetailStyles.ts";
import "./taskContext.ts";
import { dueStyles } from "./dueTime.ts";
import { taskFacts, taskStanding } from "./taskFacts.ts";
import "./taskForm.ts";

/**
 * One task: what it is about, its form, where its instance stands.
 *
 * Tells `task-done` after completing, `task-step` (detail: 1 or -1), and `task-leave` for Esc in the form.
 */
export class TaskDetail extends LitElement {
  static override properties = {
    taskKey: { type: String },
    query: { attribute: false },
    known: { attribute: false },
    position: { type: String },
    problem: { state: true },
    busy: { state: true },
  };
  declare taskKey: string;
  declare query: URLSearchParams;
  /** The task as the list has it: shown until it has been read. */
  declare known: UserTask | undefined;
  /** `3 of 11`; empty when the task is not in the list beside it. */
  declare position: string;
  declare problem: string | null;
  declare busy: "claim" | "complete" | null;

  #task: Reading<UserTask> = new Reading(this, {
    key: () => this.taskKey || null,
    read: task,
    concerns: (changed) => aboutInstance(changed, this.#task.value?.processInstanceKey ?? ""),
  });
  #variables = new Reading(this, {
    key: () => (this.#shown ? `${this.#shown.processInstanceKey} ${this.taskKey}` : null),
    read: (key, signal) => taskVariables(key.split(" ")[1] ?? "", signal),
    concerns: aboutInstance,
  });
  #names = new Reading(this, {
    key: () => this.#shown?.processDefinitionKey ?? null,
    read: modelNames,
    concerns: () => false,
    keepsValue: true,
  });

  constructor() {
    super();
    this.taskKey = "";
    this.position = "";
    this.problem = null;
    this.busy = null;
    new Actions(this, () => this.#actions());
    new EveryMinute(this);
  }

  get #shown(): UserTask | undefined {
    return this.#task.value ?? this.known;
  }

  static override styles = [base, controls, fields, layout, dueStyles, taskDetailStyles];

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("taskKey")) this.problem = null;
    const shown = this.#shown;
    if (shown) setTitle(shown.name ?? shown.elementId);
  }

  #actions(): Action[] {
    const shown = this.#shown;
    if (!shown) return [];
    const group = "This task";
    const standing = taskStanding(shown);
    const claiming: Action[] = standing.canClaim
      ? [{ keys: "C", label: "Claim", group, run: () => void this.#claim() }]
      : standing.isMine
        ? [{ keys: "C", label: "Release", group, run: this.#release }]
        : [];
    const completing: Action[] = standing.isMine
      ? [{ keys: "mod+Enter", label: "Complete", group, run: this.#complete }]
      : [];
    return [...completing, ...claiming];
  }

  #act = async (what: "claim" | "complete", act: () => Promise<void>) => {
    if (this.busy) return;
    this.busy = what;
    this.problem = null;
    try {
      await act();
    } catch (thrown) {
      this.problem = sentenceOf(thrown);
    }
    this.busy = null;
    await this.#task.reload();
  };

  /** Where the keyboard goes on: the first field, or what must come before. */
  enter(): void {
    if (this.renderRoot.querySelector("task-form")?.enter()) return;
    this.renderRoot.querySelector<HTMLElement>(".claim, .foot .primary")?.focus();
  }

  #claim = async () => {
    await this.#act("claim", () => claim(this.taskKey));
    await this.updateComplete;
    // On a phone the keyboard would cover what is to be read first.
    if (this.problem === null && !matchMedia("(pointer: coarse)").matches) this.enter();
  };

  #leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.dispatchEvent(new CustomEvent("task-leave"));
  };

  #release = () => void this.#act("claim", () => unclaim(this.taskKey));

  #complete = () => {
    const form = this.renderRoot.querySelector("task-form");
    if (!form?.validate()) return;
    const key = this.taskKey;
    void this.#act("complete", async () => {
      await complete(key, changedValues(this.#drafts()));
      forgetFields(key);
      this.dispatchEvent(new CustomEvent("task-done", { detail: this.#task.value }));
    });
  };

  #drafts(): FieldDraft[] {
    return fieldsOf(this.taskKey, this.#variables.value?.items ?? []);
  }

  override render() {
    const shown = this.#shown;
    if (!shown) return this.#absent();
    const tab = this.query.get("tab") === "context" ? "context" : "form";
    return html`${this.#head(shown)}${taskFacts(shown)}
      <div class="tabs narrow-tabs">
        ${tabs(
          "Parts of the task",
          [
            { id: "form", label: "Form" },
            { id: "context", label: "Where it stands" },
          ],
          tab,
          (id) => setQuery({ tab: id === "form" ? null : id }),
        )}
      </div>
      <div class="body" data-shown=${tab}>
        <div class="form-column column" id="panel">
          <div class="scroll grow form" @keydown=${this.#leave}>${this.#about(shown)}${this.#form(shown)}</div>
          ${this.#foot(shown)}
        </div>
        <task-context class="scroll" .task=${shown}></task-context>
      </div>`;
  }

  #absent(): TemplateResult {
    const { problem, isSlow } = this.#task;
    if (problem?.status === 404)
      return empty(
        `No task has the key ${this.taskKey}.`,
        "It may have been withdrawn together with its instance.",
        html`<a class="button" href="/inbox">All open tasks</a>`,
      );
    if (problem) return unread("This task", problem);
    return isSlow ? skeletonRows(5) : html``;
  }

  /** The list as it was: its view and search. */
  #listPath(): string {
    const kept = new URLSearchParams(this.query);
    kept.delete("tab");
    return withQuery("/inbox", kept);
  }

  #step(step: 1 | -1): void {
    this.dispatchEvent(new CustomEvent("task-step", { detail: step }));
  }

  #head(shown: UserTask): TemplateResult {
    const { canClaim, isMine } = taskStanding(shown);
    const spinner = this.busy === "claim" ? html`<i class="spinner"></i>` : nothing;
    return html`<div class="page-head">
      <a class="icon-button back narrow-only" href=${this.#listPath()} aria-label="Back to the list, Escape">${icon("back")}</a>
      <div class="grow name">
        <h1 class="title cut">${shown.name ?? shown.elementId}</h1>
        <span class="third cut">${shown.processName ?? shown.processDefinitionId} <a class="mono" href="/instances/${shown.processInstanceKey}">${shown.processInstanceKey}</a></span>
      </div>
      <span class="wide-only third small position">${this.position}</span>
      <span class="wide-only row" style="gap:0">
        <button class="icon-button" aria-label="Previous task, K" title="Previous  K" @click=${() => this.#step(-1)}>${icon("chevronUp")}</button>
        <button class="icon-button" aria-label="Next task, J" title="Next  J" @click=${() => this.#step(1)}>${icon("chevronDown")}</button>
      </span>
      ${canClaim || isMine ? html`<button class="button claim ${canClaim ? "primary" : ""}" aria-busy=${this.busy === "claim"} @click=${canClaim ? this.#claim : this.#release}>${spinner}${canClaim ? "Claim" : "Release"} <kbd>C</kbd></button>` : nothing}
    </div>`;
  }

  /** What the modeller wrote for the person who does it. */
  #about({ elementId }: UserTask): TemplateResult | typeof nothing {
    const text = this.#names.value?.documentationOf(elementId);
    return text ? html`<p class="about">${text}</p>` : nothing;
  }

  #form(shown: UserTask): TemplateResult {
    const { problem, value, isSlow } = this.#variables;
    if (!value) return problem ? unread("The variables", problem) : isSlow ? skeletonRows(3) : html``;
    return html`<task-form .drafts=${this.#drafts()} .isEditable=${taskStanding(shown).isMine} @field-change=${this.#change}></task-form>`;
  }

  #change = (event: CustomEvent<FieldDraft>) => {
    keepField(this.taskKey, event.detail);
    this.requestUpdate();
  };

  #foot(shown: UserTask): TemplateResult {
    const { isMine, isOpen, why } = taskStanding(shown);
    if (!isOpen) return html`<div class="foot"><span class="second">${why}</span></div>`;
    return html`<div class="foot">
      <button class="button primary" aria-disabled=${!isMine} aria-busy=${this.busy === "complete"} aria-describedby="why" @click=${() => isMine && this.#complete()}>
        ${this.busy === "complete" ? html`<i class="spinner"></i>` : nothing}Complete <kbd>${keyLabel("mod+Enter")}</kbd>
      </button>
      ${this.problem ? problemLine(this.problem) : html`<span class="third small" id="why">${why || (userName() === "demo" ? "" : `As ${userName()}`)}</span>`}
    </div>`;
  }
}

customElements.define("task-detail", TaskDetail);

declare global {
  interface HTMLElementTagNameMap {
    "task-form": import("./taskForm.ts").TaskForm;
    "task-detail": TaskDetail;
    "task-list": import("./taskList.ts").TaskList;
  }
}
