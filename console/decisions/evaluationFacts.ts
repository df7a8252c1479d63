import { css, html, nothing, type TemplateResult } from "lit";
import type { Evaluated, MatchedRule } from "../api/decisionTypes.ts";
import { parsedJson } from "../parts/variables.ts";
import { counted } from "../words/time.ts";
import { valueLine } from "./evaluationTable.ts";

/** Values, inputs and rules of an evaluation. */
export const factStyles = css`
  .facts { display: grid; grid-template-columns: minmax(72px, auto) minmax(0, 1fr); gap: 4px 12px; margin-top: 6px; }
  .facts dt { color: var(--text-2); overflow-wrap: anywhere; max-width: 160px; }
  .facts dd, .value { font: var(--text-mono-12); font-feature-settings: normal; overflow-wrap: anywhere; line-height: 1.25rem; }
  pre.value { margin-top: 6px; padding: 8px 10px; border-radius: var(--r-2); background: var(--bg-code); white-space: pre-wrap; max-height: 240px; overflow: auto; }
  .rules { display: flex; flex-direction: column; gap: 10px; margin-top: 6px; }
  .rules li { padding-left: 10px; box-shadow: inset 3px 0 0 var(--accent); }
  .rules .facts { margin-top: 2px; }
`;

/** A result as people read JSON: one line where it is short, laid out where it is not. */
export function resultValue(json: string): TemplateResult {
  return html`<pre class="value" tabindex="0" aria-label="Result">${laidOut(json)}</pre>`;
}

/** What fits on a line of the panel. Numbers that JavaScript would round are shown as they came. */
const lineLengthMax = 44;

function laidOut(json: string): string {
  const value = parsedJson(json);
  const isShort = json.length <= lineLengthMax || value === undefined || typeof value !== "object";
  return isShort || JSON.stringify(value) !== json ? valueLine(json) : JSON.stringify(value, null, 2);
}

export function inputFacts({ evaluatedInputs }: Evaluated): TemplateResult | typeof nothing {
  if (evaluatedInputs.length === 0) return nothing;
  return html`<h3 class="heading">Inputs</h3>
    <dl class="facts">
      ${evaluatedInputs.map(({ inputName, inputId, inputValue }) => html`<dt>${inputName || inputId}</dt><dd>${valueLine(inputValue)}</dd>`)}
    </dl>`;
}

/** Which rules matched and what each gave; `isTable` says whether no rule is worth a sentence. */
export function ruleFacts({ matchedRules }: Evaluated, isTable: boolean): TemplateResult | typeof nothing {
  if (matchedRules.length === 0) return isTable ? html`<h3 class="heading">No rule matched</h3>` : nothing;
  return html`<h3 class="heading">${counted(matchedRules.length, "rule")} matched</h3>
    <ul class="rules">
      ${matchedRules.map((rule) => html`<li><span class="strong">Rule ${rule.ruleIndex}</span>${outputs(rule)}</li>`)}
    </ul>`;
}

const outputs = ({ evaluatedOutputs }: MatchedRule): TemplateResult =>
  html`<dl class="facts">
    ${evaluatedOutputs.map(({ outputName, outputId, outputValue }) => html`<dt>${outputName || outputId}</dt><dd>${valueLine(outputValue)}</dd>`)}
  </dl>`;
