import { html } from "lit";
import { type BpmnElement, type CanvasServices, elementOf } from "../canvas/services.ts";
import type { Finding } from "../finding.ts";
import { place, triangle } from "../viewer/badges.ts";

const overlayType = "finding";

/** What one element has to answer for: its findings, errors first. */
export interface ElementFindings {
  elementId: string;
  severity: Finding["severity"];
  /** One per finding, as written. */
  messages: readonly string[];
}

/** Findings by the element they are about; those about the file are left out. */
export function findingsByElement(findings: readonly Finding[]): ElementFindings[] {
  const elementIds = new Set(findings.map(({ elementId }) => elementId).filter((id) => id !== null));
  return [...elementIds].map((elementId) => {
    const own = findings.filter((finding) => finding.elementId === elementId);
    const errors = own.filter(({ severity }) => severity === "error");
    const warnings = own.filter(({ severity }) => severity === "warning");
    return {
      elementId,
      severity: errors.length > 0 ? "error" : "warning",
      messages: [...errors, ...warnings].map(({ message }) => message),
    };
  });
}

/** "1 error", or "2 warnings". */
export function findingsInWords({ severity, messages }: ElementFindings): string {
  return messages.length === 1 ? `1 ${severity}` : `${messages.length} ${severity}s`;
}

type Services = Pick<CanvasServices, "canvas" | "overlays" | "elementRegistry">;

const markers: Record<Finding["severity"], string> = { error: "has-error", warning: "has-warning" };

/** Draws a badge and an outline on each element with findings, in place of those drawn before. */
export function drawFindings(services: Services, findings: readonly ElementFindings[]): void {
  const { canvas, overlays, elementRegistry } = services;
  overlays.remove({ type: overlayType });
  for (const { id } of elementRegistry.getAll()) {
    for (const marker of Object.values(markers)) if (canvas.hasMarker(id, marker)) canvas.removeMarker(id, marker);
  }
  for (const each of findings) {
    const element = elementOf(elementRegistry, each.elementId);
    if (!element || isRoot(element)) continue;
    canvas.addMarker(each.elementId, markers[each.severity]);
    place(services, element, badge(each), { offset: 0, type: overlayType });
  }
}

function isRoot({ width, waypoints }: BpmnElement): boolean {
  return width === undefined && waypoints === undefined;
}

const badge = (each: ElementFindings) => html`<button
  type="button"
  class="badge badge-finding badge-${each.severity}"
  data-finding-of=${each.elementId}
  aria-label=${`${findingsInWords(each)}: ${each.messages.join(" ")}`}
  .findings=${each}
>
  ${triangle}
</button>`;

/** The badge under an event, with the findings that it stands for. */
export function badgeOf(event: Event): (HTMLButtonElement & { findings: ElementFindings }) | null {
  const isBadge = (node: EventTarget): node is HTMLButtonElement & { findings: ElementFindings } =>
    node instanceof HTMLButtonElement && "findings" in node;
  return event.composedPath().find(isBadge) ?? null;
}
