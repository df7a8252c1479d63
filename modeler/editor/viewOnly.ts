import { css, html, nothing, type TemplateResult } from "lit";
import { font12 } from "../canvas/theme.ts";
import type { Finding } from "../finding.ts";
import "../processViewer.ts";
import { c } from "../tokens.ts";
import { findingsByElement, findingsInWords } from "./findingBadges.ts";

/** What the modeler shows while its model is there to look at only. */
export interface ViewOnly {
  xml: string;
  selected: string | null;
  findings: readonly Finding[];
  /** True when it is the narrow screen, not the owner, that forbids to edit. */
  isTooNarrow: boolean;
  select(elementId: string | null): void;
}

/** The model in a viewer, with the number of findings under each element. */
export function viewOnly({ xml, selected, findings, isTooNarrow, select }: ViewOnly): TemplateResult {
  const counts = findingsByElement(findings).map((each) => ({
    elementId: each.elementId,
    text: findingsInWords(each),
    tone: each.severity === "error" ? "incident" : "risk",
  }));
  return html`<div class="middle viewing">
      <div class="stage"><process-viewer
      .xml=${xml}
      .selected=${selected}
      .counts=${counts}
      @element-select=${({ detail }: CustomEvent<{ elementId: string | null }>) => select(detail.elementId)}
    ></process-viewer>
    ${isTooNarrow ? html`<p class="note">View only: this screen is too narrow to edit on.</p>` : nothing}</div>
      <slot name="below"></slot>
    </div>`;
}

export const viewOnlyTheme = css`
  .viewing,
  process-viewer {
    position: absolute;
    inset: 0;
  }
  .note {
    position: absolute;
    left: 12px;
    top: 12px;
    margin: 0;
    font: ${font12};
    color: ${c("text-2")};
    pointer-events: none;
  }
`;
