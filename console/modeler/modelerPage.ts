import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessModeler } from "../../modeler/processModeler.ts";
import type { Finding } from "../../server/contract.ts";
import { Problem, sentenceOf } from "../api/client.ts";
import { announce } from "../api/live.ts";
import { check } from "../api/millrace.ts";
import { deploy } from "../api/v2.ts";
import { type Action, Actions } from "../app/actions.ts";
import { navigate, type Route, setTitle } from "../app/router.ts";
import "../parts/dialog.ts";
import { empty, skeletonRows } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import "../processes/startDialog.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { ModelNames } from "../words/modelNames.ts";
import { draftKey, dropDraft, keepDraft } from "./drafts.ts";
import type { FileCommand } from "./fileMenu.ts";
import "./findingsPanel.ts";
import { freshXml, type OpenModel, openModel, type ProcessHead, processHead } from "./model.ts";
import { modelerHead } from "./modelerHead.ts";
import { modelerPageStyles } from "./modelerPageStyles.ts";

/** A burst of changes (a drag, typing a name) is kept and checked once. */
const keepAfterMs = 300;

/** Draw, check, deploy, start. */
export class ModelerPage extends LitElement {
  static override properties = {
    route: { attribute: false },
    model: { state: true },
    head: { state: true },
    failure: { state: true },
    findings: { state: true },
    selected: { state: true },
    refusal: { state: true },
    busy: { state: true },
    asking: { state: true },
    withPanel: { state: true },
    history: { state: true },
  };
  declare route: Route;
  declare model: OpenModel | null;
  declare head: ProcessHead;
  /** Why the model of the address cannot be opened. */
  declare failure: string | null;
  /** What the last check said; null while none was asked for. */
  declare findings: readonly Finding[] | null;
  declare selected: Finding | null;
  /** Why a deployment failed when it was not for findings. */
  declare refusal: string | null;
  declare busy: "check" | "deploy" | null;
  declare asking: "replace" | "discard" | "start" | null;
  declare withPanel: boolean;
  declare history: { canUndo: boolean; canRedo: boolean };

  #openedFor: string | null = null;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  #isUnkept = false;
  #names: ModelNames | null = null;
  #replacement: (() => Promise<string>) | null = null;

