/** Years as DMN 1.5 §10.3.2.3.4 has them, before and after zero. */
export const yearMax = 999_999_999;

export const nanosPerSecond = 1_000_000_000;
export const nanosPerDay = 86_400 * nanosPerSecond;

/** A day of the proleptic Gregorian calendar; there is a year 0. */
export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** A moment without a place: days since 1970-01-01, and nanoseconds since midnight. Days and years never overflow it. */
export interface Moment {
  readonly epochDay: number;
  readonly nanoOfDay: number;
}

const isLeapYear = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the calendar has the day, and FEEL the year. */
export const isCivilDate = (year: number, month: number, day: number): boolean =>
  Number.isInteger(year) &&
  Math.abs(year) <= yearMax &&
  Number.isInteger(month) &&
  month >= 1 &&
  month <= 12 &&
  Number.isInteger(day) &&
  day >= 1 &&
  day <= daysInMonth(year, month);

/** 400 years, after which the calendar repeats, weekdays too. */
export const daysPerEra = 146_097;

/** From 0000-03-01, with which the reckoning begins, to 1970-01-01. */
const daysToEpoch = 719_468;

/** Days since 1970-01-01. Years begin in March here, so that the leap day is the last one. */
export function epochDayOf({ year, month, day }: CivilDate): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysPerEra + dayOfEra - daysToEpoch;
}

/** The reverse of {@link epochDayOf}. */
export function civilDateOf(epochDay: number): CivilDate {
  const days = epochDay + daysToEpoch;
  const era = Math.floor(days / daysPerEra);
  const dayOfEra = days - era * daysPerEra;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/** The same day of another month, or its last one: January 31 and a month is February 28. */
export function addMonths({ year, month, day }: CivilDate, months: number): CivilDate {
  const total = year * 12 + (month - 1) + months;
  const inYear = Math.floor(total / 12);
  const inMonth = total - inYear * 12 + 1;
  return { year: inYear, month: inMonth, day: Math.min(day, daysInMonth(inYear, inMonth)) };
}

/** Whole months from one day to another, towards zero. */
export function monthsBetween(from: CivilDate, to: CivilDate): number {
  const months = (to.year - from.year) * 12 + (to.month - from.month);
  if (months > 0 && to.day < from.day) return months - 1;
  if (months < 0 && to.day > from.day) return months + 1;
  return months;
}

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayOf = (epochDay: number): number => modulo(epochDay + 3, 7) + 1;

/** 1 to 366. */
export const dayOfYear = (date: CivilDate): number =>
  epochDayOf(date) - epochDayOf({ year: date.year, month: 1, day: 1 }) + 1;

/** 1 to 53 (ISO 8601): the week belongs to the year that its Thursday is in. */
export function weekOfYear(epochDay: number): number {
  const thursday = civilDateOf(epochDay - weekdayOf(epochDay) + 4);
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** `nanos` may be before or after the day; the moment is not. */
export function momentAt(epochDay: number, nanos: number): Moment {
  const days = Math.floor(nanos / nanosPerDay);
  return { epochDay: epochDay + days, nanoOfDay: nanos - days * nanosPerDay };
}

/** Later by nanoseconds, which may be more than a number holds. */
export function later({ epochDay, nanoOfDay }: Moment, nanos: bigint): Moment {
  const perDay = BigInt(nanosPerDay);
  return momentAt(epochDay + Number(nanos / perDay), nanoOfDay + Number(nanos % perDay));
}

/** From the second one to the first one. */
export const nanosBetween = (left: Moment, right: Moment): bigint =>
  BigInt(left.epochDay - right.epochDay) * BigInt(nanosPerDay) + BigInt(left.nanoOfDay - right.nanoOfDay);

/** Negative, zero or positive. */
export const compareMoments = (left: Moment, right: Moment): number =>
  left.epochDay - right.epochDay || left.nanoOfDay - right.nanoOfDay;

/** The remainder that has the divisor's sign. */
export const modulo = (value: number, divisor: number): number => value - Math.floor(value / divisor) * divisor;
