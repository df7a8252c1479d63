import { html, type TemplateResult } from "lit";
import { doneMark, incidentMark, tokenMark } from "../icons.ts";
import { type ElementState, totals } from "./state.ts";

/** The legend: only what the diagram shows. */
export function legend(states: ReadonlyMap<string, ElementState>, hasPath: boolean): TemplateResult {
  const { tokens, stopped, done } = totals(states);
  return html`<ul class="legend" aria-label="Legend">
    ${hasPath ? html`<li class="path">path taken</li>` : ""}
    ${tokens > 0 ? html`<li class="token">${tokenMark}${tokens === 1 ? "1 token" : `${tokens} tokens`}</li>` : ""}
    ${stopped > 0 ? html`<li class="stopped">${incidentMark}${stopped} stopped</li>` : ""}
    ${done > 0 ? html`<li class="done">${doneMark}${done} done</li>` : ""}
  </ul>`;
}

/** The diagram in a sentence, for those who do not see it. */
export function summary(name: string, states: ReadonlyMap<string, ElementState>): string {
  const { tokens, stopped, done } = totals(states);
  const parts = [
    tokens > 0 ? `${tokens} ${tokens === 1 ? "token" : "tokens"}` : "",
    stopped > 0 ? `${stopped} stopped` : "",
    done > 0 ? `${done} done` : "",
  ].filter((part) => part !== "");
  return `Diagram of ${name}.${parts.length > 0 ? ` ${parts.join(", ")}.` : ""}`;
}
