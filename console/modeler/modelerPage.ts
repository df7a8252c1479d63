import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { ProcessModeler } from "../../modeler/processModeler.ts";
import type { Finding } from "../../server/contract.ts";
import { sentenceOf } from "../api/client.ts";
import { announce } from "../api/live.ts";
import { Actions } from "../app/actions.ts";
import { navigate, type Route, setTitle } from "../app/router.ts";
import { deepActive } from "../parts/dialog.ts";
import { empty, skeletonRows } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import "../processes/startDialog.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { type Checked, checkModel, refused } from "./checked.ts";
import { dropDraft, keepDraft } from "./drafts.ts";
import type { FileCommand } from "./fileMenu.ts";
import "./findingsPanel.ts";
import { download } from "./download.ts";
import { DraftKeeper } from "./draftKeeper.ts";
import {
  type DeployedModel,
  deployModel,
  freshXml,
  type OpenModel,
  openModel,
  type ProcessHead,
  processHead,
} from "./model.ts";
import "./lossDialog.ts";
import { type HeadUse, modelerActions, modelerHead } from "./modelerHead.ts";
import { modelerPageStyles } from "./modelerPageStyles.ts";
import { readXmlFile } from "./xmlFile.ts";

/** Draw, check, deploy, start. */
export class ModelerPage extends LitElement {
  static override properties = {
    route: { attribute: false },
    model: { state: true },
    head: { state: true },
    failure: { state: true },
    checked: { state: true },
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
  /** What the server said last; null while nothing was asked. */
  declare checked: Checked | null;
  declare busy: "check" | "deploy" | null;
  declare asking: "replace" | "discard" | "start" | null;
  declare withPanel: boolean;
  declare history: { canUndo: boolean; canRedo: boolean };

  #openedFor: string | null = null;
  #replacement: (() => Promise<string>) | null = null;
  #keeper = new DraftKeeper(this, {
    key: () => this.model?.key ?? null,
    xml: () => this.#xml(),
    onKept: (xml) => this.#kept(xml),
  });

  constructor() {
    super();
    this.model = null;
    this.head = { id: "", name: "" };
    this.failure = null;
    this.checked = null;
    this.busy = null;
    this.asking = null;
    this.withPanel = true;
    this.history = { canUndo: false, canRedo: false };
    new Actions(this, () => (this.model ? modelerActions(this.#use(this.model)) : []));
  }

  static override styles = [base, controls, layout, modelerPageStyles];

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("route")) void this.#open();
    setTitle(this.head.name || "Modeler");
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
    this.checked = null;
  }

  #changed = (event: CustomEvent<{ canUndo: boolean; canRedo: boolean }>) => {
    this.history = event.detail;
    this.#keeper.changed();
  };

  #kept(xml: string): void {
    if (!this.model) return;
    this.model = { ...this.model, draftAt: new Date().toISOString() };
    this.head = processHead(xml);
    if (this.checked !== null) void this.#check();
  }

  /** What is drawn; `finished` takes over a name that is being typed on the canvas. */
  async #xml(how?: "finished"): Promise<string> {
    if (how && deepActive()?.closest(".djs-direct-editing-parent")) this.#modeler?.select(null);
    return (await this.#modeler?.getXml()) ?? this.model?.xml ?? "";
  }

  async #check(): Promise<void> {
    await this.updateComplete;
    this.busy ??= "check";
    this.checked = await checkModel(await this.#xml("finished"));
    if (this.busy === "check") this.busy = null;
  }

  async #deploy(): Promise<void> {
    const { model } = this;
    if (!model || this.busy) return;
    this.busy = "deploy";
    const xml = await this.#xml("finished");
    try {
      const deployed = await deployModel(xml);
      this.#keeper.settle();
      dropDraft(model.key);
      this.#deployed(deployed);
    } catch (thrown) {
      this.checked = refused(xml, thrown);
    }
    this.busy = null;
  }

  /** Stays with what is drawn: undo goes on working. */
  #deployed({ processId, model, version }: DeployedModel): void {
    const path = encodeURIComponent(processId);
    this.#openedFor = `${processId}@${version}`;
    this.model = model;
    this.checked = null;
    announce({ processInstanceKeys: [], definitions: true });
    navigate(`/modeler?process=${path}&version=${version}`, { replace: true });
    toast(`${this.head.name} v${version} deployed`, { href: `/processes/${path}`, label: "Open process" });
  }

  #file(command: FileCommand): void {
    switch (command) {
      case "new":
        return this.#replace(async () => freshXml());
      case "open":
        return this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click();
      case "bpmn":
      case "svg":
        return void this.#download(command);
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
    if (file) this.#replace(() => readXmlFile(file));
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
    this.#keeper.settle();
    keepDraft("", xml);
    this.#openedFor = "@";
    navigate("/modeler");
    this.#show(await openModel("", null));
  };

  #discard = async () => {
    this.asking = null;
    const { model } = this;
    if (!model) return;
    this.#keeper.settle();
    dropDraft(model.key);
    this.#openedFor = null;
    await this.#open();
  };

  async #download(format: "bpmn" | "svg"): Promise<void> {
    const text = format === "bpmn" ? await this.#xml() : await this.#modeler?.getSvg();
    if (text)
      download(`${this.head.id || "process"}.${format}`, text, format === "bpmn" ? "text/xml" : "image/svg+xml");
  }

  #use(model: OpenModel): HeadUse {
    return {
      model,
      head: this.head,
      findings: this.checked?.findings ?? [],
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
    };
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
    return html`${modelerHead(this.#use(model))}
      <process-modeler .xml=${model.xml} .findings=${this.checked?.findings ?? []} .panel=${this.withPanel} @model-change=${this.#changed}>${this.checked ? this.#findings(this.checked) : nothing}</process-modeler>
      <input type="file" accept=".bpmn,.xml" hidden @change=${this.#picked} aria-label="File to open" />
      ${this.#dialog(model)}`;
  }

  #forgetFindings = () => {
    this.checked = null;
  };

  #findings({ findings, refusal }: Checked): TemplateResult {
    return html`<findings-panel
      slot="below"
      .findings=${findings}
      .problem=${refusal}
      @finding-select=${this.#selectFinding}
      @close=${this.#forgetFindings}
    ></findings-panel>`;
  }

  #selectFinding = (event: CustomEvent<Finding>) => this.#modeler?.mend(event.detail);

  #dialog(model: OpenModel): TemplateResult | typeof nothing {
    const close = () => this.#ask(null);
    if (this.asking === "start" && model.deployed)
      return html`<start-dialog .processId=${this.head.id} .processName=${this.head.name} .version=${model.deployed} @close=${close}></start-dialog>`;
    if (this.asking !== "replace" && this.asking !== "discard") return nothing;
    return this.asking === "replace"
      ? html`<loss-dialog heading="Replace ${this.head.name}?" sentence="It was never deployed, and this browser keeps one such draft. Download it first to keep it." verb="Replace" @confirm=${this.#replaceNow} @close=${close}></loss-dialog>`
      : html`<loss-dialog heading="Discard the changes to ${this.head.name}?" sentence="What was changed since v${model.deployed?.version ?? ""} is lost. This cannot be undone." verb="Discard" @confirm=${this.#discard} @close=${close}></loss-dialog>`;
  }
}

customElements.define("modeler-page", ModelerPage);
