import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import "../../modeler/decisionViewer.ts";
import type { EvaluatedDecision, Evaluation } from "../api/decisionTypes.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate, type Route, setQuery, setTitle } from "../app/router.ts";
import { empty, skeletonRows, unread } from "../parts/states.ts";
import "../parts/splitHandle.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { decisionDock } from "./decisionDock.ts";
import { decisionHead } from "./decisionHead.ts";
import { decisionPageStyles } from "./decisionPageStyles.ts";
import {
  type DecisionView,
  evaluationReading,
  evaluationsReading,
  viewReading,
  type Wanted,
} from "./decisionReadings.ts";
import { factStyles } from "./evaluationFacts.ts";
import "./evaluationPanel.ts";
import { evaluationPath, evaluationTableStyles } from "./evaluationTable.ts";
import { type InputTexts, inputText } from "./inputValues.ts";
import { triedOutcome } from "./triedOutcome.ts";
import "./tryPanel.ts";

/** One decision: its table, what it decided and by which rules, and a form to try it. */
export class DecisionPage extends LitElement {
  static override properties = { route: { attribute: false }, tried: { state: true }, preset: { state: true } };
  declare route: Route;
  /** What came of the inputs in the form, and of which graph it is. */
  declare tried: { evaluation: Evaluation; requirementsKey: string } | null;
  /** What the form is filled with. */
  declare preset: InputTexts | null;

  #chosen = evaluationReading(this, () => this.#evaluationKey);
  #reading = viewReading(this, () => this.#wanted);
  #evaluations = evaluationsReading(this, () => this.#filter);
  #lastWanted: Wanted | null = null;
  #shownEvaluation: string | null = null;

  constructor() {
    super();
    this.tried = null;
    this.preset = null;
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, fields, layout, factStyles, evaluationTableStyles, decisionPageStyles];

