import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ExplanationCause } from "../../server/contract.ts";
import "../../modeler/processViewer.ts";
import { sentenceOf } from "../api/client.ts";
import { activateAdHoc, retry } from "../api/v2.ts";
import type { Incident, MessageSubscription } from "../api/v2Types.ts";
import { type Action, Actions } from "../app/actions.ts";
import { type Route, setQuery, setTitle } from "../app/router.ts";
import "../parts/historyList.ts";
import { empty, problemLine, skeletonRows, unread } from "../parts/states.ts";
import "../parts/splitHandle.ts";
import { toast } from "../parts/toasts.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { fields } from "../styles/fields.ts";
import { layout } from "../styles/layout.ts";
import { number } from "../words/time.ts";
import "./cancelDialog.ts";
import { dockTab } from "./instanceDock.ts";
import { instanceHead } from "./instanceHead.ts";
import { instancePageStyles } from "./instancePageStyles.ts";
import { canvasState, explanationReading, type InstanceView, instanceReading } from "./instanceReadings.ts";
import "./publishDialog.ts";
import "./signalDialog.ts";
import "./whyPanel.ts";

/** A message that the instance waits for. */
type AwaitedMessage = Pick<MessageSubscription, "correlationKey"> & { messageName: string };

/** One process instance: where it stands, why it waits, what happened, and the smallest action that helps. */
export class InstancePage extends LitElement {
  static override properties = {
    route: { attribute: false },
    asking: { state: true },
    retrying: { state: true },
    problem: { state: true },
  };
  declare route: Route;
  /** The dialog that is open. */
  declare asking: "cancel" | { publish: AwaitedMessage } | { broadcast: string } | null;
  declare retrying: ReadonlySet<string>;
  declare problem: string | null;

  #reading = instanceReading(this, () => this.route.id || null);
  #explanation = explanationReading(this, () => this.route.id || null);

  constructor() {
    super();
    this.asking = null;
    this.retrying = new Set();
    this.problem = null;
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    controls,
    fields,
    layout,
    css`:host { display: flex; flex-direction: column; }`,
    instancePageStyles,
  ];

