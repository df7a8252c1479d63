import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { initials, userName } from "../app/preferences.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { timeline } from "../styles/timeline.ts";
import type { HistoryLine, SentencePart } from "../words/history.ts";
import { exactTime, number, shortTime } from "../words/time.ts";
import { status } from "./status.ts";

/** Lines shown before "Show all": enough for the question at hand, few enough to stay quick. */
const linesAtFirst = 60;

/** An instance's history, newest first. */
export class HistoryList extends LitElement {
  static override properties = { lines: { attribute: false }, isWhole: { state: true } };
  declare lines: readonly HistoryLine[];
  declare isWhole: boolean;

  static override styles = [base, controls, timeline, css`.more { margin-left: 26px; }`];

  constructor() {
    super();
    this.lines = [];
    this.isWhole = false;
  }

  override render() {
    const shown = this.isWhole ? this.lines : this.lines.slice(0, linesAtFirst);
    const rest = this.lines.length - shown.length;
    return html`<ol class="timeline">
        ${shown.map((line) => this.#line(line))}
      </ol>
      ${
        rest > 0
          ? html`<button
            class="link-button more"
            @click=${() => {
              this.isWhole = true;
            }}
          >
            Show ${number(rest)} earlier
          </button>`
          : nothing
      }`;
  }

  #line(line: HistoryLine): TemplateResult {
    const under = line.under
      ? html`<p class="under cut ${line.isUnderCode ? "mono" : ""} ${line.mark === "incident" ? "bad" : ""}" title=${line.under}>${line.under}</p>`
      : nothing;
    return html`<li>
      <span class="mark">${mark(line)}</span>
      <p>${line.sentence.map(part)}${line.count > 1 ? html` <span class="third">× ${number(line.count)}</span>` : nothing}</p>
      <time datetime=${line.at} title=${exactTime(line.at)}>${shortTime(line.at, new Date(), true)}</time>
      ${under}
    </li>`;
  }
}

function mark({ mark: kind, actor }: HistoryLine): TemplateResult {
  if (kind === "point") return html`<span class="point"></span>`;
  if (kind === "person" || kind === "machine") {
    const look = kind === "machine" ? "machine" : actor === userName() ? "me" : "";
    return html`<span class="avatar ${look}" title=${actor ?? ""}>${initials(actor ?? "")}</span>`;
  }
  return status(kind);
}

const part = (piece: SentencePart): TemplateResult | string => {
  if (typeof piece === "string") return piece;
  return "strong" in piece
    ? html`<b class="strong">${piece.strong}</b>`
    : html`<span class="mono">${piece.code}</span>`;
};

customElements.define("history-list", HistoryList);
