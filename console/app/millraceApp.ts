import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { overview } from "../api/millrace.ts";
import { anyChange, Reading } from "../api/reading.ts";
import { deepActive } from "../parts/dialog.ts";
import { base } from "../styles/base.ts";
import "../parts/toasts.ts";
import { type Action, Actions } from "./actions.ts";
import "./commandPalette.ts";
import "./connectionBar.ts";
import { homePath } from "./home.ts";
import "./helpDialog.ts";
import "./topBar.ts";
import { walkRegions } from "./regions.ts";
import { currentRoute, navigate, onRoute, type PageName, type Route, setEnvironment, setTitle } from "./router.ts";

/** Loads a page's code when it is first shown. */
const loaders: Record<Exclude<PageName, "home" | "missing">, () => Promise<unknown>> = {
  start: () => import("../start/startPage.ts"),
  inbox: () => import("../inbox/inboxPage.ts"),
  processes: () => import("../processes/processesPage.ts"),
  decisions: () => import("../decisions/decisionsPage.ts"),
  decision: () => import("../decisions/decisionPage.ts"),
  instances: () => import("../instances/instancesPage.ts"),
  instance: () => import("../instances/instancePage.ts"),
  incidents: () => import("../incidents/incidentsPage.ts"),
  modeler: () => import("../modeler/modelerPage.ts"),
  retention: () => import("../retention/retentionPage.ts"),
};

/** The whole app: bar, page, and what floats above them. */
export class MillraceApp extends LitElement {
  static override properties = { route: { state: true }, floating: { state: true }, loaded: { state: true } };
  declare route: Route;
  declare floating: "palette" | "help" | "publish" | "broadcast" | null;
  /** The pages whose code has arrived, or did not. */
  declare loaded: ReadonlyMap<PageName, "ready" | "failed">;

