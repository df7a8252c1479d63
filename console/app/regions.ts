/** F6 walks the labelled regions of the page, through shadow roots. */

const regionSelector = "header, nav[aria-label], section[aria-label], aside[aria-label], article[aria-label]";
const focusable = "a[href], button, input:not([type=file]), select, textarea, [tabindex='0']";

/** The region after (or before) the one that has focus gets it: at its first control, else as a whole. */
export function walkRegions(step: 1 | -1): void {
  const regions = deepAll(document.documentElement, regionSelector).filter(isShown);
  if (regions.length === 0) return;
  const at = regions.findLastIndex((region) => containsFocus(region));
  const next = regions[(at + step + regions.length) % regions.length];
  const control = next && deepAll(next, focusable).find((element) => isShown(element) && element.tabIndex >= 0);
  (control ?? next)?.focus();
}

function deepAll(from: Element | ShadowRoot, selector: string): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const element of from.querySelectorAll<HTMLElement>("*")) {
    if (element.matches(selector)) found.push(element);
    if (element.shadowRoot) found.push(...deepAll(element.shadowRoot, selector));
  }
  const own = from instanceof Element ? from.shadowRoot : null;
  return own ? [...found, ...deepAll(own, selector)] : found;
}

const isShown = (element: HTMLElement): boolean => element.checkVisibility() && element.getClientRects().length > 0;

function containsFocus(region: Element): boolean {
  let focused: Element | null = document.activeElement;
  while (focused) {
    if (region.contains(focused)) return true;
    focused = focused.shadowRoot?.activeElement ?? null;
  }
  return false;
}
