import { CronExpressionParser } from "cron-parser";
import { DateTime, Duration } from "luxon";
import { timeLengthMax, timerDueMaxMs, timerDueMinMs } from "../bounds.ts";
import { parseDateTime } from "../feel/temporal/parse.ts";
import { failed, ok, type Result } from "../result.ts";

/** A wait for an instant. */
export interface TimerWait {
  readonly kind: "timer";
  /** Epoch milliseconds. */
  readonly dueMs: number;
  /** The cycle that gives the next instant; null when it fires once. */
  readonly cycle: string | null;
  /** How often it fires again after this time; null is without end. */
  readonly repetitions: number | null;
}

/** Epoch milliseconds of an ISO 8601 date and time; without an offset it is UTC. */
export function dueAtDate(text: string): Result<number> {
  if (text.length > timeLengthMax) return tooLong(text);
  const moment = parseDateTime(text.trim());
  if (moment) return bounded(moment.epochMs, text);
  // FEEL writes a named zone as @Europe/Oslo, Java as [Europe/Oslo] behind an offset.
  const [, instant = text, zone = "utc"] = /^(.*?)(?:@(.+)|\[(.+)\])?$/.exec(text.trim()) ?? [];
  // luxon would take a time without a date for one of today, by the wall clock.
  const date = /^[+-]?\d{4}/.test(instant) ? DateTime.fromISO(instant, { zone, setZone: zone === "utc" }) : null;
  return date?.isValid
    ? bounded(date.toMillis(), text)
    : failed(`Expected a date and time such as 2027-01-31T09:00:00Z, got "${text}"`);
}

/** Epoch milliseconds `text` after `fromMs`; an ISO 8601 duration in the UTC calendar: P1M is a month, not 30 days. */
export function dueAfterDuration(text: string, fromMs: number): Result<number> {
  if (text.length > timeLengthMax) return tooLong(text);
  const duration = durationOf(text);
  return duration
    ? bounded(later(fromMs, duration), text)
    : failed(`Expected a duration such as PT30M or P7D, got "${text}"`);
}

/**
 * The first instant of a time cycle: an ISO 8601 repeating interval (`R3/PT10S`, `R/2027-01-01T06:00:00Z/P1D`) or a
 * cron expression with seconds (`0 0 6 * * MON-FRI`, `@daily`; UTC). `R3` fires three times, `R` without end.
 */
export function firstOfCycle(text: string, nowMs: number): Result<TimerWait> {
  if (text.length > timeLengthMax) return tooLong(text);
  if (!text.trim().startsWith("R")) return cronWait(text, nowMs);
  const interval = readInterval(text);
  if (!interval.ok) return interval;
  const { startMs, repetitions, duration } = interval.value;
  const due = bounded(startMs === null ? later(nowMs, duration) : firstFrom(startMs, duration, nowMs), text);
  return due.ok ? cycleWait(text, due.value, repetitions) : due;
}

/** The wait after `wait` has fired, counted from its due time; null when it was the last. */
export function nextOfCycle(wait: TimerWait): Result<TimerWait> | null {
  if (wait.cycle === null || wait.repetitions === 0) return null;
  if (!wait.cycle.trim().startsWith("R")) return cronWait(wait.cycle, wait.dueMs);
  const interval = readInterval(wait.cycle);
  if (!interval.ok) return interval;
  const due = bounded(later(wait.dueMs, interval.value.duration), wait.cycle);
  if (!due.ok) return due;
  return ok({ ...wait, dueMs: due.value, repetitions: wait.repetitions === null ? null : wait.repetitions - 1 });
}

interface Interval {
  startMs: number | null;
  /** How often it fires in all; null is without end. */
  repetitions: number | null;
  /** Longer than nothing. */
  duration: Duration;
}

function readInterval(text: string): Result<Interval> {
  const [repeat = "", ...rest] = text.trim().split("/");
  const duration = durationOf(rest.at(-1) ?? "");
  const counted = /^R(-1|\d*)$/.exec(repeat);
  if (!counted || rest.length < 1 || rest.length > 2 || !duration || duration.toMillis() <= 0)
    return failed(`Expected a cycle such as R3/PT10S, R/P1D or "0 0 6 * * *", got "${text}"`);
  const count = counted[1] === "" || counted[1] === "-1" ? null : Number(counted[1]);
  if (count === 0) return failed(`Expected a cycle that fires at least once, got "${text}"`);
  if (rest.length === 1) return ok({ startMs: null, repetitions: count, duration });
  const start = dueAtDate(rest[0] ?? "");
  return start.ok ? ok({ startMs: start.value, repetitions: count, duration }) : start;
}

/**
 * The first of `startMs`, `startMs + duration`, … that is not before now: instants that had passed before the wait
 * began are not made up for. Months differ in length, so the number of repetitions is estimated, then corrected.
 */
function firstFrom(startMs: number, duration: Duration, nowMs: number): number {
  const at = (count: number) =>
    later(
      startMs,
      duration.mapUnits((amount) => amount * count),
    );
  let count = Math.max(0, Math.ceil((nowMs - startMs) / duration.toMillis()));
  while (count > 0 && at(count - 1) >= nowMs) count -= 1;
  while (at(count) < nowMs) count += 1;
  return at(count);
}

/** Null for what is no duration, and for one without a single quantity (`P`), which luxon takes for no time at all. */
function durationOf(text: string): Duration | null {
  const duration = Duration.fromISO(text.trim());
  return duration.isValid && /\d/.test(text) ? duration : null;
}

const later = (fromMs: number, duration: Duration): number =>
  DateTime.fromMillis(fromMs, { zone: "utc" }).plus(duration).toMillis();

/** Six fields or an alias, no `H`: cron-parser fills missing fields in and draws a random time for `H`. */
const cronForm = /^(@\w+|(?!.*(^|[\s,])H)(\S+\s+){5}\S+)$/;

function cronWait(text: string, fromMs: number): Result<TimerWait> {
  const expected = "Expected a cycle such as R3/PT10S or a cron expression with seconds";
  if (!cronForm.test(text.trim())) return failed(`${expected}, got "${text}"`);
  try {
    const next = CronExpressionParser.parse(text.trim(), { currentDate: fromMs, tz: "UTC" }).next();
    return ok({ kind: "timer", dueMs: next.getTime(), cycle: text, repetitions: null });
  } catch (error) {
    return failed(`${expected}, got "${text}" (${error instanceof Error ? error.message : String(error)})`);
  }
}

const cycleWait = (cycle: string, dueMs: number, count: number | null): Result<TimerWait> =>
  ok({ kind: "timer", dueMs, cycle, repetitions: count === null ? null : count - 1 });

function bounded(dueMs: number, text: string): Result<number> {
  return Number.isFinite(dueMs) && dueMs >= timerDueMinMs && dueMs <= timerDueMaxMs
    ? ok(dueMs)
    : failed(`Expected a time in the years 1 to 9999, got "${text}"`);
}

const tooLong = (text: string) =>
  failed(`Expected a date, duration or cycle of at most ${timeLengthMax} characters, got ${text.length}`);
