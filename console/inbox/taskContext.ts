import { css, html, LitElement, nothing } from "lit";
import "../../modeler/processViewer.ts";
import type { UserTask } from "../api/v2Types.ts";
import { canvasState, instanceReading } from "../instances/instanceReadings.ts";
import "../parts/historyList.ts";
import { unread } from "../parts/states.ts";
import { base } from "../styles/base.ts";
import { layout } from "../styles/layout.ts";
import { number } from "../words/time.ts";

/** Where the task's instance stands, and what has happened in it so far. */
export class TaskContext extends LitElement {
  static override properties = { task: { attribute: false } };
  declare task: UserTask;
  #reading = instanceReading(this, () => this.task.processInstanceKey, { keepsValue: true });

  static override styles = [
    base,
    layout,
    css`
      section { padding: 12px 16px; }
      section + section { border-top: 1px solid var(--line); }
      .heading a { margin-left: auto; font-weight: 400; }
      .small-diagram { position: relative; height: 264px; margin-top: 8px; border: 1px solid var(--line); border-radius: var(--r-2); overflow: hidden; }
      process-viewer { position: absolute; inset: 0; }
      history-list { margin-top: 6px; }
    `,
  ];

  override render() {
    const { value: view, problem } = this.#reading;
    // Another task's instance stays until this one's has come, so that the diagram does not flicker from task to task.
    const isOther = view?.instance.processInstanceKey !== this.task.processInstanceKey;
    if (isOther && problem) return unread("The instance", problem);
    if (!view) return nothing;
    const state = canvasState(view);
    return html`<section>
        <h2 class="heading">Where it stands <a class="small" href="/instances/${this.task.processInstanceKey}">Open instance</a></h2>
        <div class="small-diagram">
          <process-viewer
            compact
            .xml=${view.xml}
            .tokens=${state.tokens}
            .incidents=${state.incidents}
            .completed=${state.completed}
            .taken=${state.taken}
            .selected=${this.task.elementId}
          ></process-viewer>
        </div>
      </section>
      <section>
        <h2 class="heading">Activity <span class="count">${number(view.history.length)}</span></h2>
        <history-list .lines=${view.history}></history-list>
      </section>`;
  }
}

customElements.define("task-context", TaskContext);
