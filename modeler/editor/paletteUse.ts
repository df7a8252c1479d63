import type { BpmnElement } from "../canvas/services.ts";
import type { BpmnEditor } from "./bpmnEditor.ts";
import type { PaletteUse } from "./palette.ts";

/** Does what a palette entry of bpmn-js does. */
export function usePalette(editor: BpmnEditor, { id, event, by }: PaletteUse): void {
  const action = editor.get("palette").getEntries()[id]?.action;
  if (typeof action !== "object" || action === null) return;
  const run = (name: string, given: MouseEvent) => (action as Record<string, PaletteAction>)[name]?.(given, true);
  if (by === "drag") run("dragstart", event);
  else if (by === "click" || !id.startsWith("create.")) run("click", event);
  else putDown(editor, (at) => run("click", at));
}

type PaletteAction = (event: MouseEvent, autoActivate: boolean) => void;

/** Steps in screen pixels in which a free place is looked for, right and then down. */
const step = { x: 160, y: 120 };
const columns = 3;

/** The key twin of dragging: puts the new element near the middle of the canvas, where nothing is yet. */
function putDown(editor: BpmnEditor, start: (event: MouseEvent) => void): void {
  const canvas = editor.get("canvas");
  const root = canvas.getRootElement();
  const at = freePlace(editor);
  start(at);
  const dragging = editor.get("dragging");
  dragging.hover({ element: root, gfx: canvas.getGraphics(root.id) } as never);
  dragging.move(at, true);
  dragging.end(at as never);
  canvas.focus();
}

function freePlace(editor: BpmnEditor): MouseEvent {
  const canvas = editor.get("canvas");
  const { left, top, width, height } = canvas.getContainer().getBoundingClientRect();
  const shapes = editor.get("elementRegistry").getAll() as unknown as BpmnElement[];
  const { x, y, scale } = canvas.viewbox();
  const isFree = (dx: number, dy: number) => {
    const [atX, atY] = [x + (width / 2 + dx) / scale, y + (height / 2 + dy) / scale];
    return !shapes.some(
      (shape) =>
        shape.width &&
        Math.abs(shape.x + shape.width / 2 - atX) < 110 &&
        Math.abs(shape.y + shape.height / 2 - atY) < 90,
    );
  };
  let place = 0;
  while (place < 30 && !isFree((place % columns) * step.x, Math.floor(place / columns) * step.y)) place += 1;
  return new MouseEvent("click", {
    clientX: left + width / 2 + (place % columns) * step.x,
    clientY: top + height / 2 + Math.floor(place / columns) * step.y,
  });
}