  constructor() {
    super();
    this.model = null;
    this.head = { id: "", name: "" };
    this.failure = null;
    this.findings = null;
    this.selected = null;
    this.refusal = null;
    this.busy = null;
    this.asking = null;
    this.withPanel = true;
    this.history = { canUndo: false, canRedo: false };
    new Actions(this, () => this.#actions());
  }

  static override styles = [base, controls, layout, modelerPageStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("beforeunload", this.#guard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("beforeunload", this.#guard);
    if (this.#keeping !== undefined) void this.#keep();
  }

  /** Drafts are kept in the browser; only one that could not be kept must hold people back. */
  #guard = (event: BeforeUnloadEvent) => {
    if (this.#isUnkept) event.preventDefault();
  };

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("route")) void this.#open();
    setTitle(this.head.name || "Modeler");
  }

  #actions(): Action[] {
    if (!this.model) return [];
    const group = "This model";
    const file = (command: FileCommand, label: string): Action => ({ label, group, run: () => this.#file(command) });
    return [
      { keys: "mod+S", label: "Deploy", group, run: () => void this.#deploy() },
      { label: "Check", group, run: () => void this.#check() },
      ...(this.#startable ? [{ label: "Start instance", group, run: () => this.#ask("start") }] : []),
      file("new", "New process"),
      file("open", "Open a file"),
      file("bpmn", "Download as BPMN"),
      file("svg", "Download as SVG"),
    ];
  }

  get #modeler(): ProcessModeler | null {
    return this.renderRoot.querySelector<ProcessModeler>("process-modeler");
  }

  get #startable() {
    const { model } = this;
    return model?.deployed?.canStart && model.draftAt === null ? model.deployed : null;
  }

  #ask(what: ModelerPage["asking"]): void {
    this.asking = what;
  }

  async #open(): Promise<void> {
    const processId = this.route.query.get("process") ?? "";
    const version = Number(this.route.query.get("version")) || null;
    const wanted = `${processId}@${version ?? ""}`;
    if (wanted !== this.#openedFor) {
      this.#openedFor = wanted;
      this.failure = null;
      try {
        const [model] = await Promise.all([openModel(processId, version), import("../../modeler/processModeler.ts")]);
        if (this.#openedFor === wanted) this.#show(model);
      } catch (thrown) {
        this.failure = sentenceOf(thrown);
      }
    }
    if (this.route.query.has("check")) {
      navigate("/modeler", { replace: true });
      if (this.model?.key === "") this.#show(await openModel("", null));
      await this.#check();
    }
  }

  #show(model: OpenModel): void {
    this.model = model;
    this.head = processHead(model.xml);
    this.#names = new ModelNames(model.xml);
    this.findings = null;
    this.selected = null;
    this.refusal = null;
  }

  #changed = (event: CustomEvent<{ canUndo: boolean; canRedo: boolean }>) => {
    this.history = event.detail;
    this.#isUnkept = true;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(
      () => void this.#keep().then(() => (this.findings === null ? undefined : this.#check())),
      keepAfterMs,
    );
  };

  async #keep(): Promise<void> {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const { model } = this;
    if (!model) return;
    const xml = await this.#xml();
    this.#isUnkept = !keepDraft(model.key, xml);
    this.model = { ...model, draftAt: new Date().toISOString() };
    this.head = processHead(xml);
  }

  async #xml(): Promise<string> {
    return (await this.#modeler?.getXml()) ?? this.model?.xml ?? "";
  }

  async #check(): Promise<void> {
    await this.updateComplete;
    this.busy ??= "check";
    this.refusal = null;
    try {
      const xml = await this.#xml();
      this.#names = new ModelNames(xml);
      this.findings = await check(xml);
    } catch (thrown) {
      this.refusal = sentenceOf(thrown);
      this.findings = [];
    }
    if (this.busy === "check") this.busy = null;
  }

  async #deploy(): Promise<void> {
    const { model } = this;
    if (!model || this.busy) return;
    this.busy = "deploy";
    this.refusal = null;
    try {
      const xml = await this.#xml();
      this.#names = new ModelNames(xml);
      const answer = await deploy([new File([xml], `${processHead(xml).id || "process"}.bpmn`, { type: "text/xml" })]);
      await this.#deployed(
        model,
        xml,
        answer.deployments[0]?.processDefinition?.processDefinitionId ?? processHead(xml).id,
      );
    } catch (thrown) {
      this.findings = thrown instanceof Problem ? thrown.findings : [];
      this.refusal = this.findings.length > 0 ? null : sentenceOf(thrown);
    }
    this.busy = null;
  }

  async #deployed(from: OpenModel, xml: string, processId: string): Promise<void> {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    this.#isUnkept = false;
    dropDraft(from.key);
    const { deployed } = await openModel(processId, null);
    if (!deployed) return;
    this.#openedFor = `${processId}@${deployed.version}`;
    this.model = { key: draftKey(processId, deployed.version), xml, deployed, draftAt: null };
    this.findings = null;
    announce({ processInstanceKeys: [], definitions: true });
    navigate(`/modeler?process=${encodeURIComponent(processId)}&version=${deployed.version}`, { replace: true });
    toast(`${this.head.name} v${deployed.version} deployed`, {
      href: `/processes/${encodeURIComponent(processId)}`,
      label: "Open process",
    });
  }

  #file(command: FileCommand): void {
    switch (command) {
      case "new":
        return this.#replace(async () => freshXml());
      case "open":
        return this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click();
      case "bpmn":
        return void this.#download("bpmn");
      case "svg":
        return void this.#download("svg");
      case "discard":
        return this.#ask("discard");
      default:
        command satisfies never;
    }
  }

  #picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = "";
    if (file) this.#replace(() => file.text());
  };

  /** Puts a model in the place of the undeployed one, after asking when that holds work. */
  #replace(read: () => Promise<string>): void {
    this.#replacement = read;
    if (this.model?.key === "" && this.model.draftAt !== null) this.#ask("replace");
    else void this.#replaceNow();
  }

  #replaceNow = async () => {
    this.asking = null;
    const xml = await this.#replacement?.();
    if (xml === undefined) return;
    keepDraft("", xml);
    this.#openedFor = "@";
    navigate("/modeler");
    this.#show(await openModel("", null));
  };

  #discard = async () => {
    this.asking = null;
    const { model } = this;
    if (!model) return;
    dropDraft(model.key);
    this.#openedFor = null;
    await this.#open();
  };

  async #download(format: "bpmn" | "svg"): Promise<void> {
    const text = format === "bpmn" ? await this.#xml() : await this.#modeler?.getSvg();
    if (!text) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: format === "bpmn" ? "text/xml" : "image/svg+xml" }));
    link.download = `${this.head.id || "process"}.${format}`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  override render() {
    const { model } = this;
    if (this.failure)
      return empty(
        "This model cannot be opened.",
        this.failure,
        html`<a class="button" href="/modeler">New process</a>`,
      );
    if (!model) return skeletonRows(1);
    return html`${modelerHead({
      model,
      head: this.head,
      findings: this.findings ?? [],
      busy: this.busy,
      history: this.history,
      withPanel: this.withPanel,
      canStart: this.#startable !== null,
      undo: () => this.#modeler?.undo(),
      redo: () => this.#modeler?.redo(),
      togglePanel: () => {
        this.withPanel = !this.withPanel;
      },
      file: (command) => this.#file(command),
      check: () => void this.#check(),
      deploy: () => void this.#deploy(),
      start: () => this.#ask("start"),
    })}
      <process-modeler .xml=${model.xml} .findings=${this.findings ?? []} .panel=${this.withPanel} @model-change=${this.#changed}></process-modeler>
      ${this.findings ? this.#findings(this.findings) : nothing}
      <input type="file" accept=".bpmn,.xml" hidden @change=${this.#picked} aria-label="File to open" />
      ${this.#dialog(model)}`;
  }

  #findings(findings: readonly Finding[]): TemplateResult {
    return html`<findings-panel
      .findings=${findings}
      .names=${this.#names}
      .selected=${this.selected}
      .problem=${this.refusal}
      @finding-select=${this.#selectFinding}
      @close=${() => {
        this.findings = null;
      }}
    ></findings-panel>`;
  }

  #selectFinding = (event: CustomEvent<Finding>) => {
    this.selected = event.detail;
    this.#modeler?.select(event.detail.elementId);
  };

  #dialog(model: OpenModel): TemplateResult | typeof nothing {
    const close = () => this.#ask(null);
    if (this.asking === "start" && model.deployed)
      return html`<start-dialog .processId=${this.head.id} .processName=${this.head.name} .version=${model.deployed} @close=${close}></start-dialog>`;
    if (this.asking !== "replace" && this.asking !== "discard") return nothing;
    const isReplacing = this.asking === "replace";
    return html`<app-dialog heading=${isReplacing ? `Replace ${this.head.name}?` : `Discard the changes to ${this.head.name}?`} @close=${close}>
      <p class="second">${isReplacing ? "It was never deployed, and this browser keeps one such draft. Download it first to keep it." : `What was changed since v${model.deployed?.version ?? ""} is lost. This cannot be undone.`}</p>
      <button slot="foot" class="button" autofocus @click=${close}>Keep it</button>
      <button slot="foot" class="button danger-solid" @click=${isReplacing ? this.#replaceNow : this.#discard}>${isReplacing ? "Replace" : "Discard"}</button>
    </app-dialog>`;
  }
}

customElements.define("modeler-page", ModelerPage);
