import type Canvas from "diagram-js/lib/core/Canvas";
import { fitted, type Insets, type Look, miniZoom, opened, type Point, readableZoom } from "./opening.ts";
import type { BpmnElement } from "./services.ts";

/** Farther out nothing can be told apart, farther in a task fills the canvas. */
const zoomMin = 0.2;
const zoomMax = 4;

/** One press of a zoom button or key. */
const zoomStep = 1.25;

/** Screen pixels for one press of an arrow key. */
const panStep = 60;

/** The legend keeps the top free, zoom bar and watermark (52 px) the bottom; badges stand out on the right. */
const pageInsets: Insets = { top: 48, right: 36, bottom: 60, left: 20 };
const compactInsets: Insets = { top: 10, right: 10, bottom: 52, left: 10 };

/** What a canvas shows: moves it on request and keeps the opening look while nobody has moved it by hand. */
export class CanvasView {
  readonly #canvas: Canvas;
  readonly #insets: Insets;
  readonly #isCompact: boolean;
  #ownLook: Look | null = null;

  constructor(canvas: Canvas, isCompact: boolean) {
    this.#canvas = canvas;
    this.#isCompact = isCompact;
    this.#insets = isCompact ? compactInsets : pageInsets;
  }

  get zoom(): number {
    return this.#canvas.zoom();
  }

  get look(): Look {
    const { x, y, scale } = this.#canvas.viewbox();
    return { x, y, scale };
  }

  /** Takes the opening look: everything if that can be read, else the middle of `elements` at a readable zoom. */
  open(elements: readonly BpmnElement[]): void {
    this.#canvas.resized();
    const { inner, outer } = this.#canvas.viewbox();
    if (outer.width === 0 || outer.height === 0) return;
    const focus = middleOf(elements);
    // A thumbnail without a place to look at shows everything.
    const zoomAtLeast = this.#isCompact ? miniZoom : readableZoom;
    this.#lookAt(
      this.#isCompact && !focus
        ? fitted(inner, outer, this.#insets)
        : opened(inner, outer, this.#insets, focus, zoomAtLeast),
    );
  }

  fit(): void {
    const { inner, outer } = this.#canvas.viewbox();
    this.#lookAt(fitted(inner, outer, this.#insets));
  }

  /** Follows a new size of the canvas: the opening look again, unless somebody has moved it since. */
  resized(elements: readonly BpmnElement[]): void {
    const wasOwn = this.#ownLook === null || this.#isOwnLook();
    this.#canvas.resized();
    if (wasOwn) this.open(elements);
  }

  /** Zooms in one step for 1, out for -1; by default the middle of the canvas stays in place. */
  zoomBy(steps: number, centre?: Point): void {
    this.zoomTo(this.zoom * zoomStep ** steps, centre);
  }

  zoomTo(zoom: number, centre?: Point): void {
    const { outer } = this.#canvas.viewbox();
    const middle = { x: outer.width / 2, y: outer.height / 2 };
    this.#canvas.zoom(Math.min(zoomMax, Math.max(zoomMin, zoom)), centre ?? middle);
  }

  /** Moves the look by whole steps: `pan(1, 0)` shows what lies to the right. */
  pan(stepsRight: number, stepsDown: number): void {
    this.#canvas.scroll({ dx: -stepsRight * panStep, dy: -stepsDown * panStep });
  }

  /**
   * Opens the plane that holds the element and scrolls it into the part that nothing covers, with `roomRight` screen
   * pixels beside it for what opens there.
   */
  reveal(elementId: string, roomRight = 0): void {
    const root = this.#canvas.findRoot(elementId);
    if (root && root !== this.#canvas.getRootElement()) this.#canvas.setRootElement(root);
    this.#canvas.scrollToElement(elementId, { ...this.#insets, right: this.#insets.right + roomRight });
  }

  #lookAt({ x, y, scale }: Look): void {
    const { outer } = this.#canvas.viewbox();
    this.#canvas.viewbox({ x, y, width: outer.width / scale, height: outer.height / scale });
    const now = this.#canvas.viewbox();
    this.#ownLook = { x: now.x, y: now.y, scale: now.scale };
  }

  #isOwnLook(): boolean {
    const { x, y, scale } = this.#canvas.viewbox();
    return this.#ownLook?.x === x && this.#ownLook.y === y && this.#ownLook.scale === scale;
  }
}

function middleOf(elements: readonly BpmnElement[]): Point | null {
  if (elements.length === 0) return null;
  const left = Math.min(...elements.map(({ x }) => x));
  const right = Math.max(...elements.map(({ x, width }) => x + width));
  const top = Math.min(...elements.map(({ y }) => y));
  const bottom = Math.max(...elements.map(({ y, height }) => y + height));
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
