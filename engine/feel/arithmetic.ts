import type { Evaluation } from "./evaluation.ts";
import { add, divide, isNumeric, isQuick, multiply, type Numeric, negate, power, subtract } from "./numbers.ts";
import { isInRegion } from "./temporal/dateTime.ts";
import { type Feel, kindOf, Temporal } from "./value.ts";

export type Operator = "+" | "-" | "*" | "/" | "**";

const words: Readonly<Record<Operator, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "**": "raise",
};

const ofNumbers: Readonly<Record<Operator, (left: Numeric, right: Numeric) => Numeric | null>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "**": power,
};

/** Arithmetic of numbers, texts and what is temporal (DMN 1.5 tables 54 to 57); null with a warning otherwise. */
export function calculate(operator: Operator, left: Feel, right: Feel, run: Evaluation): Feel {
  if (isNumeric(left) && isNumeric(right)) {
    run.spend(costOf(operator, left, right));
    const result = ofNumbers[operator](left, right);
    return result === null ? run.warn(`Expected a number from ${shownNumber(operator, right)}, got none`) : result;
  }
  const result = calculateOther(operator, left, right, run);
  if (result !== null) return result;
  return run.warn(
    `Expected values that "${operator}" can ${words[operator]}, got ${kindOf(left)} and ${kindOf(right)}`,
  );
}

/** Steps of one operation: whole numbers do without the decimals' library, and so does money. */
export function costOf(operator: Operator, left: Numeric, right: Numeric): number {
  if (operator === "**") return costOfPower(left, right);
  if (typeof left !== "number" || typeof right !== "number") return stepsOfLibrary;
  if (isWhole(operator, left, right)) return 1;
  if (isQuick(operator === "-" ? "+" : operator, left, right)) return 4;
  return isFar(left) || isFar(right) ? stepsOfFar : stepsOfLibrary;
}

/** What the decimals' library takes for one operation: up to 5 µs, and twice as much for numbers with an exponent. */
const stepsOfLibrary = 60;
const stepsOfFar = 150;

const isFar = (value: number) => value !== 0 && (Math.abs(value) < 1e-6 || Math.abs(value) >= 1e21);

/** Whether whole numbers give one that JavaScript has exactly. */
function isWhole(operator: "+" | "-" | "*" | "/", left: number, right: number): boolean {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return false;
  if (operator === "/") return right === 0 || left % right === 0;
  return Number.isSafeInteger(operator === "*" ? left * right : operator === "+" ? left + right : left - right);
}

/** The library squares as often as the exponent has binary digits; for others it takes logarithms. */
function costOfPower(base: Numeric, exponent: Numeric): number {
  if (!Number.isSafeInteger(exponent)) return 6_000;
  const isExact =
    Number(exponent) >= 0 && Number.isSafeInteger(base) && Number.isSafeInteger(Number(base) ** Number(exponent));
  return isExact ? 2 : 100 + 60 * Math.log2(1 + Math.abs(Number(exponent)));
}

const shownNumber = (operator: Operator, right: Numeric) =>
  operator === "/" && right === 0 ? "a division by zero" : `"${operator}"`;

function calculateOther(operator: Operator, left: Feel, right: Feel, run: Evaluation): Feel {
  if (operator === "+" && typeof left === "string" && typeof right === "string") {
    run.take(2 * (left.length + right.length));
    return left + right;
  }
  if (left instanceof Temporal) return calculateTemporal(operator, left, right, run);
  // A number before a duration: the only operation that has them in this order.
  return operator === "*" && right instanceof Temporal ? calculateTemporal(operator, right, left, run) : null;
}

function calculateTemporal(operator: Operator, left: Temporal, right: Feel, run: Evaluation): Feel {
  // A region's clock asks a calendar of all its changes; the decimals' library multiplies and divides.
  run.spend(isInRegion(left) || isInRegion(right) ? 100 : operator === "+" || operator === "-" ? 16 : 80);
  switch (operator) {
    case "+":
      return left.plus(right);
    case "-":
      return left.minus(right);
    case "*":
      return left.times(right);
    case "/":
      return left.dividedBy(right);
    case "**":
      return null;
    default:
      return operator satisfies never;
  }
}

export function negated(value: Feel, run: Evaluation): Feel {
  if (isNumeric(value)) return negate(value);
  const result = value instanceof Temporal ? value.negated() : null;
  return result ?? run.warn(`Expected a number or a duration behind "-", got ${kindOf(value)}`);
}
