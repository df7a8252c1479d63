import { css, html, LitElement, type TemplateResult } from "lit";
import { overview } from "../api/millrace.ts";
import { anyChange, Reading } from "../api/reading.ts";
import { type Action, Actions, keyLabel } from "../app/actions.ts";
import { navigate, setTitle } from "../app/router.ts";
import { keepDraft } from "../modeler/drafts.ts";
import { readXmlFile } from "../modeler/xmlFile.ts";
import { icon } from "../parts/icons.ts";
import { status } from "../parts/status.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { counted } from "../words/time.ts";
import "./sampleStep.ts";
import { startPageStyles } from "./startPageStyles.ts";
import { curlText, installText, type SnippetLanguage, workerLines, workerText } from "./workerSnippet.ts";

/** Workers ask for jobs without changing anything, so their arrival is looked for at this pace. */
const workersEveryMs = 3_000;

/** The first minutes: model, deploy, connect a worker. */
export class StartPage extends LitElement {
  static override properties = { language: { state: true } };
  declare language: SnippetLanguage;
  #overview = new Reading(this, {
    key: () => "overview",
    read: (_key, signal) => overview(signal),
    concerns: anyChange,
  });
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.language = "typescript";
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, layout, startPageStyles, css`:host { overflow: auto; }`];

  override connectedCallback(): void {
    super.connectedCallback();
    setTitle("First steps");
    this.#watch = setInterval(() => void this.#overview.reload(), workersEveryMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#watch);
  }

  #actions(): Action[] {
    const group = "First steps";
    return [
      { keys: "M", label: "Open the modeler", group, run: () => navigate("/modeler") },
      { label: "Open a BPMN file", group, run: this.#pick },
      { label: "Copy the worker", group, run: this.#copy },
    ];
  }

  #pick = () => this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click();

  #picked = async (event: Event) => {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    if (!file) return;
    keepDraft("", await readXmlFile(file));
    navigate("/modeler?check=1");
  };

  #copy = () => {
    const code = this.language === "curl" ? curlText(location.origin) : workerText(location.origin);
    navigator.clipboard?.writeText(code).then(() => toast("Copied"));
  };

  override render() {
    return html`<div class="page">
      <header>
        <h1>Run your first process</h1>
        <p>${this.#standing()}</p>
      </header>
      <div class="grid">
        ${this.#model()}${this.#sample()}${this.#worker()}
      </div>
      <footer class="third small">
        <span>Press <kbd>${keyLabel("mod+K")}</kbd> for everything else, <kbd>?</kbd> for all keys.</span>
        <span class="grow"></span>
        <span>Camunda Modeler deploys here, too: its target is <span class="mono">${location.origin}</span>.</span>
        <a href="/docs" target="_blank">API reference</a>
      </footer>
    </div>`;
  }

  #standing(): string {
    const known = this.#overview.value;
    if (!known) return this.#overview.problem ? "Millrace does not answer yet." : "";
    const workers = counted(known.workers.length, "worker");
    return `Millrace ${known.version} is ready: database reachable, ${counted(known.processes, "process", "processes")}, ${counted(known.runningInstances, "running instance")}, ${workers}. Start anywhere.`;
  }

  #model(): TemplateResult {
    return html`<section class="model">
      <div class="step"><span class="number-ring">1</span><h2>Model it</h2></div>
      <p class="second">Draw a process and check it: what cannot run is shown on the element. Nothing runs until you deploy.</p>
      <div class="row"><a class="button primary" href="/modeler">Open the modeler <kbd>M</kbd></a><button class="button ghost" @click=${this.#pick}>Open a .bpmn file</button></div>
      <input type="file" accept=".bpmn,.xml" hidden @change=${this.#picked} aria-label="BPMN file" />
    </section>`;
  }

  #sample(): TemplateResult {
    return html`<section class="sample">
      <div class="step"><span class="number-ring">2</span><h2>Or run a sample</h2></div>
      <sample-step></sample-step>
    </section>`;
  }

  #worker(): TemplateResult {
    const choice = (id: SnippetLanguage, label: string) =>
      html`<button role="tab" aria-selected=${this.language === id} @click=${() => {
        this.language = id;
      }}>${label}</button>`;
    return html`<section class="worker">
      <div class="step"><span class="number-ring">3</span><h2>Connect a worker</h2></div>
      <p class="second">A worker is your code. It asks for jobs and answers; it needs no open port. Any Camunda 8 client will do.</p>
      <div class="snippet">
        <div class="tabs">
          <div role="tablist" aria-label="Language">${choice("typescript", "TypeScript")}${choice("curl", "curl")}</div>
          <span class="grow"></span>
          <button class="icon-button" aria-label="Copy code" title="Copy" @click=${this.#copy}>${icon("copy")}</button>
        </div>
        ${
          this.language === "curl"
            ? html`<pre class="mono" tabindex="0" aria-label="Asking for jobs with curl">${curlText(location.origin)}</pre>`
            : html`<pre class="mono shell"><span class="third">$</span> ${installText}</pre>
              <pre class="mono" tabindex="0" aria-label="Worker in TypeScript"><ol>${workerLines(location.origin)}</ol></pre>`
        }
      </div>
      ${this.#workers()}
    </section>`;
  }

  #workers(): TemplateResult {
    const names = this.#overview.value?.workers ?? [];
    if (names.length === 0)
      return html`<p class="waiting">${status("waiting", "Waiting for the first worker")}<span class="third small">this line turns green by itself</span></p>`;
    return html`<p class="waiting">${status("completed", `${counted(names.length, "worker")} connected`)}<span class="third small">${names.join(", ")}</span></p>`;
  }
}

customElements.define("start-page", StartPage);
