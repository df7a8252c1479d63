import type { Decimal as LibraryDecimal } from "decimal.js";
import { costOf } from "../arithmetic.ts";
import type { Evaluation } from "../evaluation.ts";
import {
  add,
  compareNumbers,
  Decimal,
  decimalOf,
  multiply,
  type Numeric,
  negate,
  reduced,
  shownNumber,
  subtract,
} from "../numbers.ts";
import { type Feel, kindOf, Temporal } from "../value.ts";
import { anything, type BuiltIns, form, number, optional, text } from "./form.ts";
import { truncated } from "./positions.ts";

/** To 34 digits, logarithms and powers of e take some 100 µs, roots 30 µs. */
const transcendentalSteps = 2_000;
const rootSteps = 600;

/** DMN 1.5 table 78; `random number` is Camunda's. */
export const numbers: BuiltIns = {
  decimal: [
    form([number("n"), number("scale")], ([n, scale], run) => rounded(n, scale, Decimal.ROUND_HALF_EVEN, run)),
    form([number("n"), number("scale"), text("mode")], ([n, scale, mode], run) => roundedBy(n, scale, mode, run)),
  ],
  floor: rounding(Decimal.ROUND_FLOOR),
  ceiling: rounding(Decimal.ROUND_CEIL),
  "round up": rounding(Decimal.ROUND_UP),
  "round down": rounding(Decimal.ROUND_DOWN),
  "round half up": rounding(Decimal.ROUND_HALF_UP),
  "round half down": rounding(Decimal.ROUND_HALF_DOWN),
  abs: [
    form([number("n")], ([n]) => (compareNumbers(n, 0) < 0 ? negate(n) : n)),
    form([anything("n")], ([n], run) => absolute(n, run)),
  ],
  modulo: [form([number("dividend"), number("divisor")], ([dividend, divisor], run) => modulo(dividend, divisor, run))],
  sqrt: [form([number("number")], ([n], run) => squareRoot(n, run))],
  log: [form([number("number")], ([n], run) => computed(n, run, "a positive number", (x) => x.ln()))],
  exp: [form([number("number")], ([n], run) => computed(n, run, "a smaller number", (x) => x.exp()))],
  odd: [form([number("number")], ([n], run) => isWhole(n) && remainder(n, 2, run) !== 0)],
  even: [form([number("number")], ([n], run) => isWhole(n) && remainder(n, 2, run) === 0)],
  "random number": [form([], (_, run) => run.random())],
};

function rounding(mode: LibraryDecimal.Rounding) {
  return [form([number("n"), optional(number("scale"))], ([n, scale], run) => rounded(n, scale ?? 0, mode, run))];
}

/** Scales that numbers of 34 digits can have (IEEE 754-2008 decimal128). */
const scaleMin = -6_111;
const scaleMax = 6_176;

/** Negative scales round to tens, hundreds and so on. */
function rounded(n: Numeric, scale: Numeric, mode: LibraryDecimal.Rounding, run: Evaluation): Numeric | null {
  const places = truncated(scale);
  if (places < scaleMin || places > scaleMax)
    return run.warn(`Expected a scale from ${scaleMin} to ${scaleMax}, got ${shownNumber(scale)}`);
  if (places >= 0 && Number.isSafeInteger(n)) return n;
  run.spend(40);
  const exact = decimalOf(n);
  return reduced(
    places >= 0 ? exact.toDecimalPlaces(places, mode) : exact.toNearest(new Decimal(`1e${-places}`), mode),
  );
}

const modes: Readonly<Record<string, LibraryDecimal.Rounding>> = {
  UP: Decimal.ROUND_UP,
  DOWN: Decimal.ROUND_DOWN,
  CEILING: Decimal.ROUND_CEIL,
  FLOOR: Decimal.ROUND_FLOOR,
  HALF_UP: Decimal.ROUND_HALF_UP,
  HALF_DOWN: Decimal.ROUND_HALF_DOWN,
  HALF_EVEN: Decimal.ROUND_HALF_EVEN,
};

/** No mode is as long, and a text may be of any length. */
const modeLengthMax = 20;

