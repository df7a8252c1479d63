import { css, html, type LitElement, nothing, type ReactiveController, type TemplateResult } from "lit";
import type { Finding } from "../../server/contract.ts";
import { deploy } from "../api/v2.ts";
import type { DeploymentAnswer } from "../api/v2Types.ts";
import { navigate } from "../app/router.ts";
import { refused } from "../modeler/checked.ts";
import { readXmlFile } from "../modeler/xmlFile.ts";
import { icon } from "../parts/icons.ts";
import { toast } from "../parts/toasts.ts";
import "./refusedDialog.ts";

/** Paths of what came of a deployment, newest versions, in the order of the files. */
interface Deployed {
  processes: readonly string[];
  decisions: readonly string[];
}

/** More names than these do not fit on a toast. */
const namesMax = 3;

/**
 * Deploys files that are dropped anywhere on its host, or chosen with its button, and goes to what came of them: to
 * something of the `first` kind where there is any. The host renders `button()` and `floating()`, and is `relative`.
 */
export class DropToDeploy implements ReactiveController {
  #host: LitElement;
  #first: keyof Deployed;
  #reload: () => Promise<void>;
  #isDropping = false;
  #isDeploying = false;
  #refused: { files: readonly File[]; sentence: string; findings: readonly Finding[] } | null = null;

  constructor(host: LitElement, first: keyof Deployed, reload: () => Promise<void>) {
    this.#host = host;
    this.#first = first;
    this.#reload = reload;
    host.addController(this);
  }

  static styles = css`
    .drop { position: absolute; inset: 8px; z-index: var(--z-panel); display: grid; place-items: center; border: 2px dashed var(--accent); border-radius: var(--r-3); background: color-mix(in oklab, var(--bg) 85%, transparent); font: var(--text-16); pointer-events: none; }
  `;

  hostConnected(): void {
    this.#host.addEventListener("dragover", this.#over);
    this.#host.addEventListener("dragleave", this.#leave);
    this.#host.addEventListener("drop", this.#drop);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("dragover", this.#over);
    this.#host.removeEventListener("dragleave", this.#leave);
    this.#host.removeEventListener("drop", this.#drop);
  }

  /** Opens the browser's file dialog. */
  pick = () => this.#host.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click();

  button(): TemplateResult {
    return html`<button class="button spread" aria-busy=${this.#isDeploying} @click=${this.pick}>${this.#isDeploying ? html`<i class="spinner"></i>` : icon("upload")}Deploy</button>
      <input type="file" accept=".bpmn,.dmn,.xml" multiple hidden @change=${this.#picked} aria-label="Files to deploy" />`;
  }

  floating(): TemplateResult {
    return html`${this.#isDropping ? html`<div class="drop">Drop to deploy</div>` : nothing}
      ${this.#refused ? html`<refused-dialog .sentence=${this.#refused.sentence} .findings=${this.#refused.findings} .files=${this.#refused.files} @close=${() => this.#forget()}></refused-dialog>` : nothing}`;
  }

  #forget(): void {
    this.#refused = null;
    this.#host.requestUpdate();
  }

  #picked = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = "";
    void this.#deploy(files);
  };

  async #deploy(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.#note({ isDeploying: true });
    try {
      const answer = await deploy(files);
      const deployed = pathsOf(answer);
      const [to] = [...deployed[this.#first], ...deployed.processes, ...deployed.decisions];
      if (to) navigate(to);
      await this.#reload();
      toast(sentenceOf(answer));
    } catch (thrown) {
      const [only] = files.length === 1 ? files : [];
      const { findings, refusal } = refused(only ? await readXmlFile(only) : "<none/>", thrown);
      this.#refused = { files, sentence: refusal ?? "", findings };
    }
    this.#note({ isDeploying: false });
  }

  #note({ isDropping = false, isDeploying = this.#isDeploying }): void {
    this.#isDropping = isDropping;
    this.#isDeploying = isDeploying;
    this.#host.requestUpdate();
  }

  #over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (!this.#isDropping) this.#note({ isDropping: true });
  };

  #leave = (event: DragEvent) => {
    if (event.currentTarget === event.target || !event.relatedTarget) this.#note({ isDropping: false });
  };

  #drop = (event: DragEvent) => {
    event.preventDefault();
    this.#note({ isDropping: false });
    void this.#deploy([...(event.dataTransfer?.files ?? [])]);
  };
}

const pathsOf = ({ deployments }: DeploymentAnswer): Deployed => ({
  processes: deployments.flatMap(({ processDefinition }) =>
    processDefinition ? [`/processes/${encodeURIComponent(processDefinition.processDefinitionId)}`] : [],
  ),
  decisions: deployments.flatMap(({ decisionDefinition }) =>
    decisionDefinition ? [`/decisions/${encodeURIComponent(decisionDefinition.decisionDefinitionId)}`] : [],
  ),
});

function sentenceOf({ deployments }: DeploymentAnswer): string {
  const names = deployments.flatMap(({ processDefinition: process, decisionDefinition: decision }) => {
    if (process) return [`${process.processDefinitionId} v${process.processDefinitionVersion}`];
    return decision ? [`${decision.name || decision.decisionDefinitionId} v${decision.version}`] : [];
  });
  if (names.length === 0) return "Deployed";
  const more = names.length - namesMax;
  return `${names.slice(0, namesMax).join(", ")}${more > 0 ? ` and ${more} more` : ""} deployed`;
}