  #overview = new Reading(this, {
    key: () => "overview",
    read: (_key, signal) => overview(signal),
    concerns: anyChange,
    onValue: (value) => {
      setEnvironment(value.environment);
      void this.#leaveHome();
    },
  });

  #leaveRouter: (() => void) | undefined;

  constructor() {
    super();
    this.route = currentRoute();
    this.floating = null;
    this.loaded = new Map();
    new Actions(this, () => this.#actions());
  }

  static override styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; height: 100vh; height: 100dvh; }
      main { flex: 1; min-height: 0; display: flex; }
      main > * { flex: 1; min-width: 0; }
      .skip { position: absolute; left: 8px; top: -60px; z-index: var(--z-tooltip); background: var(--bg-raised); padding: 6px 10px; border-radius: var(--r-2); box-shadow: var(--shadow-2); }
      .skip:focus { top: 6px; }
      .missing { padding: 72px 24px; max-width: 680px; margin: 0 auto; }
      .missing h1 { font: var(--text-28); letter-spacing: var(--track-tighter); }
      .missing p { font: var(--text-14); color: var(--text-2); margin-top: 8px; }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leaveRouter = onRoute((route) => {
      this.route = route;
      this.floating = null;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leaveRouter?.();
  }

  protected override willUpdate(): void {
    void this.#leaveHome();
    if (this.route.page === "missing") setTitle("Not found");
    this.#load(this.route.page);
  }

  /** What had the focus went with the page before: the keyboard goes on in the new one, not at the top of the bar. */
  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get("route") as Route | undefined;
    if (!before || before.page === "home" || before.page === this.route.page) return;
    if (deepActive() === document.body)
      this.renderRoot.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
  }

  async #leaveHome(): Promise<void> {
    const known = this.#overview.value;
    if (this.route.page !== "home" || !known) return;
    const path = await homePath(known).catch(() => "/processes");
    if (this.route.page === "home") navigate(path, { replace: true });
  }

  #load(page: PageName): void {
    if (page === "home" || page === "missing" || this.loaded.get(page) === "ready") return;
    loaders[page]().then(
      () => this.#note(page, "ready"),
      () => this.#note(page, "failed"),
    );
  }

  #note(page: PageName, state: "ready" | "failed"): void {
    if (this.loaded.get(page) === state) return;
    this.loaded = new Map(this.loaded).set(page, state);
  }

  #actions(): Action[] {
    const go = (keys: string, label: string, to: string): Action => ({
      keys,
      label,
      group: "Go to",
      run: () => navigate(to),
    });
    return [
      go("G I", "Inbox", "/inbox"),
      go("G P", "Processes", "/processes"),
      go("G D", "Decisions", "/decisions"),
      go("G N", "Instances", "/instances"),
      go("G X", "Incidents", "/incidents"),
      go("G M", "Modeler", "/modeler"),
      { label: "Retention", group: "Go to", run: () => navigate("/retention") },
      { label: "First steps", group: "Go to", run: () => navigate("/start") },
      {
        keys: "mod+K",
        label: "Search or run a command",
        group: "Everywhere",
        isCommand: false,
        run: () => this.#float("palette"),
      },
      { keys: "F6", label: "Next region", group: "Everywhere", isCommand: false, run: () => walkRegions(1) },
      { keys: "?", label: "All keys", group: "Everywhere", run: () => this.#float("help") },
      { label: "Publish a message", group: "Everywhere", run: () => void this.#publish() },
      { label: "Broadcast a signal", group: "Everywhere", run: () => void this.#broadcast() },
      { label: "API reference", group: "Everywhere", run: () => window.open("/docs", "_blank", "noopener") },
    ];
  }

  #float(what: MillraceApp["floating"]): void {
    this.floating = this.floating === what ? null : what;
  }

  async #publish(): Promise<void> {
    await import("../instances/publishDialog.ts");
    this.#float("publish");
  }

  async #broadcast(): Promise<void> {
    await import("../instances/signalDialog.ts");
    this.#float("broadcast");
  }

  override render() {
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to content</a>
      <top-bar
        .page=${this.route.page}
        .overview=${this.#overview.value}
        @palette-open=${() => this.#float("palette")}
        @help-open=${() => this.#float("help")}
      ></top-bar>
      <connection-bar></connection-bar>
      <main id="main" tabindex="-1" style="outline:none">${this.#page()}</main>
      <bottom-bar .page=${this.route.page} .overview=${this.#overview.value}></bottom-bar>
      <toast-stack></toast-stack>
      ${this.floating === "palette" ? html`<command-palette @close=${() => this.#float(null)}></command-palette>` : nothing}
      ${this.floating === "publish" ? html`<publish-dialog @close=${() => this.#float(null)}></publish-dialog>` : nothing}
      ${this.floating === "broadcast" ? html`<signal-dialog @close=${() => this.#float(null)}></signal-dialog>` : nothing}
      ${this.floating === "help" ? html`<help-dialog @close=${() => this.#float(null)}></help-dialog>` : nothing}
    `;
  }

  #skip = (event: Event) => {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>("#main")?.focus();
  };

  #page(): TemplateResult | typeof nothing {
    const { route } = this;
    const loaded = this.loaded.get(route.page);
    if (route.page === "missing")
      return this.#missing(
        "There is no page here",
        `Nothing is at ${route.id}. The link may come from an older version.`,
      );
    if (loaded === "failed")
      return this.#missing(
        "This page did not load",
        "Millrace was probably updated or restarted. Load the page again.",
      );
    if (loaded !== "ready") return nothing;
    return pages(route);
  }

  #missing(title: string, reason: string): TemplateResult {
    return html`<div class="missing"><h1>${title}</h1><p>${reason}</p><p><a href="/processes">Go to Processes</a></p></div>`;
  }
}

/** One template per page, so that going from one object to another keeps the page's element. */
function pages(route: Route): TemplateResult | typeof nothing {
  switch (route.page) {
    case "start":
      return html`<start-page></start-page>`;
    case "inbox":
      return html`<inbox-page .route=${route}></inbox-page>`;
    case "processes":
      return html`<processes-page .route=${route}></processes-page>`;
    case "decisions":
      return html`<decisions-page .route=${route}></decisions-page>`;
    case "decision":
      return html`<decision-page .route=${route}></decision-page>`;
    case "instances":
      return html`<instances-page .route=${route}></instances-page>`;
    case "instance":
      return html`<instance-page .route=${route}></instance-page>`;
    case "incidents":
      return html`<incidents-page .route=${route}></incidents-page>`;
    case "modeler":
      return html`<modeler-page .route=${route}></modeler-page>`;
    case "retention":
      return html`<retention-page .route=${route}></retention-page>`;
    case "home":
    case "missing":
      return nothing;
    default:
      route.page satisfies never;
      return nothing;
  }
}

customElements.define("millrace-app", MillraceApp);
