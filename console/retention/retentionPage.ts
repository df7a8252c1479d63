import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessSummary } from "../../server/contract.ts";
import { sentenceOf } from "../api/client.ts";
import { processes } from "../api/millrace.ts";
import { aboutDefinitions, Reading } from "../api/reading.ts";
import { countExpired, type Retention, removeExpired, retention, unsetRetention } from "../api/retention.ts";
import { type Action, Actions } from "../app/actions.ts";
import { type Route, setTitle } from "../app/router.ts";
import { problemLine, skeletonRows, unread } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { counted } from "../words/time.ts";
import { type Doomed, doomQuestion } from "./doomQuestion.ts";
import { retentionPageStyles } from "./retentionPageStyles.ts";
import "./ruleEditor.ts";
import { type Days, goesWords, keptWords } from "./ruleWords.ts";

interface Rules extends Retention {
  /** By process id; those that are deployed. */
  names: ReadonlyMap<string, string>;
  deployed: readonly ProcessSummary[];
}

/** How long ended instances are kept: for all processes, for some of them, and what that deletes when. */
export class RetentionPage extends LitElement {
  static override properties = {
    route: { attribute: false },
    editing: { state: true },
    chosen: { state: true },
    isBusy: { state: true },
    problem: { state: true },
    doomed: { state: true },
  };
  declare route: Route;
  /** The process whose rule is being edited; empty for one that is still to be chosen. */
  declare editing: string | null;
  /** The process that gets a rule of its own; empty while nobody has chosen it. */
  declare chosen: string;
  declare isBusy: boolean;
  declare problem: string | null;
  /** What the removal of a rule would delete, asked before. */
  declare doomed: (Doomed & { processId: string }) | null;

