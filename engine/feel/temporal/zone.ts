import { daysPerEra, epochDayOf, type Moment, momentAt, nanosPerSecond } from "./calendar.ts";

/** Where a time is told: so far from UTC, or in a region of the IANA's table, whose offset depends on the day. */
export type Zone =
  | { readonly kind: "offset"; readonly offsetSeconds: number }
  | { readonly kind: "region"; readonly name: string };

/** `+18:00`, as Java has it; there is no place beyond +14:00. */
const offsetSecondsMax = 18 * 3_600;

const offsetForm = /^([+-])(\d\d):([0-5]\d)(?::([0-5]\d))?$/;

/** `Z`, `+02:00`, `-05:30:15`; null when it is no offset. */
export function parseOffset(text: string): Zone | null {
  if (text === "Z" || text === "z") return { kind: "offset", offsetSeconds: 0 };
  const [, sign, hours, minutes, seconds = "0"] = offsetForm.exec(text) ?? [];
  if (sign === undefined) return null;
  return offsetZone((sign === "-" ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)));
}

/** Null when it is too far away, or no whole second. */
export const offsetZone = (offsetSeconds: number): Zone | null =>
  Number.isInteger(offsetSeconds) && Math.abs(offsetSeconds) <= offsetSecondsMax
    ? { kind: "offset", offsetSeconds: offsetSeconds + 0 }
    : null;

/** Longer than any name of the table. */
const regionForm = /^[A-Za-z][A-Za-z0-9_+/-]{1,50}$/;

/** `Europe/Berlin`; null when there is no such region. */
export const parseRegion = (name: string): Zone | null =>
  regionForm.test(name) && formatOf(name) ? { kind: "region", name } : null;

/** `Z`, `-05:30`; seconds only where there are any. */
export function offsetText(offsetSeconds: number): string {
  if (offsetSeconds === 0) return "Z";
  const distance = Math.abs(offsetSeconds);
  const parts = [Math.floor(distance / 3_600), Math.floor(distance / 60) % 60, distance % 60];
  if (parts[2] === 0) parts.pop();
  return (offsetSeconds < 0 ? "-" : "+") + parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Seconds east of UTC at a moment of UTC. */
export const offsetAt = (zone: Zone, utc: Moment): number =>
  zone.kind === "offset" ? zone.offsetSeconds : regionOffset(zone.name, utc);

/**
 * Seconds east of UTC when clocks there show a moment. What they show twice, as summer ends, is the first, unless
 * `preferred` says otherwise; what they never show, as it begins, is as long after the change as it is behind it.
 */
export function offsetThere(zone: Zone, local: Moment, preferred: number | null): number {
  if (zone.kind === "offset") return zone.offsetSeconds;
  const before = regionOffset(zone.name, { ...local, epochDay: local.epochDay - 1 });
  const after = regionOffset(zone.name, { ...local, epochDay: local.epochDay + 1 });
  if (before === after) return before;
  const holds = (offset: number) => regionOffset(zone.name, atOffset(local, -offset)) === offset;
  if (preferred !== null && holds(preferred)) return preferred;
  return holds(before) ? before : after;
}

/** Whether clocks there show a moment for the first time when they are at this offset: the second time needs a word. */
export const isFirstThere = (zone: Zone, local: Moment, offsetSeconds: number): boolean =>
  offsetAt(zone, { ...local, epochDay: local.epochDay - 1 }) === offsetSeconds ||
  offsetThere(zone, local, null) === offsetSeconds;

/** What clocks show when the offset given was the wrong one, as in the hour that summer time leaves out. */
export function shownThere(zone: Zone, local: Moment, preferred: number | null): Moment & { offsetSeconds: number } {
  const offsetSeconds = offsetThere(zone, local, preferred);
  const utc = atOffset(local, -offsetSeconds);
  const truly = offsetAt(zone, utc);
  if (truly === offsetSeconds) return { ...local, offsetSeconds };
  // In a gap: the offset before it leads to the moment that is meant.
  return { ...atOffset(atOffset(local, -truly), offsetSeconds), offsetSeconds };
}

/** Between UTC and what clocks show. */
export const atOffset = ({ epochDay, nanoOfDay }: Moment, offsetSeconds: number): Moment =>
  momentAt(epochDay, nanoOfDay + offsetSeconds * nanosPerSecond);

/** A time without a day has its zone's offset without summer time, in a year that is always the same. */
export function standardOffset(zone: Zone): number {
  const inMonth = (month: number) =>
    offsetAt(zone, { epochDay: epochDayOf({ year: 2024, month, day: 1 }), nanoOfDay: 0 });
  return Math.min(inMonth(1), inMonth(7));
}

/** Before, regions have the time of their longitude; from here on, their rules repeat with the calendar. */
const firstDay = epochDayOf({ year: 1800, month: 1, day: 1 });
const repeatFrom = epochDayOf({ year: 2100, month: 1, day: 1 });

function regionOffset(name: string, { epochDay, nanoOfDay }: Moment): number {
  const known =
    epochDay < repeatFrom + daysPerEra
      ? Math.max(epochDay, firstDay)
      : repeatFrom + ((epochDay - repeatFrom) % daysPerEra);
  const text = formatOf(name)?.format(known * 86_400_000 + Math.floor(nanoOfDay / 1e6)) ?? "";
  const [, sign, hours, minutes, seconds = "0"] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const distance = sign === undefined ? 0 : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return sign === "-" ? 0 - distance : distance;
}

/** By names in small letters, which are as many as there are regions, some 600. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What tells a region's offset; undefined when there is no such region. Holds no clock: it is asked about instants. */
function formatOf(name: string): Intl.DateTimeFormat | undefined {
  const key = name.toLowerCase();
  const known = formats.get(key);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: key, timeZoneName: "longOffset" });
    formats.set(key, format);
    return format;
  } catch {
    return undefined;
  }
}
