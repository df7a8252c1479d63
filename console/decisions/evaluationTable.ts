import { css, html, nothing, type TemplateResult } from "lit";
import type { DecisionDefinition, DecisionInstance } from "../api/decisionTypes.ts";
import { navigate } from "../app/router.ts";
import { status } from "../parts/status.ts";
import { parsedJson } from "../parts/variables.ts";
import { exactTime, shortTime } from "../words/time.ts";

/** The result takes what room there is, and no more. */
export const evaluationTableStyles = css`
  .evaluations .result { width: 100%; max-width: 0; min-width: 120px; }
  .evaluations .decision { max-width: 240px; }
  .evaluations td, .evaluations th { white-space: nowrap; }
  .evaluations tbody tr { cursor: pointer; }
  .evaluations tr[aria-current="true"] { background: var(--bg-selected); }
`;

export const evaluationPath = ({ decisionDefinitionId, decisionEvaluationInstanceKey }: EvaluationKeys): string =>
  `/decisions/${encodeURIComponent(decisionDefinitionId)}?evaluation=${encodeURIComponent(decisionEvaluationInstanceKey)}`;

type EvaluationKeys = Pick<DecisionInstance, "decisionDefinitionId" | "decisionEvaluationInstanceKey">;

/** No line is longer on any screen, and a megabyte of text makes a page slow. */
const lineLengthMax = 400;

/** A value that is JSON text, in one line that is easier to read; text that is none as it came. */
export function valueLine(json: string): string {
  const line =
    parsedJson(json) === undefined ? json : json.replace(spacing, (found) => (found.length > 1 ? found : `${found} `));
  return line.length > lineLengthMax ? `${line.slice(0, lineLengthMax)}…` : line;
}

/** Texts as a whole, and what separates values: numbers keep their digits, as nothing is read and written again. */
const spacing = /"(?:[^"\\]|\\.)*"|[,:](?!\s)/g;

const evaluationStatus = ({ state }: Pick<DecisionInstance, "state">): TemplateResult =>
  state === "FAILED" ? status("incident", "Failed") : status("completed", "Decided");

export interface EvaluationColumns {
  /** On an instance's page, where evaluations of several decisions stand together. */
  decision: boolean;
  version: boolean;
  /** The instance that asked. */
  instance: boolean;
}

/** Evaluations as rows, each of which leads to its evaluation. */
export function evaluationTable(
  evaluations: readonly DecisionInstance[],
  chosen: string | null,
  columns: EvaluationColumns,
): TemplateResult {
  const open = (event: MouseEvent, one: DecisionInstance) => {
    if (event.composedPath().some((node) => node instanceof HTMLAnchorElement) || getSelection()?.toString()) return;
    navigate(evaluationPath(one));
  };
  return html`<table class="evaluations">
    <thead><tr><th>When</th>${columns.decision ? html`<th>Decision</th>` : nothing}<th>State</th><th>Result</th>${columns.version ? html`<th>Version</th>` : nothing}${columns.instance ? html`<th>Asked by</th>` : nothing}</tr></thead>
    <tbody>
      ${evaluations.map(
        (
          one,
        ) => html`<tr aria-current=${one.decisionEvaluationInstanceKey === chosen ? "true" : nothing} @click=${(event: MouseEvent) => open(event, one)}>
          <th scope="row"><a href=${evaluationPath(one)}><time title=${exactTime(one.evaluationDate)}>${shortTime(one.evaluationDate, new Date(), true)}</time></a></th>
          ${columns.decision ? html`<td class="cut decision">${one.decisionDefinitionName || one.decisionDefinitionId}</td>` : nothing}
          <td>${evaluationStatus(one)}</td>
          <td class="cut result">${one.evaluationFailure ? html`<span class="second" title=${one.evaluationFailure}>${one.evaluationFailure}</span>` : html`<span class="mono">${valueLine(one.result)}</span>`}</td>
          ${columns.version ? html`<td class="second">v${one.decisionDefinitionVersion}</td>` : nothing}
          ${columns.instance ? html`<td class="second">${one.processInstanceKey ? html`<a class="mono" href="/instances/${one.processInstanceKey}">${one.processInstanceKey}</a>` : "the API"}</td>` : nothing}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The versions of a decision, newest first. */
export function decisionVersionTable(
  versions: readonly DecisionDefinition[],
  shown: DecisionDefinition,
): TemplateResult {
  return html`<table>
    <thead><tr><th>Version</th><th>Requirements graph</th><th>Key</th></tr></thead>
    <tbody>
      ${versions.map((one, index) => {
        const path = `/decisions/${encodeURIComponent(one.decisionDefinitionId)}`;
        return html`<tr aria-current=${one === shown ? "true" : nothing}>
          <th scope="row"><a href="${path}?tab=versions${index === 0 ? "" : `&version=${one.version}`}">v${one.version}</a>${index === 0 ? html` <span class="chip outlined">newest</span>` : nothing}</th>
          <td class="second cut">${one.decisionRequirementsName || one.decisionRequirementsId} v${one.decisionRequirementsVersion}</td>
          <td class="mono second">${one.decisionDefinitionKey}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
