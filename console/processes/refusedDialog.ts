import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../server/contract.ts";
import { navigate } from "../app/router.ts";
import { keepDraft } from "../modeler/drafts.ts";
import { readXmlFile } from "../modeler/xmlFile.ts";
import "../parts/dialog.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { counted } from "../words/time.ts";

/** Why files were not deployed, finding by finding. Closes with `close`. */
export class RefusedDialog extends LitElement {
  static override properties = {
    sentence: { type: String },
    findings: { attribute: false },
    files: { attribute: false },
  };
  /** Why there are no findings; empty when there are. */
  declare sentence: string;
  declare findings: readonly Finding[];
  declare files: readonly File[];

  static override styles = [
    base,
    controls,
    css`
      li { display: flex; gap: 10px; padding: 8px 0; border-top: 1px solid var(--line-faint); }
      ul { margin-top: 10px; }
      .where { color: var(--text-3); font: var(--text-12); }
    `,
  ];

  constructor() {
    super();
    this.sentence = "";
    this.findings = [];
    this.files = [];
  }

  /** The modeler draws processes, not decisions. */
  get #canDraw(): boolean {
    return this.files.length === 1 && !/\.dmn$/i.test(this.files[0]?.name ?? "");
  }

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  /** The modeler draws the findings on the elements. */
  #openInModeler = async () => {
    const [file] = this.files;
    if (!file) return;
    keepDraft("", await readXmlFile(file));
    this.#close();
    navigate("/modeler?check=1");
  };

  override render() {
    const names = this.files.map(({ name }) => name).join(", ");
    return html`<app-dialog heading="${names} was not deployed" wide @close=${this.#close}>
      <p class="second">${this.sentence || `${counted(this.findings.filter(({ severity }) => severity === "error").length, "finding blocks", "findings block")} it. Nothing was changed.`}</p>
      <ul>
        ${this.findings.map((finding) => this.#finding(finding))}
      </ul>
      <button slot="foot" class="button" autofocus @click=${this.#close}>Close</button>
      ${this.#canDraw ? html`<button slot="foot" class="button primary" @click=${this.#openInModeler}>Open in modeler</button>` : nothing}
    </app-dialog>`;
  }

  #finding({ severity, message, elementId, line }: Finding): TemplateResult {
    const where = [elementId, line === null ? null : `line ${line}`].filter((part) => part !== null).join(", ");
    return html`<li>
      ${status(severity === "error" ? "incident" : "warning")}
      <div><p>${message}</p>${where ? html`<p class="where">${where}</p>` : nothing}</div>
    </li>`;
  }
}

customElements.define("refused-dialog", RefusedDialog);
