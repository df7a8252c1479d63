import { html, nothing, type TemplateResult } from "lit";
import type { EvaluatedDecision, Evaluation } from "../api/decisionTypes.ts";
import { inputFacts, resultValue, ruleFacts } from "./evaluationFacts.ts";
import { evaluationPath } from "./evaluationTable.ts";

/** What came of inputs that somebody tried: the result or the failure, then what the shown decision had to do with it. */
export function triedOutcome(evaluation: Evaluation, shownId: string): TemplateResult {
  const { evaluatedDecisions, failureMessage, decisionDefinitionId } = evaluation;
  const shown = evaluatedDecisions.find((one) => one.decisionDefinitionId === shownId);
  const isOther = decisionDefinitionId !== shownId;
  return html`<section class="outcome" aria-label="Outcome">
    <h2 class="heading">${failureMessage === null ? "Result" : "Failed"}${isOther ? html`<span class="third small">of ${nameIn(evaluatedDecisions, decisionDefinitionId)}</span>` : nothing}</h2>
    ${failureMessage === null ? resultValue(evaluation.output) : failure(evaluation)}
    ${isOther && shown && failureMessage === null ? html`<h3 class="heading">Here</h3>${resultValue(shown.output)}` : nothing}
    ${shown ? html`${ruleFacts(shown, failureMessage === null && shown.decisionDefinitionType === "DECISION_TABLE")}${inputFacts(shown)}` : nothing}
    ${links(evaluatedDecisions, shownId)}
  </section>`;
}

const nameIn = (all: readonly EvaluatedDecision[], id: string): string =>
  all.find((one) => one.decisionDefinitionId === id)?.decisionDefinitionName || id;

function failure({ failureMessage, failedDecisionDefinitionId, decisionDefinitionId, evaluatedDecisions }: Evaluation) {
  const isElsewhere = failedDecisionDefinitionId !== null && failedDecisionDefinitionId !== decisionDefinitionId;
  return html`<p class="failure">${isElsewhere ? html`At <b class="strong">${nameIn(evaluatedDecisions, failedDecisionDefinitionId)}</b>: ` : nothing}${failureMessage}</p>`;
}

/** To the records of it all: each decision that was made on the way has one. */
function links(all: readonly EvaluatedDecision[], shownId: string): TemplateResult | typeof nothing {
  const recorded = all.filter(({ decisionEvaluationInstanceKey }) => decisionEvaluationInstanceKey);
  if (recorded.length === 0) return nothing;
  return html`<p class="links">
    ${recorded.map((one) => html`<a href=${evaluationPath(one)}>${one.decisionDefinitionId === shownId ? "Open this evaluation" : one.decisionDefinitionName || one.decisionDefinitionId}</a>`)}
  </p>`;
}
