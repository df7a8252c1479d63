import { css, html, LitElement } from "lit";
import { font12, shadow2 } from "../canvas/theme.ts";
import { incidentMark, warningMark } from "../icons.ts";
import { c } from "../tokens.ts";
import type { ElementFindings } from "./findingBadges.ts";

/** Time in ms before a note shows under a resting mouse, and before it goes when the mouse has left. */
const showMs = 500;
const hideMs = 160;

/**
 * The text of a finding's badge, beside the badge that has the mouse or the focus.
 *
 * It can be hovered, and Esc hides it. It is never the only place of its text: the badge is labelled with it too.
 */
class FindingNote extends LitElement {
  static override properties = {
    findings: { attribute: false },
    isOpen: { type: Boolean, attribute: "open", reflect: true },
  };
  declare findings: ElementFindings | null;
  declare isOpen: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.findings = null;
    this.isOpen = false;
    this.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.addEventListener("pointerleave", () => this.leave());
  }

  /** Shows the note of `badge`: at once for a focus, after a while for a mouse, at once when another note is open. */
  rest(badge: HTMLElement, findings: ElementFindings, isFocus: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(badge, findings), isFocus || this.isOpen ? 0 : showMs);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), hideMs);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.isOpen = false;
  }

  /** Above the badge, so that the element stays in sight; below it near the upper edge. */
  #show(badge: HTMLElement, findings: ElementFindings): void {
    const stage = this.parentElement?.getBoundingClientRect();
    if (!stage) return;
    const { left, top, bottom } = badge.getBoundingClientRect();
    const isAbove = top - stage.top > stage.height / 3;
    this.findings = findings;
    this.isOpen = true;
    this.style.left = `${Math.max(8, Math.min(left - stage.left, stage.width - 308))}px`;
    this.style.top = isAbove ? "auto" : `${bottom - stage.top + 4}px`;
    this.style.bottom = isAbove ? `${stage.bottom - top + 4}px` : "auto";
  }

  override render() {
    const isError = this.findings?.severity === "error";
    return html`<ul role="tooltip" class=${isError ? "error" : "warning"}>
      ${this.findings?.messages.map((message) => html`<li>${isError ? incidentMark : warningMark}<span>${message}</span></li>`)}
    </ul>`;
  }

  static override styles = css`
    :host {
      position: absolute;
      z-index: var(--z-tooltip, 80);
      box-sizing: border-box;
      width: 300px;
      padding: 8px 10px;
      border-radius: var(--r-3, 8px);
      background: ${c("bg-raised")};
      box-shadow: ${shadow2};
      color: ${c("text")};
      font: ${font12};
      --mark-ink: ${c("bg-raised")};
    }
    :host(:not([open])) {
      display: none;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      gap: 6px;
      overflow-wrap: anywhere;
    }
    li + li {
      margin-top: 6px;
    }
    svg {
      width: 12px;
      height: 12px;
      margin-top: 2px;
      flex: none;
    }
    .error svg {
      color: ${c("st-incident")};
    }
    .warning svg {
      color: ${c("sla-risk")};
    }
  `;
}

customElements.define("finding-note", FindingNote);

declare global {
  interface HTMLElementTagNameMap {
    "finding-note": FindingNote;
  }
}
