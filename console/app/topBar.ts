import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Overview } from "../../server/contract.ts";
import { type IconName, icon, mark } from "../parts/icons.ts";
import { status } from "../parts/status.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { number } from "../words/time.ts";
import { keyLabel } from "./actions.ts";
import { initials, userName } from "./preferences.ts";
import type { PageName } from "./router.ts";
import "./userMenu.ts";

interface Section {
  href: string;
  label: string;
  icon: IconName;
  pages: readonly PageName[];
  count?: (overview: Overview) => TemplateResult | typeof nothing;
}

const sections: readonly Section[] = [
  {
    href: "/inbox",
    label: "Inbox",
    icon: "inbox",
    pages: ["inbox"],
    count: ({ openUserTasks }) =>
      openUserTasks > 0 ? html`<span class="count">${number(openUserTasks)}</span>` : nothing,
  },
  { href: "/processes", label: "Processes", icon: "process", pages: ["processes"] },
  { href: "/decisions", label: "Decisions", icon: "decision", pages: ["decisions", "decision"] },
  { href: "/instances", label: "Instances", icon: "instances", pages: ["instances", "instance"] },
  {
    href: "/incidents",
    label: "Incidents",
    icon: "incident",
    pages: ["incidents"],
    count: ({ openIncidents }) =>
      openIncidents > 0 ? html`<span class="count bad">${status("incident")}${number(openIncidents)}</span>` : nothing,
  },
  { href: "/modeler", label: "Modeler", icon: "edit", pages: ["modeler"] },
];

const shared = css`
  .sections a:hover { text-decoration: none; }
  .count .status { gap: 0; }
`;

/** Product, environment, sections, search, help and person. Asks for `palette-open` and `help-open`. */
export class TopBar extends LitElement {
  static override properties = { page: { type: String }, overview: { attribute: false }, isMenuOpen: { state: true } };
  declare page: PageName;
  declare overview: Overview | undefined;
  declare isMenuOpen: boolean;

  constructor() {
    super();
    this.isMenuOpen = false;
  }

