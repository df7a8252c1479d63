import type { LitElement, ReactiveController } from "lit";

/**
 * One tab stop for a list: the rows are `[role=row]` with a link or button nature in the host's shadow root. Arrow keys,
 * Home and End move; the row that is open, else the first, takes the tab stop.
 */
export class Rows implements ReactiveController {
  #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.renderRoot?.addEventListener("keydown", this.#move as EventListener);
    this.#host.updateComplete.then(() =>
      this.#host.renderRoot.addEventListener("keydown", this.#move as EventListener),
    );
  }

  hostDisconnected(): void {
    this.#host.renderRoot.removeEventListener("keydown", this.#move as EventListener);
  }

  hostUpdated(): void {
    const rows = this.all();
    const focused = rows.find((row) => row.matches(":focus"));
    const stop = focused ?? rows.find((row) => row.ariaCurrent === "true") ?? rows[0];
    for (const row of rows) row.tabIndex = row === stop ? 0 : -1;
  }

  all(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>("[role=row][href], [role=row][data-row]")];
  }

  /** The row `step` places after the open one; the first or last when none is open. */
  neighbour(step: 1 | -1): HTMLElement | undefined {
    const rows = this.all();
    const open = rows.findIndex((row) => row.ariaCurrent === "true");
    if (open < 0) return step === 1 ? rows[0] : rows.at(-1);
    return rows[open + step];
  }

  #move = (event: KeyboardEvent) => {
    const rows = this.all();
    const at = rows.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const targets: Record<string, HTMLElement | undefined> = {
      ArrowDown: rows[at + 1],
      ArrowUp: rows[at - 1],
      Home: rows[0],
      End: rows.at(-1),
    };
    const target = targets[event.key];
    if (!target) return;
    event.preventDefault();
    target.tabIndex = 0;
    target.focus();
  };
}