  get #view(): InstanceView | undefined {
    return this.#reading.value;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("route")) this.problem = null;
    const instance = this.#view?.instance;
    setTitle(
      instance
        ? `${instance.processDefinitionName ?? instance.processDefinitionId} ${instance.processInstanceKey}`
        : "Instance",
    );
  }

  #actions(): Action[] {
    const view = this.#view;
    if (!view) return [];
    const group = "This instance";
    const retries: Action[] =
      view.incidents.length > 0
        ? [{ keys: "R", label: this.#retryLabel(view), group, run: () => void this.#retryAll() }]
        : [];
    const cancel: Action[] =
      view.instance.state === "ACTIVE" ? [{ label: "Cancel instance", group, run: () => this.#ask("cancel") }] : [];
    return [
      ...retries,
      ...cancel,
      { label: "Copy key", group, run: this.#copyKey },
      { keys: "T", label: "Next token or incident", group, isCommand: false, run: () => this.#step(1) },
      { keys: "Esc", label: "Show all elements", group, isCommand: false, run: () => setQuery({ element: null }) },
    ];
  }

  #retryLabel = ({ incidents }: InstanceView): string =>
    incidents.length > 1 ? `Retry all ${number(incidents.length)}` : "Retry";

  #ask(what: InstancePage["asking"]): void {
    this.asking = what;
  }

  /** Selects the next element that has a token or an incident. */
  #step(by: 1): void {
    const view = this.#view;
    if (!view) return;
    const { tokens, incidents } = canvasState(view);
    const ids = [...incidents, ...tokens].map(({ elementId }) => elementId);
    const at = ids.indexOf(this.route.query.get("element") ?? "");
    setQuery({ element: ids[(at + by) % ids.length] ?? null });
  }

  #copyKey = () => {
    navigator.clipboard?.writeText(this.route.id).then(() => toast(`Copied ${this.route.id}`));
  };

  async #retryAll(): Promise<void> {
    if (this.retrying.size > 0) return;
    for (const incident of this.#view?.incidents ?? []) await this.#retry(incident);
  }

  async #retry(incident: Incident): Promise<void> {
    this.problem = null;
    this.retrying = new Set([...this.retrying, incident.incidentKey]);
    try {
      await retry(incident);
    } catch (thrown) {
      this.problem = `${this.#view?.names.nameOf(incident.elementId) ?? "It"} was not retried. ${sentenceOf(thrown)}`;
    }
    this.retrying = new Set([...this.retrying].filter((key) => key !== incident.incidentKey));
    await this.#reading.reload();
  }

  override render() {
    const view = this.#view;
    if (!view) return this.#absent();
    return html`${instanceHead(view, {
      isRetrying: this.retrying.size > 0,
      retryLabel: this.#retryLabel(view),
      retry: () => void this.#retryAll(),
      cancel: () => this.#ask("cancel"),
      copyKey: this.#copyKey,
    })}
      ${this.problem ? html`<div class="said">${problemLine(this.problem)}</div>` : nothing}
      <div class="grid">
        <div class="middle column">
          ${this.#canvas(view)}
          <split-handle name="dock-height" side="below" label="Resize the lower panel" .least=${120} .most=${640}></split-handle>
          <instance-dock .view=${view} .tab=${dockTab(this.route.query.get("tab"))} .elementId=${this.#elementId} @message-publish=${(event: CustomEvent<AwaitedMessage>) => this.#ask({ publish: event.detail })}></instance-dock>
        </div>
        <split-handle name="side-width" side="after" label="Resize the side panel" .least=${280} .most=${560}></split-handle>
        ${this.#side(view)}
      </div>
      ${this.#dialogs(view)}`;
  }

  get #elementId(): string | null {
    return this.route.query.get("element");
  }

  #absent(): TemplateResult {
    const { problem, isSlow } = this.#reading;
    if (problem?.status === 404)
      return empty(
        `No instance has the key ${this.route.id}.`,
        "Keys are digits, as the API gives them.",
        html`<a class="button" href="/instances">All instances</a>`,
      );
    if (problem) return unread("This instance", problem);
    return isSlow ? skeletonRows(8) : html``;
  }

  #canvas(view: InstanceView): TemplateResult {
    const state = canvasState(view);
    return html`<section class="canvas" aria-label="Diagram">
      <process-viewer
        .xml=${view.xml}
        .tokens=${state.tokens}
        .incidents=${state.incidents}
        .completed=${state.completed}
        .taken=${state.taken}
        .selected=${this.#elementId}
        @element-select=${this.#select}
      ></process-viewer>
    </section>`;
  }

  #select = (event: CustomEvent<{ elementId: string | null }>) => setQuery({ element: event.detail.elementId });

  #side(view: InstanceView): TemplateResult {
    const id = this.#elementId;
    const lines = id === null ? view.history : view.history.filter(({ elementId }) => elementId === id);
    return html`<aside class="side scroll" aria-label="Why and history">
      ${
        view.instance.state === "ACTIVE"
          ? html`<why-panel
            .explanation=${this.#explanation.value}
            .incidents=${view.incidents}
            .names=${view.names}
            .loops=${view.loops}
            .retrying=${this.retrying}
            @cause-retry=${this.#retryCause}
            @cause-message=${this.#publishCause}
            @cause-signal=${this.#broadcastCause}
            @cause-activate=${this.#activateCause}
            @element-select=${this.#select}
          ></why-panel>`
          : nothing
      }
      <section class="history">
        <h2 class="heading">History <span class="count">${number(lines.length)}</span>${id === null ? nothing : html`<span class="third small">of ${view.names.nameOf(id)}</span>`}</h2>
        <history-list .lines=${lines}></history-list>
      </section>
    </aside>`;
  }

  #retryCause = (event: CustomEvent<{ cause: ExplanationCause }>) => {
    const incident = this.#view?.incidents.find(({ incidentKey }) => incidentKey === event.detail.cause.incidentKey);
    if (incident) void this.#retry(incident);
  };

  #publishCause = (event: CustomEvent<{ cause: ExplanationCause }>) => {
    const { messageName = "", correlationKey = null } = event.detail.cause;
    this.#ask({ publish: { messageName, correlationKey } });
  };

  #broadcastCause = (event: CustomEvent<{ cause: ExplanationCause }>) =>
    this.#ask({ broadcast: event.detail.cause.signalName ?? "" });

  #activateCause = async (event: CustomEvent<{ cause: ExplanationCause; elementId: string }>) => {
    const { cause, elementId } = event.detail;
    this.problem = null;
    try {
      await activateAdHoc(cause.elementInstanceKey ?? "", [elementId]);
    } catch (thrown) {
      this.problem = `${this.#view?.names.nameOf(elementId) ?? elementId} was not begun. ${sentenceOf(thrown)}`;
    }
  };

  #dialogs(view: InstanceView): TemplateResult | typeof nothing {
    const { asking } = this;
    if (asking === null) return nothing;
    if (asking === "cancel") {
      const tokens = view.elements.filter(({ state, type }) => state === "ACTIVE" && type !== "PROCESS").length;
      return html`<cancel-dialog .instanceKey=${view.instance.processInstanceKey} .name=${view.instance.processDefinitionName ?? view.instance.processDefinitionId} .tokens=${tokens} @close=${() => this.#ask(null)}></cancel-dialog>`;
    }
    if ("broadcast" in asking)
      return html`<signal-dialog .signalName=${asking.broadcast} @close=${() => this.#ask(null)}></signal-dialog>`;
    const { messageName, correlationKey } = asking.publish;
    return html`<publish-dialog .messageName=${messageName} .correlationKey=${correlationKey ?? ""} @close=${() => this.#ask(null)}></publish-dialog>`;
  }
}

customElements.define("instance-page", InstancePage);
