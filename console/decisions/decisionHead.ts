import { html, nothing, type TemplateResult } from "lit";
import { setQuery } from "../app/router.ts";
import type { DecisionView } from "./decisionReadings.ts";

/** Crumbs, name, id and version, and the way to the form. */
export function decisionHead(view: DecisionView, beginTrying: () => void): TemplateResult {
  const { shown, versions } = view;
  return html`<div class="page-head">
    <div class="grow">
      <nav class="crumbs" aria-label="Where this is"><a href="/decisions">Decisions</a>/<span class="cut">${shown.decisionRequirementsName || shown.decisionRequirementsId} v${shown.decisionRequirementsVersion}</span></nav>
      <div class="name-line">
        <h1 class="title">${shown.name || shown.decisionDefinitionId}</h1>
        <span class="mono second">${shown.decisionDefinitionId}</span>
        <span class="chip">v${shown.version}${shown === versions[0] ? ", newest" : ""}</span>
      </div>
    </div>
    <div class="acts">
      ${versions.length > 1 ? versionSelect(view) : nothing}
      <button class="button" @click=${beginTrying}>Try inputs <kbd>I</kbd></button>
    </div>
  </div>`;
}

function versionSelect({ shown, versions }: DecisionView): TemplateResult {
  const change = (event: Event) => setQuery({ version: (event.target as HTMLSelectElement).value, evaluation: null });
  return html`<select class="input slim" aria-label="Version" @change=${change}>
    ${versions.map((one, index) => html`<option value=${index === 0 ? "" : one.version} ?selected=${one === shown}>v${one.version}${index === 0 ? ", newest" : ""}</option>`)}
  </select>`;
}
