import type { ReactiveController, ReactiveControllerHost } from "lit";
import { keepDraft } from "./drafts.ts";

/** A burst of changes (a drag, typing a name) is kept once. */
const keepAfterMs = 300;

export interface DraftSource {
  /** Under which the draft is kept; null while nothing is open. */
  key: () => string | null;
  xml: () => Promise<string>;
  /** After it was kept. */
  onKept: (xml: string) => void;
}

/** Keeps every change in this browser; only one that could not be kept holds people back from leaving. */
export class DraftKeeper implements ReactiveController {
  #source: DraftSource;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isUnkept = false;

  constructor(host: ReactiveControllerHost, source: DraftSource) {
    this.#source = source;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("beforeunload", this.#guard);
  }

  hostDisconnected(): void {
    window.removeEventListener("beforeunload", this.#guard);
    if (this.#timer !== undefined) void this.#keep();
  }

  #guard = (event: BeforeUnloadEvent) => {
    if (this.#isUnkept) event.preventDefault();
  };

  changed(): void {
    this.#isUnkept = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), keepAfterMs);
  }

  /** Forgets a change that waits to be kept: what was drawn is deployed or discarded. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isUnkept = false;
  }

  async #keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const key = this.#source.key();
    if (key === null) return;
    const xml = await this.#source.xml();
    this.#isUnkept = !keepDraft(key, xml);
    this.#source.onKept(xml);
  }
}
