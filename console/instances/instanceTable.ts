import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ProcessInstance } from "../api/v2Types.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate } from "../app/router.ts";
import { EveryMinute } from "../parts/everyMinute.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { duration, exactTime, shortTime, since } from "../words/time.ts";

/** Instances as rows; each row leads to its instance. */
export class InstanceTable extends LitElement {
  static override properties = { instances: { attribute: false }, withProcess: { type: Boolean } };
  declare instances: readonly ProcessInstance[];
  /** False on a process's own page, where the name would be the same in every row. */
  declare withProcess: boolean;

  constructor() {
    super();
    this.instances = [];
    this.withProcess = true;
    const step = (keys: string, label: string, by: 1 | -1): Action => ({
      keys,
      label,
      group: "Instances",
      isCommand: false,
      run: () => this.#step(by),
    });
    new Actions(this, () => [step("J", "Next instance", 1), step("K", "Previous instance", -1)]);
    new EveryMinute(this);
  }

  /** Moves the focus from row to row; Enter opens. */
  #step(by: 1 | -1): void {
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>("tbody a")].filter((link) =>
      link.checkVisibility(),
    );
    const at = links.findIndex((link) => link.matches(":focus"));
    links[at < 0 ? 0 : at + by]?.focus();
  }

  static override styles = [
    base,
    controls,
    layout,
    css`
      tbody tr { cursor: pointer; }
      td, th { white-space: nowrap; }
      .process { max-width: 320px; }
      .process .under { display: none; }
      @media (max-width: 640px) {
        .late-column { display: none; }
        .process { width: 100%; max-width: 0; }
        .process .under { display: block; font-weight: 400; line-height: 20px; }
        .keyed .key { display: none; }
        .keyed td { height: var(--row-h-2); }
      }
    `,
  ];

  #open = (event: MouseEvent, key: string) => {
    if (event.composedPath().some((node) => node instanceof HTMLAnchorElement) || getSelection()?.toString()) return;
    navigate(`/instances/${key}`);
  };

  override render() {
    return html`<table class=${this.withProcess ? "keyed" : ""}>
      <thead>
        <tr>
          <th>State</th>
          ${this.withProcess ? html`<th>Process</th>` : nothing}
          <th class="late-column">Version</th><th class="key">Key</th><th>Started</th><th class="late-column">Ended</th><th class="number late-column">Took</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          this.instances,
          ({ processInstanceKey }) => processInstanceKey,
          (instance) => this.#row(instance),
        )}
      </tbody>
    </table>`;
  }

  #row(instance: ProcessInstance): TemplateResult {
    const key = instance.processInstanceKey;
    const name = instance.processDefinitionName ?? instance.processDefinitionId;
    return html`<tr @click=${(event: MouseEvent) => this.#open(event, key)}>
      <td>${instanceStatus(instance)}</td>
      ${this.withProcess ? html`<td class="strong cut process">${name}<a class="under mono" href="/instances/${key}">${key}</a></td>` : nothing}
      <td class="second late-column">v${instance.processDefinitionVersion}</td>
      <th scope="row" class="key"><a class="mono" href="/instances/${key}">${key}</a></th>
      <td class="second"><time title=${exactTime(instance.startDate)}>${shortTime(instance.startDate)}</time></td>
      <td class="second late-column">${instance.endDate ? html`<time title=${exactTime(instance.endDate)}>${shortTime(instance.endDate)}</time>` : html`<span class="third">–</span>`}</td>
      <td class="number second late-column">${duration(since(instance.startDate, instance.endDate ? new Date(instance.endDate) : new Date()))}</td>
    </tr>`;
  }
}

export function instanceStatus({ state, hasIncident }: ProcessInstance): TemplateResult {
  if (hasIncident) return status("incident", "Incident");
  if (state === "ACTIVE") return status("active", "Active");
  return state === "COMPLETED" ? status("completed", "Completed") : status("terminated", "Cancelled");
}

customElements.define("instance-table", InstanceTable);
