import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../server/contract.ts";
import { icon } from "../parts/icons.ts";
import { Rows } from "../parts/rows.ts";
import { empty } from "../parts/states.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { layout } from "../styles/layout.ts";
import { number } from "../words/time.ts";

/** What a check found, errors first. Tells `finding-select` (detail: the finding) and `close`. */
export class FindingsPanel extends LitElement {
  static override properties = {
    findings: { attribute: false },
    selected: { state: true },
    problem: { type: String },
  };
  declare findings: readonly Finding[];
  declare selected: Finding | null;
  /** Why there is no answer, when the server gave none. */
  declare problem: string | null;

  constructor() {
    super();
    this.findings = [];
    this.selected = null;
    this.problem = null;
    new Rows(this);
  }

  static override styles = [
    base,
    controls,
    layout,
    css`
      :host { display: flex; flex-direction: column; }
      .head { display: flex; align-items: center; gap: 8px; height: 36px; padding: 0 8px 0 16px; border-bottom: 1px solid var(--line); flex: none; }
      .list-row { height: auto; min-height: 44px; padding: 8px 16px 8px 14px; width: 100%; border-width: 0 0 1px; background: none; text-align: left; cursor: pointer; }
      .list-row > span { display: flex; gap: 10px; }
      .status { height: 20px; }
      .where { font: var(--text-12); color: var(--text-3); }
    `,
  ];

  override render() {
    return html`<div class="head">
        <h2 class="heading">Findings <span class="count">${number(this.findings.length)}</span></h2>
        <span class="grow"></span>
        <button class="icon-button small-square" aria-label="Close findings" title="Close" @click=${() => this.dispatchEvent(new CustomEvent("close"))}>${icon("close")}</button>
      </div>
      <div class="scroll grow" role="grid" aria-label="Findings">${this.#rows()}</div>`;
  }

  #rows(): TemplateResult | TemplateResult[] {
    if (this.problem) return empty("This was not deployed.", this.problem);
    if (this.findings.length === 0) return empty("Nothing to mend.", "Every element can be executed as drawn.");
    const order = [...this.findings].sort(
      (a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"),
    );
    return order.map((finding) => this.#row(finding));
  }

  #select(finding: Finding): void {
    this.selected = finding;
    this.dispatchEvent(new CustomEvent("finding-select", { detail: finding }));
  }

  #row(finding: Finding): TemplateResult {
    const { severity, message, elementId, line } = finding;
    const place = [elementId, line === null ? null : `line ${line}`].filter((part) => part !== null);
    return html`<button class="list-row" role="row" data-row aria-current=${isSame(finding, this.selected) ? "true" : nothing} @click=${() => this.#select(finding)}>
      <span role="gridcell">
        ${status(severity === "error" ? "incident" : "warning")}
        <span><span>${message}</span><br /><span class="where">${severity === "error" ? "Blocks deploy" : "Warning"}${place.map((part) => `, ${part}`).join("")}</span></span>
      </span>
    </button>`;
  }
}

/** A new check answers with new objects. */
const isSame = (finding: Finding, other: Finding | null): boolean =>
  finding.code === other?.code && finding.elementId === other.elementId;

customElements.define("findings-panel", FindingsPanel);
