import { css, html, LitElement } from "lit";
import "../parts/dialog.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { type Action, allActions, keyLabel } from "./actions.ts";

/** All keys of the page that is shown. */
export class HelpDialog extends LitElement {
  /** Taken when the dialog opens: its own presence changes nothing. */
  #groups = groupsWithKeys(allActions());

  static override styles = [
    base,
    controls,
    css`
      .groups { columns: 2; column-gap: 32px; }
      section { break-inside: avoid; padding: 8px 0; }
      h3 { font: var(--text-12-strong); color: var(--text-3); padding-bottom: 4px; }
      dl > div { display: flex; justify-content: space-between; align-items: center; min-height: 26px; gap: 12px; }
      dd { white-space: nowrap; }
      kbd { display: inline-block; }
      p { padding-top: 12px; border-top: 1px solid var(--line); margin-top: 12px; }
      @media (max-width: 640px) { .groups { columns: 1; } }
    `,
  ];

  override render() {
    return html`<app-dialog heading="Keys and help" wide>
      <div class="groups">
        ${[...this.#groups].map(
          ([group, actions]) => html`<section>
            <h3>${group}</h3>
            <dl>
              ${actions.map(
                (action) => html`<div>
                  <dt>${action.label}</dt>
                  <dd>${keyLabel(action.keys ?? "")
                    .split(" ")
                    .map((key) => html`<kbd>${key}</kbd> `)}</dd>
                </div>`,
              )}
            </dl>
          </section>`,
        )}
      </div>
      <p class="second">
        <a href="/start">First steps</a>: model, deploy, connect a worker. <a href="/docs" target="_blank">API reference</a>.
        Single-letter keys can be switched off in the menu with your initials.
      </p>
    </app-dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot
      .querySelector("app-dialog")
      ?.addEventListener("close", () => this.dispatchEvent(new CustomEvent("close")));
  }
}

function groupsWithKeys(actions: readonly Action[]): Map<string, Action[]> {
  const groups = new Map<string, Action[]>();
  for (const action of actions)
    if (action.keys) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return groups;
}

customElements.define("help-dialog", HelpDialog);
