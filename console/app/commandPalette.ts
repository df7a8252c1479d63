import { css, html, LitElement, nothing } from "lit";
import type { ProcessSummary } from "../../server/contract.ts";
import { newestDecisions } from "../api/decisions.ts";
import type { DecisionDefinition } from "../api/decisionTypes.ts";
import { processes } from "../api/millrace.ts";
import { deepActive } from "../parts/dialog.ts";
import { icon } from "../parts/icons.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { grouped } from "../words/groups.ts";
import { type Action, allActions, countModal, keyLabel } from "./actions.ts";
import { navigate } from "./router.ts";

/** More processes than this are found by typing more of the name. */
const processesMax = 8;

/** The same for decisions, which stand below. */
const decisionsMax = 4;

/** Everything that can be done from here, by name: actions of the shown object, pages, processes, decisions, a pasted key. */
export class CommandPalette extends LitElement {
  static override properties = {
    query: { state: true },
    at: { state: true },
    known: { state: true },
    decisions: { state: true },
  };
  declare query: string;
  /** Index of the command that Enter runs. */
  declare at: number;
  declare known: readonly ProcessSummary[];
  declare decisions: readonly DecisionDefinition[];
  #actions = allActions().filter((action) => action.isCommand !== false);
  #opener = deepActive();

  constructor() {
    super();
    this.query = "";
    this.at = 0;
    this.known = [];
    this.decisions = [];
  }

  static override styles = [
    base,
    controls,
    css`
      dialog { width: min(640px, calc(100vw - 24px)); margin: 18vh auto auto; padding: 0 0 6px; border: 0; border-radius: var(--r-4); background: var(--bg-raised); color: var(--text); box-shadow: var(--shadow-3); overflow: hidden; }
      dialog::backdrop { background: var(--scrim); }
      .entry { display: flex; align-items: center; gap: 10px; height: 46px; padding: 0 14px; border-bottom: 1px solid var(--line); color: var(--text-3); }
      input { border: 0; background: none; flex: 1; min-width: 0; font: var(--text-14); color: var(--text); outline: 0; }
      .entry input:focus-visible { outline: none; }
      .list { max-height: 52vh; overflow: auto; }
      h3 { font: var(--text-12); color: var(--text-3); padding: 8px 14px 2px; }
      ul { padding: 0 6px; }
      li { display: flex; align-items: center; gap: 10px; height: 34px; padding: 0 8px; border-radius: var(--r-2); cursor: pointer; }
      li .cut { flex: 1; }
      li[aria-selected="true"] { background: var(--bg-selected); }
      .none { padding: 14px; color: var(--text-2); }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    countModal(1);
    processes().then(
      (known) => {
        this.known = known;
      },
      () => undefined,
    );
    newestDecisions().then(
      (decisions) => {
        this.decisions = decisions;
      },
      () => undefined,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    countModal(-1);
    this.#opener?.focus({ preventScroll: true });
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  #close = () => this.dispatchEvent(new CustomEvent("close"));

  #commands(): Action[] {
    const words = this.query.trim().toLowerCase();
    const found = [...this.#actions, ...this.#processActions(), ...this.#decisionActions()].filter(({ label, group }) =>
      words.split(/\s+/).every((word) => `${label} ${group}`.toLowerCase().includes(word)),
    );
    return [...grouped([...this.#keyActions(words), ...found], ({ group }) => group).values()].flat();
  }

  #processActions(): Action[] {
    return this.known.slice(0, this.query ? undefined : processesMax).map((process) => ({
      label: process.name,
      group: "Processes",
      run: () => navigate(`/processes/${encodeURIComponent(process.processDefinitionId)}`),
    }));
  }

  #decisionActions(): Action[] {
    return this.decisions.slice(0, this.query ? undefined : decisionsMax).map((decision) => ({
      label: decision.name || decision.decisionDefinitionId,
      group: "Decisions",
      run: () => navigate(`/decisions/${encodeURIComponent(decision.decisionDefinitionId)}`),
    }));
  }

  /** A key copied from a log: digits, perhaps with words around them. */
  #keyActions(words: string): Action[] {
    const key = /\b\d{6,}\b/.exec(words)?.[0] ?? (/^\d+$/.test(words) ? words : null);
    if (!key) return [];
    return [
      { label: `Open instance ${key}`, group: "Key", run: () => navigate(`/instances/${key}`) },
      { label: `Open task ${key}`, group: "Key", run: () => navigate(`/inbox/${key}`) },
    ];
  }

  #key = (event: KeyboardEvent) => {
    const commands = this.#commands();
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && commands.length > 0) {
      event.preventDefault();
      this.at = (this.at + step + commands.length) % commands.length;
      this.updateComplete.then(() =>
        this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }),
      );
    }
    if (event.key === "Enter") {
      event.preventDefault();
      this.#run(commands[this.at]);
    }
  };

  #run(action: Action | undefined): void {
    if (!action) return;
    this.#close();
    action.run();
  }

  #type = (event: Event) => {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
  };

  override render() {
    const commands = this.#commands();
    const groups = grouped(commands, ({ group }) => group);
    return html`<dialog aria-label="Search or run a command" @close=${this.#close} @click=${this.#backdrop}>
      <div class="entry">
        ${icon("search")}
        <input
          autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant=${commands.length > 0 ? `command-${this.at}` : nothing}
          placeholder="Command, process, or a key from a log"
          .value=${this.query}
          @input=${this.#type}
          @keydown=${this.#key}
        />
        <kbd>Esc</kbd>
      </div>
      <div class="list" id="commands" role="listbox" aria-label="Commands">
        ${commands.length === 0 ? html`<p class="none">Nothing is called “${this.query}”.</p>` : nothing}
        ${[...groups].map(
          ([group, actions]) => html`<h3>${group}</h3>
            <ul role="group" aria-label=${group}>
              ${actions.map((action) => this.#option(action, commands.indexOf(action)))}
            </ul>`,
        )}
      </div>
    </dialog>`;
  }

  #option(action: Action, index: number) {
    return html`<li
      role="option"
      id="command-${index}"
      aria-selected=${index === this.at}
      @pointermove=${() => {
        this.at = index;
      }}
      @click=${() => this.#run(action)}
    >
      <span class="cut">${action.label}</span>${action.keys ? html`<kbd>${keyLabel(action.keys)}</kbd>` : nothing}
    </li>`;
  }

  #backdrop = (event: Event) => {
    if (event.target === event.currentTarget) this.#close();
  };
}

customElements.define("command-palette", CommandPalette);
