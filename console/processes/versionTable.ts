import { html, nothing, type TemplateResult } from "lit";
import type { ProcessSummary } from "../../server/contract.ts";
import { status } from "../parts/status.ts";
import { exactTime, number, shortTime } from "../words/time.ts";

/** The versions of a process, newest first. */
export function versionTable({ processDefinitionId, versions }: ProcessSummary): TemplateResult {
  const id = encodeURIComponent(processDefinitionId);
  return html`<table>
    <thead>
      <tr><th>Version</th><th>Tag</th><th class="number">Running</th><th class="number">Incidents</th><th class="number">Completed</th><th>Deployed</th><th>File</th><th></th></tr>
    </thead>
    <tbody>
      ${versions.map(
        (version, index) => html`<tr>
          <th scope="row"><a href="/processes/${id}${index === 0 ? "" : `?version=${version.version}`}">v${version.version}</a>${index === 0 ? html` <span class="chip outlined">newest</span>` : nothing}</th>
          <td class="second">${version.versionTag ?? "–"}</td>
          <td class="number">${number(version.running)}</td>
          <td class="number">${version.incidents > 0 ? status("incident", number(version.incidents)) : 0}</td>
          <td class="number">${number(version.completed)}</td>
          <td class="second" style="white-space:nowrap"><time title=${exactTime(version.deployedAt)}>${shortTime(version.deployedAt)}</time></td>
          <td class="mono second">${version.resourceName}</td>
          <td class="number"><a href="/modeler?process=${id}&version=${version.version}">Open in modeler</a></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
