import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../parts/icons.ts";
import { status, statusMark } from "../parts/status.ts";
import { counted, duration, exactTime, shortTime, since } from "../words/time.ts";
import type { InstanceView } from "./instanceReadings.ts";

export interface HeadActs {
  isRetrying: boolean;
  retryLabel: string;
  retry: () => void;
  cancel: () => void;
  copyKey: () => void;
}

/** Crumbs, name, key, state, and what can be done about the instance as a whole. */
export function instanceHead(view: InstanceView, acts: HeadActs): TemplateResult {
  const { instance, incidents } = view;
  const processPath = `/processes/${encodeURIComponent(instance.processDefinitionId)}`;
  const name = instance.processDefinitionName ?? instance.processDefinitionId;
  return html`<div class="page-head">
    <div class="grow">
      <nav class="crumbs" aria-label="Where this is">
        <a href="/processes">Processes</a>/<a class="cut" href=${processPath}>${name}</a>/<a href="${processPath}?version=${instance.processDefinitionVersion}">v${instance.processDefinitionVersion}</a>
        ${instance.parentProcessInstanceKey ? html`/<a href="/instances/${instance.parentProcessInstanceKey}">called by ${instance.parentProcessInstanceKey}</a>` : nothing}
      </nav>
      <div class="name-line">
        <h1 class="title">${instance.businessId ?? name}</h1>
        <span class="mono second">${instance.processInstanceKey}</span>
        <button class="icon-button small-square" aria-label="Copy key" title="Copy key" @click=${acts.copyKey}>${icon("copy")}</button>
        ${chips(view)}
      </div>
    </div>
    <div class="acts">
      ${
        incidents.length > 0
          ? html`<button class="button primary" aria-busy=${acts.isRetrying} @click=${acts.retry}>
            ${acts.isRetrying ? html`<i class="spinner"></i>` : icon("retry")}${acts.retryLabel} <kbd>R</kbd>
          </button>`
          : nothing
      }
      ${instance.state === "ACTIVE" ? html`<button class="button danger" @click=${acts.cancel}>Cancel instance</button>` : nothing}
    </div>
  </div>`;
}

function chips({ instance, incidents }: InstanceView): TemplateResult {
  const started = html`<span class="third small" title=${exactTime(instance.startDate)}>started ${shortTime(instance.startDate)}</span>`;
  if (instance.state === "ACTIVE" && incidents.length > 0)
    return html`<span class="chip incident"><span class="status incident">${statusMark("incident")}${counted(incidents.length, "incident")}</span></span>${started}`;
  if (instance.state === "ACTIVE") return html`<span class="chip">${status("active", "Active")}</span>${started}`;
  const end = instance.endDate ?? instance.startDate;
  const took = html`<span class="third small" title=${exactTime(end)}>${shortTime(end)}, after ${duration(since(instance.startDate, new Date(end)))}</span>`;
  return instance.state === "COMPLETED"
    ? html`<span class="chip done">${status("completed", "Completed")}</span>${took}`
    : html`<span class="chip">${status("terminated", "Cancelled")}</span>${took}`;
}