  #reading = new Reading<Rules>(this, {
    key: () => "retention",
    read: (_key, signal) => rules(signal),
    concerns: aboutDefinitions,
  });

  constructor() {
    super();
    this.editing = null;
    this.chosen = "";
    this.isBusy = false;
    this.problem = null;
    this.doomed = null;
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, fields, layout, retentionPageStyles];

  protected override willUpdate(): void {
    setTitle("Retention");
  }

  #actions(): Action[] {
    const group = "Retention";
    return [
      { label: "Add a rule for a process", group, run: () => this.#edit("") },
      { label: "Delete what has expired now", group, run: () => void this.#removeNow() },
    ];
  }

  #edit(processId: string | null): void {
    this.editing = processId;
    this.problem = null;
  }

  #saved = async () => {
    this.editing = null;
    this.problem = null;
    await this.#reading.reload();
  };

  /** The process follows the common rule again; asks first when that lets anything go at once. */
  async #forget(processId: string, name: string, days: Days): Promise<void> {
    const stays = () => `The rule of ${name} stays.`;
    await this.#try(stays, async () => {
      const doomed = days === null ? null : { name, days, ...(await countExpired(processId, days, [])) };
      if (doomed && doomed.count > 0) this.doomed = { ...doomed, processId };
      else await this.#unset(processId, name);
    });
  }

  #confirm = async () => {
    const { doomed } = this;
    if (!doomed) return;
    await this.#try(
      () => `The rule of ${doomed.name} stays.`,
      () => this.#unset(doomed.processId, doomed.name),
    );
    this.doomed = null;
  };

  #keep = () => {
    this.doomed = null;
  };

  async #unset(processId: string, name: string): Promise<void> {
    await unsetRetention(processId);
    toast(`${name} follows the rule for all processes`);
    await this.#saved();
  }

  async #try(failed: () => string, act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    try {
      await act();
    } catch (thrown) {
      this.problem = `${failed()} ${sentenceOf(thrown)}`;
    }
    this.isBusy = false;
  }

  /** Only what the rules let go anyway, up to an hour earlier. */
  #removeNow = () =>
    this.#try(
      () => "Not everything was deleted.",
      async () => {
        const { instances, ranges } = await removeExpired();
        const whole = ranges.length > 0 ? `, and ${counted(ranges.length, "whole range")} of them` : "";
        toast(
          instances + ranges.length === 0 ? "Nothing had expired" : `${counted(instances, "instance")}${whole} deleted`,
        );
      },
    );

  override render() {
    const { value, problem, isSlow } = this.#reading;
    return html`<div class="page-head"><h1 class="title">Retention</h1></div>
      <div class="scroll grow" tabindex="-1">
        ${value ? this.#content(value) : problem ? unread("The rules", problem) : isSlow ? skeletonRows(4) : nothing}
      </div>`;
  }

  #content(rules: Rules): TemplateResult {
    return html`<div class="page">
      <p class="lead">${lead(rules)}</p>
      ${this.problem ? problemLine(this.problem) : nothing}
      ${this.#common(rules)} ${this.#own(rules)} ${this.#when(rules)}
      ${this.doomed ? doomQuestion(this.doomed, { isBusy: this.isBusy, keep: this.#keep, go: this.#confirm }) : nothing}
    </div>`;
  }

  #common(rules: Rules): TemplateResult {
    return html`<section aria-label="All processes">
      <h2 class="heading">All processes</h2>
      <p class="second">When instances have ended, by completing or by being cancelled:</p>
      <rule-editor .processId=${null} .name=${"All processes"} .days=${rules.days} .others=${idsOf(rules)} @rule-saved=${this.#saved}></rule-editor>
    </section>`;
  }

  #own(rules: Rules): TemplateResult {
    return html`<section aria-label="Processes with their own rule">
      <h2 class="heading">Processes with their own rule ${rules.processes.length > 0 ? html`<span class="count">${rules.processes.length}</span>` : nothing}</h2>
      ${rules.processes.length === 0 ? html`<p class="second">None. Where the law asks for a longer or shorter time, give that process a rule of its own.</p>` : this.#table(rules)}
      ${this.editing === "" ? this.#adding(rules) : html`<p class="acts"><button class="button" @click=${() => this.#edit("")}>Add a rule for a process</button></p>`}
    </section>`;
  }

  #table(rules: Rules): TemplateResult {
    return html`<table>
      <thead><tr><th>Process</th><th>Ended instances are kept</th><th class="late-column">What goes now</th><th></th></tr></thead>
      <tbody>${rules.processes.map(({ processDefinitionId, days }) => this.#row(rules, processDefinitionId, days))}</tbody>
    </table>`;
  }

  #row(rules: Rules, id: string, days: Days): TemplateResult {
    const name = rules.names.get(id) ?? id;
    if (this.editing === id)
      return html`<tr class="edited"><th scope="row" class="cut" title=${id}>${name}</th><td colspan="3">
        <rule-editor canClose .processId=${id} .name=${name} .days=${days} @rule-saved=${this.#saved} @close=${() => this.#edit(null)}></rule-editor>
      </td></tr>`;
    return html`<tr>
      <th scope="row" class="process"><span>${name}</span>${rules.names.has(id) ? nothing : html`<span class="third small">not deployed now</span>`}</th>
      <td><span class="narrow-only">Kept </span>${keptWords(days)}</td>
      <td class="second late-column">${goesWords(days)}</td>
      <td class="number">
        <button class="button" aria-label="Edit the rule of ${name}" @click=${() => this.#edit(id)}>Edit</button>
        <button class="button" aria-label="Remove the rule of ${name}" @click=${() => this.#forget(id, name, rules.days)}>Remove</button>
      </td>
    </tr>`;
  }

  #adding(rules: Rules): TemplateResult {
    const free = rules.deployed.filter(({ processDefinitionId: id }) => !idsOf(rules).includes(id));
    if (free.length === 0)
      return html`<p class="second acts">${rules.deployed.length === 0 ? "No process is deployed yet." : "Every process has a rule of its own."}</p>`;
    const choose = (event: Event) => this.#note((event.target as HTMLSelectElement).value);
    return html`<div class="adding">
      <div class="field"><label for="process">Process</label>
        <select class="input" id="process" @change=${choose}>
          <option value="">Choose a process</option>
          ${free.map(({ processDefinitionId, name }) => html`<option value=${processDefinitionId}>${name}${name === processDefinitionId ? "" : ` (${processDefinitionId})`}</option>`)}
        </select>
      </div>
      ${this.#chosenEditor(rules)}
      ${this.chosen ? nothing : html`<p class="acts"><button class="button" @click=${() => this.#edit(null)}>Discard</button></p>`}
    </div>`;
  }

  #note(chosen: string): void {
    this.chosen = chosen;
  }

  #chosenEditor(rules: Rules): TemplateResult | typeof nothing {
    const id = this.chosen;
    if (id === "") return nothing;
    return html`<rule-editor canClose .processId=${id} .name=${rules.names.get(id) ?? id} .days=${rules.days}
      @rule-saved=${() => {
        this.#note("");
        void this.#saved();
      }}
      @close=${() => {
        this.#note("");
        this.#edit(null);
      }}></rule-editor>`;
  }

  #when(rules: Rules): TemplateResult {
    const canRemove = [rules, ...rules.processes].some(({ days }) => days !== null);
    return html`<section aria-label="What is deleted, and when">
      <h2 class="heading">What is deleted, and when</h2>
      <ul class="facts">
        <li><b>What:</b> the instance with its variables, jobs, tasks, messages, decisions, incidents, history and journal. The console, the API and an audit know nothing of it afterwards. It cannot be brought back.</li>
        <li><b>What not:</b> instances that run, and those that called or were called by one that runs; deployed models.</li>
        <li><b>When:</b> Millrace looks every hour. It deletes whole ranges of instances where it can, so an instance may stay up to a week longer than its rule says.</li>
        <li><b>Decisions</b> that no process asked for follow the rule for all processes.</li>
      </ul>
      ${canRemove ? html`<p class="acts"><button class="button" aria-busy=${this.isBusy} @click=${this.#removeNow}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Delete what has expired now</button></p>` : nothing}
    </section>`;
  }
}

const idsOf = ({ processes }: Retention): string[] => processes.map(({ processDefinitionId }) => processDefinitionId);

/** The answer to the page's question, in a sentence or two. */
function lead({ days, processes: own }: Retention): string {
  const [first] = own;
  if (days === null && own.every((rule) => rule.days === null))
    return "Nothing is deleted. Ended instances and their history are kept for ever, and the database grows with them.";
  const common = `Ended instances are kept ${keptWords(days)}. ${goesWords(days)}`;
  if (!first) return common;
  return `${common} ${own.length === 1 ? "One process has a rule" : `${counted(own.length, "process", "processes")} have rules`} of ${own.length === 1 ? "its" : "their"} own.`;
}

async function rules(signal: AbortSignal): Promise<Rules> {
  const [kept, deployed] = await Promise.all([retention(signal), processes(signal)]);
  const names = new Map(deployed.map(({ processDefinitionId, name }) => [processDefinitionId, name]));
  return { ...kept, names, deployed };
}

customElements.define("retention-page", RetentionPage);
