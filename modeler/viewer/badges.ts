import { html, render, svg, type TemplateResult } from "lit";
import type { BpmnElement, CanvasServices } from "../canvas/services.ts";
import { elementOf, nameInWords } from "../canvas/services.ts";
import { type ElementState, type ElementTag, stateInWords } from "./state.ts";

/** The overlay type under which the canvas keeps the badges of the state. */
const overlayType = "state";

/** A disc has 24 px; from two thirds of that on, badges stop shrinking, so that they keep 16 px on screen. */
const badgeScaleMin = 2 / 3;

/** Farther out than this, tags hide. */
const tagZoomMin = 0.5;

/** Farther out than this, only incidents show. */
const quietZoom = 0.25;

/** The disc has room for two digits. */
const countMax = 99;

/** Draws the badge of each state on its element in place of those drawn before. Unknown elements are left out. */
export function drawBadges(services: Services, states: ReadonlyMap<string, ElementState>): void {
  services.overlays.remove({ type: overlayType });
  for (const [elementId, state] of states) {
    const element = elementOf(services.elementRegistry, elementId);
    if (!element) continue;
    const { tokens, incidents, isDone } = state;
    const title = `${nameInWords(element.businessObject)}: ${stateInWords(state)}`;
    if (incidents > 0) place(services, element, incidentBadge(incidents, title), { offset: 0 });
    if (tokens > 0)
      place(services, element, tokenBadge(tokens, title), { offset: incidents > 0 ? -28 : 0, minZoom: quietZoom });
    if (isDone && tokens === 0 && incidents === 0)
      place(services, element, doneBadge(title), { offset: 0, minZoom: quietZoom });
  }
}

type Services = Pick<CanvasServices, "overlays" | "elementRegistry">;

/** The overlay type of the tags. */
const tagType = "tag";

/** Draws the tags under their elements in place of those drawn before; the left edges are flush. */
export function drawTags({ overlays, elementRegistry }: Services, tags: readonly ElementTag[]): void {
  overlays.remove({ type: tagType });
  for (const { elementId, text, tone = "neutral" } of tags) {
    if (!elementOf(elementRegistry, elementId)) continue;
    overlays.add(elementId, tagType, {
      position: { bottom: -10, left: 0 },
      show: { minZoom: tagZoomMin },
      html: rendered(html`<span class="tag tag-${tone}">${text}</span>`),
    });
  }
}

/** Puts a badge centred on the element's upper right, `offset` px along the edge from there. */
export function place(
  { overlays }: Pick<CanvasServices, "overlays">,
  element: BpmnElement,
  badge: TemplateResult,
  { offset, minZoom, type = overlayType }: { offset: number; minZoom?: number; type?: string },
): void {
  const { right, top } = corner(element);
  overlays.add(element.id, type, {
    position: { top, right: right - offset },
    scale: { min: badgeScaleMin, max: Number.POSITIVE_INFINITY },
    ...(minZoom && { show: { minZoom, maxZoom: Number.POSITIVE_INFINITY } }),
    html: rendered(html`<span class="badge-anchor">${badge}</span>`),
  });
}

/** Where the outline comes closest to the corner of the bounds: on a circle at 45°, on a diamond beside its edge. */
function corner({ type, width, height, waypoints }: BpmnElement): { right: number; top: number } {
  if (waypoints) return middle(waypoints);
  if (type.endsWith("Event")) return { right: width * 0.146, top: height * 0.146 };
  if (type.endsWith("Gateway")) return { right: width * 0.14, top: height * 0.14 };
  return { right: 0, top: 0 };
}

/** The middle of a connection, measured as overlays are: from the upper right of its bounds. */
function middle(waypoints: readonly { x: number; y: number }[]): { right: number; top: number } {
  const from = waypoints[Math.floor((waypoints.length - 1) / 2)] ?? { x: 0, y: 0 };
  const to = waypoints[Math.floor((waypoints.length - 1) / 2) + 1] ?? from;
  const right = Math.max(...waypoints.map(({ x }) => x));
  const top = Math.min(...waypoints.map(({ y }) => y));
  return { right: right - (from.x + to.x) / 2, top: (from.y + to.y) / 2 - top };
}

function rendered(template: TemplateResult): HTMLElement {
  const root = document.createElement("div");
  render(template, root);
  return root;
}

const tokenBadge = (count: number, title: string) => html`<span class="badge badge-token" title=${title}
  >${count > countMax ? `${countMax}+` : count}</span
>`;

const incidentBadge = (count: number, title: string) => html`<span class="badge badge-incident" title=${title}
  >${triangle}${count > 1 ? html`<b>${count > countMax ? `${countMax}+` : count}</b>` : ""}</span
>`;

const doneBadge = (title: string) => html`<span class="badge badge-done" title=${title}
  ><svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
    ${svg`<path d="m-3.6.3 2.6 2.6 4.9-5.8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`}
  </svg></span
>`;

/** The incident's silhouette, 26 px wide, with the canvas's colour around it and in its mark. */
export const triangle = html`<svg viewBox="-15 -15.5 30 28" width="30" height="28" aria-hidden="true">
  ${svg`<path class="body" d="M0-13.5 13 9.5H-13z" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"/><path class="ink" d="M0-4.5v6M0 5.5v.1" stroke-width="2.2" stroke-linecap="round"/>`}
</svg>`;
