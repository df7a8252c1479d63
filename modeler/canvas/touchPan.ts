import type Canvas from "diagram-js/lib/core/Canvas";
import type { CanvasView } from "./view.ts";

/** A finger that has moved less than this has tapped. */
const tapPixelsMax = 8;

interface Finger {
  x: number;
  y: number;
}

/**
 * Panning and zooming by touch: a tap on the canvas takes hold of it, until the page is touched elsewhere.
 *
 * Before the tap one finger scrolls the page, so nobody gets caught on a diagram while reading on a phone.
 * Returns a function that lets go of all listeners.
 */
export function listenToTouch(area: HTMLElement, canvas: Canvas, view: CanvasView): () => void {
  const listening = new AbortController();
  const fingers = new Map<number, Finger>();
  let travelled = 0;
  let isHeld = false;
  const hold = (held: boolean) => {
    isHeld = held;
    area.style.touchAction = held ? "none" : "pan-x pan-y";
  };
  const on = <Name extends keyof HTMLElementEventMap>(name: Name, run: (event: HTMLElementEventMap[Name]) => void) =>
    area.addEventListener(name, run, { signal: listening.signal });

  hold(false);
  on("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, fingerOf(event));
  });
  on("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = fingerOf(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    travelled += distance(before, now);
    fingers.set(event.pointerId, now);
    if (!isHeld) return;
    if (other) pinch(area, view, before, now, other);
    canvas.scroll({ dx: (now.x - before.x) / fingers.size, dy: (now.y - before.y) / fingers.size });
  });
  on("pointerup", (event) => {
    if (fingers.delete(event.pointerId) && travelled < tapPixelsMax) hold(true);
  });
  on("pointercancel", (event) => fingers.delete(event.pointerId));
  document.addEventListener("pointerdown", (event) => event.composedPath().includes(area) || hold(false), {
    signal: listening.signal,
  });
  return () => listening.abort();
}

const fingerOf = ({ clientX, clientY }: PointerEvent): Finger => ({ x: clientX, y: clientY });

const distance = (a: Finger, b: Finger) => Math.hypot(a.x - b.x, a.y - b.y);

function pinch(area: HTMLElement, view: CanvasView, before: Finger, now: Finger, other: Finger): void {
  const { left, top } = area.getBoundingClientRect();
  const centre = { x: (now.x + other.x) / 2 - left, y: (now.y + other.y) / 2 - top };
  view.zoomTo((view.zoom * distance(now, other)) / Math.max(1, distance(before, other)), centre);
}
