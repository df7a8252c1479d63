import { FeelDate, FeelDateTime, FeelDuration, type FeelRange, FeelTime, isFunction, isRange } from "feelin";
import { valueBytesPerCommandMax } from "../bounds.ts";

/** What a process variable may hold: a JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Variables by name. */
export type Variables = { [name: string]: Json };

const temporals = [FeelDate, FeelDateTime, FeelDuration, FeelTime];

/** What values may still take, about, in memory: texts in characters, and some bytes for each value and around it. */
export interface Room {
  bytes: number;
}

/** Lists that are shared, as in `[list, list]`, are none when they are kept: a short expression may fill any memory. */
export class NoRoom extends Error {}

const bytesPerValue = 16;

/** A list or a context. */
const bytesAround = 48;

export const newRoom = (): Room => ({ bytes: valueBytesPerCommandMax });

/**
 * A FEEL result as a JSON value, as it is kept in a variable: dates, times and durations become their ISO 8601 text,
 * ranges their FEEL text; functions, NaN and infinite numbers have no JSON and become null. Throws {@link NoRoom} when
 * it is too large.
 */
export const toJson = (value: unknown, room = newRoom()): Json => jsonOf(value, [], room);

/** `around` are the lists and contexts that it stands in: a list that contains itself (`partial`) has no JSON there. */
function jsonOf(value: unknown, around: readonly object[], room: Room): Json {
  take(room, typeof value === "string" ? value.length : typeof value === "object" ? bytesAround : 0);
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      return around.includes(value) ? null : objectToJson(value, [...around, value], room);
    default:
      return null;
  }
}

function take(room: Room, bytes: number): void {
  room.bytes -= bytesPerValue + bytes;
  if (room.bytes < 0) throw new NoRoom();
}

function objectToJson(value: object, around: readonly object[], room: Room): Json {
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, around, room));
  if (temporals.some((temporal) => value instanceof temporal)) return String((value as { iso: string }).iso);
  if (isFunction(value)) return null;
  if (isRange(value)) return rangeText(value as FeelRange);
  const members = Object.entries(value).map(([name, member]): [string, Json] => {
    take(room, name.length);
    return [name, jsonOf(member, around, room)];
  });
  return Object.fromEntries(members);
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
  } catch (error) {
    if (error instanceof NoRoom) return "a value too large to show";
    // The stack ends before the value does.
    return "a deeply nested value";
  }
}
