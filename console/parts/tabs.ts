import { html, nothing, type TemplateResult } from "lit";
import { number } from "../words/time.ts";

export interface Tab {
  id: string;
  label: string;
  count?: number | undefined;
}

/** Tabs with arrow keys. The chosen panel must have `id="panel"`. */
export function tabs(label: string, all: readonly Tab[], chosen: string, choose: (id: string) => void): TemplateResult {
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = all.findIndex((tab) => tab.id === chosen);
    const next = all[(at + step + all.length) % all.length];
    if (!next) return;
    choose(next.id);
    const list = event.currentTarget as HTMLElement;
    queueMicrotask(() => list.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus());
  };
  return html`<div role="tablist" aria-label=${label} @keydown=${move}>
    ${all.map(
      (tab) => html`<button
        role="tab"
        data-tab=${tab.id}
        aria-selected=${tab.id === chosen}
        aria-controls="panel"
        tabindex=${tab.id === chosen ? 0 : -1}
        @click=${() => choose(tab.id)}
      >
        ${tab.label}${tab.count === undefined ? nothing : html`<span class="count">${number(tab.count)}</span>`}
      </button>`,
    )}
  </div>`;
}
