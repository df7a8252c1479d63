import type { Temporal } from "../value.ts";
import { type Moment, nanosPerDay, nanosPerSecond } from "./calendar.ts";
import { FeelDate } from "./date.ts";
import { FeelDateTime } from "./dateTime.ts";
import { DaysTimeDuration } from "./daysTimeDuration.ts";
import { fractionNanos } from "./fraction.ts";
import { FeelTime } from "./time.ts";
import { YearsMonthsDuration } from "./yearsMonthsDuration.ts";
import { atOffset, parseOffset, parseRegion, type Zone } from "./zone.ts";

/** The longest date and time with a region has some 110 characters. */
const lengthMax = 128;

/** Whatever `@"…"` may hold; null when it is none (DMN 1.5 §10.3.2.3, rule 65). */
export function parseTemporal(text: string): Temporal | null {
  if (/^-?P/.test(text)) return parseDuration(text);
  if (/^T?\d\d:/.test(text)) return parseTime(text);
  return text.includes("T") ? parseDateTime(text) : parseDate(text);
}

const dateForm = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)$/;

/** `2024-02-29`, `-0044-03-15`; null for what is no day. */
export function parseDate(text: string): FeelDate | null {
  if (text.length > lengthMax) return null;
  const [, year, month, day] = dateForm.exec(text) ?? [];
  if (year === undefined || year === "-0000") return null;
  return FeelDate.of({ year: Number(year), month: Number(month), day: Number(day) });
}

/** `10:00:00`, `T10:00`, `10:00:00.5+02:00`, `10:00:00@Europe/Berlin`; null for what is no time. */
export function parseTime(text: string): FeelTime | null {
  const clock = text.length > lengthMax ? null : parseClock(text.startsWith("T") ? text.slice(1) : text);
  if (!clock) return null;
  return new FeelTime(clock.nanos % nanosPerDay, clock.zone, clock.offsetSeconds ?? undefined);
}

/** A date, or a date and a time with `T` between them; null for what is none. `24:00:00` is the next day. */
export function parseDateTime(text: string): FeelDateTime | null {
  if (text.length > lengthMax) return null;
  const at = text.indexOf("T");
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  if (!date) return null;
  const clock = at < 0 ? { nanos: 0, zone: null, offsetSeconds: null } : parseClock(text.slice(at + 1));
  if (!clock) return null;
  return dateTimeOf(date, clock);
}

function dateTimeOf(date: FeelDate, { nanos, zone, offsetSeconds }: Clock): FeelDateTime | null {
  const isNextDay = nanos === nanosPerDay;
  const shown: Moment = { epochDay: date.epochDay + (isNextDay ? 1 : 0), nanoOfDay: isNextDay ? 0 : nanos };
  // An offset before a region says which moment is meant, also where clocks show something else there.
  if (zone?.kind === "region" && offsetSeconds !== null)
    return FeelDateTime.ofUtc(atOffset(shown, -offsetSeconds), zone);
  return FeelDateTime.of(shown, zone);
}

interface Clock {
  /** Since midnight; all of them at 24:00. */
  readonly nanos: number;
  readonly zone: Zone | null;
  /** What is said of a region in addition; null when nothing is. */
  readonly offsetSeconds: number | null;
}

const clockForm = /^(\d\d):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|z|[+-][\d:]+)?(?:@(.+)|\[(.+)\])?$/;

function parseClock(text: string): Clock | null {
  const [clock, hour, minute, second = "0", fraction = "", offset, region, bracketed] = clockForm.exec(text) ?? [];
  // `+01:00@Europe/Berlin` is no FEEL, `[Europe/Berlin]` no Java without an offset.
  if (clock === undefined || (region && offset) || (bracketed && !offset)) return null;
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
  const nanos = seconds * nanosPerSecond + fractionNanos(fraction);
  const zone = zoneOf(offset, region ?? bracketed);
  if (nanos > nanosPerDay || zone === undefined) return null;
  return { nanos, ...zone };
}

/** Undefined when there is no such zone. */
function zoneOf(offset: string | undefined, name: string | undefined): Omit<Clock, "nanos"> | undefined {
  const atOffset = offset === undefined ? null : parseOffset(offset);
  const inRegion = name === undefined ? null : parseRegion(name);
  if ((offset !== undefined && !atOffset) || (name !== undefined && !inRegion)) return undefined;
  if (!inRegion) return { zone: atOffset, offsetSeconds: null };
  return { zone: inRegion, offsetSeconds: atOffset?.kind === "offset" ? atOffset.offsetSeconds : null };
}

const amount = "(-?\\d{1,18})";
const yearsMonthsForm = new RegExp(`^(-)?P(?:${amount}Y)?(?:${amount}M)?$`);
const daysTimeForm = new RegExp(
  `^(-)?P(?:${amount}D)?(?:T(?:${amount}H)?(?:${amount}M)?(?:${amount}(?:\\.(\\d{0,9}))?S)?)?$`,
);

/** `P1Y2M`, `-P1DT2H`, `PT-5M`; null for what is no duration, or longer than durations are. */
export function parseDuration(text: string): DaysTimeDuration | YearsMonthsDuration | null {
  if (text.length > lengthMax || !/\d[A-Z]$|\d\.S$/.test(text)) return null;
  return parseYearsMonths(text) ?? parseDaysTime(text);
}

function parseYearsMonths(text: string): YearsMonthsDuration | null {
  const [form, sign, years = 0, months = 0] = yearsMonthsForm.exec(text) ?? [];
  if (form === undefined) return null;
  return YearsMonthsDuration.of((sign ? -1 : 1) * (Number(years) * 12 + Number(months)));
}

function parseDaysTime(text: string): DaysTimeDuration | null {
  const [form, sign, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = ""] =
    daysTimeForm.exec(text) ?? [];
  if (form === undefined) return null;
  const wholeSeconds = ((BigInt(days) * 24n + BigInt(hours)) * 60n + BigInt(minutes)) * 60n + BigInt(seconds);
  const part = BigInt(fractionNanos(fraction)) * (seconds.startsWith("-") ? -1n : 1n);
  return DaysTimeDuration.of((sign ? -1n : 1n) * (wholeSeconds * 1_000_000_000n + part));
}
