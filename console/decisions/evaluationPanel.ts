import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icon } from "../parts/icons.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { exactTime, shortTime } from "../words/time.ts";
import type { ChosenEvaluation } from "./decisionReadings.ts";
import { factStyles, inputFacts, resultValue, ruleFacts } from "./evaluationFacts.ts";
import { evaluationPath } from "./evaluationTable.ts";

/** One evaluation that was made: what came in, which rules matched, what came out. Asks with `close` and `try-again`. */
export class EvaluationPanel extends LitElement {
  static override properties = { evaluation: { attribute: false }, canTry: { type: Boolean } };
  declare evaluation: ChosenEvaluation;
  /** False where its inputs cannot be filled into the form. */
  declare canTry: boolean;

  static override styles = [
    base,
    controls,
    factStyles,
    css`
      :host { padding: 14px 16px; }
      .head { display: flex; align-items: center; gap: 8px; min-height: 28px; }
      .head .icon-button { margin: -2px -6px -2px auto; }
      .about { color: var(--text-2); overflow-wrap: anywhere; }
      h3 { margin-top: 18px; }
      .failure { margin-top: 10px; padding-left: 10px; box-shadow: inset 3px 0 0 var(--st-incident); overflow-wrap: anywhere; }
      .acts { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 18px; }
      .together li { display: flex; gap: 8px; align-items: center; min-height: 28px; }
    `,
  ];

  constructor() {
    super();
    this.canTry = false;
  }

  #ask(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    const { detail, together } = this.evaluation;
    const isFailed = detail.state === "FAILED";
    return html`<div class="head">
        <h2 class="heading">Evaluation</h2>
        ${isFailed ? html`<span class="chip incident">${status("incident", "Failed")}</span>` : html`<span class="chip done">${status("completed", "Decided")}</span>`}
        <button class="icon-button" aria-label="Close the evaluation, Escape" title="Close  Esc" @click=${() => this.#ask("close")}>${icon("close")}</button>
      </div>
      <p class="about"><time title=${exactTime(detail.evaluationDate)}>${shortTime(detail.evaluationDate, new Date(), true)}</time> by v${detail.decisionDefinitionVersion}, ${
        detail.processInstanceKey
          ? html`for instance <a class="mono" href="/instances/${detail.processInstanceKey}">${detail.processInstanceKey}</a>`
          : "for a caller of the API"
      }</p>
      ${isFailed ? html`<p class="failure">${detail.evaluationFailure ?? "It failed without a reason."}</p>` : html`<h3 class="heading">Result</h3>${resultValue(detail.result)}`}
      ${ruleFacts(detail, detail.decisionDefinitionType === "DECISION_TABLE" && !isFailed)}
      ${inputFacts(detail)}
      ${together.length > 0 ? this.#together() : nothing}
      ${this.canTry ? html`<div class="acts"><button class="button" @click=${() => this.#ask("try-again")}>${icon("play")}Try these inputs</button></div>` : nothing}`;
  }

  #together(): TemplateResult {
    return html`<h3 class="heading">Decided together</h3>
      <ul class="together">
        ${this.evaluation.together.map(
          (one) =>
            html`<li>${status(one.state === "FAILED" ? "incident" : "completed")}<a class="cut" href=${evaluationPath(one)}>${one.decisionDefinitionName || one.decisionDefinitionId}</a></li>`,
        )}
      </ul>`;
  }
}

customElements.define("evaluation-panel", EvaluationPanel);
