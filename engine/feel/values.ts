import { valueBytesPerCommandMax } from "../bounds.ts";
import { type Decimal, decimalOf, isNumeric } from "./numbers.ts";
import { type Feel, FunctionValue, Range, Temporal } from "./value.ts";

/** What a process variable may hold: a JSON value. A number that JavaScript cannot write is a {@link Decimal}. */
export type Json = null | boolean | number | Decimal | string | Json[] | { [name: string]: Json };

/** Whether a value has members: no list, no number. */
export const isMembers = (value: Json): value is { [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isNumeric(value);

/** Variables by name. */
export type Variables = { [name: string]: Json };

/** What values may still take, about, in memory: texts in characters, and some bytes for each value and around it. */
export interface Room {
  bytes: number;
}

/** Lists that are shared, as in `[list, list]`, are none when they are kept: a short expression may fill any memory. */
export class NoRoom extends Error {}

const bytesPerValue = 16;

/** A list or a context. */
const bytesAround = 48;

/** Values within values; no command brings more than half as many, and the stack ends at ten times as many. */
const depthMax = 1_000;

export const newRoom = (): Room => ({ bytes: valueBytesPerCommandMax });

/**
 * A FEEL result as a JSON value, as it is kept in a variable: dates, times and durations become their ISO 8601 text,
 * ranges their FEEL text; functions have no JSON and become null. Throws {@link NoRoom} when it is too large, and a RangeError when it is nested too
 * deeply.
 */
export function toJson(value: Feel, room = newRoom(), depth = 0): Json {
  take(room, bytesOf(value));
  if (depth > depthMax) throw new RangeError(`values are nested deeper than ${depthMax}`);
  if (value === null || typeof value !== "object" || isNumeric(value)) return value;
  if (Array.isArray(value)) return value.map((item) => toJson(item, room, depth + 1));
  if (value instanceof Temporal) return value.toJSON();
  if (value instanceof FunctionValue) return null;
  if (value instanceof Range) return rangeText(value, room);
  const members = Object.entries(value).map(([name, member]): [string, Json] => {
    take(room, name.length);
    return [name, toJson(member, room, depth + 1)];
  });
  return Object.fromEntries(members);
}

/** In JSON a decimal has all its digits, zeros too. */
function bytesOf(value: Feel): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object") return 0;
  return bytesAround + (value !== null && isNumeric(value) ? Math.abs(decimalOf(value).e) : 0);
}

/** One value of so many bytes, or a text of so many characters. Throws {@link NoRoom}. */
export function take(room: Room, bytes: number): void {
  room.bytes -= bytesPerValue + bytes;
  if (room.bytes < 0) throw new NoRoom();
}

/** `[1..3]`, `("a".."c"]`, `< 5`. */
function rangeText({ start, end, isStartIncluded, isEndIncluded, hasStart, hasEnd }: Range, room: Room): string {
  const text = (value: Feel) => {
    const json = toJson(value, room);
    // Quotes and backslashes get one before them: of ranges within ranges, each level doubles the text.
    if (typeof json === "string") take(room, 2 * json.length);
    return JSON.stringify(json);
  };
  if (!hasStart) return `${isEndIncluded ? "<=" : "<"} ${text(end)}`;
  if (!hasEnd) return `${isStartIncluded ? ">=" : ">"} ${text(start)}`;
  return `${isStartIncluded ? "[" : "("}${text(start)}..${text(end)}${isEndIncluded ? "]" : ")"}`;
}

/** Thousands of values: what shares its parts may be millions, and of all only the beginning is shown. */
const shownBytesMax = 2 ** 20;

/** A short text of a value for messages: `"paid"`, `250`, `null`, or the beginning of a long one. */
export function show(value: Feel): string {
  try {
    const text = JSON.stringify(toJson(value, { bytes: shownBytesMax }));
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  } catch (error) {
    if (error instanceof NoRoom) return "a value too large to show";
    // The stack ends before the value does.
    return "a deeply nested value";
  }
}
