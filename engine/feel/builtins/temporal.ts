import type { Evaluation } from "../evaluation.ts";
import { compareNumbers, decimalOf, type Numeric, shownNumber, wholeNumber } from "../numbers.ts";
import {
  dayOfYear,
  daysInMonth,
  modulo,
  monthsBetween,
  nanosPerSecond,
  weekdayOf,
  weekOfYear,
} from "../temporal/calendar.ts";
import { FeelDate } from "../temporal/date.ts";
import { FeelDateTime } from "../temporal/dateTime.ts";
import { DaysTimeDuration } from "../temporal/daysTimeDuration.ts";
import { parseDate, parseDateTime, parseDuration, parseTime } from "../temporal/parse.ts";
import { FeelTime } from "../temporal/time.ts";
import { YearsMonthsDuration } from "../temporal/yearsMonthsDuration.ts";
import { offsetZone, parseOffset, parseRegion, type Zone } from "../temporal/zone.ts";
import type { Feel } from "../value.ts";
import { type BuiltIns, type Form, form, number, optional, orNull, type Parameter, text } from "./form.ts";

/** What is asked about a day is asked of a date and time as well. */
type Dated = FeelDate | FeelDateTime;

const parameter =
  <T extends Feel>(expected: string, accepts: (value: Feel) => value is T) =>
  (name: string): Parameter<T> => ({ name, expected, isOptional: false, isRest: false, accepts });

const dated = parameter<Dated>(
  "a date, or a date and time",
  (value) => value instanceof FeelDate || value instanceof FeelDateTime,
);
const time = parameter("a time", (value) => value instanceof FeelTime);
const dateTime = parameter("a date and time", (value) => value instanceof FeelDateTime);
const daysTime = parameter("a days and time duration", (value) => value instanceof DaysTimeDuration);
const yearsMonths = parameter("a years and months duration", (value) => value instanceof YearsMonthsDuration);

const dateOf = (value: Dated): FeelDate => (value instanceof FeelDate ? value : value.date);

/** Functions that make and ask dates, times and durations (DMN 1.5 §10.3.4.1 and §10.3.4.7, and Camunda's). */
export const temporals: BuiltIns = {
  date: [
    form([text("from")], ([from], run) => read("a date such as 2024-02-29", parseDate, from, run)),
    form([dated("from")], ([from]) => dateOf(from)),
    form([number("year"), number("month"), number("day")], ([year, month, day], run) => {
      const date = { year: wholeNumber(year), month: wholeNumber(month), day: wholeNumber(day) };
      const made = FeelDate.of({ year: date.year ?? Number.NaN, month: date.month ?? 0, day: date.day ?? 0 });
      return made ?? run.warn(`Expected a day of the calendar, got ${[year, month, day].map(shownNumber).join("-")}`);
    }),
  ],
  time: [
    form([text("from")], ([from], run) => read("a time such as 10:00:00Z", parseTime, from, run)),
    form([time("from")], ([from]) => from),
    form([dated("from")], ([from]) => (from instanceof FeelDate ? from.atMidnightUtc() : from).time),
    form(
      [number("hour"), number("minute"), number("second"), optional(orNull(daysTime("offset")))],
      ([hour, minute, second, offset], run) => timeOf([hour, minute, second], offset, run),
    ),
  ],
  "date and time": [
    form([text("from")], ([from], run) =>
      read("a date and time such as 2024-02-29T10:00:00Z", parseDateTime, from, run),
    ),
    form([dateTime("from")], ([from]) => from),
    form([dated("date"), time("time")], ([date, at], run) => {
      if (at.zone?.kind === "region") run.spend(stepsPerRegion);
      const shown = { epochDay: dateOf(date).epochDay, nanoOfDay: at.nanoOfDay };
      return FeelDateTime.of(shown, at.zone) ?? run.warn(`Expected a date and time, got ${date} and ${at}`);
    }),
    form([dated("date"), text("timezone")], ([date, timezone], run) => inZone(date, timezone, run)),
  ],
  duration: [
    form([text("from")], ([from], run) => read("a duration such as P1DT2H or P1Y2M", parseDuration, from, run)),
    form([daysTime("from")], ([from]) => from),
    form([yearsMonths("from")], ([from]) => from),
  ],
  "years and months duration": [
    form([dated("from"), dated("to")], ([from, to]) => YearsMonthsDuration.of(monthsBetween(dateOf(from), dateOf(to)))),
  ],
  now: [form([], (_, run) => nowOf(run))],
  today: [form([], (_, run) => nowOf(run).date)],
  "day of year": ofDay((date) => dayOfYear(date)),
  "day of week": ofDay((date) => weekdays[weekdayOf(date.epochDay) - 1] ?? null),
  "month of year": ofDay((date) => months[date.month - 1] ?? null),
  "week of year": ofDay((date) => weekOfYear(date.epochDay)),
  "last day of month": ofDay((date) => FeelDate.of({ ...date, day: daysInMonth(date.year, date.month) })),
};

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function ofDay(ask: (date: FeelDate) => Feel): readonly Form[] {
  return [form([dated("date")], ([date]) => ask(dateOf(date)))];
}