function roundedBy(n: Numeric, scale: Numeric, modeName: string, run: Evaluation): Numeric | null {
  const name = modeName.slice(0, modeLengthMax).toUpperCase();
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  if (mode !== undefined) return rounded(n, scale, mode, run);
  if (name !== "UNNECESSARY")
    return run.warn(`Expected a rounding mode, one of ${Object.keys(modes).join(", ")}, UNNECESSARY, got "${name}"`);
  const down = rounded(n, scale, Decimal.ROUND_DOWN, run);
  if (down === null || compareNumbers(down, n) === 0) return down;
  return run.warn(`Expected a number that needs no rounding to the scale ${shownNumber(scale)}, got ${shownNumber(n)}`);
}

function absolute(n: Feel, run: Evaluation): Feel {
  const negated = n instanceof Temporal ? n.negated() : null;
  if (negated === null || !(n instanceof Temporal))
    return run.warn(`Expected a number or a duration, got ${kindOf(n)}`);
  return (n.compareTo(negated) ?? 0) < 0 ? negated : n;
}

const isWhole = (n: Numeric) => (typeof n === "number" ? Number.isInteger(n) : n.isInteger());

/** Of whole numbers; has the sign of the dividend. */
function remainder(dividend: Numeric, divisor: number, run: Evaluation): number {
  if (typeof dividend === "number") return dividend % divisor;
  run.spend(100 + 2 * Math.abs(dividend.e));
  return dividend.mod(divisor).toNumber();
}

/** Has the sign of the divisor: dividend - divisor × floor(dividend / divisor). */
function modulo(dividend: Numeric, divisor: Numeric, run: Evaluation): Numeric | null {
  if (compareNumbers(divisor, 0) === 0) return run.warn("Expected a divisor that is not 0, got 0");
  const [left, right] = [decimalOf(dividend), decimalOf(divisor)];
  // All digits of the quotient before the point are computed.
  run.spend(100 + 2 * Math.max(0, left.e - right.e));
  const rest = left.mod(right);
  return reduced(rest.isZero() || rest.isNegative() === right.isNegative() ? rest : rest.plus(right));
}

export function squareRoot(n: Numeric, run: Evaluation): Numeric | null {
  const near = typeof n === "number" ? Math.sqrt(n) : Number.NaN;
  if (Number.isSafeInteger(n) && Number.isInteger(near) && near * near === n) return near;
  return computed(n, run, "a number that is not negative", (x) => x.sqrt(), rootSteps);
}

function computed(
  n: Numeric,
  run: Evaluation,
  expected: string,
  compute: (n: Decimal) => Decimal,
  steps = transcendentalSteps,
): Numeric | null {
  run.spend(steps);
  return reduced(compute(decimalOf(n))) ?? run.warn(`Expected ${expected}, got ${shownNumber(n)}`);
}

/** The sum of a list's numbers, and what else is told of them; null with a warning when one is none. */
export const total = (items: readonly Numeric[], run: Evaluation): Numeric | null => folded("+", items, 0, add, run);

export const productOf = (items: readonly Numeric[], run: Evaluation): Numeric | null =>
  folded("*", items, 1, multiply, run);

function folded(
  operator: "+" | "*",
  items: readonly Numeric[],
  start: Numeric,
  combine: (left: Numeric, right: Numeric) => Numeric | null,
  run: Evaluation,
): Numeric | null {
  let result = start;
  for (const item of items) {
    run.spend(costOf(operator, result, item));
    const next = combine(result, item);
    if (next === null) return run.warn("Expected a result that is a number, got one that is too large");
    result = next;
  }
  return result;
}

/** Sum of the squares of the distances from a mean. */
export function squaresFrom(mean: Numeric, items: readonly Numeric[], run: Evaluation): Numeric | null {
  run.spend(150 * items.length);
  let sum: Numeric = 0;
  for (const item of items) {
    const distance = subtract(item, mean);
    const square = distance === null ? null : multiply(distance, distance);
    const next: Numeric | null = square === null ? null : add(sum, square);
    if (next === null) return run.warn("Expected a result that is a number, got one that is too large");
    sum = next;
  }
  return sum;
}
