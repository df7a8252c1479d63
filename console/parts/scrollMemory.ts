import type { LitElement, ReactiveController } from "lit";
import { cameByHistory } from "../app/router.ts";

/** Where each address was scrolled to, for as long as the page is not loaded again. */
const kept = new Map<string, number>();

const address = (): string => location.pathname + location.search;

/** Brings a list back to where it was scrolled when its address is returned to; one that is opened anew starts on top. */
export class ScrollMemory implements ReactiveController {
  #host: LitElement;
  #selector: string;
  #address = "";
  #wanted = 0;

  /** `selector` finds what scrolls in the host's shadow root. */
  constructor(host: LitElement, selector: string) {
    this.#host = host;
    this.#selector = selector;
    host.addController(this);
  }

  hostConnected(): void {
    this.#address = "";
    this.#host.updateComplete.then(() =>
      this.#host.renderRoot.addEventListener("scroll", this.#scrolled, { capture: true, passive: true }),
    );
  }

  hostDisconnected(): void {
    this.#host.renderRoot.removeEventListener("scroll", this.#scrolled, { capture: true });
  }

  hostUpdated(): void {
    if (address() !== this.#address) this.#begin();
    if (this.#wanted > 0) this.#restore();
  }

  #begin(): void {
    this.#address = address();
    this.#wanted = cameByHistory() ? (kept.get(this.#address) ?? 0) : 0;
    const list = this.#host.renderRoot.querySelector(this.#selector);
    if (list) list.scrollTop = 0;
  }

  /** The rows come later than the list: as soon as there are enough of them. */
  #restore(): void {
    requestAnimationFrame(() => {
      const list = this.#host.renderRoot.querySelector(this.#selector);
      if (!list || list.scrollHeight - list.clientHeight < this.#wanted) return;
      list.scrollTop = this.#wanted;
      this.#wanted = 0;
    });
  }

  #scrolled = (event: Event) => {
    const list = event.target;
    if (list instanceof Element && list.matches(this.#selector)) kept.set(address(), list.scrollTop);
  };
}
