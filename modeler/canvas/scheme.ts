import { css } from "lit";

/** The element that `followScheme` watches; it is as light as the theme around it. */
export const schemeProbeStyles = css`
  .scheme-probe {
    position: absolute;
    visibility: hidden;
    color: light-dark(#ffffff, #000000);
    transition: color 1ms;
  }
`;

/**
 * Keeps the class `is-dark` on `target` while the theme is dark, for what a vendor's style sheet colours for light only.
 *
 * The theme may come from the system or from any element around; each change starts the probe's transition.
 */
export function followScheme(probe: HTMLElement, target: HTMLElement): void {
  const follow = () => target.classList.toggle("is-dark", getComputedStyle(probe).color === "rgb(0, 0, 0)");
  probe.addEventListener("transitionend", follow);
  follow();
}
