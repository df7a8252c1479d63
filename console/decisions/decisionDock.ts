import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../api/client.ts";
import type { DecisionInstance } from "../api/decisionTypes.ts";
import type { Page } from "../api/v2Types.ts";
import { setQuery } from "../app/router.ts";
import { empty, unread } from "../parts/states.ts";
import { tabs } from "../parts/tabs.ts";
import { number } from "../words/time.ts";
import type { DecisionView } from "./decisionReadings.ts";
import { decisionVersionTable, evaluationTable } from "./evaluationTable.ts";

export interface DockState {
  view: DecisionView;
  query: URLSearchParams;
  evaluations: readonly DecisionInstance[];
  total: Page<unknown>["page"] | undefined;
  problem: Problem | undefined;
}

/** What lies below the table: evaluations, newest first, and versions. */
export function decisionDock(state: DockState): TemplateResult {
  const tab = state.query.get("tab") === "versions" ? "versions" : "evaluations";
  const all = [
    { id: "evaluations", label: "Evaluations", count: state.total?.totalItems },
    { id: "versions", label: "Versions", count: state.view.versions.length },
  ];
  return html`<section class="dock" aria-label="Evaluations and versions">
    <div class="tabs">
      ${tabs("Below the table", all, tab, (id) => setQuery({ tab: id === "versions" ? id : null }))}
      <span class="grow"></span>
      ${tab === "evaluations" ? stateFilter(state.query) : nothing}
    </div>
    <div id="panel" role="tabpanel" class="scroll" aria-label=${tab} tabindex="-1">
      ${tab === "versions" ? decisionVersionTable(state.view.versions, state.view.shown) : evaluations(state)}
    </div>
  </section>`;
}

function stateFilter(query: URLSearchParams): TemplateResult {
  const isFailed = query.get("state") === "failed";
  return html`<div class="filter-chips" role="group" aria-label="State">
    <button aria-pressed=${!isFailed} @click=${() => setQuery({ state: null })}>All</button>
    <button aria-pressed=${isFailed} @click=${() => setQuery({ state: "failed" })}>Failed</button>
  </div>`;
}

function evaluations({ view, query, evaluations: rows, total, problem }: DockState): TemplateResult {
  if (!total) return problem ? unread("The evaluations", problem) : html``;
  if (rows.length === 0) {
    if (query.get("state") === "failed") return empty("No evaluation failed.");
    return empty(
      "Nothing was decided here yet.",
      "Business rule tasks make decisions, and callers of the API. Try some inputs to see the first one.",
    );
  }
  const hasMore = total.totalItems > rows.length;
  return html`${evaluationTable(rows, query.get("evaluation"), { decision: false, version: view.versions.length > 1, instance: true })}
    ${hasMore ? html`<p class="all">The newest ${number(rows.length)} of ${number(total.totalItems)}${total.hasMoreTotalItems ? "+" : ""}.</p>` : nothing}`;
}
