import type { Box, DrawnNode, Point } from "./drawing.ts";

export type Segment = readonly [Point, Point];

/** The straight pieces of a line. */
export const segmentsOf = (points: readonly Point[]): readonly Segment[] =>
  points.slice(1).map((end, index) => [points[index] ?? end, end]);

/** Whether two boxes have area in common; touching does not count. */
export const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/** Whether the inner box lies within the outer one, borders included. */
export const encloses = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

export const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

export const isUpright = ([from, to]: Segment): boolean => from.x === to.x || from.y === to.y;

/** The box around an upright segment, without thickness: overlaps what the segment runs through. */
export const boxAround = ([from, to]: Segment): Box => ({
  x: Math.min(from.x, to.x),
  y: Math.min(from.y, to.y),
  width: Math.abs(from.x - to.x),
  height: Math.abs(from.y - to.y),
});

/** Whether two upright segments meet anywhere, ends included. */
export function meet(one: Segment, other: Segment): boolean {
  const [a, b] = [boxAround(one), boxAround(other)];
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

/** Whether a point lies on the border of a shape, to a hundredth of a pixel. */
export function isOnBorder({ x, y }: Point, outline: DrawnNode["outline"], box: Box): boolean {
  const centre = centreOf(box);
  // 1 on the border in the direction of each axis.
  const right = Math.abs(x - centre.x) / (box.width / 2);
  const down = Math.abs(y - centre.y) / (box.height / 2);
  switch (outline) {
    case "circle":
      return isNear(Math.hypot(right, down), 1);
    case "diamond":
      return isNear(right + down, 1);
    case "rectangle":
      return isNear(Math.max(right, down), 1);
    default:
      return outline satisfies never;
  }
}

const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 1e-4;
