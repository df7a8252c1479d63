import { Decimal as LibraryDecimal } from "decimal.js";

/**
 * FEEL numbers are decimals of 34 digits (DMN 1.5 §10.3.2.3.1, IEEE 754-2008 decimal128). The exponents are those of
 * decimal128; rounding is half even unless a function says otherwise.
 */
export const Decimal = LibraryDecimal.clone({
  precision: 34,
  rounding: LibraryDecimal.ROUND_HALF_EVEN,
  minE: -6_176,
  maxE: 6_144,
  toExpNeg: -6_200,
  toExpPos: 6_200,
  defaults: true,
});
export type Decimal = LibraryDecimal;

/** All digits, as a number in JSON (`JSON.rawJSON`, whose type the language's library does not have yet). */
Decimal.prototype.toJSON = function toJson(this: Decimal) {
  return (JSON as unknown as { rawJSON(digits: string): string }).rawJSON(this.toFixed());
};

/**
 * A number as it is computed with. A JavaScript number stands for the decimal that it is written as, so 0.1 is exactly
 * 0.1; a {@link Decimal} is only what cannot be written in one. Every result is {@link reduced}, so that equal numbers
 * have one form, and plain integers never touch the library.
 */
export type Numeric = number | Decimal;

export const isNumeric = (value: unknown): value is Numeric =>
  typeof value === "number" || value instanceof LibraryDecimal;

export const decimalOf = (value: Numeric): Decimal => (typeof value === "number" ? new Decimal(value) : value);

/** The one form of a number; null when it is not finite: FEEL has neither infinity nor NaN. */
export function reduced(value: Decimal): Numeric | null {
  if (!value.isFinite()) return null;
  // The library writes all zeros of a number to make JavaScript's of it: 6,144 of the largest.
  if (value.precision() > 17 || value.e > 308 || value.e < -324) return value;
  const near = value.toNumber();
  // Adding zero makes 0 of -0.
  return Number.isFinite(near) && value.eq(new Decimal(near)) ? near + 0 : value;
}

/** The sum and so on of two whole numbers is exact when all three can be written exactly. */
const isExact = (result: number, left: number, right: number) =>
  Number.isSafeInteger(result) && Number.isSafeInteger(left) && Number.isSafeInteger(right);

/**
 * A decimal as a whole number of its last places; null when it has more of them, or more than 15 digits. Up to so many, the
 * number next to a decimal is written as that decimal, and whole numbers are reckoned exactly.
 */
function wholeIn(places: number, value: number, max: number): number | null {
  const whole = Math.round(value * places);
  return Math.abs(whole) < max && whole / places === value ? whole : null;
}

/** Sums of decimals of up to six places, which is what money has, in a hundredth of the time. */
function quickSum(left: number, right: number): number | null {
  const some = wholeIn(1e6, left, 4e14);
  const others = some === null ? null : wholeIn(1e6, right, 4e14);
  return some === null || others === null ? null : (some + others) / 1e6 + 0;
}

/** Whether a sum, a product or a quotient does without the library; what it takes otherwise is much more. */
export function isQuick(operator: "+" | "*" | "/", left: number, right: number): boolean {
  if (operator === "/") return quickQuotient(left, right) !== null;
  return operator === "+"
    ? wholeIn(1e6, left, 4e14) !== null && wholeIn(1e6, right, 4e14) !== null
    : wholeIn(1e4, left, 3e7) !== null && wholeIn(1e4, right, 3e7) !== null;
}

/** Of whole numbers, when it has up to six places: multiplied back, it is the dividend. */
function quickQuotient(left: number, right: number): number | null {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right) || right === 0) return null;
  const [millionths, whole] = [left * 1e6, Math.round((left / right) * 1e6)];
  const isExactly = Number.isSafeInteger(millionths) && Math.abs(whole) < 1e15 && whole * right === millionths;
  return isExactly ? whole / 1e6 + 0 : null;
}

/** Products of decimals of up to four places. */
function quickProduct(left: number, right: number): number | null {
  const some = wholeIn(1e4, left, 1e15);
  const others = some === null ? null : wholeIn(1e4, right, 1e15);
  if (some === null || others === null) return null;
  const product = some * others;
  return Math.abs(product) < 1e15 ? product / 1e8 + 0 : null;
}

export function add(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (isExact(sum, left, right)) return sum;
    const quick = quickSum(left, right);
    if (quick !== null) return quick;
  }
  return reduced(decimalOf(left).plus(right));
}

export function subtract(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const difference = left - right;
    if (isExact(difference, left, right)) return difference;
    const quick = quickSum(left, -right);
    if (quick !== null) return quick;
  }
  return reduced(decimalOf(left).minus(right));
}

export function multiply(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    const product = left * right;
    if (isExact(product, left, right)) return product + 0;
    const quick = quickProduct(left, right);
    if (quick !== null) return quick;
  }
  return reduced(decimalOf(left).times(right));
}

/** Null when the divisor is zero. */
export function divide(left: Numeric, right: Numeric): Numeric | null {
  if (typeof left === "number" && typeof right === "number") {
    if (right === 0) return null;
    const quotient = left / right;
    if (isExact(quotient, left, right) && quotient * right === left) return quotient + 0;
    const quick = quickQuotient(left, right);
    if (quick !== null) return quick;
  }
  return reduced(decimalOf(left).div(right));
}

/** Null when it is no number: a root of a negative one, or larger than numbers are. */
export function power(base: Numeric, exponent: Numeric): Numeric | null {
  if (typeof base === "number" && typeof exponent === "number" && exponent >= 0) {
    const result = base ** exponent;
    if (isExact(result, base, exponent)) return result + 0;
  }
  return reduced(decimalOf(base).pow(exponent));
}

export const negate = (value: Numeric): Numeric => (typeof value === "number" ? 0 - value : value.neg());

/** Negative, zero or positive. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
  return decimalOf(left).comparedTo(right);
}

/** An integer that JavaScript can index and count with, or null. */
export function wholeNumber(value: Numeric): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}

/** `12`, `-0.5`, `123456789012345678901234567890`: digits, never an exponent. */
export function numberText(value: Numeric): string {
  const text = typeof value === "number" ? String(value) : "e";
  return text.includes("e") ? decimalOf(value).toFixed() : text;
}

/** As messages write it: an exponent instead of thousands of digits. */
export const shownNumber = (value: Numeric): string =>
  typeof value === "number" ? String(value) : value.toExponential();

/** XML Schema's decimals, and exponents as DMN 1.5 has them: `-12`, `.5`, `1.5E3`. */
const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?$/;

/** A number from its text; null when it is none. */
export function parseNumber(text: string): Numeric | null {
  if (!numberPattern.test(text)) return null;
  const near = Number(text);
  if (Number.isSafeInteger(near)) {
    if (text.length <= 15) return near + 0;
  }
  // More digits than numbers have are rounded.
  return reduced(new Decimal(text).toSignificantDigits(34));
}
