import { describe, expect, test } from "vitest";
import { civilDateOf, epochDayOf, isCivilDate, weekdayOf } from "../../../engine/feel/temporal/calendar.ts";
import { FeelDate } from "../../../engine/feel/temporal/date.ts";
import { FeelDateTime } from "../../../engine/feel/temporal/dateTime.ts";
import { DaysTimeDuration } from "../../../engine/feel/temporal/daysTimeDuration.ts";
import { FeelTime } from "../../../engine/feel/temporal/time.ts";
import { YearsMonthsDuration } from "../../../engine/feel/temporal/yearsMonthsDuration.ts";
import { parseRegion, type Zone } from "../../../engine/feel/temporal/zone.ts";
import type { Temporal } from "../../../engine/feel/value.ts";
import { dueAtDate } from "../../../engine/triggers/time.ts";
import { at } from "./temporalTable.ts";

/** Numbers from 0 to below 1, the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const rounds = 2_000;
const random = randomFrom(7);
const below = (end: number) => Math.floor(random() * end);
const oneOf = <T>(items: readonly T[]) => items[below(items.length)] as T;
const dayMax = epochDayOf({ year: 999_999_999, month: 12, day: 31 });

const regions = [
  "Europe/Berlin",
  "America/St_Johns",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Etc/UTC",
];

/** Now and then days that are near, so that summer time begins and ends among them. */
const aDay = () => (random() < 0.7 ? below(40_000) - 5_000 : Math.trunc((random() * 2 - 1) * (dayMax - 10)));
const aNano = () => (random() < 0.5 ? below(86_400) * 1e9 : below(86_400) * 1e9 + below(1e9));
const aZone = (): Zone | null => {
  if (random() < 0.3) return null;
  return random() < 0.3 ? { kind: "offset", offsetSeconds: below(129_600) - 64_800 } : parseRegion(oneOf(regions));
};
const aDate = () => FeelDate.ofEpochDay(aDay()) as FeelDate;
const aDateTime = (zone = aZone()) => FeelDateTime.of({ epochDay: aDay(), nanoOfDay: aNano() }, zone) as FeelDateTime;
const aDuration = () =>
  DaysTimeDuration.of(
    BigInt(below(2 ** 40) - 2 ** 39) * 10n ** BigInt(below(12)) + BigInt(below(1e9)),
  ) as DaysTimeDuration;
const months = () => YearsMonthsDuration.of(below(2 ** 30) - 2 ** 29) as YearsMonthsDuration;
const aTime = () => new FeelTime(aNano(), aZone());

const many = (check: () => void) => {
  for (let round = 0; round < rounds; round += 1) check();
};

describe("the calendar", () => {
  test("has days one after the other, weekdays too, over 400 years and around zero", () => {
    let last = civilDateOf(-800_001);
    for (let day = -800_000; day < -590_000; day += 1) {
      const date = civilDateOf(day);
      const isNext = date.day === last.day + 1 || (date.day === 1 && !isCivilDate(last.year, last.month, last.day + 1));
      if (!isNext || epochDayOf(date) !== day) expect.fail(`${day} is ${JSON.stringify(date)}`);
      last = date;
    }
    expect(last.year).toBe(354);
  });

  test("is that of JavaScript, where JavaScript has one", () => {
    many(() => {
      const day = below(200_000_000) - 100_000_000;
      const date = new Date(day * 86_400_000);
      const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(civilDateOf(day)).toEqual(civil);
      expect(weekdayOf(day) % 7).toBe(date.getUTCDay());
    });
  });
});

describe("random values", () => {
  test("are what their text says", () => {
    many(() => {
      for (const value of [aDate(), aTime(), aDateTime(), aDuration(), months()] as Temporal[]) {
        expect(String(at(String(value)))).toBe(String(value));
        expect(at(String(value)).equals(value)).toBe(true);
        expect(at(value.toJSON()).equals(value)).toBe(true);
      }
    });
  });

  test("are as far apart as their difference", () => {
    many(() => {
      const [from, to] = [aDate(), aDate()];
      expect(from.plus(to.minus(from))).toEqual(to);
      const zone = aZone();
      const [start, end] = [aDateTime(zone), aDateTime(zone)];
      const reached = start.plus(end.minus(start));
      expect(reached instanceof FeelDateTime && reached.compareTo(end)).toBe(0);
      expect(start.compareTo(end)).toSatisfy((order: number) => Math.sign(order) === signOf(start.minus(end)));
    });
  });

  test("return from where a duration led them", () => {
    many(() => {
      const [time, duration] = [aTime(), aDuration()];
      expect((time.plus(duration) as FeelTime).minus(duration)).toEqual(time);
      const dateTime = aDateTime();
      const moved = dateTime.plus(duration);
      if (moved instanceof FeelDateTime) expect(moved.minus(duration)).toEqual(dateTime);
      expect(duration.plus(duration.negated())).toEqual(at("P0D"));
    });
  });

  test("are due as a timer when they say", () => {
    many(() => {
      const dateTime = aDateTime();
      if (dateTime.date.year < 2 || dateTime.date.year > 9_998) return;
      const due = { ok: true, value: dateTime.epochMs };
      for (const text of [String(dateTime), dateTime.toJSON()]) expect(dueAtDate(text), text).toEqual(due);
    });
  });

  test("show in a region what the platform shows there", () => {
    many(() => {
      const name = oneOf(regions);
      const instant = new Date(below(4e12) - 1e12);
      const zoned = at(`${instant.toISOString()}`) as FeelDateTime;
      const there = zoned.inZone(parseRegion(name) as Zone) as FeelDateTime;
      const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: name, dateStyle: "short", timeStyle: "medium" });
      expect(`${there.date} ${String(there.time).slice(0, 8)}`).toBe(parts.format(instant));
      expect(there.epochMs).toBe(instant.getTime());
    });
  });
});

const signOf = (duration: unknown) =>
  duration instanceof DaysTimeDuration ? (duration.nanos > 0n ? 1 : duration.nanos < 0n ? -1 : 0) : Number.NaN;