/** Steps to read a text, however short it is. */
const stepsPerText = 8;

/** Steps for a region: to ask for its offset takes some microseconds. */
const stepsPerRegion = 120;

/** To find that there is no such region takes twenty. */
const stepsPerUnknownRegion = 400;

function read<T extends Feel>(
  expected: string,
  parse: (text: string) => T | null,
  from: string,
  run: Evaluation,
): T | null {
  run.spend(stepsPerText + Math.ceil(from.length / 64));
  const hasRegion = /[@[]/.test(from);
  if (hasRegion) run.spend(stepsPerRegion);
  const value = parse(from);
  if (value !== null) return value;
  if (hasRegion) run.spend(stepsPerUnknownRegion);
  return run.warn(`Expected ${expected}, got "${from.slice(0, 80)}"`);
}

function timeOf(
  [hour, minute, second]: readonly [Numeric, Numeric, Numeric],
  offset: DaysTimeDuration | null,
  run: Evaluation,
): Feel {
  const isClock = isBelow(hour, 24) && isBelow(minute, 60) && isBelow(second, 60);
  if (!isClock || !isWhole(hour) || !isWhole(minute))
    return run.warn(`Expected a time of day, got ${[hour, minute, second].map(shownNumber).join(":")}`);
  const zone = offset && offsetZone(Number(offset.nanos) / nanosPerSecond);
  if (offset && !zone) return run.warn(`Expected an offset of whole seconds up to 18 hours, got ${offset}`);
  const minutes = Number(hour) * 60 + Number(minute);
  const inMinute = isWhole(second) ? Number(second) * nanosPerSecond : nanosOf(second);
  return new FeelTime(minutes * 60 * nanosPerSecond + inMinute, zone);
}

const isBelow = (value: Numeric, end: number) => compareNumbers(value, 0) >= 0 && compareNumbers(value, end) < 0;

/** What is less than a nanosecond is left out. */
const nanosOf = (seconds: Numeric) => decimalOf(seconds).times(nanosPerSecond).trunc().toNumber();

const isWhole = (value: Numeric) => wholeNumber(value) !== null;

/** The same moment there; what has no zone, as a date, gets this one. */
function inZone(date: Dated, timezone: string, run: Evaluation): Feel {
  run.spend(stepsPerRegion);
  const zone: Zone | null = parseOffset(timezone) ?? parseRegion(timezone);
  if (!zone) {
    run.spend(stepsPerUnknownRegion);
    return run.warn(`Expected a time zone such as Europe/Berlin, +02:00 or Z, got "${timezone.slice(0, 80)}"`);
  }
  const there =
    date instanceof FeelDate ? FeelDateTime.of({ epochDay: date.epochDay, nanoOfDay: 0 }, zone) : date.inZone(zone);
  return there ?? run.warn(`Expected a date and time that ${timezone} has, got ${date}`);
}

/** Of the command, in UTC: a replay gives what the first run gave, wherever it runs. */
function nowOf(run: Evaluation): FeelDateTime {
  const epochDay = Math.floor(run.nowMs / 86_400_000);
  const date = FeelDate.ofEpochDay(epochDay);
  if (!date) throw new RangeError(`Expected a time in milliseconds since 1970, got ${run.nowMs}`);
  return FeelDateTime.atOffset(date, modulo(run.nowMs, 86_400_000) * 1e6, 0);
}
