import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange, toFeel } from "feelin";

/** What a process variable may hold: a JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Variables by name. */
export type Variables = { [name: string]: Json };

const temporals = [FeelDate, FeelDateTime, FeelDuration, FeelTime];

/**
 * A FEEL result as a JSON value, as it is kept in a variable: dates, times and durations become their ISO 8601 text,
 * ranges their FEEL text; functions, NaN and infinite numbers have no JSON and become null.
 */
export function toJson(value: unknown): Json {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      return objectToJson(value);
    default:
      return null;
  }
}

function objectToJson(value: object): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (temporals.some((temporal) => value instanceof temporal)) return String((value as { iso: string }).iso);
  if (isFunction(value)) return null;
  if (isRange(value)) return toFeel(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
}

/** A short text of a value for messages: `"paid"`, `250`, `null`, or the beginning of a long one. */
export function show(value: unknown): string {
  const text = JSON.stringify(toJson(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
