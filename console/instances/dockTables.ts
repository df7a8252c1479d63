import { html, nothing, type TemplateResult } from "lit";
import type { DecisionInstance } from "../api/decisionTypes.ts";
import type { ElementInstance, Job, MessageSubscription, UserTask } from "../api/v2Types.ts";
import { setQuery } from "../app/router.ts";
import { evaluationTable } from "../decisions/evaluationTable.ts";
import { empty } from "../parts/states.ts";
import { type StatusName, status } from "../parts/status.ts";
import { typeWords } from "../words/modelNames.ts";
import { duration, exactTime, shortTime, since } from "../words/time.ts";
import type { InstanceView } from "./instanceReadings.ts";
import { placeWords } from "./loops.ts";

const of = (elementId: string | null) => (item: { elementId: string | null }) =>
  elementId === null || item.elementId === elementId;

const when = (iso: string | null): TemplateResult =>
  iso ? html`<time title=${exactTime(iso)}>${shortTime(iso)}</time>` : html`<span class="third">–</span>`;

const elementLink = (elementId: string, view: InstanceView): TemplateResult =>
  html`<button class="link-button" @click=${() => setQuery({ element: elementId })}>${view.names.nameOf(elementId)}</button>`;

export function jobTable(jobs: readonly Job[], view: InstanceView, elementId: string | null): TemplateResult {
  const shown = jobs.filter(of(elementId));
  if (shown.length === 0)
    return empty("No jobs here.", "Service, send, script and business rule tasks with a job type make one each.");
  return html`<table>
    <thead><tr><th>Element</th><th>Job type</th><th>State</th><th class="number">Tries left</th><th>Worker</th><th>Created</th><th>Last answer</th></tr></thead>
    <tbody>
      ${shown.map(
        (job) => html`<tr>
          <th scope="row">${job.elementId ? elementLink(job.elementId, view) : "–"}</th>
          <td class="mono">${job.type}</td>
          <td>${jobStatus(job)}</td>
          <td class="number">${job.retries}</td>
          <td class="mono second">${job.worker || "–"}</td>
          <td class="second">${when(job.creationTime)}</td>
          <td class="second cut" style="max-width:320px" title=${job.errorMessage ?? nothing}>${job.errorMessage ?? "–"}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function jobStatus(job: Job): TemplateResult {
  const names: Record<string, [StatusName, string]> = {
    CREATED: ["waiting", job.deadline ? "With a worker" : "Waits for a worker"],
    RETRIES_UPDATED: ["waiting", "Waits for a worker"],
    TIMED_OUT: ["waiting", "Worker timed out"],
    FAILED: job.retries > 0 ? ["warning", "Failed, tries again"] : ["incident", "Failed"],
    ERROR_THROWN: ["warning", `Error ${job.errorCode ?? ""}`],
    COMPLETED: ["completed", "Completed"],
    CANCELED: ["terminated", "Cancelled"],
  };
  const [name, words] = names[job.state] ?? ["waiting", typeWords(job.state)];
  return status(name, words);
}

export function messageTable(
  all: readonly MessageSubscription[],
  view: InstanceView,
  elementId: string | null,
  publish: (message: MessageSubscription) => void,
): TemplateResult {
  const shown = all.filter(of(elementId));
  if (shown.length === 0) return empty("No messages here.", "Message events and receive tasks wait for one each.");
  const act = (message: MessageSubscription) =>
    message.messageSubscriptionState === "CREATED" && view.instance.state === "ACTIVE"
      ? html`<button class="button" @click=${() => publish(message)}>Publish message</button>`
      : nothing;
  return html`<table>
    <thead><tr><th>Element</th><th>Message</th><th>Correlation key</th><th>State</th><th>Since</th><th></th></tr></thead>
    <tbody>
      ${shown.map(
        (message) => html`<tr>
          <th scope="row">${elementLink(message.elementId, view)}</th>
          <td class="mono">${message.messageName}</td>
          <td class="mono">${message.correlationKey ?? "–"}</td>
          <td>${messageStatus(message.messageSubscriptionState)}</td>
          <td class="second">${when(message.lastUpdatedDate)}</td>
          <td class="number">${act(message)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function messageStatus(state: string): TemplateResult {
  if (state === "CREATED") return status("waiting", "Waits");
  if (state === "CORRELATED") return status("completed", "Received");
  return status("terminated", "Withdrawn");
}

export function taskTable(tasks: readonly UserTask[], elementId: string | null): TemplateResult {
  const shown = tasks.filter(of(elementId));
  if (shown.length === 0) return empty("No tasks here.", "User tasks make one each.");
  return html`<table>
    <thead><tr><th>Task</th><th>State</th><th>Assignee</th><th>Due</th><th>Created</th><th>Completed</th></tr></thead>
    <tbody>
      ${shown.map(
        (task) => html`<tr>
          <th scope="row"><a href="/inbox/${task.userTaskKey}">${task.name ?? task.elementId}</a></th>
          <td>${taskStatus(task.state)}</td>
          <td>${task.assignee ?? html`<span class="third">Nobody</span>`}</td>
          <td class="second">${when(task.dueDate)}</td>
          <td class="second">${when(task.creationDate)}</td>
          <td class="second">${when(task.completionDate)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

export function taskStatus(state: string): TemplateResult {
  if (state === "COMPLETED") return status("completed", "Completed");
  if (state === "CANCELED" || state === "FAILED") return status("terminated", "Withdrawn");
  return status("active", "Open");
}

/** What its business rule tasks decided, newest first. */
export function decisionTable(
  all: readonly DecisionInstance[],
  { elements }: InstanceView,
  elementId: string | null,
): TemplateResult {
  const keys = new Set(elements.filter(of(elementId)).map(({ elementInstanceKey }) => elementInstanceKey));
  const shown = all.filter(({ elementInstanceKey }) => elementId === null || keys.has(elementInstanceKey ?? ""));
  if (shown.length === 0)
    return empty("No decisions here.", "Business rule tasks with a called decision make one each.");
  return evaluationTable(shown, null, { decision: true, version: true, instance: false });
}

/** Element instances without the process itself, newest first. */
export const elementRows = (view: InstanceView, elementId: string | null): ElementInstance[] =>
  view.elements.filter((element) => element.type !== "PROCESS" && of(elementId)(element));

/** The canvas as text: selecting here selects there. */
export function elementTable(view: InstanceView, elementId: string | null): TemplateResult {
  const shown = elementRows(view, elementId);
  if (shown.length === 0) return empty("Nothing happened here yet.");
  return html`<table>
    <thead><tr><th>Element</th><th>Type</th><th>State</th><th>Started</th><th>Ended</th><th class="number">Took</th>${view.called.length > 0 ? html`<th>Called instance</th>` : nothing}</tr></thead>
    <tbody>
      ${shown.map(
        (element) => html`<tr>
          <th scope="row">${elementLink(element.elementId, view)}${loopPlace(element, view)}</th>
          <td class="second">${elementTypeWords(element, view)}</td>
          <td>${elementStatus(element)}</td>
          <td class="second">${when(element.startDate)}</td>
          <td class="second">${when(element.endDate)}</td>
          <td class="number second">${duration(since(element.startDate, element.endDate ? new Date(element.endDate) : new Date()))}</td>
          ${view.called.length > 0 ? html`<td>${calledLinks(element, view)}</td>` : nothing}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function loopPlace({ elementInstanceKey }: ElementInstance, { loops }: InstanceView): TemplateResult | typeof nothing {
  const place = loops.get(elementInstanceKey);
  return place ? html` <span class="third">${placeWords(place)}</span>` : nothing;
}

const calledLinks = ({ elementInstanceKey }: ElementInstance, { called }: InstanceView): TemplateResult[] =>
  called
    .filter(({ parentElementInstanceKey }) => parentElementInstanceKey === elementInstanceKey)
    .map(
      ({ processInstanceKey }) =>
        html`<a class="mono" href="/instances/${processInstanceKey}">${processInstanceKey}</a> `,
    );

/** The API has no word of its own for every element of the standard; the model has. */
const elementTypeWords = ({ type, elementId }: ElementInstance, view: InstanceView): string =>
  typeWords(type === "SUB_PROCESS" || type === "UNKNOWN" ? view.names.typeOf(elementId) || type : type);

function elementStatus({ state, hasIncident }: ElementInstance): TemplateResult {
  if (hasIncident) return status("incident", "Incident");
  if (state === "ACTIVE") return status("active", "Active");
  return state === "COMPLETED" ? status("completed", "Completed") : status("terminated", "Terminated");
}
