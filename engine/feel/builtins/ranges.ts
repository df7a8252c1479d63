import type { Evaluation } from "../evaluation.ts";
import { isNumeric } from "../numbers.ts";
import { type Feel, kindOf, Range, Temporal } from "../value.ts";
import { type BuiltIns, type Form, form, type Parameter, range, text } from "./form.ts";
import {
  at,
  endOrder,
  finishes,
  includes,
  isBefore,
  isFirst,
  isLast,
  meets,
  order,
  overlapsBefore,
  type Point,
  startOrder,
  starts,
  Unordered,
} from "./rangeOrder.ts";
import { parseRange } from "./rangeText.ts";

/** What has an order. */
const point = (name: string): Parameter<Point> => ({
  name,
  expected: "a number, a string, or a date, time or duration",
  isOptional: false,
  isRest: false,
  accepts: (value) => isNumeric(value) || typeof value === "string" || value instanceof Temporal,
});

/** How points and ranges lie to each other (DMN 1.5 §10.3.4.9, table 78). Null when they are of different kinds. */
export const ranges: BuiltIns = {
  before: [
    form(
      [point("point1"), point("point2")],
      ordered((one, two) => order(one, two) < 0),
    ),
    form(
      [point("point"), range("range")],
      ordered((one, two) => isBefore(at(one), two)),
    ),
    form(
      [range("range"), point("point")],
      ordered((one, two) => isBefore(one, at(two))),
    ),
    form([range("range1"), range("range2")], ordered(isBefore)),
  ],
  after: [
    form(
      [point("point1"), point("point2")],
      ordered((one, two) => order(one, two) > 0),
    ),
    form(
      [point("point"), range("range")],
      ordered((one, two) => isBefore(two, at(one))),
    ),
    form(
      [range("range"), point("point")],
      ordered((one, two) => isBefore(at(two), one)),
    ),
    form(
      [range("range1"), range("range2")],
      ordered((one, two) => isBefore(two, one)),
    ),
  ],
  meets: ofRanges(meets),
  "met by": ofRanges((one, two) => meets(two, one)),
  overlaps: ofRanges((one, two) => !isBefore(one, two) && !isBefore(two, one)),
  "overlaps before": ofRanges(overlapsBefore),
  "overlaps after": ofRanges((one, two) => overlapsBefore(two, one)),
  finishes: [
    form(
      [point("point"), range("range")],
      ordered((one, two) => isLast(one, two)),
    ),
    form([range("range1"), range("range2")], ordered(finishes)),
  ],
  "finished by": [
    form(
      [range("range"), point("point")],
      ordered((one, two) => isLast(two, one)),
    ),
    form(
      [range("range1"), range("range2")],
      ordered((one, two) => finishes(two, one)),
    ),
  ],
  includes: [
    form(
      [range("range"), point("point")],
      ordered((one, two) => includes(one, at(two))),
    ),
    form([range("range1"), range("range2")], ordered(includes)),
  ],
  during: [
    form(
      [point("point"), range("range")],
      ordered((one, two) => includes(two, at(one))),
    ),
    form(
      [range("range1"), range("range2")],
      ordered((one, two) => includes(two, one)),
    ),
  ],
  starts: [
    form(
      [point("point"), range("range")],
      ordered((one, two) => isFirst(one, two)),
    ),
    form([range("range1"), range("range2")], ordered(starts)),
  ],
  "started by": [
    form(
      [range("range"), point("point")],
      ordered((one, two) => isFirst(two, one)),
    ),
    form(
      [range("range1"), range("range2")],
      ordered((one, two) => starts(two, one)),
    ),
  ],
  coincides: [
    form(
      [point("point1"), point("point2")],
      ordered((one, two) => order(one, two) === 0),
    ),
    form(
      [range("range1"), range("range2")],
      ordered((one, two) => startOrder(one, two) === 0 && endOrder(one, two) === 0),
    ),
  ],
  range: [
    form([text("from")], ([from], run) => {
      run.spend(from.length);
      return parseRange(from) ?? run.warn(`Expected a range such as [1..10), got "${from.slice(0, 80)}"`);
    }),
  ],
};

function ofRanges(holds: (one: Range, two: Range) => boolean): readonly Form[] {
  return [form([range("range1"), range("range2")], ordered(holds))];
}

/** Answers null with a warning when something cannot be compared. */
function ordered<One extends Feel, Two extends Feel>(holds: (one: One, two: Two) => boolean) {
  return ([one, two]: readonly [One, Two], run: Evaluation): boolean | null => {
    run.spend(4 + (lengthOf(one) + lengthOf(two)) / 16);
    try {
      return holds(one, two);
    } catch (error) {
      if (!(error instanceof Unordered)) throw error;
      run.spend(unorderedSteps);
      return run.warn(`Expected points of one kind, got ${pointKind(one)} and ${pointKind(two)}`);
    }
  };
}

/** An error takes some microseconds to make. */
const unorderedSteps = 60;

/** Characters that are compared, up to four times. */
function lengthOf(value: Feel): number {
  if (value instanceof Range) return lengthOf(value.start) + lengthOf(value.end);
  return typeof value === "string" ? value.length : 0;
}

const pointKind = (value: Feel) =>
  value instanceof Range ? `a range of ${kindOf(value.start ?? value.end)}` : kindOf(value);
