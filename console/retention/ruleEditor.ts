import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { sentenceOf } from "../api/client.ts";
import { countExpired, setRetention } from "../api/retention.ts";
import { problemLine } from "../parts/states.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { type Doomed, doomQuestion } from "./doomQuestion.ts";
import { type Days, daysProblem, keptWords } from "./ruleWords.ts";

/**
 * Edits one rule and saves it; asks first when it lets anything go at once. Tells `rule-saved`, and `close` when nothing
 * is to be changed.
 */
export class RuleEditor extends LitElement {
  static override properties = {
    processId: { attribute: false },
    name: { type: String },
    days: { attribute: false },
    others: { attribute: false },
    canClose: { type: Boolean },
    isLimited: { state: true },
    text: { state: true },
    problem: { state: true },
    doomed: { state: true },
    isBusy: { state: true },
  };
  /** The process; null for the rule of all without their own. */
  declare processId: string | null;
  /** What the rule is for, in words. */
  declare name: string;
  declare days: Days;
  /** Processes with their own rule, which that for all does not concern. */
  declare others: readonly string[];
  declare canClose: boolean;
  declare isLimited: boolean;
  /** The days as they are typed. */
  declare text: string;
  declare problem: string | null;
  declare doomed: Doomed | null;
  declare isBusy: boolean;

  static override styles = [
    base,
    controls,
    fields,
    css`
      form { display: flex; flex-direction: column; gap: 6px; }
      label { display: flex; align-items: center; gap: 8px; min-height: 32px; flex-wrap: wrap; }
      .days { width: 88px; text-align: right; }
      .acts { display: flex; gap: 8px; margin-top: 6px; }
      .problem { margin-left: 24px; }
      @media (max-width: 640px) { .acts .button { height: var(--control-h-touch); } label { min-height: 44px; } }
    `,
  ];

  constructor() {
    super();
    this.processId = null;
    this.name = "";
    this.days = null;
    this.others = [];
    this.canClose = false;
    this.isLimited = false;
    this.text = "";
    this.problem = null;
    this.doomed = null;
    this.isBusy = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("days") && !changed.has("processId")) return;
    this.isLimited = this.days !== null;
    this.text = this.days === null ? "" : String(this.days);
    this.problem = null;
  }

  protected override firstUpdated(): void {
    if (this.canClose) this.renderRoot.querySelector<HTMLElement>("input:checked")?.focus();
  }

  #submit = async (event: Event) => {
    event.preventDefault();
    this.problem = this.isLimited ? daysProblem(this.text) : null;
    if (this.problem) return this.renderRoot.querySelector<HTMLElement>(".days")?.focus();
    const days = this.isLimited ? Number(this.text) : null;
    await this.#try(async () => {
      const counted = days === null ? null : await countExpired(this.processId, days, this.others);
      const doomed = counted && days !== null ? { name: this.name, days, ...counted } : null;
      if (doomed && doomed.count > 0) this.doomed = doomed;
      else await this.#save(days);
    });
  };

  #confirm = () =>
    this.#try(async () => {
      const { doomed } = this;
      if (doomed) await this.#save(doomed.days);
      this.doomed = null;
    });

  async #save(days: Days): Promise<void> {
    await setRetention(this.processId, days);
    toast(`${this.name}: ended instances are kept ${keptWords(days)}`);
    this.#tell("rule-saved");
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      await act();
    } catch (thrown) {
      this.doomed = null;
      this.problem = `The rule stays as it was. ${sentenceOf(thrown)}`;
    }
    this.isBusy = false;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  #choose = (isLimited: boolean) => async () => {
    this.isLimited = isLimited;
    this.problem = null;
    if (!isLimited) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".days")?.focus();
  };

  #type = (event: Event) => {
    this.text = (event.target as HTMLInputElement).value;
    this.isLimited = true;
    if (this.problem) this.problem = daysProblem(this.text);
  };

  get #isChanged(): boolean {
    return this.isLimited ? this.text !== String(this.days) : this.days !== null;
  }

  override render() {
    const mayLeave = this.canClose || this.#isChanged;
    return html`<form novalidate @submit=${this.#submit}>
        <label><input class="tick" type="radio" name="kept" .checked=${!this.isLimited} @change=${this.#choose(false)} />Keep them for ever</label>
        <label>
          <input class="tick" type="radio" name="kept" .checked=${this.isLimited} @change=${this.#choose(true)} aria-label="Delete them some time after their end" />
          Delete them <input class="input days" inputmode="numeric" aria-label="Days after their end" aria-invalid=${this.problem !== null} aria-describedby=${this.problem ? "problem" : nothing} .value=${this.text} @input=${this.#type} /> days after their end
        </label>
        ${this.problem ? problemLine(this.problem, "problem") : nothing}
        ${mayLeave ? this.#acts() : nothing}
      </form>
      ${this.doomed ? doomQuestion(this.doomed, { isBusy: this.isBusy, keep: this.#keep, go: this.#confirm }) : nothing}`;
  }

  #acts(): TemplateResult {
    const isUseful = this.#isChanged || this.processId !== null;
    return html`<div class="acts">
      <button class="button primary" aria-busy=${this.isBusy} aria-disabled=${!isUseful}>${this.isBusy ? html`<i class="spinner"></i>` : nothing}Save</button>
      <button class="button" type="button" @click=${this.#leave}>Discard</button>
    </div>`;
  }

  #leave = () => {
    this.isLimited = this.days !== null;
    this.text = this.days === null ? "" : String(this.days);
    this.problem = null;
    this.#tell("close");
  };

  #keep = () => {
    this.doomed = null;
  };
}

customElements.define("rule-editor", RuleEditor);
