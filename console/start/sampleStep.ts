import { css, html, LitElement, nothing } from "lit";
import "../../modeler/processViewer.ts";
import { sentenceOf } from "../api/client.ts";
import { deploy, startInstance } from "../api/v2.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate } from "../app/router.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { variablesOf } from "../parts/variables.ts";
import { exampleVariables } from "../processes/exampleVariables.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { type Sample, sampleFiles, samples, sampleXml } from "./samples.ts";

/** Choose a sample, see it, deploy it and start one instance. */
export class SampleStep extends LitElement {
  static override properties = {
    chosen: { state: true },
    xml: { state: true },
    isBusy: { state: true },
    problem: { state: true },
  };
  declare chosen: Sample | undefined;
  declare xml: string | null;
  declare isBusy: boolean;
  declare problem: string | null;

  constructor() {
    super();
    this.chosen = samples[0];
    this.xml = null;
    this.isBusy = false;
    this.problem = null;
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    controls,
    fields,
    css`
      .options { border: 1px solid var(--line-strong); border-radius: var(--r-2); overflow: hidden; }
      label { display: flex; align-items: center; gap: 10px; padding: 0 10px; min-height: 34px; cursor: pointer; }
      label + label { border-top: 1px solid var(--line); }
      label:has(:checked) { background: var(--bg-selected); }
      label:has(:focus-visible) { outline: var(--focus-ring); outline-offset: -2px; }
      .sample-name { white-space: nowrap; }
      small { font: var(--text-12); color: var(--text-3); margin-left: auto; text-align: right; }
      label:has(:checked) small { color: var(--text-2); }
      .preview { position: relative; height: 200px; margin: 12px 0; border: 1px solid var(--line); border-radius: var(--r-2); overflow: hidden; }
      process-viewer { position: absolute; inset: 0; }
      .row { flex-wrap: wrap; }
      @media (max-width: 640px) { label { min-height: 44px; } }
    `,
  ];

  #actions(): Action[] {
    return [{ keys: "D", label: "Deploy and start the sample", group: "First steps", run: () => void this.#start() }];
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("chosen") || !this.chosen) return;
    const sample = this.chosen;
    this.problem = null;
    sampleXml(sample).then((xml) => {
      if (this.chosen === sample) this.xml = xml;
    });
  }

  async #start(): Promise<void> {
    const sample = this.chosen;
    if (!sample || this.isBusy) return;
    this.isBusy = true;
    this.problem = null;
    try {
      const xml = await sampleXml(sample);
      const { deployments } = await deploy(await sampleFiles(sample));
      const deployed = deployments.map(({ processDefinition }) => processDefinition);
      const key = deployed.find((one) => one?.processDefinitionId === sample.processId)?.processDefinitionKey ?? "";
      const { processInstanceKey } = await startInstance(key, variablesOf(exampleVariables(xml, sample.processId)));
      toast(`${sample.name} deployed, one instance started`);
      navigate(`/instances/${processInstanceKey}`);
    } catch (thrown) {
      this.problem = sentenceOf(thrown);
    }
    this.isBusy = false;
  }

  override render() {
    return html`<div class="options" role="radiogroup" aria-label="Sample">
        ${samples.map(
          (sample) => html`<label>
            <input class="tick" type="radio" name="sample" .checked=${sample === this.chosen} @change=${() => this.#choose(sample)} />
            <span class="sample-name">${sample.name}</span><small>${sample.shows}</small>
          </label>`,
        )}
      </div>
      <div class="preview">
        ${this.xml === null ? nothing : html`<process-viewer compact .xml=${this.xml} .tokens=${[]} .incidents=${[]} .completed=${[]} .taken=${[]} .selected=${null}></process-viewer>`}
      </div>
      <div class="row">
        <button class="button" aria-busy=${this.isBusy} @click=${() => void this.#start()}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Deploy and start <kbd>D</kbd></button>
        <span class="third small"><span class="mono">npm run worker</span> does its jobs.</span>
      </div>
      ${this.problem ? problemLine(this.problem) : nothing}`;
  }

  #choose(sample: Sample): void {
    this.chosen = sample;
  }
}

customElements.define("sample-step", SampleStep);
