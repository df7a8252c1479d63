import { FeelDate, FeelDateTime, FeelDuration, type FeelRange, FeelTime, isFunction, isRange } from "feelin";

/** What a process variable may hold: a JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Variables by name. */
export type Variables = { [name: string]: Json };

const temporals = [FeelDate, FeelDateTime, FeelDuration, FeelTime];

/**
 * A FEEL result as a JSON value, as it is kept in a variable: dates, times and durations become their ISO 8601 text,
 * ranges their FEEL text; functions, NaN and infinite numbers have no JSON and become null.
 */
export const toJson = (value: unknown): Json => jsonOf(value, []);

/** `around` are the lists and contexts that it stands in: a list that contains itself (`partial`) has no JSON there. */
function jsonOf(value: unknown, around: readonly object[]): Json {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      return around.includes(value) ? null : objectToJson(value, [...around, value]);
    default:
      return null;
  }
}

function objectToJson(value: object, around: readonly object[]): Json {
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, around));
  if (temporals.some((temporal) => value instanceof temporal)) return String((value as { iso: string }).iso);
  if (isFunction(value)) return null;
  if (isRange(value)) return rangeText(value as FeelRange);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonOf(member, around)]));
}

/** `[1..3]`, `("a".."c"]`, `< 5`. */
function rangeText(range: FeelRange): string {
  const text = (end: unknown) => JSON.stringify(toJson(end));
  const [startsIn, endsIn] = [range["start included"], range["end included"]];
  if (range.start === null) return `${endsIn ? "<=" : "<"} ${text(range.end)}`;
  if (range.end === null) return `${startsIn ? ">=" : ">"} ${text(range.start)}`;
  return `${startsIn ? "[" : "("}${text(range.start)}..${text(range.end)}${endsIn ? "]" : ")"}`;
}

/** A short text of a value for messages: `"paid"`, `250`, `null`, or the beginning of a long one. */
export function show(value: unknown): string {
  try {
    const text = JSON.stringify(toJson(value));
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  } catch {
    // The stack ends before the value does.
    return "a deeply nested value";
  }
}