  get #evaluationKey(): string | null {
    return this.route.query.get("evaluation");
  }

  /** An evaluation names the version that made it: until it has come, what was shown stays. */
  get #wanted(): Wanted | null {
    const { id, query } = this.route;
    const detail = this.#detail;
    const isComing = this.#evaluationKey !== null && !detail && !this.#chosen.problem;
    if (isComing) return this.#lastWanted?.decisionId === id ? this.#lastWanted : null;
    this.#lastWanted = {
      decisionId: id,
      version: query.get("version"),
      definitionKey: detail?.decisionDefinitionKey ?? null,
    };
    return this.#lastWanted;
  }

  /** The evaluation that the address names; the reading keeps the one before until it has come. */
  get #detail() {
    const detail = this.#chosen.value?.detail;
    return detail?.decisionEvaluationInstanceKey === this.#evaluationKey ? detail : undefined;
  }

  get #filter(): Record<string, unknown> | null {
    const { id, query } = this.route;
    const version = query.get("version");
    const filter: Record<string, unknown> = { decisionDefinitionId: id };
    if (version && !this.#evaluationKey) filter.decisionDefinitionVersion = Number(version);
    if (query.get("state") === "failed") filter.state = "FAILED";
    return id ? filter : null;
  }

  get #view(): DecisionView | undefined {
    return this.#reading.value ?? undefined;
  }

  get #isGraph(): boolean {
    return this.route.query.has("graph");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const shown = this.#view?.shown;
    if (this.tried && shown && shown.decisionRequirementsKey !== this.tried.requirementsKey) this.tried = null;
    if (changed.has("route") && changed.get("route")?.id !== this.route.id) this.preset = null;
    setTitle(shown?.decisionDefinitionId === this.route.id ? shown.name || shown.decisionDefinitionId : "Decision");
  }

  /** On phones the evaluation stands above the rows that it is chosen from. */
  protected override updated(): void {
    const key = this.#detail?.decisionEvaluationInstanceKey ?? null;
    if (key === this.#shownEvaluation) return;
    this.#shownEvaluation = key;
    if (key && matchMedia("(max-width: 640px)").matches) this.renderRoot.querySelector(".side")?.scrollIntoView();
  }

  #actions(): Action[] {
    const view = this.#view;
    if (!view) return [];
    const group = "This decision";
    const close: Action[] = this.#evaluationKey
      ? [{ keys: "Esc", label: "Close the evaluation", group, isCommand: false, run: this.#closeEvaluation }]
      : [];
    const graph: Action[] = this.#hasGraph(view)
      ? [{ keys: "R", label: "Requirements graph", group, run: () => setQuery({ graph: this.#isGraph ? null : "1" }) }]
      : [];
    return [
      { keys: "I", label: "Try inputs", group, run: this.#beginTrying },
      ...graph,
      { keys: "J", label: "Next evaluation", group, isCommand: false, run: () => this.#step(1) },
      { keys: "K", label: "Previous evaluation", group, isCommand: false, run: () => this.#step(-1) },
      ...close,
    ];
  }

  #step(by: 1 | -1): void {
    const all = this.#evaluations.value?.items ?? [];
    const at = all.findIndex((one) => one.decisionEvaluationInstanceKey === this.#evaluationKey);
    const next = all[at < 0 ? 0 : at + by];
    if (next) setQuery({ evaluation: next.decisionEvaluationInstanceKey });
  }

  #closeEvaluation = () => setQuery({ evaluation: null });

  #beginTrying = async () => {
    if (this.#evaluationKey) this.#closeEvaluation();
    await this.updateComplete;
    this.renderRoot.querySelector("try-panel")?.begin();
  };

  /** The inputs of the evaluation, one for each column, as far as fields stand for them. */
  #tryAgain = () => {
    const columns = this.#view?.model.decision(this.route.id)?.columns ?? [];
    const texts = this.#detail?.evaluatedInputs.flatMap(({ inputValue }, at) => {
      const field = this.#view?.fields.find(({ name }) => name === columns[at]?.expression);
      const text = field && inputText(field, inputValue);
      return field && text !== null && text !== undefined ? [[field.name, text] as const] : [];
    });
    this.preset = new Map(texts);
    void this.#beginTrying();
  };

  #tell = async (event: CustomEvent<Evaluation | null>) => {
    const requirementsKey = this.#view?.shown.decisionRequirementsKey ?? "";
    this.tried = event.detail && { evaluation: event.detail, requirementsKey };
    if (!event.detail) return;
    void this.#evaluations.reload();
    await this.updateComplete;
    this.renderRoot.querySelector(".outcome")?.scrollIntoView({ block: "nearest" });
  };

  override render() {
    const view = this.#view;
    if (!view || view.shown.decisionDefinitionId !== this.route.id) return this.#absent();
    const { items = [], page } = this.#evaluations.value ?? {};
    return html`${decisionHead(view, this.#beginTrying)}
      <div class="grid">
        <div class="middle column">
          ${view.graph.length > 1 || this.#isGraph ? this.#strip(view) : nothing}
          <section class="canvas" aria-label=${this.#isGraph ? "Requirements graph" : "Decision"}>
            <decision-viewer
              .xml=${view.xml}
              .decisionId=${this.#isGraph ? null : view.shown.decisionDefinitionId}
              .matched=${this.#matched(view)}
              @decision-select=${(event: CustomEvent<{ decisionId: string }>) => this.#go(view, event.detail.decisionId)}
            ></decision-viewer>
          </section>
          <split-handle name="dock-height" side="below" label="Resize the lower panel" .least=${120} .most=${640}></split-handle>
          ${decisionDock({
            view,
            query: this.route.query,
            evaluations: items,
            total: page,
            problem: this.#evaluations.problem,
          })}
        </div>
        <split-handle name="side-width" side="after" label="Resize the side panel" .least=${280} .most=${560}></split-handle>
        ${this.#side(view)}
      </div>`;
  }

  #absent(): TemplateResult {
    const { value, problem, isSlow } = this.#reading;
    if (value === null)
      return empty(
        `No decision has the id ${this.route.id}.`,
        "It may have been deployed elsewhere or under another id.",
        html`<a class="button" href="/decisions">All decisions</a>`,
      );
    if (problem) return unread("This decision", problem);
    return isSlow ? skeletonRows(8) : html``;
  }

  #hasGraph = (view: DecisionView): boolean => view.model.hasGraph && view.model.decisions.length > 1;

  /** The decisions of the file: the graph's text twin, and the way between them. */
  #strip(view: DecisionView): TemplateResult {
    return html`<nav class="graph" aria-label="Decisions of ${view.shown.decisionRequirementsName || "this file"}">
      ${this.#hasGraph(view) ? html`<a href=${this.#pathOf(view, view.shown.decisionDefinitionId, true)} aria-current=${this.#isGraph ? "page" : nothing}>Graph</a><span class="separator"></span>` : nothing}
      ${view.graph.map((one) => {
        const isShown = !this.#isGraph && one.decisionDefinitionId === view.shown.decisionDefinitionId;
        return html`<a class="cut" href=${this.#pathOf(view, one.decisionDefinitionId, false)} aria-current=${isShown ? "page" : nothing}>${one.name || one.decisionDefinitionId}</a>`;
      })}
    </nav>`;
  }

  #go(view: DecisionView, decisionId: string): void {
    navigate(this.#pathOf(view, decisionId, false));
  }

  /** Another decision of the same file: its evaluation if it was made with the chosen one, else the version of the file. */
  #pathOf(view: DecisionView, decisionId: string, isGraph: boolean): string {
    const chosen = this.#detail && this.#chosen.value;
    const made = chosen ? [chosen.detail, ...chosen.together] : [];
    const evaluation = made.find((one) => one.decisionDefinitionId === decisionId);
    const path = evaluation ? evaluationPath(evaluation) : this.#versionPath(view, decisionId);
    return isGraph ? `${path}${path.includes("?") ? "&" : "?"}graph=1` : path;
  }

  #versionPath({ graph, shown, versions }: DecisionView, decisionId: string): string {
    const path = `/decisions/${encodeURIComponent(decisionId)}`;
    const version = graph.find((one) => one.decisionDefinitionId === decisionId)?.version;
    return shown === versions[0] || version === undefined ? path : `${path}?version=${version}`;
  }

  /** The rules of the shown table: those of the chosen evaluation, else of what was tried. */
  #matched({ shown }: DecisionView): readonly number[] {
    const made = this.#evaluationKey
      ? [this.#detail]
      : this.tried?.evaluation.evaluatedDecisions.filter(isOf(shown.decisionDefinitionId));
    return made?.flatMap((one) => one?.matchedRules.map(({ ruleIndex }) => ruleIndex) ?? []) ?? [];
  }

  #side(view: DecisionView): TemplateResult {
    const chosen = this.#detail && this.#chosen.value;
    const { problem } = this.#chosen;
    const canTry = view.fields.length > 0 && (this.#detail?.evaluatedInputs.length ?? 0) > 0;
    return html`<aside class="side scroll" aria-label=${chosen ? "Evaluation" : "Try inputs"}>
      ${chosen ? html`<evaluation-panel .evaluation=${chosen} .canTry=${canTry} @close=${this.#closeEvaluation} @try-again=${this.#tryAgain}></evaluation-panel>` : nothing}
      ${this.#evaluationKey && !chosen && problem ? this.#noEvaluation(problem.status === 404) : nothing}
      <try-panel ?hidden=${this.#evaluationKey !== null} .definitionKey=${view.shown.decisionDefinitionKey} .fields=${view.fields} .preset=${this.preset} @decision-tried=${this.#tell}></try-panel>
      <div aria-live="polite">${this.tried && !this.#evaluationKey ? triedOutcome(this.tried.evaluation, view.shown.decisionDefinitionId) : nothing}</div>
    </aside>`;
  }

  #noEvaluation(isGone: boolean): TemplateResult {
    return empty(
      isGone ? `No evaluation has the key ${this.#evaluationKey}.` : "The evaluation cannot be read now.",
      isGone ? "Its history may have aged out." : nothing,
      html`<button class="button" @click=${this.#closeEvaluation}>Close</button>`,
    );
  }
}

const isOf =
  (decisionId: string) =>
  (one: EvaluatedDecision): boolean =>
    one.decisionDefinitionId === decisionId;

customElements.define("decision-page", DecisionPage);

declare global {
  interface HTMLElementTagNameMap {
    "try-panel": import("./tryPanel.ts").TryPanel;
  }
}
