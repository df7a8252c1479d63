import { html, nothing, type TemplateResult } from "lit";
import type { Finding } from "../../server/contract.ts";
import { type Action, keyLabel } from "../app/actions.ts";
import { icon } from "../parts/icons.ts";
import { status } from "../parts/status.ts";
import { counted, shortTime } from "../words/time.ts";
import "./fileMenu.ts";
import type { FileCommand } from "./fileMenu.ts";
import type { OpenModel, ProcessHead } from "./model.ts";

export interface HeadUse {
  model: OpenModel;
  head: ProcessHead;
  findings: readonly Finding[];
  busy: "check" | "deploy" | null;
  history: { canUndo: boolean; canRedo: boolean };
  withPanel: boolean;
  canStart: boolean;
  undo: () => void;
  redo: () => void;
  togglePanel: () => void;
  file: (command: FileCommand) => void;
  check: () => void;
  deploy: () => void;
  start: () => void;
}

/** Name and state of the model, and what can be done with it. */
export function modelerHead(use: HeadUse): TemplateResult {
  const { model, head, busy } = use;
  return html`<div class="page-head">
    <h1 class="title cut">${head.name}</h1>
    <span class="mono third cut roomy">${head.id}</span>
    ${state(model)}
    <span class="grow"></span>
    ${drawingTools(use)}
    ${blocked(use.findings)}
    <file-menu .canDiscard=${model.deployed !== null && model.draftAt !== null} @file-command=${(event: CustomEvent<FileCommand>) => use.file(event.detail)}></file-menu>
    <button class="button check" aria-busy=${busy === "check"} @click=${use.check}>${busy === "check" ? html`<i class="spinner"></i>` : icon("check")}Check</button>
    ${use.canStart ? html`<button class="button" @click=${use.start}>${icon("play")}Start instance</button>` : nothing}
    <button class="button primary drawing" aria-busy=${busy === "deploy"} @click=${use.deploy}>${busy === "deploy" ? html`<i class="spinner"></i>` : icon("upload")}Deploy <kbd>${keyLabel("mod+S")}</kbd></button>
  </div>`;
}

/** The same as keys and commands. */
export function modelerActions(use: HeadUse): Action[] {
  const group = "This model";
  const file = (command: FileCommand, label: string): Action => ({ label, group, run: () => use.file(command) });
  return [
    { keys: "mod+S", label: "Deploy", group, run: use.deploy },
    { label: "Check", group, run: use.check },
    ...(use.canStart ? [{ label: "Start instance", group, run: use.start }] : []),
    file("new", "New process"),
    file("open", "Open a file"),
    file("bpmn", "Download as BPMN"),
    file("svg", "Download as SVG"),
  ];
}

function state({ deployed, draftAt }: OpenModel): TemplateResult {
  const kept =
    draftAt === null
      ? nothing
      : html`<span class="third small roomy" title="Kept in this browser">Draft kept ${shortTime(draftAt)}</span>`;
  if (deployed === null) return html`<span class="chip outlined">Not deployed</span>${kept}`;
  if (draftAt === null)
    return html`<span class="chip done">${status("completed", `Deployed v${deployed.version}`)}</span>`;
  return html`<span class="chip">Changed since v${deployed.version}</span>${kept}`;
}

function drawingTools(use: HeadUse): TemplateResult {
  const { canUndo, canRedo } = use.history;
  return html`<span class="row drawing" role="toolbar" aria-label="Edit" style="gap:0">
      <button class="icon-button" aria-label="Undo" title="Undo  ${keyLabel("mod+Z")}" aria-disabled=${!canUndo} @click=${() => canUndo && use.undo()}>${icon("undo")}</button>
      <button class="icon-button" aria-label="Redo" title="Redo  ${keyLabel("mod+Shift+Z")}" aria-disabled=${!canRedo} @click=${() => canRedo && use.redo()}>${icon("redo")}</button>
      <button class="icon-button" aria-label="Properties" title="Properties" aria-pressed=${use.withPanel} @click=${use.togglePanel}>${icon("panel")}</button>
    </span>
    <span class="separator drawing"></span>`;
}

function blocked(findings: readonly Finding[]): TemplateResult | typeof nothing {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors === 0) return nothing;
  return html`<span class="status incident small blocked">${status("incident")}${counted(errors, "finding blocks", "findings block")} deploy</span>`;
}
