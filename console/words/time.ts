/** Instants and lengths of time as people read them, in the browser's time zone. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const exactFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  timeZoneName: "short",
});

const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** Whole calendar days from `at` to `now`: 0 today, 1 yesterday, -1 tomorrow. */
export const daysAgo = (at: Date, now: Date): number => Math.round((startOfDay(now) - startOfDay(at)) / dayMs);

/** `10:06` today, `Thu 15:10` in the last six days, `Fri 20 Nov, 10:40` this year, else with the year. */
export function shortTime(iso: string, now = new Date(), withSeconds = false): string {
  const at = new Date(iso);
  const days = daysAgo(at, now);
  const time = (withSeconds ? clockSeconds : clock).format(at);
  if (days === 0) return time;
  if (days > 0 && days < 7) return `${weekday.format(at)} ${clock.format(at)}`;
  if (at.getFullYear() === now.getFullYear()) return `${dayMonth.format(at)}, ${clock.format(at)}`;
  return `${dayMonthYear.format(at)}, ${clock.format(at)}`;
}

/** For tooltips: everything down to the millisecond, with the zone. */
export const exactTime = (iso: string): string => exactFormat.format(new Date(iso));

/** `640ms`, `12s`, `38m`, `2h 05m`, `1d 3h`: two units at most. */
export function duration(lengthMs: number): string {
  const ms = Math.abs(lengthMs);
  if (Math.round(ms) < 1_000) return `${Math.round(ms)}ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return joined(Math.floor(minutes / 60), "h", minutes % 60, "m");
  return joined(Math.floor(minutes / (24 * 60)), "d", Math.floor((minutes % (24 * 60)) / 60), "h");
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  if (small === 0) return `${large}${largeUnit}`;
  return `${large}${largeUnit} ${smallUnit === "m" ? String(small).padStart(2, "0") : small}${smallUnit}`;
}

export const since = (iso: string, now = new Date()): number => now.getTime() - new Date(iso).getTime();

/** Groups digits: 1,284. */
export const number = (value: number): string => value.toLocaleString("en-GB");

/** `1 instance`, `3 instances`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${number(count)} ${count === 1 ? singular : plural}`;
