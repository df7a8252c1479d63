/** In the coordinates of the diagram, or in screen pixels where said. */
export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** Room in screen pixels that the diagram leaves free at each edge of its canvas. */
export interface Insets {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** Where a canvas looks: the diagram point in its top left corner, and screen pixels per diagram unit. */
export interface Look extends Point {
  scale: number;
}

/** From this zoom on, names can be read; a larger diagram opens on a part of itself instead. */
export const readableZoom = 0.75;

/** The same for a mini diagram, whose text is larger. */
export const miniZoom = 0.6;

/** Shows the whole diagram, centred and never enlarged. */
export function fitted(diagram: Box, canvas: { width: number; height: number }, insets: Insets): Look {
  const width = Math.max(1, canvas.width - insets.left - insets.right);
  const height = Math.max(1, canvas.height - insets.top - insets.bottom);
  const scale = Math.min(1, width / Math.max(1, diagram.width), height / Math.max(1, diagram.height));
  return {
    scale,
    x: diagram.x - insets.left / scale - (width / scale - diagram.width) / 2,
    y: diagram.y - insets.top / scale - (height / scale - diagram.height) / 2,
  };
}

/** Fitted if that gives `zoomMin` or more; else at `zoomMin`, centred on `focus` as far as the diagram still fills the canvas. */
export function opened(
  diagram: Box,
  canvas: { width: number; height: number },
  insets: Insets,
  focus: Point | null,
  zoomMin: number,
): Look {
  const fit = fitted(diagram, canvas, insets);
  if (fit.scale >= zoomMin) return fit;
  const scale = zoomMin;
  const centre = focus ?? { x: diagram.x, y: diagram.y + diagram.height / 2 };
  return {
    scale,
    x: along(centre.x, diagram.x, diagram.width, canvas.width / scale, insets.left / scale, insets.right / scale),
    y: along(centre.y, diagram.y, diagram.height, canvas.height / scale, insets.top / scale, insets.bottom / scale),
  };
}

/** One axis of `opened`, in diagram units: a diagram that fits on it is centred, one that does not fills it. */
function along(centre: number, start: number, length: number, visible: number, before: number, after: number): number {
  const room = visible - before - after;
  if (length <= room) return start - before - (room - length) / 2;
  const earliest = start - before;
  const latest = start + length + after - visible;
  return Math.min(latest, Math.max(earliest, centre - visible / 2));
}
