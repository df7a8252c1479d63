import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { sentenceOf } from "../api/client.ts";
import { anyChange, Reading } from "../api/reading.ts";
import { openIncidents, retry } from "../api/v2.ts";
import type { Incident } from "../api/v2Types.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate, type Route, setTitle } from "../app/router.ts";
import { icon } from "../parts/icons.ts";
import { Rows } from "../parts/rows.ts";
import { ScrollMemory } from "../parts/scrollMemory.ts";
import "../parts/splitHandle.ts";
import { empty, problemLine, skeletonRows, unread } from "../parts/states.ts";
import { statusMark } from "../parts/status.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { type ModelNames, modelNames } from "../words/modelNames.ts";
import { counted, exactTime, number, shortTime } from "../words/time.ts";
import { causeWords, type IncidentGroup, incidentGroups } from "./incidentGroups.ts";
import { incidentsStyles } from "./incidentsStyles.ts";

/** Everything that stopped, by cause: retry one or all that share it. */
export class IncidentsPage extends LitElement {
  static override properties = { route: { attribute: false }, retrying: { state: true }, problem: { state: true } };
  declare route: Route;
  declare retrying: ReadonlySet<string>;
  declare problem: string | null;

  #reading = new Reading(this, {
    key: () => "incidents",
    read: (_key, signal) => readIncidents(signal),
    concerns: anyChange,
  });
  #rows = new Rows(this);

  constructor() {
    super();
    this.retrying = new Set();
    this.problem = null;
    new ScrollMemory(this, ".detail .scroll");
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, fields, layout, incidentsStyles, css`:host { display: flex; }`];

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("route")) this.problem = null;
    this.classList.toggle("chosen", this.route.id !== "");
    this.#chooseFirst();
    setTitle("Incidents");
  }

  #actions(): Action[] {
    const group = "Incidents";
    const chosen = this.#chosen;
    const retries: Action[] = chosen
      ? [{ keys: "R", label: retryLabel(chosen), group, run: () => void this.#retryAll(chosen) }]
      : [];
    return [
      ...retries,
      { keys: "J", label: "Next cause", group, isCommand: false, run: () => this.#rows.neighbour(1)?.click() },
      { keys: "K", label: "Previous cause", group, isCommand: false, run: () => this.#rows.neighbour(-1)?.click() },
      { keys: "Esc", label: "Back to the list", group, isCommand: false, run: () => navigate("/incidents") },
    ];
  }

  get #groups(): IncidentGroup[] {
    return this.#reading.value?.groups ?? [];
  }

  get #chosen(): IncidentGroup | undefined {
    return this.#groups.find(({ id }) => id === this.route.id);
  }

  /** By name, where there is room beside the list: when causes come and go, R must not mean another one. */
  #chooseFirst(): void {
    const [first] = this.#groups;
    if (this.route.id || !first || !matchMedia("(min-width: 641px)").matches) return;
    queueMicrotask(() => navigate(pathOf(first), { replace: true }));
  }

  /** The name drawn on an element of the group's model, or of the process itself. */
  #nameOf(group: IncidentGroup, id = group.elementId): string {
    const names = this.#reading.value?.names.get(group.incidents[0]?.processDefinitionKey ?? "");
    return names?.nameOf(id) ?? id;
  }

  async #retryAll({ incidents }: IncidentGroup): Promise<void> {
    if (this.retrying.size > 0) return;
    this.problem = null;
    let retried = 0;
    for (const incident of incidents) if (await this.#retry(incident)) retried += 1;
    if (retried > 0) toast(`${counted(retried, "instance")} retried`);
    await this.#reading.reload();
  }

  async #retryOne(incident: Incident): Promise<void> {
    this.problem = null;
    if (await this.#retry(incident)) toast(`Instance ${incident.processInstanceKey} retried`);
    await this.#reading.reload();
  }

  async #retry(incident: Incident): Promise<boolean> {
    this.retrying = new Set([...this.retrying, incident.incidentKey]);
    try {
      await retry(incident);
      return true;
    } catch (thrown) {
      this.problem = `Instance ${incident.processInstanceKey} was not retried. ${sentenceOf(thrown)}`;
      return false;
    } finally {
      this.retrying = new Set([...this.retrying].filter((key) => key !== incident.incidentKey));
    }
  }

  override render() {
    const { value, problem, isSlow } = this.#reading;
    if (!value) return problem ? unread("The incidents", problem) : isSlow ? skeletonRows() : nothing;
    if (value.groups.length === 0)
      return html`<div class="grow"><div class="page-head"><h1 class="title">Incidents</h1></div>${empty("Nothing has stopped.", "When work fails for good or a model meets data it cannot handle, it waits here to be mended and retried.")}</div>`;
    const chosen = this.#chosen;
    return html`<section class="list column" aria-label="Causes">
        <div class="page-head"><h1 class="title">Incidents</h1><span class="count bad">${number(value.total)}</span></div>
        <div class="scroll grow" role="grid" aria-label="Incidents by cause">${value.groups.map((group) => this.#row(group, chosen))}</div>
      </section>
      <split-handle name="incident-list-width" side="before" label="Resize the list" .least=${280} .most=${560}></split-handle>
      ${chosen ? this.#detail(chosen) : this.route.id ? html`<div class="grow">${empty("This cause is mended.", "No instance is stopped by it any more.", html`<a class="button" href="/incidents">All incidents</a>`)}</div>` : nothing}`;
  }

  #row(group: IncidentGroup, chosen: IncidentGroup | undefined): TemplateResult {
    return html`<a class="list-row" role="row" href=${pathOf(group)} aria-current=${group === chosen ? "true" : nothing}>
      <span role="gridcell">
        <span class="line-1"><span class="status incident">${statusMark("incident")}</span><b class="cut">${this.#nameOf(group)}</b><span class="amount">${number(group.incidents.length)}</span></span>
        <span class="line-2"><span class="cut">${causeWords(group.errorType)}</span><span class="spread cut">${this.#nameOf(group, group.processDefinitionId)}</span></span>
      </span>
    </a>`;
  }

  #detail(group: IncidentGroup): TemplateResult {
    const isBusy = group.incidents.some(({ incidentKey }) => this.retrying.has(incidentKey));
    const messages = new Set(group.incidents.map(({ errorMessage }) => errorMessage));
    const [only] = messages;
    return html`<section class="detail column" aria-label=${this.#nameOf(group)}>
      <div class="page-head">
        <a class="icon-button narrow-only" href="/incidents" aria-label="Back to the list">${icon("back")}</a>
        <h1 class="title cut">${this.#nameOf(group)}</h1>
        <a class="cut" href="/processes/${encodeURIComponent(group.processDefinitionId)}">${this.#nameOf(group, group.processDefinitionId)}</a>
        <span class="grow"></span>
        <button class="button primary" aria-busy=${isBusy} @click=${() => void this.#retryAll(group)}>${isBusy ? html`<i class="spinner"></i>` : icon("retry")}${retryLabel(group)} <kbd>R</kbd></button>
      </div>
      <div class="scroll grow">
        <div class="cause">
          <p><b class="strong">${causeWords(group.errorType)}.</b> ${counted(group.incidents.length, "instance waits", "instances wait")} here.</p>
          ${messages.size === 1 && only ? html`<pre class="mono">${only}</pre>` : nothing}
          ${this.problem ? problemLine(this.problem) : nothing}
        </div>
        ${this.#table(group, messages.size > 1)}
      </div>
    </section>`;
  }

  #table(group: IncidentGroup, withMessage: boolean): TemplateResult {
    return html`<table>
      <thead><tr><th>Instance</th><th>Stopped</th>${withMessage ? html`<th>Message</th>` : nothing}<th></th></tr></thead>
      <tbody>
        ${repeat(
          group.incidents,
          ({ incidentKey }) => incidentKey,
          (incident) => html`<tr>
            <th scope="row"><a class="mono" href="/instances/${incident.processInstanceKey}?element=${encodeURIComponent(incident.elementId)}">${incident.processInstanceKey}</a></th>
            <td class="second nowrap"><time title=${exactTime(incident.creationTime)}>${shortTime(incident.creationTime)}</time></td>
            ${withMessage ? html`<td class="message second" title=${incident.errorMessage}>${incident.errorMessage}</td>` : nothing}
            <td class="number"><button class="button" aria-label="Retry ${incident.processInstanceKey}" aria-busy=${this.retrying.has(incident.incidentKey)} @click=${() => void this.#retryOne(incident)}>Retry</button></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

const pathOf = ({ id }: IncidentGroup): string => `/incidents/${encodeURIComponent(id)}`;

const retryLabel = ({ incidents }: IncidentGroup): string =>
  incidents.length > 1 ? `Retry all ${number(incidents.length)}` : "Retry";

async function readIncidents(signal: AbortSignal) {
  const incidents = await openIncidents({}, signal);
  const keys = [...new Set(incidents.map(({ processDefinitionKey }) => processDefinitionKey))];
  const names = new Map<string, ModelNames>(
    await Promise.all(keys.map(async (key): Promise<[string, ModelNames]> => [key, await modelNames(key)])),
  );
  return { total: incidents.length, groups: incidentGroups(incidents), names };
}

customElements.define("incidents-page", IncidentsPage);
