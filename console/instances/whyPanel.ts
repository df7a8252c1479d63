import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Explanation, ExplanationCause } from "../../server/contract.ts";
import type { Incident } from "../api/v2Types.ts";
import { groupId } from "../incidents/incidentGroups.ts";
import { EveryMinute } from "../parts/everyMinute.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import type { ModelNames } from "../words/modelNames.ts";
import { counted, duration, exactTime, shortTime, since } from "../words/time.ts";
import { type LoopPlaces, placeWords } from "./loops.ts";

/**
 * "Why is it waiting?": the answer, then one block per cause with the smallest action that helps.
 * Asks with `cause-retry`, `cause-message`, `cause-signal` (detail: the cause), `cause-activate` (detail: the
 * cause and the activity to begin) and `element-select`.
 */
export class WhyPanel extends LitElement {
  static override properties = {
    explanation: { attribute: false },
    incidents: { attribute: false },
    names: { attribute: false },
    loops: { attribute: false },
    retrying: { attribute: false },
  };
  declare explanation: Explanation | undefined;
  /** The open incidents that the causes name by their keys. */
  declare incidents: readonly Incident[];
  /** What elements without a name of their own are called. */
  declare names: ModelNames | undefined;
  /** Which instances of repeated activities the waiting ones are. */
  declare loops: LoopPlaces;
  /** Keys of incidents that are being retried. */
  declare retrying: ReadonlySet<string>;

  static override styles = [
    base,
    controls,
    css`
      :host { padding: 14px 16px; }
      .lead { margin: 4px 0 12px; color: var(--text-2); }
      .causes { display: flex; flex-direction: column; gap: 14px; padding-left: 16px; }
      .causes li { position: relative; }
      .causes li::before { content: ""; position: absolute; left: -16px; top: 3px; bottom: 3px; width: 3px; border-radius: 2px; background: var(--st-active); }
      .causes li.incident::before { background: var(--st-incident); }
      .causes li.waiting::before { background: var(--st-waiting); }
      .head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 8px; align-items: center; min-height: 24px; }
      .head .status { font-weight: 550; color: var(--text); min-width: 0; white-space: normal; }
      .head button { font-weight: 550; color: var(--text); text-align: left; }
      .place { font-weight: 400; margin-left: 6px; }
      .causes p { margin-top: 2px; overflow-wrap: anywhere; }
      pre { margin: 6px 0; padding: 6px 8px; background: var(--bg-code); border-radius: var(--r-2); color: var(--text-2); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 160px; overflow: auto; }
      .incident pre { color: var(--st-incident-text); }
      .acts a.small { line-height: 24px; }
      .acts { display: flex; gap: 8px; align-items: center; margin-top: 8px; flex-wrap: wrap; }
    `,
  ];

  constructor() {
    super();
    this.retrying = new Set();
    this.incidents = [];
    this.loops = new Map();
    new EveryMinute(this);
  }

  override render() {
    const { explanation } = this;
    if (!explanation) return nothing;
    return html`<h2 class="heading">Why is it waiting?</h2>
      <p class="lead">${explanation.sentence}</p>
      <ul class="causes">
        ${explanation.causes.map((cause) => this.#cause(cause))}
      </ul>`;
  }

  #cause(cause: ExplanationCause): TemplateResult {
    const look = cause.kind === "incident" ? "incident" : cause.kind === "userTask" ? "active" : "waiting";
    return html`<li class=${look}>
      <div class="head">
        <span class="status ${look}">${status(look)}
          <button class="link-button" @click=${() => this.#ask("element-select", { elementId: cause.elementId })}>${cause.elementName ?? this.names?.nameOf(cause.elementId) ?? cause.elementId}</button>${this.#place(cause)}
        </span>
        <span class="third small" title=${exactTime(cause.since)}>since ${shortTime(cause.since)}</span>
      </div>
      ${cause.kind === "timer" && cause.dueAt ? nothing : html`<p>${cause.sentence}</p>`}
      ${cause.detail ? html`<pre class="mono" tabindex="0">${cause.detail}</pre>` : nothing}
      ${cause.dueAt ? html`<p class="second">Due <time title=${exactTime(cause.dueAt)}>${shortTime(cause.dueAt)}</time>, ${dueWords(cause.dueAt)}.</p>` : nothing}
      ${cause.alsoStopped ? html`<p class="second">${counted(cause.alsoStopped, "other instance has", "other instances have")} stopped here too. The cause is probably not this instance alone.</p>` : nothing}
      ${this.#acts(cause)}
    </li>`;
  }

  #acts(cause: ExplanationCause): TemplateResult | typeof nothing {
    switch (cause.kind) {
      case "incident":
        return this.#retryActs(cause);
      case "userTask":
        return cause.userTaskKey
          ? html`<div class="acts"><a class="button" href="/inbox/${cause.userTaskKey}">Open task</a></div>`
          : nothing;
      case "message":
        return html`<div class="acts"><button class="button" @click=${() => this.#ask("cause-message", { cause })}>Publish the message</button></div>`;
      case "signal":
        return html`<div class="acts"><button class="button" @click=${() => this.#ask("cause-signal", { cause })}>Broadcast the signal</button></div>`;
      case "call":
        return cause.calledInstanceKey
          ? html`<div class="acts"><a class="button" href="/instances/${cause.calledInstanceKey}">Open called instance</a></div>`
          : nothing;
      case "job":
      case "timer":
      case "condition":
      case "join":
        return nothing;
      case "inside":
        return this.#activateActs(cause);
      default:
        cause.kind satisfies never;
        return nothing;
    }
  }

  #retryActs(cause: ExplanationCause): TemplateResult {
    const isBusy = this.retrying.has(cause.incidentKey ?? "");
    return html`<div class="acts">
      <button class="button" aria-busy=${isBusy} @click=${() => this.#ask("cause-retry", { cause })}>
        ${isBusy ? html`<i class="spinner"></i>` : nothing}Retry this one
      </button>
      ${cause.alsoStopped ? html`<a class="small" href=${this.#groupPath(cause)}>All that stopped here</a>` : nothing}
    </div>`;
  }

  #place({ elementInstanceKey }: ExplanationCause): TemplateResult | typeof nothing {
    const place = this.loops.get(elementInstanceKey ?? "");
    return place ? html`<span class="third small place">${placeWords(place)}</span>` : nothing;
  }

  /** What an ad-hoc sub-process waits for is begun here. */
  #activateActs(cause: ExplanationCause): TemplateResult | typeof nothing {
    const choices = this.names?.choicesIn(cause.elementId) ?? [];
    if (choices.length === 0) return nothing;
    return html`<div class="acts">
      ${choices.map(
        (elementId) =>
          html`<button class="button" @click=${() => this.#ask("cause-activate", { cause, elementId })}>Begin ${this.names?.nameOf(elementId)}</button>`,
      )}
    </div>`;
  }

  #groupPath({ incidentKey }: ExplanationCause): string {
    const incident = this.incidents.find((known) => known.incidentKey === incidentKey);
    return incident ? `/incidents/${encodeURIComponent(groupId(incident))}` : "/incidents";
  }

  #ask(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

const dueWords = (dueAt: string): string => {
  const late = since(dueAt);
  return late > 0 ? `${duration(late)} ago` : `in ${duration(late)}`;
};

customElements.define("why-panel", WhyPanel);