  static override styles = [
    base,
    controls,
    shared,
    css`
      :host { flex: none; position: relative; z-index: var(--z-bar); }
      header { height: var(--bar-h); display: flex; align-items: center; gap: var(--sp-3); padding: 0 var(--sp-4) 0 var(--sp-5); background: var(--bg-sunken); border-bottom: 1px solid var(--line); }
      .mark { display: flex; align-items: center; min-height: 28px; gap: 8px; color: var(--text); font: var(--text-13-strong); font-weight: 650; letter-spacing: -0.01em; }
      .mark:hover { text-decoration: none; }
      .mark svg { width: 20px; height: 20px; color: var(--accent); }
      .environment { display: inline-flex; align-items: center; height: 24px; padding: 0 6px; white-space: nowrap; border-radius: var(--r-2); color: var(--text-2); font: var(--text-12); }
      .environment.production::before { content: "/"; color: var(--text-disabled); margin-right: 8px; }
      .environment:not(.production) { box-shadow: inset 0 0 0 1px var(--line-strong); color: var(--text); font-weight: 550; }
      .sections { display: flex; align-self: stretch; margin-left: var(--sp-4); gap: 2px; }
      .sections a { position: relative; display: flex; align-items: center; gap: 6px; padding: 0 9px; color: var(--text-2); font-weight: 450; }
      .sections a:hover { color: var(--text); }
      .sections a:focus-visible { outline-offset: -3px; }
      .sections a[aria-current] { color: var(--text); font-weight: 550; }
      .sections a[aria-current]::after { content: ""; position: absolute; left: 9px; right: 9px; bottom: -1px; height: 2px; background: var(--accent); }
      .seek { margin-left: auto; display: flex; align-items: center; gap: 8px; width: 248px; height: 28px; padding: 0 6px 0 8px; border: 1px solid var(--line-strong); border-radius: var(--r-2); background: var(--bg); color: var(--text-3); cursor: text; text-align: left; white-space: nowrap; }
      .seek:hover { border-color: var(--line-control); }
      .seek kbd { margin-left: auto; }
      .person { border: 0; background: none; padding: 0; border-radius: 50%; cursor: pointer; display: grid; place-items: center; width: 28px; height: 28px; }
      @media (max-width: 1100px) { .seek { width: 28px; padding: 0; justify-content: center; } .seek span, .seek kbd { display: none; } .sections { margin-left: 0; } .sections a { padding: 0 7px; } }
      @media (max-width: 820px) { .mark span { display: none; } }
      @media (max-width: 640px) { .mark span { display: inline; } .sections { display: none; } header { padding: 0 var(--sp-3) 0 var(--sp-5); } .seek { border-color: transparent; background: none; width: 40px; height: 40px; } .person { width: 40px; height: 40px; } }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("preferences-change", this.#again);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("preferences-change", this.#again);
  }

  #again = () => this.requestUpdate();

  #ask(name: "palette-open" | "help-open"): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  override render() {
    const environment = this.overview?.environment;
    return html`<header>
      <a class="mark" href="/" aria-label="Millrace home">${mark()}<span>Millrace</span></a>
      ${environment ? html`<span class="environment ${environment === "production" ? "production" : ""}" title="Environment">${environment}</span>` : nothing}
      <nav class="sections" aria-label="Main">${sections.map((section) => this.#section(section))}</nav>
      <button class="seek" aria-label="Search or run a command" @click=${() => this.#ask("palette-open")}>
        ${icon("search")}<span>Search or run a command</span><kbd>${keyLabel("mod+K")}</kbd>
      </button>
      <button class="icon-button" aria-label="Help and keys" title="Help and keys  ?" @click=${() => this.#ask("help-open")}>${icon("help")}</button>
      <button class="person" aria-label="You are ${userName()}: name and theme" aria-expanded=${this.isMenuOpen} @click=${this.#toggleMenu}>
        <span class="avatar me">${initials(userName())}</span>
      </button>
      ${this.isMenuOpen ? html`<user-menu @close=${this.#toggleMenu}></user-menu>` : nothing}
    </header>`;
  }

  #section(section: Section): TemplateResult {
    const isCurrent = section.pages.includes(this.page);
    return html`<a href=${section.href} aria-current=${isCurrent ? "page" : nothing}>
      ${section.label}${this.overview && section.count ? section.count(this.overview) : nothing}
    </a>`;
  }

  #toggleMenu = () => {
    this.isMenuOpen = !this.isMenuOpen;
    if (!this.isMenuOpen) this.renderRoot.querySelector<HTMLElement>(".person")?.focus();
  };
}

/** The sections on phones: three, and the rest behind More. */
export class BottomBar extends LitElement {
  static override properties = { page: { type: String }, overview: { attribute: false }, isMoreOpen: { state: true } };
  declare page: PageName;
  declare overview: Overview | undefined;
  declare isMoreOpen: boolean;

  constructor() {
    super();
    this.isMoreOpen = false;
  }

  static override styles = [
    base,
    controls,
    shared,
    css`
      :host { display: none; flex: none; position: relative; z-index: var(--z-bar); }
      .sections { display: flex; height: 56px; border-top: 1px solid var(--line); background: var(--bg-sunken); }
      .sections > * { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 3px; color: var(--text-2); font: var(--text-11); position: relative; border: 0; background: none; }
      .sections > [aria-current] { color: var(--accent-text); font-weight: 600; }
      .sections svg.icon { width: 20px; height: 20px; }
      .sections .count .status { display: none; }
      .sections .count { position: absolute; top: 6px; left: calc(50% + 9px); background: var(--bg-sunken); padding: 0 2px; }
      .more { position: absolute; right: 8px; bottom: 62px; min-width: 200px; padding: 4px; background: var(--bg-raised); border-radius: var(--r-3); box-shadow: var(--shadow-2); }
      .more a { display: flex; align-items: center; gap: 10px; height: 44px; padding: 0 12px; border-radius: var(--r-2); color: var(--text); }
      @media (max-width: 640px) { :host { display: block; } }
    `,
  ];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("page")) this.isMoreOpen = false;
  }

  override render() {
    const bar = sections.filter(({ label }) => ["Inbox", "Processes", "Incidents"].includes(label));
    const rest = sections.filter((section) => !bar.includes(section));
    return html`<nav class="sections" aria-label="Main">
        ${bar.map(
          (
            section,
          ) => html`<a href=${section.href} aria-current=${section.pages.includes(this.page) ? "page" : nothing}>
            ${icon(section.icon)}${section.label}${this.overview && section.count ? section.count(this.overview) : nothing}
          </a>`,
        )}
        <button
          aria-expanded=${this.isMoreOpen}
          aria-current=${rest.some(({ pages }) => pages.includes(this.page)) ? "page" : nothing}
          @click=${() => {
            this.isMoreOpen = !this.isMoreOpen;
          }}
        >
          ${icon("menu")}More
        </button>
      </nav>
      ${
        this.isMoreOpen
          ? html`<div class="more">
            ${rest.map((section) => html`<a href=${section.href}>${icon(section.icon)}${section.label}</a>`)}
            <a href="/retention">${icon("clock")}Retention</a>
            <a href="/start">${icon("play")}First steps</a>
            <a href="/docs" target="_blank">${icon("file")}API reference</a>
          </div>`
          : nothing
      }`;
  }
}

customElements.define("top-bar", TopBar);
customElements.define("bottom-bar", BottomBar);
