import type { BpmnElement } from "../canvas/services.ts";
import { lineOf } from "./pathLayer.ts";

/** One hop, whatever its length. */
const hopMs = 240;

/** More changes than this within a second are not followed by the eye: tokens jump. */
const hopsPerSecondMax = 5;

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/** Says whether a change may be shown as a hop: not when motion is unwanted, nor when changes come too fast. */
export class HopPace {
  #recent: number[] = [];

  mayHop(): boolean {
    const now = performance.now();
    this.#recent = [...this.#recent.filter((at) => at > now - 1000), now];
    return !reducedMotion.matches && this.#recent.length <= hopsPerSecondMax;
  }
}

/** Moves a disc along the connections once, in `layer`; resolves when it has arrived. */
export function runHop(layer: SVGElement, flows: readonly BpmnElement[]): Promise<void> {
  const lines = flows.map((flow) => lineOf(flow, "hop-line") as SVGPathElement);
  const disc = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  disc.setAttribute("class", "hop");
  disc.setAttribute("r", "7");
  layer.append(...lines, disc);
  const total = lines.reduce((sum, line) => sum + line.getTotalLength(), 0);
  const startedAt = performance.now();
  return new Promise((arrived) => {
    const step = () => {
      const elapsed = Math.min(1, (performance.now() - startedAt) / hopMs);
      moveTo(disc, lines, total * easeOut(elapsed));
      if (elapsed < 1 && disc.isConnected) return void requestAnimationFrame(step);
      for (const drawn of [...lines, disc]) drawn.remove();
      arrived();
    };
    step();
  });
}

const easeOut = (elapsed: number) => 1 - (1 - elapsed) ** 3;

function moveTo(disc: SVGElement, lines: readonly SVGPathElement[], distance: number): void {
  let left = distance;
  for (const line of lines) {
    const length = line.getTotalLength();
    if (left <= length || line === lines.at(-1)) {
      const { x, y } = line.getPointAtLength(left);
      disc.setAttribute("transform", `translate(${x} ${y})`);
      return;
    }
    left -= length;
  }
}
